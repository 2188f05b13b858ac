"""Images, and how a classifier reads them: its templates, its scores, and its mistakes."""

import math

import matplotlib as mpl
import numpy as np
import torch
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

from helpers.drawings.digits import parts_of_score
from helpers.figures.canvas import WIDEST, Picture, styled
from helpers.figures.pieces import BEHIND_TEXT, array, draw_signed
from helpers.roles import ROLES, SIGNED, check_shapes


@styled
def images(pictures, titles, *, mark_row=None):
    """Tensors drawn as images side by side: dark is large; where there are signs, 0 is white.

    Args:
        pictures: tensors of shape (height, width), drawn to one scale of pixels.
        titles: a line for each.
        mark_row: the number of a row to frame in every image, or None.
    """
    for image in pictures:
        check_shapes(image=(image, "height width"))
    gap, head = 0.14, 0.1 + 0.28 * max(title.count("\n") + 1 for title in titles)  # inches
    tallest = max(len(image) for image in pictures)
    slots = [max(image.shape[1], 0.55 * tallest) for image in pictures]  # room for the title
    pixel = min(3.0 / tallest, (WIDEST - gap * len(slots)) / sum(slots))  # inches for one
    width, height = pixel * sum(slots) + gap * len(slots), head + pixel * tallest + 0.1
    picture = Picture(width, height, layout=None)
    left = gap / 2
    for image, title, slot in zip(pictures, titles, slots, strict=True):
        tall, wide = (pixel * length for length in image.shape)
        middle = left + pixel * slot / 2
        place = (middle - wide / 2, height - head - tall, wide, tall)
        ax = picture.add_axes([a / b for a, b in zip(place, [width, height] * 2, strict=True)])
        _image(ax, array(image), mark_row)
        ax.set_title(title)
        left += pixel * slot + gap
    shapes = ", ".join(
        f"{title} {tuple(image.shape)}".replace("\n", " ")
        for title, image in zip(titles, pictures, strict=True)
    )
    marked = "" if mark_row is None else f"; row {mark_row} is framed"
    return picture.described(f"{len(pictures)} images: {shapes}{marked}")


def _image(ax, values, mark_row):
    """An array of shape (height, width) in greys, or in two colours where there are signs."""
    top, with_signs = float(abs(values).max()), bool((values < 0).any())
    colours, lowest = (SIGNED, -top) if with_signs else ("Greys", 0)
    ax.imshow(values, interpolation="nearest", cmap=colours, vmin=lowest, vmax=top)
    ax.set(xticks=[], yticks=[])
    ax.spines[:].set_visible(True)
    if mark_row is not None:  # the frame stands around the row and hides nothing of it
        frame = {"fill": False, "edgecolor": ROLES["input"].colour, "linewidth": 2.5}
        ax.add_patch(Rectangle((-0.5, mark_row - 0.75), values.shape[1], 1.5, **frame))


@styled
def templates(weight, names=range(10)):
    """The rows of the weight of a classifier as images, all in one scale of colours.

    Args:
        weight: shape (classes, 784), each row an image of 28x28 pixels. names: one for each row.
    """
    check_shapes(weight=(weight, f"{len(names)} 784"))
    top = weight.abs().max().item()
    picture = Picture(WIDEST, 0.3 + 1.95 * math.ceil(len(names) / 5))
    axes = picture.subplots(math.ceil(len(names) / 5), min(5, len(names)), squeeze=False)
    for ax, row, name in zip(axes.flat, weight, names, strict=True):
        drawn = draw_signed(ax, row.reshape(28, 28), top)
        ax.set_title(str(name), fontweight="bold")
    bar = picture.colorbar(drawn, ax=axes, aspect=30, label="weight")
    bar.ax.axhline(0, color="black", linewidth=1)
    named = ", ".join(map(str, names))
    return picture.described(f"{len(names)} templates of 28x28 weights in one scale: {named}")


@styled
def image_times_template(image, weight, bias, *, row):
    """A score as a dot product of images: image, template, their products; and all the scores.

    Args:
        image: shape (28, 28). weight: shape (10, 784). bias: shape (10,).
        row: which row of the weight is drawn as the template.
    """
    check_shapes(image=(image, "28 28"), weight=(weight, "10 784"), bias=(bias, "10"))
    image, weight, bias = (part.detach().cpu() for part in (image, weight, bias))
    template, products, scores = parts_of_score(image, weight, bias, row)
    picture = Picture(WIDEST, 3.2)
    axes = picture.subplots(1, 4, width_ratios=(1, 1, 1, 1.15))
    axes[0].imshow(array(image), cmap="Greys", vmin=0, vmax=1, interpolation="nearest")
    top = template.abs().max().item()
    for ax, part in zip(axes[1:3], (template, products), strict=True):
        draw_signed(ax, part, top)
    for ax, title in zip(axes, ("image", f"template {row}", "products"), strict=False):
        ax.set(title=title, xticks=[], yticks=[])
        ax.spines[:].set_visible(True)
    result = f"{products.sum():.1f} {'-' if bias[row] < 0 else '+'} {abs(bias[row]):.1f}"
    axes[2].set_xlabel(f"sum + bias\n= {result}\n= {scores[row]:.1f}")
    shades = [ROLES["output"].tint(1 if digit == row else 0.35) for digit in range(10)]
    axes[3].barh(range(10), array(scores), color=shades)
    axes[3].axvline(0, color="black", linewidth=1)
    axes[3].set(title="score", yticks=range(10), ylim=(9.6, -0.6))
    axes[3].plot(scores.max().item(), scores.argmax().item(), "D", color="black", clip_on=False)
    return picture.described(
        f"an image, template {row}, and their 784 products, whose sum and a bias are score {row}; "
        "the ten scores as bars, the largest one marked"
    )


@styled
def confusion(labels, read, *, pairs=3):
    """How often each digit was read as which: a table, with the most confused pairs framed.

    Args:
        labels: int64 of shape (N,), what was meant. read: int64 of shape (N,), what was read.
        pairs: how many pairs are framed and told; a pair counts both ways together.
    """
    check_shapes(labels=(labels, "N"), read=(read, "N"))
    counts = torch.bincount(10 * labels.cpu() + read.cpu(), minlength=100).reshape(10, 10)
    wrong = counts.clone().fill_diagonal_(0)
    picture = Picture(7.6, 4.2)
    table, side = picture.subplots(1, 2, width_ratios=(5, 2))
    _counts(table, array(counts), array(wrong))
    side.axis("off")
    side.text(0, 1, "most confused", va="top", fontweight="bold")
    both = (wrong + wrong.T).triu()
    frame = {"fill": False, "edgecolor": "black", "linewidth": 2.5}
    for line, place in enumerate(both.flatten().argsort(descending=True, stable=True)[:pairs]):
        one, other = divmod(int(place), 10)
        for label, digit in [(one, other), (other, one)]:
            table.add_patch(Rectangle((digit - 0.5, label - 0.5), 1, 1, **frame))
        told = f"{one} and {other}:\n{both[one, other]} times"
        side.text(0, 0.86 - 0.16 * line, told, va="top")
    return picture.described(
        f"a table of 10 labels by 10 digits read; right answers on the diagonal, the {pairs} most "
        "confused pairs framed"
    )


def _counts(ax, counts, wrong):
    """The table of the counts, both of shape (10, 10), where those of ``wrong`` are shaded."""
    shades = ListedColormap([ROLES["error"].tint(share / 10) for share in range(7)])
    ax.imshow(wrong, cmap=shades, aspect="auto")
    least = wrong.max() / 10  # smaller counts are left out, so that the others can be seen
    for (label, digit), count in np.ndenumerate(counts):
        text = str(count) if count > least or (label == digit and count) else ""
        look = "bold" if label == digit else "normal"
        ax.text(digit, label, text, ha="center", va="center", fontsize=12, fontweight=look)
    ax.set(xlabel="read as", ylabel="label", xticks=range(10), yticks=range(10))


@styled
def mistakes(images, labels, read):
    """Images that were read as something else, each with its label and what was read.

    Args:
        images: shape (N, 28, 28), N at most 12. labels, read: shape (N,).
    """
    check_shapes(images=(images, "N 28 28"), labels=(labels, "N"), read=(read, "N"))
    rows = math.ceil(len(images) / 6)
    picture = Picture(WIDEST, 2.05 * rows)
    axes = picture.subplots(rows, 6, squeeze=False).ravel()
    nine_greys = mpl.colormaps["Greys"].resampled(9)  # few greys keep notebooks small
    for ax in axes:
        ax.axis("off")
    for ax, image, label, digit in zip(axes, images, labels, read, strict=False):
        ax.imshow(array(image), cmap=nine_greys, vmin=0, vmax=1, interpolation="nearest")
        ax.set_title(f"label {label}\nread as {digit}")
    return picture.described(f"{len(images)} images, each with its label and what was read")


@styled
def accuracies(values, *, name="", guessing=0.1):
    """Accuracies as bars with their numbers, beside the accuracy of guessing.

    Args:
        values: a dictionary from the name of a bar to an accuracy, 0 to 1.
        name: what the names count. guessing: the accuracy of guessing.
    """
    picture = Picture(min(WIDEST, 2.6 + 1.1 * len(values)), 3.2)
    ax = picture.subplots()
    bars = ax.bar(list(values), list(values.values()), 0.6, color=ROLES["output"].tint(0.65))
    ax.axhline(guessing, color="black", linestyle=ROLES["target"].line, label="guessing")
    numbers = [f"{value:.3f}" for value in values.values()]
    ax.bar_label(bars, numbers, padding=4, bbox=BEHIND_TEXT)
    ax.set(ylim=(0, 1.12), xlabel=name, ylabel="accuracy", yticks=[0, 0.25, 0.5, 0.75, 1])
    ax.legend(loc="upper left", bbox_to_anchor=(1, 0.3))
    names = f"{name} {', '.join(values)}".strip()
    return picture.described(
        f"the accuracy as bars: {names}; a dotted line at {guessing}, guessing"
    )
