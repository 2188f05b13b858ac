"""Every prediction and exercise of the course, one folder a lesson.

In the folder of a lesson, ``predictions.py`` has its predictions, and each exercise has a file with
the name that its stub binds: its check, what is said to each misconception, its hints and its right
answers. What an exercise is made of is said in ``helpers.checking``.
"""

import importlib
import pkgutil

LESSONS = sorted(module.name for module in pkgutil.iter_modules(__path__))

EXERCISES = {
    exercise.id: exercise
    for lesson in LESSONS
    for exercise in importlib.import_module(f"{__name__}.{lesson}").EXERCISES
}
"""Id -> exercise, in the order of the lessons."""
