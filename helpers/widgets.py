"""The drags of the course: pictures with controls, drawn anew whenever a control moves.

Each function takes the tensors that a drag starts from and returns a ``Drag``. What it draws is
computed in ``helpers.drawings``. The picture is the value of a widget and never a captured output:
only so does nbval compare it, and only so is it there within 50 ms.

The front end holds back the moves of a control while the kernel is busy with an earlier one, and
then sends the last. So quick moves do not queue up, and nothing is needed here.

Every control is a slider, because JupyterLab keeps for itself the keys that a dropdown or a button
needs (up, down, space, enter). Left and right reach a slider.
"""

import base64
from xml.sax.saxutils import escape, quoteattr

import ipywidgets
import torch

from helpers import drawings
from helpers.roles import check_shapes


class Drag(ipywidgets.VBox):
    """Controls above a picture and a sentence that says what the picture shows.

    Args:
        draw: a function of the values of the controls, by name, that returns a ``Drawing``.
        controls: by name, the widgets that a reader moves.
    """

    def __init__(self, draw, controls):
        self.draw, self.controls = draw, controls
        self.picture = ipywidgets.HTML()
        wrapped = ipywidgets.Layout(flex_flow="row wrap", max_width="720px")
        super().__init__([ipywidgets.Box([*controls.values()], layout=wrapped), self.picture])
        for control in controls.values():
            control.observe(self._draw_anew, "value")
        self._draw_anew()

    def _draw_anew(self, change=None):
        self.drawing = self.draw(**{name: one.value for name, one in self.controls.items()})
        picture = f'<div style="overflow-x: auto">{self.drawing.svg}</div>'
        self.picture.value = picture + self._told()

    def _told(self):
        return f'<p style="font-size: 16px">{escape(self.drawing.sentence)}</p>'

    def __repr__(self):
        return f"Drag: {self.drawing.sentence}"

    def _repr_mimebundle_(self, **kwargs):
        """The live drag, and for pages without a kernel a still picture and its sentence.

        The still is an image inside HTML, as JupyterLab shows no bare SVG of a notebook that was
        not run on this computer.
        """
        view = "application/vnd.jupyter.widget-view+json"
        code = base64.b64encode(self.drawing.svg.encode()).decode()
        alt = quoteattr(self.drawing.sentence)
        still = f'<img alt={alt} src="data:image/svg+xml;base64,{code}">{self._told()}'
        return {
            view: super()._repr_mimebundle_(**kwargs)[view],
            "text/html": still,
            "text/plain": repr(self),
        }


def matrix_product(x, weight, *, row=0, column=0):
    """Pick a number of x @ weight.T and see the row, the column and the products that make it.

    Args:
        x: shape (N, in). weight: shape (out, in). row, column: the number to start with.
    """
    check_shapes(x=(x, "N in"), weight=(weight, "out in"))
    controls = {
        "row": _whole("row of x", row, len(x)),
        "column": _whole("row of W", column, len(weight)),
    }
    return Drag(lambda **picked: drawings.matrix_product(x, weight, **picked), controls)


def plane(weight):
    """Move the four numbers of a 2x2 weight and see where the plane goes.

    Args:
        weight: shape (2, 2), the numbers to start with, from -3 to 3.
    """
    check_shapes(weight=(weight, "2 2"))
    controls = {
        f"w{i}{j}": _number(f"W[{i}, {j}]", weight[i, j].item()) for i in (0, 1) for j in (0, 1)
    }
    return Drag(
        lambda **w: drawings.plane(torch.tensor([*map(_snapped, w.values())]).reshape(2, 2)),
        controls,
    )


def line(w, b):
    """Move the weight and the bias of ``nn.Linear(1, 1)`` and see the line that it draws.

    Args:
        w, b: the numbers to start with, from -3 to 3.
    """
    controls = {"w": _number("w", w), "b": _number("b", b)}
    return Drag(lambda w, b: drawings.line(_snapped(w), _snapped(b)), controls)


def broadcast_sum(products, *, marked=0, value=10):
    """Move one number of a bias, all others being 0, and see which cells it reaches.

    Args:
        products: shape (N, N), so that a bias of shape (N, 1) fits as well as one of shape (N,).
        marked, value: the place of the number and the number to start with.
    """
    check_shapes(products=(products, "N N"))
    n = len(products)

    def draw(shape, marked, value):
        bias = torch.zeros(n)
        bias[marked] = value
        return drawings.broadcast_sum(products, bias.reshape(shape), marked=marked)

    controls = {
        "shape": ipywidgets.SelectionSlider(
            options=[(f"({n},)", (n,)), (f"({n}, 1)", (n, 1))],
            **_called("shape of b"),
        ),
        "marked": _whole("place in b", marked, n),
        "value": ipywidgets.IntSlider(value, -30, 30, step=5, **_called("its value")),
    }
    return Drag(draw, controls)


def _number(name, start):
    return ipywidgets.FloatSlider(
        start, min=-3, max=3, step=0.5, readout_format=".1f", **_called(name)
    )


def _snapped(value):
    """A slider in steps of a half may send 2.000000000000001 for 2."""
    return round(2 * value) / 2


def _whole(name, start, count):
    return ipywidgets.IntSlider(start, 0, count - 1, **_called(name))


def _called(name):
    return {
        "description": name,
        "tooltip": name,
        "style": {"description_width": "80px"},
        "layout": {"width": "340px", "max_width": "98%"},
    }
