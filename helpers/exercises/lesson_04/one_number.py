"""Reading one number, as 04.1 and 04.3 may get it back."""

import numpy as np
import torch


def one_number(value):
    """A number, or a tensor or an array of one number, as a float; None for anything else."""
    if isinstance(value, str):
        return None
    try:
        return float(value.item() if isinstance(value, torch.Tensor | np.ndarray) else value)
    except (TypeError, ValueError, RuntimeError):
        return None
