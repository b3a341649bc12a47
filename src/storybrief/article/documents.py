"""What do the readers of documents share: the message for a missing library, and the choice of declared values."""

from __future__ import annotations

import re
from collections.abc import Mapping

from storybrief.article.metadata import clean
from storybrief.problems import Problem, error, warning

# What Word, printers and converters put where a person's name or a title belongs.
_NO_TITLE = re.compile(r"(?:microsoft (?:word|powerpoint) - .*|untitled.*|document\d*|word document|.*\.(?:docx?|pdf|indd|rtf|odt|html?))", re.IGNORECASE)  # fmt: skip
_NO_AUTHOR = re.compile(r"(?:python-docx|(?:windows|microsoft office|office)? ?user|admin(?:istrator)?|unknown|owner|author|anonymous)", re.IGNORECASE)  # fmt: skip


def not_installed(shown: str, what: str) -> Problem:
    """Say that the library is missing that reads `what`."""
    told = f'Install what reads {what}: pip install "storybrief[documents]".'
    return error("not-installed", shown, 0, told)


def broken(shown: str, what: str) -> Problem:
    """Say that a file is cut or damaged, so that its reader gave up."""
    return error("broken", shown, 0, f"Save it anew: this is {what} that is cut off or damaged, and cannot be read.")


def too_large(shown: str, told: str) -> Problem:
    """Say that a file is beyond a bound, and which."""
    return error("too-large", shown, 0, f"Keep the article only: {told}.")


def declared(given: Mapping[str, str | None], shown: str, what: str) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return the fields that a file declares of itself, cleaned, and a warning for each that cannot be so.

    A title that is the name of a file, and an author that is a program or "User", count as not given.
    """
    fields: dict[str, str] = {}
    problems: list[Problem] = []
    for field, said in given.items():
        value, wrong = clean(field, said or "")
        if wrong:
            told = f"The {what}’s {field} {wrong}. It counts as not given; story.yml can give it."
            problems.append(warning("metadata-wrong", shown, 0, told))
        elif value and not (
            (field == "title" and _NO_TITLE.fullmatch(value)) or (field == "author" and _NO_AUTHOR.fullmatch(value))
        ):
            fields[field] = value
    return fields, tuple(problems)
