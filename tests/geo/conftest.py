"""Settings of the property tests: the same examples on every run, and no clock."""

from hypothesis import settings

settings.register_profile("house", deadline=None, max_examples=2500, database=None)
settings.load_profile("house")
