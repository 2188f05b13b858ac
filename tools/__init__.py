"""What contributors run, from the folder of the repository: ``python -m tools.refresh``.

None of it is installed with the course.

- ``refresh``: executes notebooks and stores their outputs
- ``gallery``: every picture of the course on one page
- ``benchmark_checks``, ``benchmark_drags``, ``benchmark_training``, ``benchmark_busy``: how long a
  learner waits
- ``browser``: JupyterLab in a headless Chromium, for the drags and their tests
"""
