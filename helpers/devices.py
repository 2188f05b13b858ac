"""Where tensors can live: choosing a device, and times recorded on a real one."""

import torch


# torch.accelerator is not used: in releases that the course supports it raises where there is no
# accelerator, or names the one torch was built for, whether or not it is there.
def pick_device():
    """Return the fastest kind of device of this machine: CUDA, MPS or the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def synchronize(device):
    """Wait until a device has done all the work it was given; a CPU never has any left.

    Args:
        device: a ``torch.device`` or its name.
    """
    kind = torch.device(device).type
    if kind == "cuda":
        torch.cuda.synchronize(device)
    elif kind == "mps":
        torch.mps.synchronize()


# Two n x n float32 matrices multiplied, in milliseconds: the median of 20 runs (3 for the CPU from
# n = 4096 on) after a warm-up, synchronised before each reading of the clock, copies not counted.
# GPU: NVIDIA RTX 3090, limited to 240 W. CPU: AMD Threadripper PRO 3995WX, limited to 8 threads.
# Source: Pengqian Han, "From 0 to AGI", chapter 2, October 2026,
# https://github.com/pengqianhan/From-0-to-AGI/blob/3fab83680120af9104af95ade8ec6f4c807a9602/chapters/02-from-scalar-to-matrix/README.md
RECORDED_SIZES = [64, 128, 256, 512, 1024, 2048, 4096, 8192]
RECORDED_MILLISECONDS = {
    "CPU": [0.014, 0.025, 0.089, 0.860, 5.356, 39.707, 310.047, 2400.0],
    "GPU": [0.024, 0.039, 0.030, 0.040, 0.136, 0.776, 8.138, 63.960],
}
