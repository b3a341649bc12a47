"""storybrief: a static site generator for story briefs."""


def __getattr__(name: str) -> str:
    """Return `__version__` when somebody asks: what was installed knows it, and most commands need not look."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("storybrief")
    except PackageNotFoundError:
        return "not installed"
