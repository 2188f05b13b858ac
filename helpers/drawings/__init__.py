"""What the drags show: drawings that are quick enough to be made anew at each move.

Each function takes the numbers of one moment of a drag and returns a ``Drawing``: an SVG text and
one sentence that says in words what is drawn. The colours, names and layouts are those of the
pictures in ``helpers.figures``.

- ``algebra``: a matrix product, and a bias that is broadcast.
- ``geometry``: a plane that moves, and a line.
- ``shapes``: what a layer makes of the shape of its input.
- ``loader``: which rows are in which batch.
- ``attributes``: what a module does with each kind of attribute.
- ``devices``: where tensors and a module are.
- ``regression``: gradient descent for a line, over the loss of ``surface``.
- ``reading``: the vectors that a layer finds in an image.
- ``digits``: the scores of a classifier.

The pieces that the drawings share are in ``svg``, and what a call of a layer gives in ``calls``.
"""
