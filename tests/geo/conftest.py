"""Settings of the property tests: the same examples on every run, and no clock."""

from hypothesis import settings

settings.register_profile("house", max_examples=60, deadline=None, derandomize=True, database=None)
settings.load_profile("house")
