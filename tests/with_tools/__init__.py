"""Tests that need a tool which only contributors have: ``python -m pip install --group dev``."""
