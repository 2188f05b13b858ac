"""Lesson 3, the bias: its predictions and exercises, in the order of the notebook."""

from helpers.exercises.lesson_03 import add_bias, affine, fold, parameter_counts, predictions

EXERCISES = (
    *predictions.PREDICTIONS,
    parameter_counts.EXERCISE,
    affine.EXERCISE,
    fold.EXERCISE,
    add_bias.EXERCISE,
)
