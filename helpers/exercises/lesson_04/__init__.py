"""Lesson 4, linear regression: its predictions and exercises, in the order of the notebook."""

from helpers.exercises.lesson_04 import causes, fit, predictions, train_step

EXERCISES = (
    *predictions.PREDICTIONS,
    train_step.EXERCISE,
    causes.EXERCISE,
    fit.EXERCISE,
)
