"""Every prediction and exercise of the course, one file a lesson.

A lesson's file holds ``RECORDS``, in the order in which the notebook asks. What a record is made of
is said in ``helpers.records``, and what a check is written with in ``helpers.trials``.
"""

import importlib
import pkgutil

LESSONS = sorted(module.name for module in pkgutil.iter_modules(__path__))

EXERCISES = {
    record.id: record
    for lesson in LESSONS
    for record in importlib.import_module(f"{__name__}.{lesson}").RECORDS
}
"""Id -> record, in the order of the lessons."""
