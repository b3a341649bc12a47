"""Who is quoted, and how much? Speakers are counted by what they are, never by what would have to be guessed of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

KINDS = ("named", "unnamed", "group", "institution", "not known")
"""What a source audit tells apart: a person by name, one without, several without, a body or an outlet, nobody found."""

_KIND: Mapping[str | None, str] = MappingProxyType(
    {"person": "named", "organisation": "institution", "outlet": "institution"}
)
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_OF = re.compile(r",| (?:of|in|at|from|who|with|for|on|to|near|close|familiar|briefed|inside)\b")
_ONE = re.compile(r"(?:an?|one|his|her) ", re.IGNORECASE)
_MANY = frozenset({"people", "police", "men", "women", "children", "staff", "others", "many", "some"})


def kind_of(kind: str | None, name: str | None) -> str:
    """Return which of KINDS a speaker is: of the register's `kind`, shown as `name`."""
    if kind == "unnamed":
        return "group" if several(name or "") else "unnamed"
    return _KIND.get(kind, "not known")


def how_many(parts: Iterable[str]) -> int:
    """Count the words in `parts`; “it's” is one."""
    return sum(len(_WORD.findall(part)) for part in parts)


def several(described: str) -> bool:
    """Whether an unnamed source is more than one: “officials of the port”, “two people familiar with it”."""
    words = _OF.split(described)[0].split()
    last = words[-1].casefold() if words else ""
    return not _ONE.match(described) and (
        last in _MANY or (last.endswith("s") and not last.endswith(("ss", "us", "is")))
    )
