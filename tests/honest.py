"""Made-up sites that people could honestly have: odd names of files, titles, outlets and addresses; quotations in every form.

A site follows from a seed alone. What stands in it the build must take, and what the build takes both proofs must pass.
"""

from __future__ import annotations

import random
import re
import unicodedata
from pathlib import Path

import yaml

from hostile import TRICKS
from invented import ROOT

STORIES = (
    "flood", "2024", "index", "articles", "search", "readme", "404", "brief", "sitemap", "home", "s", "a-b-c", "tags", "feed",
    "ledger", "in-brief", "story", "no", "null", "1-5",
)  # fmt: skip
FILES = (
    "index", "readme", "README", "Übung", "a b", "x%20y", "a&b", "a#b", "a?b", "100%", "ünï-cödé", "\u202egnp", "a'b",
    'a"b', "[x](y)", "{{x}}", "a.b.c", "_x", "-x", "story", "brief", "ledger", "articles", "a..b", "post", "post 2",
    "*em*", "<b>", "ÅNGSTRÖM", "e\u0301te\u0301", "a\u00adb", "1", "not-used", "fn:n1", "s-0a1b2c3d",
)  # fmt: skip
NAMES = (
    "Ina Brandt", "Tomas Okafor-Lind", "Seán Ó Briain", "Jean-Luc d'Arc", "Ruiz", "María de la Cruz", "Dr. Ewa Łuk", "Chief Rask",
    "Bo \"Red\" Kvam", "O’Hara", "the council", "Robert Kettering Jr.",
)  # fmt: skip
TELLERS = (
    "reporters",
    "us",
    "a judge",
    "the Osk Post",
    "journalists in Osk",
    "AFP",
    "him",
    "his wife's lawyer",
    "Reuters late Tuesday",
)
OUTLETS = (
    None, "AFP", "Reuters", "AP", "The Osk Post", "El País", "Deutsche Presse-Agentur", "PA Media", 'O "x" News', "A & B <b>",
    "Story briefs", "Ö", "*Star*", "Radio 1, Osk", "“Quay”", "Post", "https://osk.example", "outlet not given",
)  # fmt: skip
TITLES = (
    None, "Story briefs", "Ferry stops", "“Stop”", 'A "word", in brief', "Index", "In brief", "C# & <b>", "[x](y)", "50% — or more…",
    "Ferry stops, “for good”, 2026-05-03, paragraph 2: “No” in the article", "...", "Größe", "1.", "*", "Editor’s changes",
)  # fmt: skip
SITE_NAMES = ("Story briefs", "Ü & “Q” <news>", "AFP", "Ferry stops", 'Site: "x"', "{{ 7*7 }}", "漢字")
SITE_URLS = (
    "",
    "https://news.example/",
    "https://news.example/a/b/",
    "https://bücher.example/ü/",
    "https://x.example:8443/a%20b/",
)
URLS = (
    None, "https://osk.example/a", "https://bücher.example/straße?q=ü&r=1#teil", "https://osk.example/a%C3%BC/b", "http://osk.example/ü",
    "https://osk.example/a_b_(c)", "https://osk.example/?a=1&copy=2", "https://osk.example/a'b", "https://osk.example/%E2%80%AE",
)  # fmt: skip
DATES = (None, "2026-05-03", "2026-05-04T08:30:00+02:00", "2026-05-04")

SPOKEN = (
    "We will not sail before the hull is safe", "It stood for 180 years", "Nobody told us, nobody asked", "You can’t — you just can’t",
    "This is a sad time", "We heard the horn at 7:42 a.m. and ran", "“No” is no answer", "Work closely… and wait", "Go!", "Why not?",
    "At least 40 people left; 3 of them were hurt", "He [Berg] knows it. We all know it", "It’s over", "A wall of water came down the street",
)  # fmt: skip
PLAIN = (
    "The ferry stopped on Monday after a crack was found in its hull.", "About 340 islanders use the ferry every day.",
    "At least three people were hurt, police said.", "Police said that 12 of 40 houses were damaged on Tuesday.",
    "The repair would take 14 days, {name} said.", "{name} said the quay would stay shut until Friday afternoon.",
    "The fire began at noon in the hall.", "They met this afternoon.", "The council has denied that the dyke was weak, the Osk Post reported.",
    "According to {name}, the town lost $1.5 million in 2024.", "{name} declined to comment on the fire.", "Nobody was hurt.",
    "The ship \"Nova 5\" was dubbed the “Iron Lady”.", "{name}, who leads the council, said yes.", "Share this: Read more",
    "Orvik has pleaded not guilty, his lawyer told {teller}.", "The number rose from 12 to 14 (see map).", "“It was… strange.”", "HALVIK, Norway, March 14 (Reuters) - A ferry struck the quay, police said.",
)  # fmt: skip
SAID = (
    "“{a},” {name} said.", "\"{a},\" {name} told {teller}.", "“{a},” said {name}. “{b}.”", "\"{a},\" {name} told {teller}. \"{b}.\"",
    "{name} said: “{a}. {b}.”", "“{a}.” {name}, chief, said, “{b}.”", "“{a},” a statement reads.", "“{a} … {b}.” The guard was hurt.",
    "\"{a}, \"{name} said.", "\"{a}, '' {name} told the court. \"{b}, '' Judge Lind said.", "{name} said : \"{a}. \" A spokeswoman said :",
    "“{a},” {name} told {teller}, adding that “{b}.”", "{name} called it “{a}” and “{b}”.", "‘{a},’ {name} said.", "«{a}», {name} said.",
    "\"{a},\" {name} said, \"{b},\" he told {teller}.", "“{a}.", "{b},” {name} told {teller}.", "“{a},” they said.", "- “{a},” {name} said.",
    "{name}: {a}.", "Q: {a}? A: {b}.", "In the words of {name}: “{a}”", "“{a},” {name} was quoted as saying by {teller}.",
)  # fmt: skip


def write_site(folder: Path, seed: int, stories: int) -> None:
    """Write briefs/ and mkdocs.yml of a site of so many stories into `folder`."""
    chance = random.Random(seed)
    config = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8").replace("!ENV", ""))
    config |= {"site_name": chance.choice(SITE_NAMES), "site_url": chance.choice(SITE_URLS)}
    config["use_directory_urls"] = chance.random() < 0.7
    (folder / "content").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    for name in chance.sample(STORIES, stories):
        _story(folder / "briefs" / name, chance)


def _story(folder: Path, chance: random.Random) -> None:
    (folder / "sources").mkdir(parents=True)
    about, names, taken = {}, chance.sample(NAMES, 4), set[str]()
    common = [_paragraph(chance, names) for _ in range(chance.randint(0, 5))]
    for stem in chance.sample(FILES, chance.randint(1, 4)):
        address = re.sub(r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", stem).casefold()).strip("-")
        if address in taken:
            continue
        taken.add(address)
        suffix = chance.choice((".txt", ".txt", ".md", ".html"))
        title = chance.choice(TITLES)
        kept = [p for p in common if chance.random() < 0.8]
        paragraphs = [*kept, *(_paragraph(chance, names) for _ in range(chance.randint(1, 6)))]
        (folder / "sources" / f"{stem}{suffix}").write_text(
            _source(suffix, title, paragraphs, chance), encoding="utf-8"
        )
        known = {
            "title": chance.choice((None, None, title)),
            "outlet": chance.choice(OUTLETS),
            "url": chance.choice(URLS),
        }
        known |= {"published": chance.choice(DATES), "author": chance.choice((None, "Ü. Ö", "By AFP", "Lind, Ann"))}
        about[f"{stem}{suffix}"] = {key: value for key, value in known.items() if value is not None} or None
    told: dict[str, object] = {"articles": about}
    if chance.random() < 0.3:
        told["reproduce"] = chance.choice(("full", "cited", "none"))
    (folder / "story.yml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    changes = [{"do": do, "to": chance.choice(TITLES[1:]), "why": chance.choice(TITLES[1:])} for do in ("headline", "teaser", "note") if chance.random() < 0.15]  # fmt: skip
    if changes:
        (folder / "overrides.yml").write_text(
            yaml.safe_dump({"overrides": changes}, allow_unicode=True), encoding="utf-8"
        )


def _paragraph(chance: random.Random, names: list[str]) -> str:
    """Make a paragraph of one to three sentences; now and then one that tries to be more than text."""
    if chance.random() < 0.06:
        trick = chance.choice(TRICKS).replace("\0", "").encode("utf-8", "ignore").decode()
        return f"The mayor said {trick} on Friday."
    made = []
    for _ in range(chance.randint(1, 3)):
        form = chance.choice(SAID if chance.random() < 0.6 else PLAIN)
        a, b = chance.sample(SPOKEN, 2)
        made.append(form.format(a=a, b=b, name=chance.choice(names), teller=chance.choice(TELLERS)))
    return " ".join(made)


def _source(suffix: str, title: str | None, paragraphs: list[str], chance: random.Random) -> str:
    if suffix == ".html":
        in_head = f"<title>{_html(title)}</title>" if title else ""
        body = "".join(f"<p>{_html(paragraph)}</p>" for paragraph in paragraphs)
        return f"<!doctype html><html lang=en><head>{in_head}</head><body><article>{f'<h1>{_html(title)}</h1>' if title else ''}{body}</article></body></html>"  # fmt: skip
    head = [f"# {title}" if suffix == ".md" else title] if title and chance.random() < 0.8 else []
    return "\n\n".join([*head, *paragraphs, ""])


def _html(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;")
