"""Lesson 9, a digit classifier: its predictions and exercises, in the order of the notebook."""

from helpers.exercises.lesson_09 import collapse, digits, predictions, train_better
from helpers.exercises.lesson_09.templates import templates_to_name

__all__ = ["EXERCISES", "templates_to_name"]

EXERCISES = (
    *predictions.PREDICTIONS,
    digits.EXERCISE,
    train_better.EXERCISE,
    collapse.EXERCISE,
)
