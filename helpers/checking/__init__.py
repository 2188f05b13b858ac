"""The engine behind the checks. Lessons use it through ``helpers.checks``.

In the order in which an answer meets them:

- ``exercise``: what a question is made of
- ``grading``: from an answer to a verdict
- ``kinds``: the kinds of values that are asked for, and how beginners write them
- ``forms``: what else an answer can be: a function, a class, a module
- ``draw``: shapes and numbers to try it with
- ``sandbox``: calling what a learner wrote; ``deadline``: the time that may take; ``arguments``,
  ``settings``, ``patches``: what it may not change of its arguments, the notebook, PyTorch;
  ``errors``: the ideas behind errors that beginners often meet
- ``comparing``: what comes out beside what is asked
- ``rejection``: the reason why an answer is wrong; ``wording``: how a message names a value
- ``progress``: the file of what is passed
"""
