"""08.1, where is it?"""

from helpers.checking.exercise import Exercise
from helpers.checking.kinds import expects_each, word

TOLD = {
    "tensor-moves-in-place": "You expect `x.to(...)` to move x itself. What does `.to` do with the "
    "tensor it returns, and does anybody keep that here?",
    "module-returns-a-copy": "You assume that `.to` makes another module, as it does with a "
    "tensor. A module keeps its tensors as attributes: what happens to those?",
    "result-is-not-kept": "That is where x is. But y is the name of what `.to` returns.",
    "meta-refuses": "You expect `meta` to refuse all work, as it has no numbers. What does every "
    "tensor there still have, and is that enough to say where a result is?",
    "layer-fetches-its-input": "You assume that a layer brings its input to where it is itself. "
    "Did PyTorch move anything so far without being told?",
    "result-follows-the-input": "You assume that the layer works where its input is. It "
    "multiplies two tensors: who would fetch the other one?",
    "result-comes-home": "You assume that a result comes back to the CPU by itself. Nothing moves "
    "unless you say so: where are the tensors that it is computed from?",
    "new-tensors-follow": "You assume that a move changes where new tensors are made. It moves "
    "one tensor or one module; what does torch.zeros hear about that?",
    "numbers-come-back": "You expect the numbers of x to come back. Which numbers does y have to "
    "bring along?",
    "meta-stays-in-silence": "You assume that `.cpu()` does nothing, in silence. It was asked for "
    "a tensor on the CPU, with numbers in it.",
    "another-answer": "Go through the five lines once more, and write down for each name where it "
    "is.",
}

check = expects_each(
    word("cpu", "meta", "error"),
    {
        "x": "cpu",
        "layer.weight": "meta",
        "y": "meta",
        "layer(x)": "error",
        "layer(y)": "meta",
        "torch.zeros(3)": "cpu",
        "y.cpu()": "error",
    },
    beliefs={
        "x": {"meta": "tensor-moves-in-place"},
        "layer.weight": {"cpu": "module-returns-a-copy"},
        "y": {"cpu": "result-is-not-kept", "error": "meta-refuses"},
        "layer(x)": {"meta": "layer-fetches-its-input", "cpu": "result-follows-the-input"},
        "layer(y)": {"cpu": "result-comes-home", "error": "meta-refuses"},
        "torch.zeros(3)": {"meta": "new-tensors-follow"},
        "y.cpu()": {"cpu": "numbers-come-back", "meta": "meta-stays-in-silence"},
    },
)


EXERCISE = Exercise(
    id="08.1",
    name="places",
    stub="""\
places = {
    "x": ...,
    "layer.weight": ...,
    "y": ...,
    "layer(x)": ...,
    "layer(y)": ...,
    "torch.zeros(3)": ...,
    "y.cpu()": ...,
}""",
    check=check,
    told=TOLD,
    hints=(
        "If you do not know where to start: for each of the three lines with `.to`, say if "
        "it moves something or returns something, and whether anybody keeps what it "
        "returns.",
        "If one of the calls of the layer is off: write down where the weight is and where "
        "the input is. Do the two agree?",
        "If the last one is off: which numbers does a tensor on `meta` have?",
    ),
    solutions=(
        """\
places = {
    "x": "cpu",
    "layer.weight": "meta",
    "y": "meta",
    "layer(x)": "error",
    "layer(y)": "meta",
    "torch.zeros(3)": "cpu",
    "y.cpu()": "error",
}""",
        """\
x = torch.ones(2, 3)
layer = nn.Linear(3, 4).to("meta")
y = x.to("meta")
places = {
    "x": x.device,
    "layer.weight": layer.weight.device,
    "y": y.device,
    "layer(x)": "An error!",
    "layer(y)": layer(y).device,
    "torch.zeros(3)": torch.zeros(3).device,
    "y.cpu()": "error",
}""",
    ),
)
