"""What was a published site made with, from what, and for what address? It says so itself, in one file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from storybrief.pages.seal import sealed
from storybrief.search import Noted

RECORD = "storybrief.json"
"""The file in a built site that says it."""


class Record(Struct, frozen=True):
    """What a build says of itself.

    made_from           a hash of what people wrote, of mkdocs.yml and of a theme of the site's own
    config              the name of the file that said how, beside briefs/: mkdocs.yml, or another that was named
    site_url            the address that the site is made for, "" for any
    use_directory_urls  how its pages are named, as MkDocs has it
    made_with           name and version of all that can change a byte of it
    indexed             what is noted in its search index, None without one
    """

    made_from: str
    config: str
    site_url: str
    use_directory_urls: bool
    made_with: Mapping[str, str | None]
    indexed: Noted | None

    def other_versions(self, here: Record) -> Iterator[str]:
        """Say, for each library, with what version the site was made, and which is here."""
        for name in sorted({*self.made_with, *here.made_with}):
            there, now = self.made_with.get(name), here.made_with.get(name)
            if there != now:
                yield f"{name} {there or 'none'}, here {now or 'none'}"


def read_record(built: Path) -> Record | None:
    """Read the record of a built site; None when there is none, or somebody changed it."""
    try:
        text = (built / RECORD).read_text(encoding="utf-8")
        return msgspec.json.decode(text, type=Record) if sealed(text) else None
    except (OSError, ValueError):  # msgspec's errors are ValueErrors
        return None
