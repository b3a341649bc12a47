"""Which names are outlets'? The one table of them, `outlets.tsv`, for all rooms."""

from __future__ import annotations

from functools import cache

from msgspec import Struct

from storybrief.english.tables import rows


class Outlet(Struct, frozen=True):
    """An outlet: its kind ("agency", "outlet" or "spoken"), its name as the brief prints it, the forms articles use."""

    kind: str
    name: str
    forms: tuple[str, ...]


@cache
def _rows() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple((kind, name, tuple(forms.split("|"))) for kind, name, forms in rows("english/outlets.tsv"))


@cache
def outlets() -> tuple[Outlet, ...]:
    """Every outlet, in the order of the table."""
    return tuple(Outlet(*row) for row in _rows() if row[0] != "ends")


@cache
def spoken() -> frozenset[str]:
    """Every form of every outlet in lower case and without "the"."""
    return frozenset(form.lower().removeprefix("the ") for outlet in outlets() for form in outlet.forms)


@cache
def endings() -> frozenset[str]:
    """The words that an outlet's name of several words ends in, in lower case."""
    return frozenset(word for kind, _, words in _rows() if kind == "ends" for word in words)
