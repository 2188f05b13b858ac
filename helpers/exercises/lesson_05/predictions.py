"""Lesson 5, the DataLoader: what is predicted before a cell is run."""

from helpers.checking.exercise import prediction
from helpers.checking.kinds import count, or_error, several, shape, word

PREDICTIONS = (
    prediction(
        "05.a",
        or_error(count),
        2,
        beliefs={
            3: "slice-fills-up",
            "error": "slice-needs-its-end",
            4: "end-included",
            0: "all-or-nothing",
            1: "counts-from-one",
        },
        told={
            "slice-fills-up": "Does the slice get all it asks for? Count from row 3 on.",
            "slice-needs-its-end": "A single row that is not there, such as data[5], is an "
            "error. Is a slice as strict? Think of [1, 2, 3][1:9].",
            "end-included": "That counts row 6, too. Does a slice hold its end?",
            "all-or-nothing": "There are rows from row 3 on. Must a slice be full?",
            "counts-from-one": "Five rows, counted from 0: which of them are 3 or more?",
            "another-answer": "Number the rows from 0, and look for row 3, row 4 and row 5.",
        },
        hint="A list of Python takes a slice past its end in the same way: [1, 2, 3][1:9].",
    ),
    prediction(
        "05.b",
        shape,
        (1, 3),
        beliefs={
            (2, 3): "last-is-full",
            (3,): "drops-the-dimension",
            (1, 4): "input-for-output",
            (3, 1): "axes-swapped",
            (5, 3): "whole-table",
        },
        told={
            "last-is-full": "That is a full batch. How many rows has the last one?",
            "drops-the-dimension": "That is a bare row. A batch stays a table.",
            "input-for-output": "That goes into the layer. What comes out of it?",
            "axes-swapped": "A batch is (examples, features): which comes first?",
            "whole-table": "That is the output for all five rows. Cut them first.",
            "another-answer": "First count the rows of the last batch, then ask what the layer "
            "does to each.",
        },
        hint="Cut five rows into twos. The layer leaves their number alone.",
    ),
    prediction(
        "05.c",
        count,
        2,
        beliefs={
            1: "one-in-one-out",
            3: "whole-row",
            4: "batch-mates",
            6: "batch-mates",
            5: "all-rows",
            10: "all-rows",
            15: "all-rows",
            0: "copy-protects",
        },
        told={
            "one-in-one-out": "You assume that each number that goes in makes one number that "
            "comes out. Look at the three sums under the picture: may two of them use the "
            "same number?",
            "whole-row": "So many numbers are in one output row. Look at the three sums under "
            "the picture: does each of them use the second number?",
            "batch-mates": "You assume that the row before changes as well, because it was in "
            "one batch with row 3. Which numbers does the layer use for the output of that "
            "row?",
            "all-rows": "You assume that the other rows change, too. They meet the same weight "
            "as before, and are the same numbers as before.",
            "copy-protects": "The copy keeps `rows` as it was. What is compared is the output "
            "of `changed` with the output of `rows`.",
            "another-answer": "Ask for each output number which input numbers it was made of.",
        },
        hint=(
            "First find the output rows that are made of row 3. Then look at the three sums "
            "under the picture: which of them use the second number?"
        ),
    ),
    prediction(
        "05.d",
        several(count, 2),
        (4, 3),
        beliefs={
            (17, 15): "counts-rows",
            (3, 3): "rounds-down",
            (4, 4): "drop-last-ignored",
            (3, 4): "other-way-round",
            (3.4, 3): "part-of-a-batch",
            (3, 2): "always-drops-one",
        },
        told={
            "counts-rows": "That counts rows. The length of a loader counts batches.",
            "rounds-down": "Does a short batch count, as long as nobody drops it?",
            "drop-last-ignored": "Something must be left out with `drop_last=True`. Is there a "
            "batch that is too short?",
            "other-way-round": "Leaving a batch out cannot make more of them.",
            "part-of-a-batch": "There is no 0.4 of a batch. What becomes of the rows that are "
            "left?",
            "always-drops-one": "Without `drop_last` no row may be lost. Are all 17 in your "
            "first number of batches?",
            "another-answer": "Write down the batches, row by row, and count them.",
        },
        hint=(
            "Take five rows away, and five again, until there are too few. What becomes of the "
            "rest?"
        ),
    ),
    prediction(
        "05.e",
        word("first", "second", "error"),
        "first",
        beliefs={"second": "loader-remembers", "error": "used-up"},
        told={
            "loader-remembers": "You assume that the loader remembers its place. After one "
            "`for` loop over a loader, where does the next one begin?",
            "used-up": "In training, one loader serves every epoch. Is it used up?",
            "another-answer": "Choose one of the three words.",
        },
        hint=(
            "A `for` loop calls `iter(loader)` too, once when it begins. Where does a second "
            "loop begin?"
        ),
    ),
    prediction(
        "05.f",
        count,
        3,
        beliefs={2: "stacks-the-lists", 5: "whole-table", 6: "counts-numbers", 1: "one-tensor"},
        told={
            "stacks-the-lists": "You assume that the loader stacks the lists as rows. What did "
            "it do with the example [x, y], in section 5.8?",
            "whole-table": "That is the length of the table. A batch is a part of it.",
            "counts-numbers": "So many numbers are in the batch. In how many parts?",
            "one-tensor": "What was a batch of examples with two parts, in 5.8?",
            "another-answer": "What is an example here, and which parts of it does the loader "
            "see, as it did in section 5.8?",
        },
        hint="Section 5.8: the loader stacks each part of an example on its own.",
    ),
    prediction(
        "05.g",
        word("nearer", "farther", "same"),
        "nearer",
        beliefs={"farther": "fewer-examples-worse", "same": "epochs-decide"},
        told={
            "fewer-examples-worse": "A single step knows less, that is true. But count the "
            "steps of 1000 epochs.",
            "epochs-decide": "The epochs are as many as before. Are the steps, too?",
            "another-answer": "Choose one of the three words.",
        },
        hint="How many times does `optimizer.step()` run in one epoch?",
    ),
)
