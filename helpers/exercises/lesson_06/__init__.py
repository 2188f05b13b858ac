"""Lesson 6, MNIST shapes: its predictions and exercises, in the order of the notebook."""

from helpers.exercises.lesson_06 import apply_to_height, counts, predictions, shapes, ten_scores

EXERCISES = (
    *predictions.PREDICTIONS,
    shapes.EXERCISE,
    counts.EXERCISE,
    ten_scores.EXERCISE,
    apply_to_height.EXERCISE,
)
