"""What HTML do the words of one line become? Links, emphasis, marks of notes, and what stays as it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping


class UnknownError(Exception):
    """A page has a form that is not known here."""


PLAIN = r"(?: [^\\`*_{}\[\]<>&|\#^\n]++ | &(?:\#\d+|amp|quot); )++"
"""Words without a mark, in a verbose pattern: whatever people wrote is escaped to this."""

_URL = r"(?: [\w:/?@$+,;=%~.!\#-]++ | &amp; )++"
_LINE = re.compile(
    rf"""(?! [-+=~:\s] | \d+[.)] )  # nothing that begins a block
    (?: {PLAIN}
      | <(?:span(?:\ (?:id|class)="[\w\ -]*")*|/span|br|time(?:\ datetime="[\d-]+")?|/time|/?mark)>
      | \*\*?(?!\*)
      | \[\^[\w-]+\](?!:)
      | (?<!!)\[{PLAIN}\]\({_URL}\)(?:\{{:\ \.[\w-]+\ \}})?
    )++ (?<!\s)""",
    re.VERBOSE,
)
_ADDRESS = re.compile(_URL, re.VERBOSE)
# Emphasis in a pair of its own, which touches its words: in such Python-Markdown cannot see another pair.
_STRONG = re.compile(r"(?<!\*)\*\*(?![\s*])([^*]+)(?<!\s)\*\*(?!\*)")
_EMPHASIS = re.compile(r"(?<!\*)\*(?![\s*])([^*]+)(?<!\s)\*(?!\*)")
_NOTE_OR_LINK = re.compile(r"\[(?:\^([\w-]+)\]|([^\]]+)\]\(([^)]+)\)(?:\{: \.([\w-]+) \})?)")


class Words:
    """Makes the words of a page's lines into HTML, and counts the `marks` of each note on its way.

    `published` returns the address that a link's becomes; `numbers` are those of the notes, by their keys.
    """

    def __init__(self, published: Callable[[str], str], numbers: Mapping[str, int]) -> None:
        self.marks: Counter[str] = Counter()
        self._published = published
        self._numbers = numbers

    def html(self, line: str) -> str:
        """Return a line's words as HTML; raises UnknownError."""
        if not line:
            return ""
        if not _LINE.fullmatch(line):
            raise UnknownError(line)
        if "*" in line:
            line = _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", line))
            if "*" in line:
                raise UnknownError(line)
        return _NOTE_OR_LINK.sub(self._made, line) if "[" in line else line

    def _made(self, found: re.Match[str]) -> str:
        note, words, url, look = found.groups()
        if note:
            return self._mark(note)
        address = self._published(url)
        if not _ADDRESS.fullmatch(address):
            raise UnknownError(address)
        named = f' class="{look}"' if look else ""
        return f'<a{named} href="{address}">{words}</a>'

    def _mark(self, note: str) -> str:
        if note not in self._numbers:
            raise UnknownError(note)
        self.marks[note] += 1
        place = place_of(note, self.marks[note])
        return f'<sup id="{place}"><a class="footnote-ref" href="#fn:{note}">{self._numbers[note]}</a></sup>'


def place_of(note: str, mark: int) -> str:
    """Return the id of a note's mark: of its first, its second and so on."""
    return f"fnref{mark if mark > 1 else ''}:{note}"
