"""The commands. Each imports its code when it is called, so that `--help` is quick."""

from storybrief.cli import bring_in, make  # each puts its commands into the group
from storybrief.cli.group import main

__all__ = ("bring_in", "main", "make")
