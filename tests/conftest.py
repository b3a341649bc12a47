"""How many made-up examples a property is tried on: 300 in the test command, 10,000 in `--hypothesis-profile=nightly`."""

from __future__ import annotations

from hypothesis import settings

# The test command finds the same failures everywhere; the nightly run looks for new ones.
settings.register_profile("quick", max_examples=300, deadline=None, derandomize=True)
settings.register_profile("nightly", max_examples=10_000, deadline=None, print_blob=True)
settings.load_profile("quick")
