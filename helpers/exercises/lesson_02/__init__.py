"""Lesson 2, in_features and out_features: its predictions and exercises, in order."""

from helpers.exercises.lesson_02 import by_hour, feed, layers, one_each, predicted, predictions

EXERCISES = (
    *predictions.PREDICTIONS,
    predicted.EXERCISE,
    layers.EXERCISE,
    one_each.EXERCISE,
    by_hour.EXERCISE,
    feed.EXERCISE,
)
