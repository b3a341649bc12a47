"""A newsroom's archive of any size, for measuring: invented stories of about five articles each.

    python -m benchmarks.corpus FOLDER STORIES

Every word comes from the lists below by a seeded choice, so an archive is the same each time, and the first stories of
a large one are those of a small one. It is news-like in what costs time: several outlets tell one event in partly the
same words, quote the same people with small differences, disagree on figures, relay each other, and name their sources.
It is not language, and says nothing about quality.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

FIRST = (
    *[
        "Ada",
        "Alva",
        "Anton",
        "Arne",
        "Beata",
        "Bela",
        "Boris",
        "Carin",
        "Clara",
        "Dagmar",
        "Dario",
        "Edda",
        "Egon",
        "Elin",
        "Emil",
        "Erika",
        "Felix",
        "Fenna",
        "Flora",
        "Gerd",
    ],
    *[
        "Gita",
        "Hanno",
        "Hedda",
        "Henrik",
        "Ida",
        "Ilse",
        "Ines",
        "Ivo",
        "Jana",
        "Jonas",
        "Jutta",
        "Kaja",
        "Karel",
        "Kirsten",
        "Klaus",
        "Lena",
        "Leo",
        "Lina",
        "Ludo",
        "Mara",
    ],
    *[
        "Marek",
        "Milo",
        "Mina",
        "Nadia",
        "Nils",
        "Nora",
        "Olga",
        "Oskar",
        "Otto",
        "Pavel",
        "Petra",
        "Pia",
        "Rasmus",
        "Rita",
        "Rolf",
        "Runa",
        "Selma",
        "Signe",
        "Sven",
        "Tilda",
    ],
)
SYLLABLES = (
    "Bar",
    "Brem",
    "Dal",
    "Eck",
    "Fal",
    "Gren",
    "Hol",
    "Ivar",
    "Jor",
    "Kell",
    "Lund",
    "Mar",
    "Nor",
    "Osk",
    "Pell",
    "Quist",
    "Rav",
    "Sten",
    "Tor",
    "Ulv",
    "Vik",
    "Wend",
)
ENDINGS = (
    "berg",
    "by",
    "dal",
    "ek",
    "feldt",
    "gaard",
    "holm",
    "ing",
    "kov",
    "lund",
    "man",
    "mark",
    "nes",
    "rud",
    "sen",
    "strand",
    "torp",
    "vall",
)
PLACES = (
    "Alder",
    "Birch",
    "Cinder",
    "Dove",
    "Elm",
    "Fern",
    "Gull",
    "Hazel",
    "Ivy",
    "Juniper",
    "Kestrel",
    "Linden",
    "Maple",
    "Nettle",
    "Otter",
    "Pine",
    "Quarry",
    "Rowan",
    "Salt",
    "Thorn",
)
WATERS = ("bridge", "dale", "field", "ford", "haven", "marsh", "mouth", "pool", "port", "side", "stead", "wick")
ROLES = (
    "mayor",
    "fire chief",
    "council leader",
    "police spokeswoman",
    "harbour master",
    "hospital director",
    "union secretary",
    "head teacher",
    "station manager",
    "district engineer",
)
OUTLETS = (
    "Coast Wire",
    "The Morning Ledger",
    "Daily Quay",
    "Northern Gazette",
    "Vale Courier",
    "Capital Times",
    "Radio Delta",
    "The Inland Post",
    "Evening Star",
    "River Herald",
)
THINGS = (
    "warehouse",
    "bridge",
    "school",
    "ferry",
    "tram depot",
    "water works",
    "market hall",
    "paper mill",
    "library",
    "power station",
)
EVENTS = (
    ("A fire destroyed the {thing} in {place} on {day}", "The {thing} in {place} burned down on {day}"),
    ("A flood closed the {thing} in {place} on {day}", "The {thing} in {place} was closed by a flood on {day}"),
    (
        "A strike stopped work at the {thing} in {place} on {day}",
        "Work at the {thing} in {place} stopped on {day} because of a strike",
    ),
    (
        "The council of {place} voted on {day} to sell the {thing}",
        "{place} will sell its {thing}, the council decided on {day}",
    ),
)
FACTS = (
    ("{n} people were hurt, {m} of them badly", "{n} people were hurt"),
    ("The damage is put at {c} million crowns", "It caused damage of about {c} million crowns"),
    ("About {b} people had to leave their homes", "Some {b} residents had to leave their homes"),
    (
        "The road to {other} stayed closed until {h} p.m. in the end",
        "The road to {other} was closed until {h} p.m. at least",
    ),
    ("{e} firefighters from {other} came to help", "Help came from {other}, which sent {e} firefighters"),
    ("The {thing} was built in {year} and last repaired {k} years ago", "The {thing} dates from {year}"),
    (
        "Trains between {place} and {other} were late by up to {t} minutes",
        "Trains to {other} ran up to {t} minutes late",
    ),
    ("The owner employs {o} people in the district", "Its owner has {o} workers in the district"),
)
SAYINGS = (
    "We had warned the owner {k} times that the {thing} was not safe",
    "Nobody could have foreseen what happened at the {thing}",
    "The {thing} will be open again within {k} weeks",
    "I have worked in {place} for {t} years and have never seen anything like it",
    "We will pay for the damage, all {c} million crowns of it",
    "The people of {place} deserve a clear answer",
    "There were {e} of us, and that was not enough",
    "We must look at every {thing} in the district now",
)
REPORTED = (
    "the {thing} would stay closed for at least {k} weeks",
    "the cause was not known yet",
    "an inquiry would begin next month",
    "the council had refused to pay for repairs",
    "the alarm had been switched off since {year}",
)
CUES = (
    '"{words}," said {speaker}.',
    '"{words}," {speaker} said.',
    '{speaker} said: "{words}."',
    '"{words}," {speaker} told {outlet}.',
)
INDIRECT = ("{speaker} said that {words}.", "{speaker} said {words}.", "According to {speaker}, {words}.")
FILLERS = (
    "{adverb}, the {noun} near {other} {verb} the {adjective} {thing}.",
    "In {other}, the {adjective} {noun} {verb} nothing {adverb2}.",
    "The {noun} of {place} {verb} a {adjective} {noun2} {adverb2}.",
)
ADVERBS = ("Meanwhile", "Later", "In the evening", "At first", "Before noon", "By then")
ADVERBS2 = ("for hours", "all night", "in vain", "at once", "until morning", "without a word")
NOUNS = (
    "crowd",
    "committee",
    "neighbour",
    "company",
    "crew",
    "inspector",
    "clerk",
    "market",
    "quarter",
    "garage",
    "bakery",
    "choir",
)
VERBS = (
    "watched",
    "avoided",
    "described",
    "measured",
    "expected",
    "carried",
    "missed",
    "repaired",
    "guarded",
    "rented",
)
ADJECTIVES = ("old", "narrow", "empty", "wooden", "northern", "quiet", "flooded", "unfinished", "yellow", "heavy")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True)
class Event:
    """What happened: the values that the articles share, and who speaks (name, role)."""

    values: dict[str, str]
    opening: tuple[str, str]
    facts: tuple[tuple[str, str], ...]
    speakers: tuple[tuple[str, str], ...]
    said: tuple[tuple[int, str], ...]
    reported: tuple[tuple[int, str], ...]
    day: date


def write(folder: Path, stories: int, *, articles: int = 5, seed: int = 1) -> None:
    """Write briefs/ with this many stories into `folder`."""
    for number in range(stories):
        name, files = story(number, articles=articles, seed=seed)
        sources = folder / "briefs" / name / "sources"
        sources.mkdir(parents=True, exist_ok=True)
        for file, text in files:
            (sources / file).write_text(text, encoding="utf-8")


def story(number: int, *, articles: int = 5, seed: int = 1) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the name of a story's folder and its articles: (file name, Markdown with front matter)."""
    chance = random.Random(f"{seed}/{number}")
    event = _event(chance, number)
    outlets = chance.sample(OUTLETS, articles)
    files = [
        (f"{_slug(outlet)}.md", _article(chance, event, outlet, outlets, late=i)) for i, outlet in enumerate(outlets)
    ]
    return f"{_slug(event.values['place'])}-{event.values['thing'].replace(' ', '-')}-{number:06}", tuple(files)


def _event(chance: random.Random, number: int) -> Event:
    place, other = (f"{chance.choice(PLACES)}{chance.choice(WATERS)}" for _ in range(2))
    counts = {letter: str(chance.randint(3, 60)) for letter in "nmbcehkto"}
    counts |= {
        "b": str(chance.randint(2, 90) * 10),
        "h": str(chance.randint(1, 11)),
        "c": f"{chance.randint(11, 99) / 10}",
    }
    values = {"place": place, "other": other, "thing": chance.choice(THINGS), "day": chance.choice(DAYS), **counts}
    values["year"] = str(chance.randint(1890, 2015))
    known = random.Random(f"known/{number // 20}")  # some speak in many stories, most in one
    names = [(_name(known), ROLES[0]), *((_name(chance), role) for role in chance.sample(ROLES[1:], 3))]
    said = [(chance.randrange(len(names)), words) for words in chance.sample(SAYINGS, 6)]
    reported = [(chance.randrange(len(names)), words) for words in chance.sample(REPORTED, 4)]
    return Event(
        values, chance.choice(EVENTS), tuple(chance.sample(FACTS, 6)), tuple(names), tuple(said), tuple(reported),
        date(2015, 1, 1) + timedelta(days=chance.randrange(4000)),
    )  # fmt: skip


def _article(chance: random.Random, event: Event, outlet: str, outlets: Sequence[str], *, late: int) -> str:
    values = {**event.values, "outlet": chance.choice([other for other in outlets if other != outlet])}
    if chance.random() < 0.4:  # outlets disagree on a figure
        values["n"] = str(int(values["n"]) + chance.randint(1, 4))
    opening = chance.choice(event.opening).format(**values)
    body = [f"{opening}. {chance.choice(event.facts[0]).format(**values)}."]
    known: set[int] = set()
    told: list[tuple[int, str] | tuple[str, str]] = [
        *chance.sample(event.facts[1:], 4),
        *chance.sample(event.said, 4),
        *chance.sample(event.reported, 2),
    ]
    for one in chance.sample(told, len(told)):
        body.append(f"{_told(chance, event, one, values, known)} {_filler(chance, values)}")
    head = ["---", f"title: {opening}", f"outlet: {outlet}", f"published: {event.day + timedelta(days=late // 3)}"]
    return "\n".join([*head, "---", "", f"# {opening}", ""]) + "\n" + "\n\n".join(body) + "\n"


def _told(
    chance: random.Random, event: Event, one: tuple[int, str] | tuple[str, str], values: dict[str, str], known: set[int]
) -> str:
    """Return a sentence: a fact in one of its two wordings, or what a speaker (by number) says."""
    who, words = one
    if isinstance(who, str):
        return f"{chance.choice((who, words)).format(**values)}."
    speaker, words = _speaker(event, who, known), words.format(**values)
    if one in event.reported:
        text = chance.choice(INDIRECT).format(speaker=speaker, words=words)
    else:
        if chance.random() < 0.2:  # an outlet trims what was said
            words = " ".join(words.split()[:-2])
        text = chance.choice(CUES).format(words=words, speaker=speaker, outlet=values["outlet"])
    return f"{text[0].upper()}{text[1:]}"


def _speaker(event: Event, who: int, known: set[int]) -> str:
    """Return the full name with the role at first, then the family name."""
    name, role = event.speakers[who]
    first = who not in known
    known.add(who)
    return f"{name}, the {role} of {event.values['place']}" if first else name.split()[-1]


def _filler(chance: random.Random, values: dict[str, str]) -> str:
    noun, noun2 = chance.sample(NOUNS, 2)
    return chance.choice(FILLERS).format(
        adverb=chance.choice(ADVERBS), adverb2=chance.choice(ADVERBS2), noun=noun, noun2=noun2,
        verb=chance.choice(VERBS), adjective=chance.choice(ADJECTIVES), **values,
    )  # fmt: skip


def _name(chance: random.Random) -> str:
    return f"{chance.choice(FIRST)} {chance.choice(SYLLABLES)}{chance.choice(ENDINGS)}"


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _main(arguments: Sequence[str]) -> Iterator[str]:
    folder, stories = Path(arguments[0]), int(arguments[1])
    write(folder, stories)
    yield f"{stories} stories in {folder / 'briefs'}"


if __name__ == "__main__":
    print(*_main(sys.argv[1:]))
