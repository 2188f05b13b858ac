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

from helpers.drawings import (
    algebra,
    attributes,
    devices,
    digits,
    geometry,
    loader,
    reading,
    regression,
    shapes,
)
from helpers.roles import check_shapes
from helpers.threads import one_thread

LARGE = "nn-linear-drag"
STYLE = (  # of the names and values of the controls
    f"<style>.{LARGE} {{ --jp-widgets-font-size: 16px; }}"
    f".{LARGE} .widget-readout {{ min-width: 84px; }}</style>"
)


class Drag(ipywidgets.VBox):
    """Controls above a picture and a sentence that says what the picture shows.

    Args:
        draw: a function of the values of the controls, by name, that returns a ``Drawing``.
        controls: by name, the widgets that a reader moves.
        still: a ``Picture`` for pages without a kernel, where the numbers of the drawing depend on
            the data at hand. nbval does not compare it, but its sentence. Without it, the drawing.
    """

    def __init__(self, draw, controls, still=None):
        self.draw, self.controls, self.still = draw, controls, still
        self.picture = ipywidgets.HTML()
        three = len(controls) == 3
        wrapped = ipywidgets.Layout(flex_flow="row wrap", max_width="846px" if three else "720px")
        for control in controls.values():
            control.layout.width = "276px" if three else "346px"
            control.style.description_width = "76px" if three else "100px"
        super().__init__([ipywidgets.Box([*controls.values()], layout=wrapped), self.picture])
        self.add_class(LARGE)
        for control in controls.values():
            control.observe(self._draw_anew, "value")
        self._draw_anew()

    @one_thread()
    def _draw_anew(self, change=None):
        self.drawing = self.draw(**{name: one.value for name, one in self.controls.items()})
        picture = f'<div style="overflow-x: auto">{self.drawing.svg}</div>'
        # As wide as the page and not as the picture: on a narrow page only the picture scrolls.
        shown = f'<div style="width: 0; min-width: 100%">{picture}{self._told()}</div>'
        self.picture.value = STYLE + shown

    def _told(self):
        return f'<p style="font-size: 16px; margin: 2px 0">{escape(self.drawing.sentence)}</p>'

    def __repr__(self):
        return f"Drag: {self.still.description if self.still else self.drawing.sentence}"

    def _repr_mimebundle_(self, **kwargs):
        """The live drag, and for pages without a kernel a still picture and its sentence.

        The still is an image inside HTML, as JupyterLab shows no bare SVG of a notebook that was
        not run on this computer.
        """
        view = "application/vnd.jupyter.widget-view+json"
        live = {view: super()._repr_mimebundle_(**kwargs)[view], "text/plain": repr(self)}
        if self.still:
            data, metadata = self.still._repr_mimebundle_()
            return data | live, metadata
        code = base64.b64encode(self.drawing.svg.encode()).decode()
        alt = quoteattr(self.drawing.sentence)
        source = f"data:image/svg+xml;base64,{code}"
        still = f'<img alt={alt} src="{source}" style="{self.drawing.smallest}">{self._told()}'
        return live | {"text/html": still}


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
    return Drag(lambda **picked: algebra.matrix_product(x, weight, **picked), controls)


def plane(weight):
    """Move the four numbers of a 2x2 weight and see where the plane goes.

    Args:
        weight: shape (2, 2), the numbers to start with, from -3 to 3.
    """
    check_shapes(weight=(weight, "2 2"))
    controls = {
        f"w{i}{j}": _halves(f"W[{i}, {j}]", weight[i, j].item()) for i in (0, 1) for j in (0, 1)
    }
    return Drag(
        lambda **w: geometry.plane(torch.tensor([*map(_snapped, w.values())]).reshape(2, 2)),
        controls,
    )


def line(w, b):
    """Move the weight and the bias of ``nn.Linear(1, 1)`` and see the line that it draws.

    Args:
        w, b: the numbers to start with, from -3 to 3.
    """
    controls = {"w": _halves("w", w), "b": _halves("b", b)}
    return Drag(lambda w, b: geometry.line(_snapped(w), _snapped(b)), controls)


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
        return algebra.broadcast_sum(products, bias.reshape(shape), marked=marked)

    controls = {
        "shape": _choice("shape of b", [(f"({n},)", (n,)), (f"({n}, 1)", (n, 1))], (n,)),
        "marked": _whole("place in b", marked, n),
        "value": ipywidgets.IntSlider(value, -30, 30, step=5, **_called("its value")),
    }
    return Drag(draw, controls)


def linear_shapes(shape, *, n, in_features, out_features):
    """Pick a shape and the sizes of ``nn.Linear``; see the shape that comes out, or the error.

    Args:
        shape: the input's shape to start with, with "n" for its last number: ``(2, 3, "n")``.
        n, in_features, out_features: the numbers to start with, from 1 to 8.
    """
    leading = [(), (0,), (1,), (2,), (6,), (2, 3), (7, 2), (1, 1, 1)]
    choices = [(), *((*lengths, "n") for lengths in leading)]
    names = [str(choice).replace("'", "") for choice in choices]

    def draw(shape, n, **sizes):
        return shapes.linear_shapes((*shape[:-1], n) if shape else (), **sizes)

    controls = {
        "shape": _choice("shape of x", zip(names, choices, strict=True), shape),
        "n": ipywidgets.IntSlider(n, 1, 8, **_called("n")),
        "in_features": ipywidgets.IntSlider(in_features, 1, 8, **_called("in_features")),
        "out_features": ipywidgets.IntSlider(out_features, 1, 8, **_called("out_features")),
    }
    return Drag(draw, controls)


def batches(data, layer, *, batch_size, shuffle=False, drop_last=False, epoch=1):
    """Move the settings of a ``DataLoader``; see which rows are in which batch, and the outputs.

    Args:
        data: shape (N, in), at most 6 rows.
        layer: an ``nn.Linear`` with ``in`` inputs.
        batch_size, shuffle, drop_last: the settings to start with, the first from 1 to N + 1.
        epoch: which pass through the loader to start with, from 1 to 4.
    """
    check_shapes(data=(data, "N in"), **{"layer.weight": (layer.weight, "out in")})
    controls = {
        "batch_size": ipywidgets.IntSlider(batch_size, 1, len(data) + 1, **_called("batch_size")),
        "shuffle": _choice("shuffle", (False, True), shuffle),
        "drop_last": _choice("drop_last", (False, True), drop_last),
        "epoch": ipywidgets.IntSlider(epoch, 1, 4, **_called("epoch")),
    }
    return Drag(lambda **picked: loader.batches(data, layer, **picked), controls)


def registration(kind, *, beside=False, lines=4):
    """Choose the kind of an attribute, run four lines, and see what the module does with it.

    Args:
        kind: "plain", "with_grad", "parameter" or "buffer", the kind to start with.
        beside: whether the module has a Parameter beside it, to start with.
        lines: how many of the four lines have run, to start with.
    """
    controls = {
        "kind": _choice("kind", attributes.KINDS, kind),
        "beside": _choice("beside it", [("nothing", False), ("Parameter", True)], beside),
        "lines": ipywidgets.IntSlider(lines, 1, len(attributes.LINES), **_called("lines run")),
    }
    return Drag(attributes.registration, controls)


def places(shift, move_x, move_model):
    """Choose the lines that move a tensor and a model, and see where everything is then.

    Args:
        shift: how the model keeps its shift, to start with: "plain tensor" or "buffer".
        move_x, move_model: the lines to start with, such as 'x = x.to("meta")'.
    """
    ways = ("no", "without =", "with =")
    controls = {
        "shift": _choice("shift", [(kind.split()[0], kind) for kind in devices.SHIFTS], shift),
        "move_x": _choice("x.to", zip(ways, devices.MOVES_X, strict=True), move_x),
        "move_model": _choice("model.to", zip(ways, devices.MOVES_MODEL, strict=True), move_model),
    }
    return Drag(devices.places, controls)


def image_vectors(images, layer, classifier, *, read="row", height=28, width=28, number=0):
    """Crop images, and see which vectors a layer reads in them, and its output or its error.

    Args:
        images: shape (N, 1, 28, 28), with values from 0 to 1; the first is drawn.
        layer: an ``nn.Linear`` with 28 inputs, which reads rows or columns.
        classifier: an ``nn.Linear`` with 784 inputs, which reads whole images.
        read: "row", "column" or "image", to start with.
        height, width: how many rows and columns of the images are left, to start with.
        number: the row or column to mark, to start with.
    """
    check_shapes(
        images=(images, "N 1 28 28"),
        **{
            "layer.weight": (layer.weight, "out 28"),
            "classifier.weight": (classifier.weight, "scores 784"),
        },
    )
    names = {"rows": "row", "columns": "column", "image": "image"}

    def draw(read, **picked):
        layers = {"row": layer, "column": layer, "image": classifier}
        return reading.image_vectors(images, layers[read], read=read, **picked)

    controls = {
        "read": _choice("reads", names.items(), read),
        "height": ipywidgets.IntSlider(height, 16, 28, **_called("height")),
        "width": ipywidgets.IntSlider(width, 16, 28, **_called("width")),
        "marked": _whole("which one", number, 28),
    }
    return Drag(draw, controls)


def descent(x, y, start, *, lr=0.035, steps=50):
    """Move the learning rate and the number of steps; see the line, the loss and the path.

    Args:
        x, y: shape (N, 1), the examples. start: the (w, b) before the first step.
        lr, steps: the ones to start with; both must be on their slider.
    """
    rates = (0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.034, 0.035, 0.04, 0.05, 0.1)
    counts = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
    controls = {"lr": _choice("lr", rates, lr), "steps": _choice("steps", counts, steps)}
    return Drag(lambda **picked: regression.descent(x, y, start, **picked), controls)


def image_scores(images, labels, layer, *, index=0, row=0):
    """Pick an image and a template, move the image, and see the product and the ten scores.

    Args:
        images: shape (N, 1, 28, 28), with values from 0 to 1. labels: shape (N,).
        layer: the ``nn.Linear(784, 10)`` of a classifier.
        index, row: the image and the row of the weight to start with.
    """
    from helpers import figures  # matplotlib takes a second, and no other drag needs it

    check_shapes(images=(images, "N 1 28 28"), labels=(labels, "N"))
    images, labels = images[:, 0].cpu(), labels.tolist()
    weight, bias = layer.weight.detach().cpu(), layer.bias.detach().cpu()

    def draw(index, row, right, down):
        image = digits.shifted(images[index], right, down)
        return digits.image_scores(image, weight, bias, label=labels[index], row=row)

    controls = {
        "index": _whole("image", index, len(images)),
        "row": _whole("template", row, 10),
        "right": ipywidgets.IntSlider(0, -8, 8, **_called("move right")),
        "down": ipywidgets.IntSlider(0, -8, 8, **_called("move down")),
    }
    still = figures.image_times_template(images[index], weight, bias, row=row)
    return Drag(draw, controls, still)


def _choice(name, options, start):
    """A slider through options: values, or for values with other names pairs (name, value)."""
    options = [one if isinstance(one, tuple) else (one, one) for one in options]
    values = [value for _, value in options]
    if start not in values:
        raise ValueError(f"{name} is {start!r}; this drag starts with one of {values}.")
    return ipywidgets.SelectionSlider(options=options, value=start, **_called(name))


def _halves(name, start):
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
        "layout": {"max_width": "98%"},
    }
