"""The course's one package: the lessons import what is not the subject of the lesson from here.

What lessons show and use, in the order in which a lesson meets it:

- ``notebook``: what Jupyter shows of the course: source code, short errors, short warnings
- ``figures``: every picture, one room a subject; ``widgets``: every drag, a picture with controls;
  ``drawings``: what the drags show; ``roles``: the colours and shapes of pictures and drags;
  ``captions``: the numbers and sentences that both write
- ``models``: every model that the lessons show, one definition each
- ``data``: MNIST, and the small set of handwriting that stands in for it
- ``devices``: where tensors can live
- ``training``: training and judging a classifier; ``weights``: loading what it has learned

Questions and answers:

- ``checks``: what a learner sees: verdicts, hints, solutions, and what is passed so far
- ``exercises``: every prediction and exercise with its check, one folder a lesson
- ``checking``: the engine behind the checks

Beneath them: ``files`` writes files whole or not at all, ``threads`` says how many threads compute.
"""
