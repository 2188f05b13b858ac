"""Lesson 8, devices: its predictions and exercises, in the order of the notebook."""

from helpers.exercises.lesson_08 import output_of, pick_device, places, predictions, standardised

EXERCISES = (
    *predictions.PREDICTIONS,
    places.EXERCISE,
    standardised.EXERCISE,
    pick_device.EXERCISE,
    output_of.EXERCISE,
)
