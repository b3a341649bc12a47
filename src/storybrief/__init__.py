"""storybrief: a static site generator for story briefs."""

__version__ = "0.1.0"
