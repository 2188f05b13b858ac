"""Looking on while a training step is taken, to say why it does not end where it should."""

import contextlib
import dis
import inspect
import itertools

import torch
from torch.optim.optimizer import register_optimizer_step_post_hook

from helpers.checking.comparing import close
from helpers.checking.rejection import Rejected, reject
from helpers.checking.sandbox import call
from helpers.checking.wording import describe

TOLD = {
    # what goes into the model and into the loss
    "arguments-turned": "Whoever calls `train_step` gives the loss function before the optimizer, "
    "and yours takes them the other way round.",
    "other-examples": "Your step does not put `x` through the model as it comes, all of it at "
    "once. Is it cut up or changed, or does another name stand there?",
    "another-model": "Your step trains another model, and the one that it is given stays as it "
    "was. Does it make a model, or use a name from the notebook?",
    "own-loss-function": "Your step computes a loss of its own. Whoever calls it chooses the loss, "
    "and gives it as `loss_function`.",
    "loss-turned": "You give the loss the target first and the output second. `MSELoss` does not "
    "mind, other losses do: the output comes first.",
    "loss-is-made": "`loss_function` is a loss that is made already: it is called with two things, "
    "the output and the target, and gives the loss.",
    "layer-of-the-lesson": "`model.linear` is a part of the model of this lesson. Other models "
    "have other parts, or none: call the model itself.",
    "output-changed": "Your step does something to the output before the loss sees it. The loss "
    "compares what the model gives.",
    "target-changed": "Your step does something to `y` before the loss sees it. The loss compares "
    "with the targets as they come.",
    "shapes-differ": "In your step the loss compares {output} with {target}. They broadcast, and "
    "each output meets every target. Leave both as they come.",
    # its lines, and their order
    "no-notes": "`backward` begins at something without notes (`grad_fn`), and cannot get back to "
    "the weights. `no_grad`, `detach` and `item` drop the notes: does one of them come too early?",
    "no-backward": "No gradient reaches the weights in your step. Does it call `backward`, and on "
    "a loss that was computed from the output?",
    "backward-twice": "`backward` runs twice in your step. The second time it finds its notes "
    "thrown away, or adds its gradient to the first one. One step needs it once.",
    "many-steps": "Your function takes more than one step. Whoever calls it has the loop; it goes "
    "forward and back once.",
    "no-step": "The gradient is computed, and the weights are where they were. Which line moves "
    "them, and does it have its parentheses? (A line `w = w - ...` makes a new tensor, and the "
    "Parameter stays.)",
    "not-the-optimizer": "Your step moves the weights by hand, or with an optimizer that it makes. "
    "The one that it is given may have another learning rate, or a rule of its own.",
    "step-before-backward": "Your step moves the weights before `backward` has filled `.grad`: "
    "they follow an old gradient, or none. In which order do the five lines come?",
    "zero-grad-too-late": "`zero_grad` comes between `backward` and `step`: the gradient is "
    "computed and thrown away before it is used.",
    "zero-grad-at-the-end": "You empty `.grad` after the step. The step itself still carries what "
    "was in `.grad` when your function was called.",
    "no-zero-grad": "Your step carries old gradients along: `.grad` was not empty when it was "
    "called, and `backward` adds to it.",
    "nothing-from-backward": "What you return is None: `backward` and `step` fill `.grad` and move "
    "the weights, and give nothing back. Which of your variables holds the loss?",
    "uphill": "Your step moves the weights the other way, and the loss grows. Where does a sign "
    "turn around?",
    "other-length": "Your step moves the weights the right way and {times:.3g} times as far. Do "
    "you multiply or divide the loss or a gradient, or change the learning rate?",
    "another-step": "The weights do not end where forward, loss, `zero_grad`, `backward` and "
    "`step` bring them. Which line of yours does something else?",
}

SYMPTOMS = {
    "'float' object has no attribute 'backward'": "no-notes",
    "does not require grad": "no-notes",
    "a second time": "backward-twice",
    "'SGD' object is not callable": "arguments-turned",
    "loss_function takes two": "loss-is-made",
    "no attribute 'linear'": "layer-of-the-lesson",
}


def flat(tensors):
    """All numbers in one row."""
    return torch.cat([one.detach().flatten() for one in tensors])


def has_return(function):
    """Whether a function has a line that returns something else than None."""
    lines = list(dis.get_instructions(function)) if inspect.isfunction(function) else []
    return any(
        after.opname == "RETURN_VALUE" and not (one.opname == "LOAD_CONST" and one.argval is None)
        for one, after in itertools.pairwise(lines)
    )


class Watch:
    """Looks on while a learner's step is taken, and finds the line that is missing or misplaced.

    Whether the step is right is decided by the weights alone; this says why where it is not.
    """

    def __init__(self, model, loss_function, optimizer, x, y):
        self.model, self.loss_function, self.optimizer = model, loss_function, optimizer
        self.x, self.y = x, y
        self.start = [parameter.detach().clone() for parameter in model.parameters()]
        self.happened = []  # a word for each thing that happens, in order
        self.fed = []  # what the model is called with
        self.made = []  # what the model gives
        self.compared = []  # what the loss is called with: (output, target)

    def call(self, answer):
        """Return what the step returns; where it raises, say why if that can be seen."""
        try:
            with self.looking_on():
                return call(
                    lambda x, y: answer(self.model, self.watched_loss, self.optimizer, x, y),
                    self.x,
                    self.y,
                    name="`train_step`",
                    symptoms=SYMPTOMS,
                )
        except Rejected as wrong:
            is_none = wrong.misconception == "none" and "printing" not in wrong.message
            if is_none and self.happened and has_return(answer):
                reject("nothing-from-backward")
            if wrong.raised or wrong.misconception == "no-notes":
                self.explain_what_goes_in(error=wrong.message or "")
            raise

    @contextlib.contextmanager
    def looking_on(self):
        """Note what happens to the model and the optimizer in here."""
        model, optimizer, note = self.model, self.optimizer, self.happened.append

        def after_any_step(which, args, kwargs):
            note("step" if which is optimizer else "other step")

        hooks = [
            model.bias.register_hook(lambda gradient: note("backward")),
            register_optimizer_step_post_hook(after_any_step),
        ]
        model.forward = self.watched_forward(model.forward)
        model.zero_grad = self.watched_zero_grad(model.zero_grad)
        optimizer.zero_grad = self.watched_zero_grad(optimizer.zero_grad)
        try:
            yield
        finally:
            for hook in hooks:
                hook.remove()
            del model.forward, model.zero_grad, optimizer.zero_grad

    def watched_forward(self, forward):
        def watched(*inputs, **named):
            self.fed += [*inputs, *named.values()]
            self.made.append(forward(*inputs, **named))
            return self.made[-1]

        return watched

    def watched_zero_grad(self, zero_grad):
        def watched(*inputs, **named):
            self.happened.append("zero_grad")
            return zero_grad(*inputs, **named)

        return watched

    def watched_loss(self, *both, **named):
        if len(both) + len(named) != 2:
            raise TypeError("loss_function takes two arguments")
        output, target = (*both, *named.values())
        self.compared.append((output, target))
        return self.loss_function(output, target)

    def explain(self, right):
        """Reject a step that came back, and brought the weights to another place."""
        self.explain_what_goes_in()
        if self.fed and not self.compared:
            reject("own-loss-function")
        self.explain_how_often()
        self.explain_who_steps()
        self.explain_order()
        self.explain_length(right)
        reject("another-step")

    def explain_what_goes_in(self, error=""):
        """Reject a step that gives the model or the loss something else than it should."""
        output, target = self.compared[0] if self.compared else (None, None)
        learns = isinstance(output, torch.Tensor) and output.requires_grad
        if not all(map(self.is_x, self.fed)):
            reject("other-examples")
        if not self.fed and (learns or "multiplied" in error):
            reject("another-model")
        if output is self.y:
            reject("loss-turned")
        if learns and isinstance(target, torch.Tensor) and output.shape != target.shape:
            reject("shapes-differ", output=describe(output), target=describe(target))

        is_like_made = learns and self.made and output.shape == self.made[-1].shape
        if is_like_made and not any(close(one, output) for one in self.made):
            reject("output-changed")
        is_like_y = isinstance(target, torch.Tensor) and target.shape == self.y.shape
        if learns and is_like_y and not close(target, self.y):
            reject("target-changed")

    def explain_length(self, right):
        """Reject a step along the right line, of another length."""
        start = flat(self.start)
        went, asked = flat(self.model.parameters()) - start, flat(right) - start
        times = float(went @ asked / (asked @ asked))
        if not abs(times) > 1e-6 or (went - times * asked).norm() > 1e-3 * went.norm():
            return
        if times < 0:
            reject("uphill")
        reject("other-length", times=times)

    def is_x(self, fed):
        is_alike = isinstance(fed, torch.Tensor) and fed.dtype == self.x.dtype
        return is_alike and close(fed, self.x)

    def explain_how_often(self):
        """Reject a step with several steps, no gradient, or two."""
        count = self.happened.count
        if count("step") > 1 or count("other step") > 1:
            reject("many-steps")
        if count("backward") == 0:
            reject("no-backward")
        if count("backward") > 1:
            reject("backward-twice")

    def explain_who_steps(self):
        """Reject a step that does not use the optimizer that it is given."""
        if "step" in self.happened and "other step" not in self.happened:
            return
        if all(map(torch.equal, self.model.parameters(), self.start)):
            reject("no-step")
        reject("not-the-optimizer")

    def explain_order(self):
        """Reject a step with its lines in another order, or without ``zero_grad``."""
        backward, step = self.happened.index("backward"), self.happened.index("step")
        if step < backward:
            reject("step-before-backward")
        if "zero_grad" in self.happened[backward:step]:
            reject("zero-grad-too-late")
        if "zero_grad" in self.happened[step:]:
            reject("zero-grad-at-the-end")
        if "zero_grad" not in self.happened:
            reject("no-zero-grad")
