"""`storybrief check --site` proves the published pages: whatever one letter of them is changed, it is told."""

from __future__ import annotations

import random
import re
import shutil
import string
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings
from lxml import etree
from lxml.html import HtmlElement
from mkdocs.commands.build import build
from mkdocs.config import load_config

from site_parser import ROOT
from storybrief.cli import main
from storybrief.problems import Stop
from storybrief.proof.document import Document, read_page, runs, target, words
from storybrief.proof.own_words import own_words
from storybrief.proof.prove import ids_of, opened, page_faults, prove, proved_sentences, root_of
from storybrief.proof.rules import Site, speaker_of

# What the tool itself counts or says beside an article's words and cannot be held against the page: how long it takes
# to read, where a claim stands in a picture.
NOT_PROVED = re.compile(
    r"\bminutes?\b|“In brief” alone|\bpairs are related\b"
    r"|\bspeakers?\b|\bof them\b|\bdays in order\b|\bclaims are in several\b|\bPut together\b|^\d+$"
)


@dataclass(frozen=True)
class Built:
    """A built site in `folder`/site, opened, with what is wrong with its pages as they are."""

    folder: Path
    site: Site
    ids: dict[str, frozenset[str]]
    known: dict[str, set[tuple[str, str]]]

    def faults(self, page: Document) -> set[tuple[str, str]]:
        """What the proof says of a page that takes the place of the one of its path."""
        site = replace(self.site, pages={**self.site.pages, page.path: page})
        if page.kind == "article":
            site = replace(site, sentences=proved_sentences(site))
        return {*page_faults(page, site, {**self.ids, page.path: ids_of(page)})} - self.known[page.path]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("published")
    make_site(folder)
    site, problems = opened(folder / "site", folder)
    assert not problems
    ids = {path: ids_of(page) for path, page in site.pages.items()}
    return Built(folder, site, ids, {path: {*page_faults(page, site, ids)} for path, page in site.pages.items()})


def make_site(folder: Path) -> None:
    """Build a site of the example stories in `folder`, with a correction and a person known under two names."""
    shutil.copytree(ROOT / "briefs", folder / "briefs", dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    overrides = folder / "briefs" / "river-flood" / "overrides.yml"
    correction = "corrections:\n  - kind: correction\n    what: The river was named wrongly.\n    when: 2026-05-06\n    why: A reader wrote to us.\n"
    overrides.write_text(f"{overrides.read_text('utf-8')}\n{correction}", encoding="utf-8")
    made = CliRunner().invoke(main, ["build", "--site", str(folder)])
    assert made.exit_code == 0, made.output
    publish(folder)


def publish(folder: Path) -> None:
    build(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site"), plugins=[]))


def test_a_site_without_overrides_is_proved(tmp_path: Path) -> None:
    """Names as long as the articles have them are cut in a picture, between two words."""
    shutil.copytree(ROOT / "briefs" / "gaza-ceasefire" / "sources", tmp_path / "briefs" / "talks" / "sources")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    made = CliRunner().invoke(main, ["build", "--site", str(tmp_path)])
    assert made.exit_code == 0, made.output
    publish(tmp_path)
    assert "the territory's health ministry…</text>" in (tmp_path / "site/talks/index.html").read_text("utf-8")
    proved = CliRunner().invoke(main, ["check", "--site", str(tmp_path / "site")])
    assert proved.exit_code == 0, proved.output


def test_the_example_site_is_proved(built: Built) -> None:
    problems, pages = prove(built.folder / "site", built.folder)
    assert [str(p) for p in problems] == []
    assert pages > 40


# --- one other letter --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mutation:
    """A change of one character in a page: what kind, in which page, and the page as it is then."""

    kind: str
    page: Document
    told: str


def mutations(built: Built, seed: int) -> Iterator[Mutation]:
    """Yield changed pages without end: of each kind in turn, in a page and a place by chance."""
    chance, own = random.Random(seed), own_words()
    paths = [path for path in sorted(built.site.pages) if path != "404.html"]
    weights = [len(words(built.site.pages[path].main)) for path in paths]
    while True:
        for kind, places in PLACES.items():
            path = chance.choices(paths, weights)[0]
            page = reread(built, path)
            there = [place for place in places(page, own) if place.characters()]
            if there:
                yield chance.choice(there).change(chance, kind, page)


def reread(built: Built, path: str) -> Document:
    return read_page(built.folder / "site" / path, path)


@dataclass(frozen=True)
class Place:
    """Characters that can be changed: the text or the tail of an element, or an attribute of it."""

    element: HtmlElement
    where: str

    def _text(self) -> str:
        if self.where in ("text", "tail"):
            return str(getattr(self.element, self.where) or "")
        return str(self.element.get(self.where) or "")

    def characters(self) -> list[int]:
        return [i for i, c in enumerate(self._text()) if c.isascii() and c.isalnum()]

    def change(self, chance: random.Random, kind: str, page: Document) -> Mutation:
        text = self._text()
        at = chance.choice(self.characters())
        pool = (
            string.digits
            if text[at].isdigit()
            else string.ascii_lowercase
            if text[at].islower()
            else string.ascii_uppercase
        )
        return Mutation(
            kind, page, f"{kind} in {page.path}: {self.put(at, chance.choice([c for c in pool if c != text[at]]))}"
        )

    def put(self, at: int, other: str) -> str:
        """Put another character at a place, and say so."""
        text = self._text()
        changed = text[:at] + other + text[at + 1 :]
        if self.where in ("text", "tail"):
            setattr(self.element, self.where, changed)
        else:
            self.element.set(self.where, changed)
        return f"{text[:at]}[{text[at]} -> {other}]{text[at + 1 :]}"


def texts(element: HtmlElement) -> Iterator[Place]:
    for event, part in etree.iterwalk(element, events=("start", "end")):
        if isinstance(part.tag, str) and part.tag not in ("script", "style"):
            if event == "start" and part.text:
                yield Place(part, "text")
            if event == "end" and part is not element and part.tail:
                yield Place(part, "tail")


def is_own(place: Place, own: frozenset[str]) -> bool:
    """Whether a text is the tool's own label, or one of its own numbers that nothing proves."""
    text = " ".join(place._text().split())
    found = re.findall(r"[^\W\d_]+", text.casefold())
    mine = all(word in own or word.removesuffix("s") in own or len(word) == 1 for word in found)
    return bool(NOT_PROVED.search(text)) or (mine and place.element.tag not in ("em", "h3"))


def shown(page: Document, own: frozenset[str]) -> list[Place]:
    """Whatever a reader sees of articles, editors and speakers: all but the tool's own labels."""
    return [place for place in texts(page.main) if not is_own(place, own)]


def digits(page: Document, own: frozenset[str]) -> list[Place]:
    return [place for place in shown(page, own) if any(c.isdigit() for c in place._text())]


def measured(page: Document, _: frozenset[str]) -> list[Place]:
    """The tool's own measures: the words each speaker is given, in the table and the picture, and what copies share."""
    shares = page.main.xpath(".//*[@id='shares']/following::table[1]//td[position() > 1]")
    shares += page.main.xpath(
        ".//figure[contains(@class, 'picture-shares')]//*[local-name()='text' or local-name()='desc']"
    )
    lines = page.main.xpath(".//li[count(a[starts-with(@href, '#article-')]) = 2]/a[2]")
    evidence = [Place(a, "tail") for a in lines if re.search(r"\d of 100|\d words in a row|\d match", a.tail or "")]
    return [place for place in (*(Place(e, "text") for e in shares), *evidence) if re.search(r"\d", place._text())]


def marks(page: Document, _: frozenset[str]) -> list[Place]:
    return [Place(a, "text") for a in page.main.xpath(".//a[starts-with(@href, '#fn:')]")]


def letters(page: Document, _: frozenset[str]) -> list[Place]:
    return [Place(a, "text") for a in page.main.xpath(".//td/a[starts-with(@href, '#article-')]")]


def speakers(page: Document, own: frozenset[str]) -> list[Place]:
    every = page.main.xpath(".//h3[starts-with(@id, 'speaker-')] | .//li/strong[1] | .//*[@class='speaker']")
    if page.story == "people" and page.kind == "page":
        every += page.main.xpath(".//h1 | .//li/a[1]")
    return [place for place in (Place(e, "text") for e in every) if not is_own(place, own)]


def links(page: Document, _: frozenset[str]) -> list[Place]:
    return [Place(a, "href") for a in page.main.xpath(".//a[@href]")]


def heads(page: Document, _: frozenset[str]) -> list[Place]:
    if page.kind not in ("brief", "article"):
        return [Place(page.tree.find("head/title"), "text")]
    named = ("og:title", "og:description", "description", "speaker", "outlet", "story", "title", "month")
    metas = [m for m in page.tree.iter("meta") if (m.get("property") or m.get("name")) in named]
    return [Place(page.tree.find("head/title"), "text"), *(Place(m, "content") for m in metas)]


PLACES = {
    "letter or digit": shown,
    "digit": digits,
    "measure": measured,
    "footnote number": marks,
    "letter of an article": letters,
    "speaker": speakers,
    "link": links,
    "head": heads,
}


def test_one_other_digit_in_any_measure_is_told(built: Built) -> None:
    """Every digit of every measure of the example site."""
    tried = 0
    for path in sorted(path for path, page in built.site.pages.items() if page.kind == "brief"):
        for number, place in enumerate(measured(built.site.pages[path], frozenset())):
            for at in (m.start() for m in re.finditer(r"\d", place._text())):
                page = reread(built, path)
                told = measured(page, frozenset())[number].put(at, str((int(place._text()[at]) + 1) % 10))
                assert "count" in {code for code, _ in built.faults(page)}, told
                tried += 1
    assert tried > 50


def test_one_other_letter_anywhere_is_told(built: Built) -> None:
    """60 mutations here, 1,000 in `make nightly`: none is missed."""
    wanted = 1000 if settings().max_examples > 1000 else 60
    missed = []
    tried = 0
    for mutation in mutations(built, seed=wanted):
        tried += 1
        if not built.faults(mutation.page):
            missed.append(mutation.told)
        if tried == wanted:
            break
    assert not missed, "\n".join(missed)
    assert tried == wanted


# --- what else must be told ----------------------------------------------------------------------------------------


def changed(built: Built, path: str, old: str, new: str) -> set[str]:
    """The codes of what the proof says when a page has other HTML."""
    text = (built.folder / "site" / path).read_text("utf-8")
    assert old in text
    file = built.folder / "changed.html"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return {code for code, _ in built.faults(read_page(file, path))}


@pytest.mark.parametrize("path", ["index.html", "months/2026-03/index.html"])
def test_one_other_letter_in_what_a_list_says_of_a_story_is_told(built: Built, path: str) -> None:
    """Even one that makes another word of the tool's own, or of another article."""
    for old, new in (("warehouse in Port", "warehouse is Port"), ("two people and", "two people aid")):
        assert changed(built, path, old, new) == {"unproved"}


BRIEF = "harbour-fire/index.html"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('<li id="fn:', '<li id="gone:', "dead-anchor"),
        ('href="#fnref:', 'href="#fnref9:', "no-way-back"),
        ('href="articles/coast-wire/', 'href="articles/nobody/', "dead-link"),
        ("This story is invented.", "This story is true.", "override-unseen"),
        ('id="figures"', 'id="articles"', "doubled-address"),
        ("<li>Note added", "<li>Wrongly put", "unproved"),
    ],
)
def test_what_is_wrong_with_a_page_is_told(built: Built, old: str, new: str, code: str) -> None:
    assert code in changed(built, BRIEF, old, new)


def of_updates(page: Document) -> list[Place]:
    """Whatever a reader sees of newer versions: words, numbers, dates, paths, titles and the names of the rows."""
    made, inside = [], False
    for element in page.main.iter():
        if element.tag == "h2":
            inside = element.get("id") == "updated-articles"
        elif inside and isinstance(element.tag, str):
            made += [Place(element, where) for where in ("text", "tail")]
    first = page.by_id("updated-articles")
    intro = None if first is None else first.getnext()
    return [place for place in made if place.characters() and place.element is not intro]


def test_one_other_letter_in_what_a_newer_version_changed_is_told(built: Built) -> None:
    """Each text of the section in turn, three times."""
    count = len(of_updates(reread(built, BRIEF)))
    assert count > 30
    chance, missed = random.Random(5), []
    for number in [*range(count)] * 3:
        page = reread(built, BRIEF)
        mutation = of_updates(page)[number].change(chance, "newer version", page)
        if not built.faults(mutation.page):
            missed.append(mutation.told)
    assert not missed, "\n".join(missed)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("forty</strong>", "thirty</strong>", "not-verbatim"),
        ('<span class="was">', '<span class="now">', "not-verbatim"),
        ("quotation altered</td>", "reworded</td>", "not-the-source"),
        ('id="updated-d-2"', 'id="updated-d-3"', "update-unseen"),
        ("</span> (paragraph 3)</td>", "</span> (paragraph 4)</td>", "not-verbatim"),
        ("1 quotation altered</a>", "2 quotations altered</a>", "count"),
        ('<h2 id="in-brief">', '<p><span class="was">It never burned.</span></p><h2 id="in-brief">', "not-verbatim"),
    ],
)
def test_what_is_wrong_about_a_newer_version_is_told(built: Built, old: str, new: str, code: str) -> None:
    assert code in changed(built, BRIEF, old, new)


def test_a_change_that_the_page_keeps_silent_about_is_told(built: Built) -> None:
    row = re.compile(r'<tr><td><span id="u-[^"]*"></span>gone</td>.*?</tr>')
    [silent] = row.findall((built.folder / "site" / BRIEF).read_text("utf-8"))
    assert "update-unseen" in changed(built, BRIEF, silent, "")


def test_the_version_that_an_article_s_page_names_is_proved(built: Built) -> None:
    path = "harbour-fire/articles/selwyn-gazette/index.html"
    assert changed(built, path, "2, 2026-03-12; ", "3, 2026-03-12; ") == {"not-the-source"}


def test_an_earlier_version_that_changed_since_is_told(tmp_path: Path, built: Built) -> None:
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True)
    source = tmp_path / "briefs/harbour-fire/sources/earlier/selwyn-gazette.1.md"
    source.write_text(source.read_text("utf-8").replace("forty", "sixty"), encoding="utf-8")
    told = {(p.path, p.code) for p in prove(tmp_path / "site", tmp_path)[0]}
    assert {("site/harbour-fire/index.html", "not-verbatim"), ("site/harbour-fire/brief.json", "not-verbatim")} <= told


def test_a_claim_that_hides_where_its_sentence_goes_on_is_told(built: Built) -> None:
    """Wherever the example site cuts a claim."""
    cut = re.compile(r'<span id="c-[^"]*">[^<]* …</span>')
    paths = [path for path in sorted(built.site.pages) if path.count("/") == 1]
    found = [(path, old) for path in paths for old in cut.findall((built.folder / "site" / path).read_text("utf-8"))]
    assert found
    for path, old in found:
        assert "not-verbatim" in changed(built, path, old, old.replace(" …</span>", "</span>"))


def test_an_address_put_behind_words_that_its_article_does_not_have_is_told(built: Built) -> None:
    """What a copy has in the very same words is shown once, with the copy's own address behind it."""
    text = (built.folder / "site" / BRIEF).read_text("utf-8")
    shared = re.findall(
        r'<span id="(s-[^"]*)">“[^<]*(?:<strong>[^<]*</strong>[^<]*)*</span><span id="(s-[^"]*)">', text
    )
    other = re.search(r'in the article’s words|other words:</em> <span id="(s-[^"]*)">', text)
    assert shared
    assert other
    assert other[1]
    for _, behind in shared:
        swapped = text.replace(other[1], "s-later").replace(behind, other[1]).replace("s-later", behind)
        assert "not-verbatim" in changed(built, BRIEF, text, swapped)


def test_a_statement_put_under_another_speaker_is_told(built: Built) -> None:
    page = reread(built, BRIEF)
    [said] = page.main.xpath("(.//h3[starts-with(., 'Tomas Brandt')]/following::span[starts-with(@id, 's-')])[1]")
    assert speaker_of(said) == "Tomas Brandt"
    name = re.search(r'"name": ?"Tomas Brandt"', (built.folder / "site" / BRIEF).read_text("utf-8"))
    assert name
    assert "speaker" in changed(built, BRIEF, name[0], name[0].replace("Tomas Brandt", "Oyelaran Bisi"))


def test_a_source_that_changed_since_is_told(tmp_path: Path, built: Built) -> None:
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True)
    source = next((tmp_path / "briefs" / "harbour-fire" / "sources").glob("coast*"))
    source.write_text(source.read_text("utf-8").replace("harbour", "haven"), encoding="utf-8")
    told = {(p.path, p.code) for p in prove(tmp_path / "site", tmp_path)[0]}
    assert ("site/harbour-fire/articles/coast-wire/index.html", "no-source") in told
    assert ("site/harbour-fire/index.html", "not-verbatim") in told


def test_a_page_that_is_missing_is_told(tmp_path: Path, built: Built) -> None:
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "site" / "harbour-fire" / "articles" / "coast-wire")
    told = [str(p) for p in prove(tmp_path / "site", tmp_path)[0]]
    assert any("no-page" in line and "coast-wire" in line for line in told)
    assert any("dead-link" in line for line in told)


def test_brief_json_is_held_against_the_sources(tmp_path: Path, built: Built) -> None:
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "site" / "harbour-fire" / "brief.json"
    text = file.read_text("utf-8")
    file.write_text(text.replace("firefighters took", "firefighters look"), encoding="utf-8")
    assert any(p.path == "site/harbour-fire/brief.json" for p in prove(tmp_path / "site", tmp_path)[0])


def test_the_command_says_what_to_do_and_exits_with_1(tmp_path: Path, built: Built) -> None:
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True)
    good = CliRunner().invoke(main, ["check", "--site", str(tmp_path / "site")])
    assert good.exit_code == 0, good.output
    assert "published pages proved" in good.output
    page = tmp_path / "site" / BRIEF
    page.write_text(page.read_text("utf-8").replace("firefighters", "firefighter5"), encoding="utf-8")
    bad = CliRunner().invoke(main, ["check", "--site", str(tmp_path / "site")])
    assert bad.exit_code == 1
    assert "site/harbour-fire/index.html: not-verbatim: Build the site anew" in bad.output


def test_without_the_sources_nothing_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    with pytest.raises(Stop, match="no-briefs"):
        root_of(tmp_path / "site")


def test_a_page_of_somebodys_own_is_left_alone(tmp_path: Path, built: Built) -> None:
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True)
    (tmp_path / "content" / "about.md").write_text("# About\n\nWe are three people and a cat.\n", encoding="utf-8")
    publish(tmp_path)
    assert prove(tmp_path / "site", tmp_path)[0] == ()


@pytest.mark.parametrize(
    ("page", "href", "path", "anchor"),
    [
        ("a/index.html", "../b/#x", "b/index.html", "x"),
        ("a/index.html", "#x", "a/index.html", "x"),
        ("index.html", "a/", "a/index.html", ""),
        ("a/b/index.html", "../..", "index.html", ""),
        ("a.html", "b.html#x", "b.html", "x"),
        ("a/index.html", "/", "index.html", ""),
        ("a/index.html", "brief.json", "a/brief.json", ""),
        ("a/index.html", "../../../etc/passwd", "etc/passwd", ""),
    ],
)
def test_where_a_link_leads(page: str, href: str, path: str, anchor: str) -> None:
    assert target(page, href) == (path, anchor)


def test_every_run_of_words_is_read_once_and_in_order(built: Built) -> None:
    page = built.site.pages[BRIEF]
    assert (
        "".join(run.words for run in runs(page.main)).split()
        == "".join(page.main.itertext())
        .replace("".join(s for e in page.main.iter("script") for s in e.itertext()), "")
        .split()
    )
