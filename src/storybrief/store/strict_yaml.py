"""What does a YAML file say, word for word, and on which line?

YAML's guesses lose words: `no` becomes False, `17:00` becomes 1020 and a date loses its form. Here every
value is the text that the person wrote. What a person cannot have meant (a key twice) or what only an attack
needs (aliases, deep nesting) is an error, all of them at once, each with its line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from storybrief.problems import Problem, error, errors, warning

KeyPath = tuple[str | int, ...]

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 50

_NULL = frozenset({"", "~", "null", "Null", "NULL"})  # the core schema of YAML 1.2
_QUOTE = "Put a value that starts with “{}” in quotation marks."

# What PyYAML says -> what to do about it. The first whose words are in PyYAML's sentence is taken.
_ADVICE = (
    ("mapping values are not allowed", "Put a value that has “: ” in it in quotation marks, and line up the keys of a level."),
    ("found character '\\t'", "Use spaces, not a tab, at the start of a line."),
    ("found character '@'", _QUOTE.format("@")),
    ("found character '`'", _QUOTE.format("`")),
    ("found character '%'", _QUOTE.format("%")),
    ("while scanning a quoted scalar", "Close the quotation mark that is opened here."),
    ("while scanning a double-quoted scalar", "Write a backslash inside double quotation marks twice."),
    ("could not find expected ':'", "Put “: ” behind the key."),
    ("while parsing a flow sequence", "Close the “[” rightly, or put the value that starts with it in quotation marks."),
    ("while parsing a flow mapping", "Close the “{” rightly, or put the value that starts with it in quotation marks."),
    ("while parsing a block mapping", "Line up the keys of a level; a value that starts with a quotation mark must end with one."),
    ("while parsing a block collection", "Line up the items of a list, each with “- ” before it."),
    ("while scanning an alias", _QUOTE.format("*")),
    ("while scanning an anchor", _QUOTE.format("&")),
    ("special characters are not allowed", "Delete the control character here."),
)  # fmt: skip

_SHOWN = 40  # characters of a comment
_OPENS = ("end of stream", "stream end", "while scanning a simple key")


def load(text: str, path: str, first_line: int = 1) -> tuple[Any, Mapping[KeyPath, int], tuple[Problem, ...]]:
    """Read one YAML document in which every value is a string.

    In: the YAML text, the path to name in problems, and the line of the file that the text starts on.

    Out: the data (dict, list, str, and None for an unquoted empty value, `~` or `null`; keys are always
    strings); the line of every value by its key path (`("overrides", 2, "why")`: the key's line in a mapping,
    the item's in a list, `()` for the whole); and the problems. With any error the data are None.

    Warnings: "yaml-comment" (a “#” cuts words off a value that is not in quotation marks; with two spaces before it and
    one behind it is meant as a comment). Errors: "yaml" (not YAML, or half of a character), "duplicate-key", "yaml-feature" (an anchor, an alias, a tag,
    a key that is no word), "yaml-size" (over a million characters, or over 50 levels deep).
    """
    if len(text) > MAX_CHARACTERS:
        message = f"Shorten the YAML: it has over {MAX_CHARACTERS:,} characters."
        return None, MappingProxyType({}), (error("yaml-size", path, first_line, message),)
    reading = _Reading(path, _Lines(text, first_line))
    try:
        for event in _events(text):
            if not reading.take(event):
                break
    except yaml.YAMLError as mistake:
        reading.problems.append(_syntax(mistake, reading))
    problems = tuple(reading.problems)
    return (None if errors(problems) else reading.root), MappingProxyType(reading.lines), problems


def _events(text: str) -> Iterator[Event]:
    # The parser written in Python, not libyaml: its messages and marks are the same on every machine.
    yield from yaml.parse(text, Loader=yaml.SafeLoader)


# What follows a value on its line: white space, and what YAML takes for a comment.
_REST = re.compile(r"([ \t]*)(#[^\r\n]*)")
_MEANT = re.compile(r"#+(?:[ \t!]|\Z)")

# Half of a UTF-16 pair, as an escape can write it: no character, and no file can hold it.
_HALF = re.compile("[\ud800-\udfff]")


class _Lines:
    """The line of each character, counted as editors do (PyYAML also counts U+0085, U+2028 and U+2029)."""

    def __init__(self, text: str, first: int) -> None:
        self.text = text
        self.first = first
        self.starts = [0, *(m.end() for m in re.finditer(r"\r\n?|\n", text))]

    def at(self, index: int) -> int:
        return self.first + bisect_right(self.starts, index) - 1

    def of(self, event: Event) -> int:
        return self.at(event.start_mark.index if event.start_mark else 0)


@dataclass(slots=True)
class _Open:
    """A mapping or list that is not closed yet."""

    node: dict[str, Any] | list[Any]
    path: KeyPath
    key: str | None = None
    first_at: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Reading:
    """The document as far as it is read; a stack, so that depth cannot exhaust Python's own."""

    path: str
    where: _Lines
    root: Any = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    documents: int = 0

    def take(self, event: Event) -> bool:
        """Take the next event; False when reading cannot go on."""
        if isinstance(event, DocumentStartEvent):
            return self._document(event)
        if isinstance(event, CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, NodeEvent):
            self._refuse_features(event)
            return self._node(event)
        return True

    def _document(self, event: Event) -> bool:
        self.documents += 1
        if self.documents > 1:
            self._problem("yaml", event, "Delete the “---” here: one file holds one YAML document.")
        return self.documents == 1

    def _refuse_features(self, event: NodeEvent) -> None:
        mend = "Delete it, or put the value in quotation marks"
        if isinstance(event, AliasEvent):
            self._problem("yaml-feature", event, f"{mend}: aliases (“*{event.anchor}”) are not read.")
        elif event.anchor is not None:
            self._problem("yaml-feature", event, f"{mend}: anchors (“&{event.anchor}”) are not read.")
        if getattr(event, "tag", None) is not None:
            self._problem("yaml-feature", event, f"{mend}: tags (words that start with “!”) are not read.")
        if isinstance(event, ScalarEvent) and _HALF.search(event.value):
            self._problem("yaml", event, "Write the character itself: “\\ud800” to “\\udfff” are halves of one.")

    def _node(self, event: NodeEvent) -> bool:
        parent = self.stack[-1] if self.stack else None
        if parent is not None and isinstance(parent.node, dict) and parent.key is None:
            return self._key(event, parent)
        path = self._place(event, parent)
        if isinstance(event, ScalarEvent) and not event.style:
            self._tell_cut(event)
        node = self._value(event)
        self._put(node, parent)
        if isinstance(event, CollectionStartEvent):
            self.stack.append(_Open(node, path))
            if len(self.stack) > MAX_DEPTH:
                self._problem("yaml-size", event, f"Flatten this: it is nested over {MAX_DEPTH} levels deep.")
                return False
        return True

    def _key(self, event: NodeEvent, parent: _Open) -> bool:
        if isinstance(event, CollectionStartEvent):
            self._problem("yaml-feature", event, "Put a key with brackets in quotation marks: a key is a word.")
            return False
        key = event.value if isinstance(event, ScalarEvent) else ""
        if isinstance(event, ScalarEvent) and not key:
            self._problem("yaml-feature", event, "Put a key before “:”.")
        if key in parent.first_at:
            message = f"Keep one of the two: the key “{key}” is already on line {parent.first_at[key]}."
            self._problem("duplicate-key", event, message)
        line = self.where.of(event)
        parent.first_at.setdefault(key, line)
        self.lines.setdefault((*parent.path, key), line)
        parent.key = key
        return True

    def _place(self, event: NodeEvent, parent: _Open | None) -> KeyPath:
        if parent is None:
            path: KeyPath = ()
        elif isinstance(parent.node, list):
            path = (*parent.path, len(parent.node))
        else:
            path = (*parent.path, parent.key or "")
        self.lines.setdefault(path, self.where.of(event))
        return path

    @staticmethod
    def _value(event: NodeEvent) -> Any:
        if isinstance(event, MappingStartEvent):
            return {}
        if isinstance(event, CollectionStartEvent):
            return []
        if not isinstance(event, ScalarEvent) or (not event.style and event.value in _NULL):
            return None
        return event.value

    def _put(self, node: Any, parent: _Open | None) -> None:
        if parent is None:
            self.root = node
        elif isinstance(parent.node, list):
            parent.node.append(node)
        else:
            parent.node[parent.key or ""] = node
            parent.key = None

    def _tell_cut(self, event: ScalarEvent) -> None:
        """Tell when a “#” takes words away that may belong to a value."""
        end = event.end_mark.index if event.end_mark else 0
        rest = _REST.match(self.where.text, end)
        if rest and rest[2].strip("# \t") and not (len(rest[1]) > 1 and _MEANT.match(rest[2])):
            told = f"Put the whole value in quotation marks if “{_short(rest[2])}” belongs to it: it is left out. For a comment, put two spaces before “# ”."
            self.problems.append(warning("yaml-comment", self.path, self.where.at(end), told))

    def _problem(self, code: str, event: Event, message: str) -> None:
        self.problems.append(error(code, self.path, self.where.of(event), message))


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[:_SHOWN].rstrip()}…"


def _syntax(mistake: yaml.YAMLError, reading: _Reading) -> Problem:
    """Say PyYAML's mistake as a problem, at the place where a person would mend it."""
    if isinstance(mistake, yaml.MarkedYAMLError):
        said = " ".join(part for part in (mistake.context, mistake.problem) if part)
        mark = mistake.problem_mark or mistake.context_mark
        # What is never closed is mended where it opens, not where that came to light.
        if mistake.context_mark and any(words in said for words in _OPENS):
            mark = mistake.context_mark
        index = (mark.index if mark else None) or 0
    else:
        said = str(getattr(mistake, "reason", mistake))
        index = int(getattr(mistake, "position", 0))
    advice = next((do for words, do in _ADVICE if words in said), "This is not YAML.")
    return error("yaml", reading.path, reading.where.at(index), f"{advice} (YAML: {' '.join(said.split())}.)")
