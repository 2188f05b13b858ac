"""The course's one package: the lessons import what is not the subject of the lesson from here.

- ``models``: every model that the lessons show, one definition each
- ``data``: MNIST, and the small set of handwriting that stands in for it
- ``devices``: where tensors can live
- ``training``: training and judging a classifier, loading its weights
- ``figures``: every picture of the course, in one visual language
- ``widgets``: the drags, pictures with controls; ``drawings``: what they show
- ``roles``: the colours and shapes that pictures and drags share
- ``checks``: checks of answers, hints, solutions, and what is passed so far
- ``exercises``: every question with its check, its right and its wrong answers, one file a lesson
- ``records``: what a question is made of; ``trials``: how an answer is tried and compared
- ``notebook``: what Jupyter shows: source code, short errors, short warnings
- ``refresh``: executes the notebooks and stores their outputs; ``gallery``: all pictures of the
  course on one page (both for contributors)
"""
