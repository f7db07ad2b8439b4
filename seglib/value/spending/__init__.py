"""What can money be spent on, and which plan is the best? The parts of :mod:`seglib.value.budget`."""
