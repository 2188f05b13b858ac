"""Lesson 4, linear regression: wrong answers, each under the misconception behind it."""

# How the first right answer of 04.1 and that of 04.3 compute the loss.
STEP_LOSS = "loss_function(output, y)"
FIT_LOSS = "loss_function(model(x), y)"

MANY_STEPS = """\
def train_step(model, loss_function, optimizer, x, y):
    for epoch in range(10):
        loss = loss_function(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return loss.item()"""

PARTS_SWAPPED = """\
def fit(x, y):
    A = torch.cat([x, torch.ones_like(x)], dim=1)
    b, w = torch.linalg.lstsq(A, y).solution.flatten().tolist()
    return w, b"""


def causes(a="zero_grad", b="lr", c="shape"):
    """An answer to 04.2, right but for the curves that are given."""
    given = {"curve A": a, "curve B": b, "curve C": c}
    return f"causes = {given}"


WRONG = {
    "04.1": {
        # what goes into the model and into the loss
        "arguments-turned": [("loss_function, optimizer", "optimizer, loss_function")],
        "other-examples": [
            ("model(x)", "model(x[0])", "(output, y)", "(output, y[0])"),
            ("model(x)", "model(x / 9)"),
            ("model(x)", "model([x])"),
        ],
        "another-model": [
            ("model(x)", "nn.Linear(1, 1)(x)"),
            ("model(x)", "nn.Linear(x.shape[1], 1)(x)"),
            ("    output =", "    import copy\n    model = copy.deepcopy(model)\n    output ="),
        ],
        "own-loss-function": [(STEP_LOSS, "nn.MSELoss()(output, y)")],
        "loss-turned": [("(output, y)", "(y, output)")],
        "shapes-differ": [("(output, y)", "(output, y.flatten())")],
        "mutates-input": [("    output =", "    x /= x.max()\n    output =")],
        # its lines, and their order
        "no-notes": [
            (STEP_LOSS, STEP_LOSS + ".item()", "return loss.item()", "return loss"),
            ("output = ", "with torch.no_grad():\n        output = "),
        ],
        "no-backward": [("    loss.backward()\n", "")],
        "backward-twice": [
            ("loss.backward()", "loss.backward()\n    loss.backward()"),
            ("loss.backward()", "loss.backward()\n    loss_function(model(x), y).backward()"),
        ],
        "many-steps": [MANY_STEPS],
        "no-step": [("optimizer.step()", "optimizer.step")],
        "not-the-optimizer": [
            ("optimizer.step", "torch.optim.SGD(model.parameters(), 0.01).step"),
            ("optimizer.step()", "for p in model.parameters():\n        p.data -= 0.01 * p.grad"),
        ],
        "step-before-backward": [
            ("    loss.backward()\n", "", "step()", "step()\n    loss.backward()"),
        ],
        "zero-grad-too-late": [("loss.backward()", "loss.backward()\n    model.zero_grad()")],
        "zero-grad-at-the-end": [
            ("    optimizer.zero_grad()\n", "", "step()", "step()\n    optimizer.zero_grad()"),
        ],
        "no-zero-grad": [("zero_grad()", "zero_grad")],
        "uphill": [("loss.backward()", "(-loss).backward()")],
        "other-length": [
            ("loss.backward()", "(loss / len(x)).backward()"),
            ("loss.backward()", "(loss * 3).backward()"),
        ],
        "another-step": [
            ("    optimizer.step()", "    model.weight.grad += 0.1\n    optimizer.step()"),
        ],
        "loss-is-made": [
            ("loss_function(output, y)", "loss_function()(output, y)"),
            ("loss_function(output, y)", "loss_function(output)"),
        ],
        "layer-of-the-lesson": [("model(x)", "model.linear(x)")],
        "output-changed": [("(output, y)", "(output.relu(), y)")],
        "target-changed": [("(output, y)", "(output, y / 10)")],
        "leaves-it-changed": [
            ("    return", "    model.eval()\n    return"),
            ("    return", "    model.requires_grad_(False)\n    return"),
            ("    return", "    model.bias = None\n    return"),
            ("    output =", "    model.register_forward_hook(print)\n    output ="),
        ],
        "changes-the-optimizer": [
            ("    return", "    optimizer.param_groups[0]['lr'] *= 0.9\n    return"),
        ],
        # models, losses and numbers that it does not expect
        "first-step-fails": [
            (
                "    optimizer.zero_grad()",
                "    for p in model.parameters():\n        p.grad.zero_()",
            ),
        ],
        "only-sometimes": [
            ("    optimizer.step()", "    if loss.item() > 1:\n        optimizer.step()"),
        ],
        "holds-back": [
            ("step()", "step()\n    for p in model.parameters():\n        p.data.clamp_(-5, 5)"),
            (
                "    optimizer.step",
                "    nn.utils.clip_grad_norm_(model.parameters(), 100)\n    optimizer.step",
            ),
        ],
        "one-kind-of-loss": [
            ("(output, y)", "(output, y.reshape(-1, 1))"),
            ("(output, y)", "(output, y.view_as(output))"),
            ("(output, y)", "(output, y.float())"),
            ("(output, y)", "(output[:, 0:1], y)"),
            ("(output, y)", "(output.reshape(-1, 1), y)"),
        ],
        "shape-for-the-loss": [
            ("(output, y)", "(output.squeeze(-1), y.squeeze(-1))"),
            ("(output, y)", "(output.flatten(), y.flatten())"),
        ],
        "one-dtype": [
            ("model(x)", "model(x.float())"),
            ("(output, y)", "(output, y if y.dtype == torch.int64 else y.float())"),
        ],
        "one-kind-of-x": [
            ("model(x)", "model(x.reshape(len(x), -1))"),
        ],
        # what it returns
        "none": [("return loss.item()", "print(loss.item())")],
        "nothing-from-backward": [
            ("    loss.backward()", "    result = loss.backward()", "loss.item()", "result"),
        ],
        "earlier-loss": [
            (
                "x, y):",
                "x, y, losses=[]):",
                "return loss.item()",
                "losses.append(loss.item())\n    return losses[0]",
            ),
        ],
        "wrong-type": [
            ("return loss.item()", "return output"),
            ("return loss.item()", 'return f"{loss.item():.2f}"'),
        ],
        "loss-after-the-step": [("loss.item()", "loss_function(model(x), y).item()")],
        "another-loss": [("loss.item()", "round(loss.item())")],
    },
    "04.2": {
        "climbing-is-the-rate": [causes(a="lr"), causes(c="lr")],
        "moving-is-old-gradients": [causes(b="zero_grad"), causes(c="zero_grad")],
        "high-is-the-shape": [causes(a="shape", c="zero_grad"), causes(b="shape")],
        "no-line-is-standing": [causes(c="step"), causes(a="step")],
        "an-end-is-a-success": [causes(a="fine"), causes(b="fine"), causes(c="fine")],
        "no-choice": [causes(b="too fast")],
        "wrong-type": ['causes = ["zero_grad", "lr", "shape"]'],
        "missing-part": ['causes = {"A": "zero_grad", "B": "lr", "C": "shape"}'],
    },
    "04.3": {
        # what comes back
        "none": [("return model", "print(model.weight, model.bias)")],
        "wrong-type": [("return model", "return model, loss.item()")],
        "no-line": [
            ("return model", "return model.weight"),
            ("return model", "return model(x)"),
        ],
        "wrong-shape": [("return model", "return lambda inputs: model(inputs).flatten()")],
        "parts-swapped": [PARTS_SWAPPED],
        "mutates-input": [("    model =", "    x /= 10\n    model =", "0.02", "0.4")],
        # how it is trained
        "loss-outside-the-loop": [
            (
                f"        loss = {FIT_LOSS}\n",
                "",
                "    for _ in",
                f"    loss = {FIT_LOSS}\n    for _ in",
            )
        ],
        "learning-rate": [("lr=0.02", "lr=0.1")],
        "flat-line": [(FIT_LOSS, "loss_function(model(x), y.flatten())")],
        "no-bias": [("nn.Linear(1, 1)", "nn.Linear(1, 1, bias=False)")],
        "scale-forgotten": [
            (FIT_LOSS, "loss_function(model(x / 9), y)", "0.02", "0.4"),
            ("    model =", "    x = (x - x.mean()) / x.std()\n    model =", "0.02", "0.2"),
            ("    model =", "    x = (x - x.min()) / 9\n    model =", "0.02", "0.2"),
        ],
        "untrained": [
            ("        optimizer.step()\n", ""),
            ("SGD(model.", "SGD(nn.Linear(1, 1)."),
        ],
        "same-line-always": [
            (
                "def fit",
                "X = torch.arange(-9.0, 9.0).reshape(-1, 1)\ndef fit",
                FIT_LOSS,
                "loss_function(model(X), 10 * X + 5)",
            )
        ],
        "bent": [
            ("nn.Linear(1, 1)", "nn.Sequential(nn.Linear(1, 1), nn.ReLU())"),
            ("return model", "return lambda inputs: model(inputs).sigmoid()"),
        ],
        "x-and-y-turned": [
            """\
def fit(x, y):
    import numpy as np
    w, b = np.polyfit(y.flatten().numpy(), x.flatten().numpy(), 1)
    return w, b""",
        ],
        "another-height": [
            ("return model", "return model.weight, y.mean()"),
            ("return model", "return model.weight, y.min()"),
            ("    model =", "    x = x - x.mean()\n    model ="),
        ],
        "cut-or-rounded": [
            ("return model", "return [round(p.item()) for p in model.parameters()]"),
            ("return model", "return [int(p.item() * 10 - 1) / 10 for p in model.parameters()]"),
        ],
        "stops-on-the-floor": [
            ("range(300)", "range(50)"),
            ("lr=0.02", "lr=0.02, weight_decay=0.1"),
        ],
        "stops-too-early": [("range(300)", "range(20)"), ("lr=0.02", "lr=0.001")],
        "another-line": [
            ("        optimizer.zero_grad()\n", ""),
            ("    return model", "        return model"),
        ],
    },
}

RIGHT = {
    "04.1": [
        """\
def train_step(model, loss_function, optimizer, x, y):
    model.train()
    for p in model.parameters():
        if p.grad is not None:
            p.grad.zero_()
    loss = loss_function(model(x), y)
    loss.backward()
    optimizer.step()
    return loss.tolist()""",
    ],
    "04.2": [
        causes(a="zero grad"),
        causes(a="Zero-Grad (forgotten)", b="lr (too large)"),
    ],
    "04.3": [
        """\
def fit(x, y):
    torch.manual_seed(0)
    model = nn.Linear(1, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02)
    for _ in range(400):
        loss = ((model(x) - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return model.weight.item(), model.bias.item()""",
    ],
}
"""Right answers that a check once refused, or may."""
