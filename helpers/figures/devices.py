"""Where things are, and how long an operation takes there."""

from matplotlib.patches import FancyBboxPatch

from helpers.captions import on_device
from helpers.figures.canvas import WIDEST, Picture, styled
from helpers.figures.pieces import draw_name, new_sheet, plain
from helpers.roles import DEVICE_GROUND


@styled
def places(devices):
    """Where things are: one box for each device, with the names of what is on it.

    Args:
        devices: a dictionary from the name of a device to a list of (name, role).
    """
    wide = 7.4
    tall = 1.9 + 0.9 * max(len(things) for things in devices.values())
    picture, sheet = new_sheet(0.4 + wide * len(devices), tall + 0.2)
    look = {"facecolor": DEVICE_GROUND, "edgecolor": "black", "linewidth": 2}
    rounded = "round,pad=0,rounding_size=0.2"
    told = []
    for index, (device, things) in enumerate(devices.items()):
        left = 0.4 + wide * index
        box = FancyBboxPatch((left, 0.3), wide - 0.5, tall - 0.4, boxstyle=rounded, **look)
        sheet.add_patch(box)
        sheet.text(left + 0.3, 0.85, device, va="center", fontweight="bold")
        for line, (name, role) in enumerate(things):
            draw_name(sheet, left + 0.5, 1.8 + 0.9 * line, name, role)
        told.append(on_device(device, [name for name, _ in things]))
    return picture.described("; ".join(told))


@styled
def timings(sizes, milliseconds):
    """Recorded times of one operation over its size, one curve for each device.

    Args:
        sizes: the n of the n x n matrices.
        milliseconds: a dictionary from each of two devices to its times, one for each size.
    """
    picture = Picture(WIDEST, 4)
    ax = picture.subplots()
    looks = [("black", "o", "--"), ("#777777", "s", "-")]
    for (device, times), (colour, marker, line) in zip(milliseconds.items(), looks, strict=True):
        ax.plot(sizes, times, color=colour, marker=marker, linestyle=line, label=device)
    ax.set(xscale="log", yscale="log")
    ax.set(xlabel="n: two n × n matrices are multiplied", ylabel="time (ms)")
    ax.set_xticks(sizes, [str(n) for n in sizes])
    ax.yaxis.set_major_formatter(plain)
    ax.minorticks_off()
    ax.legend()
    (name_a, a), (name_b, b) = milliseconds.items()
    return picture.described(
        f"at n = {sizes[0]}: {name_a} {a[0]} ms, {name_b} {b[0]} ms; "
        f"at n = {sizes[-1]}: {name_a} {a[-1]} ms, {name_b} {b[-1]} ms"
    )
