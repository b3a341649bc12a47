"""Which names in an article are a firm's, by what stands beside them?"""

from __future__ import annotations

from storybrief.english.persons import first_names
from storybrief.english.tables import word_sets
from storybrief.statements.names import Proper, bodies
from storybrief.statements.phrases import phrase
from storybrief.statements.words import Words

Run = tuple[int, int]
Key = tuple[str, ...]


def is_firm_here(words: Words, first: int, last: int) -> bool:
    """Whether what stands beside the name says that it is a firm's: "operator Skua", "Skua's fleet", "shares in Skua"."""
    low, tag, unit = words.low, words.tag, words.sentence
    if low[first] in first_names():
        return False
    table = word_sets("statements/firm_nouns.tsv")
    before = first - 1 if first and unit[first - 1] == unit[first] else -1
    if before > 0 and tag[before] == "," and low[before - 1] in table["before"]:
        before -= 1
    if before >= 0 and low[before] in table["before"]:
        return True
    if before > 0 and low[before] in ("in", "of") and low[before - 1] in table["part"]:
        return True
    if last + 1 < len(tag) and unit[last + 1] == unit[last] and low[last + 1] in table["beside"]:
        return True
    if last + 2 < len(tag) and tag[last + 1] == "'" and unit[last + 2] == unit[last]:
        return low[last + 2] in table["has"] or low[last + 2 : last + 4] == ["chief", "executive"]
    if last + 3 < len(tag) and tag[last + 1] == "," and tag[last + 2] == "D" and unit[last + 3] == unit[last]:
        head = phrase(words, last + 2, min(last + 6, len(tag) - 1))
        return bool(head and head.kind == "noun" and low[head.head_last] in table["before"])
    return False


def short_forms(names: dict[Run, Proper], keys: dict[Run, Key], firms: frozenset[Key]) -> dict[str, Run]:
    """The first word of a firm's name, where it stands for the firm: "Skua" of "Skua Lines", if nobody is "Ms. Skua"."""
    found: dict[str, dict[Key, Run]] = {}
    people: set[str] = set()
    for run, key in keys.items():
        body = names[run].kind == "organisation" and key[-1] in bodies()["firm"]
        if len(key) > 1 and (body or key in firms):
            found.setdefault(key[0], {}).setdefault(key, run)
        elif names[run].kind == "person" and (len(key) > 1 or names[run].first > run[0]):
            people.add(key[-1])
    return {
        word: next(iter(whole_names.values()))
        for word, whole_names in found.items()
        if len(whole_names) == 1 and word not in first_names() and (word not in people or (word,) in firms)
    }
