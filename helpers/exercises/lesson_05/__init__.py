"""Lesson 5, the DataLoader: its predictions and exercises, in the order of the notebook."""

from helpers.exercises.lesson_05 import lengths, make_batches, predict_all, predictions, rows

EXERCISES = (
    *predictions.PREDICTIONS,
    lengths.EXERCISE,
    rows.EXERCISE,
    make_batches.EXERCISE,
    predict_all.EXERCISE,
)
