"""For all tests: none of them is timed, as the machines that they run on are shared."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
