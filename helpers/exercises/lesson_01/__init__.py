"""Lesson 1, the dot product: its predictions and exercises, in the order of the notebook."""

from helpers.exercises.lesson_01 import predictions, put, result, weight, weight_shape

EXERCISES = (
    *predictions.PREDICTIONS,
    result.EXERCISE,
    weight_shape.EXERCISE,
    weight.EXERCISE,
    put.EXERCISE,
)
