"""What every picture is drawn on: its size, its style, and the PNG that a notebook keeps.

Sizes are in inches; at 100 dots an inch no text is smaller than 16 pixels. No picture is wider than
``WIDEST``, or part of it would be out of sight in JupyterLab at 1280 pixels with its file browser
open.
"""

import functools
import io

import matplotlib as mpl
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image

from helpers.threads import one_thread

TEXT = 13  # points: 18 pixels at 100 dots an inch
DOTS_PER_INCH = 100
SHARPNESS = 1.5  # pixels stored for each pixel shown, for screens of double density
AREA = 200  # pixels: a colour that covers as many is exactly as drawn in the stored PNG
BLEND = 32  # how far any other colour may move there, in levels of red, green and blue
WIDEST = 8.4  # inches

STYLE = {
    "font.size": TEXT,
    "axes.titlesize": TEXT,
    "axes.labelsize": TEXT,
    "xtick.labelsize": 12,
    "ytick.labelsize": 12,
    "legend.fontsize": 12,
    "legend.frameon": False,
    "lines.linewidth": 2.5,
    "lines.markersize": 8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.unicode_minus": False,  # as Python prints it, and as the cells have it
}


def styled(draw):
    """The function ``draw`` in the style of the course, whatever style its user has set."""

    @functools.wraps(draw)
    def drawn(*args, **kwargs):
        with one_thread(), mpl.rc_context():
            mpl.rcdefaults()
            mpl.rcParams.update(STYLE)
            return draw(*args, **kwargs)

    return drawn


class Picture(Figure):
    """A figure that shows itself in Jupyter, with a sentence for those who cannot see it.

    The sentence is stored as the plain text of the output, where nbval compares it, and as the
    picture's ``alt`` in the output's metadata. ``unconfined`` there tells JupyterLab to scroll a
    picture in a narrow window rather than to shrink it until nobody can read it.
    """

    def __init__(self, width, height, layout="constrained"):
        super().__init__(figsize=(width, height), dpi=DOTS_PER_INCH, layout=layout)
        self.set_facecolor("white")
        if layout:
            self.get_layout_engine().set(w_pad=0.1, h_pad=0.1)  # no text at the edge of a dark page
        FigureCanvasAgg(self)
        self.description = ""

    def described(self, sentence):
        """Attach the sentence that says what was drawn, and return the picture."""
        self.description = sentence
        return self

    @styled
    def draw(self, renderer):
        """Draw the texts and numbers that matplotlib makes only now in the same style."""
        super().draw(renderer)

    def png(self):
        """The picture as PNG bytes, with a palette, which keeps notebooks small."""
        self.set_dpi(DOTS_PER_INCH * SHARPNESS)
        self.canvas.draw()
        pixels = np.asarray(self.canvas.buffer_rgba())[..., :3].astype(np.uint32)
        self.set_dpi(DOTS_PER_INCH)
        image, file = _with_palette(pixels), io.BytesIO()
        image.save(file, format="png", optimize=True)
        return file.getvalue()

    def __repr__(self):
        return f"Picture: {self.description}"

    def _repr_mimebundle_(self, include=None, exclude=None):
        width, height = (round(inches * DOTS_PER_INCH) for inches in self.get_size_inches())
        shown = {"width": width, "height": height, "alt": self.description, "unconfined": True}
        return {"image/png": self.png(), "text/plain": repr(self)}, {"image/png": shown}


def _with_palette(pixels):
    """An image with a palette of few colours, which keeps notebooks small.

    The colours of areas and lines (the 200 most frequent ones, where there are more) stay exact. Of
    the others, blends at the edges of shapes, enough are kept that none moves by more than
    ``BLEND``, as far as the 256 places of a palette allow. Pillow's own methods move pale tints, or
    even white, by several levels.

    Args:
        pixels: whole numbers of shape (height, width, 3): red, green and blue from 0 to 255.
    """
    codes = pixels[..., 0] << 16 | pixels[..., 1] << 8 | pixels[..., 2]
    found, counts = np.unique(codes, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1).astype(int)
    frequent = colours[np.argsort(-counts, kind="stable")]
    exact = min(200, (counts >= AREA).sum())
    palette = frequent[:exact]
    for colour in frequent[exact:]:
        if _distances(colour, palette).min() > BLEND and len(palette) < 256:
            palette = np.vstack([palette, colour])
    places = np.empty(1 << 24, np.uint8)  # in the palette, for each code that was found
    places[found] = _distances(colours[:, None], palette).argmin(axis=1)
    image = Image.fromarray(places[codes])
    image.putpalette(palette.astype(np.uint8).tobytes())
    return image


def _distances(colour, palette):
    return np.sqrt(np.square(colour - palette).sum(axis=-1))
