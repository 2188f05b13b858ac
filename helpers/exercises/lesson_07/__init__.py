"""Lesson 7, your own linear layer: its predictions and exercises, in the order of the notebook."""

from helpers.exercises.lesson_07 import chain, own_linear, predictions, stack, stretch

EXERCISES = (
    *predictions.PREDICTIONS,
    stretch.EXERCISE,
    stack.EXERCISE,
    chain.EXERCISE,
    own_linear.EXERCISE,
)
