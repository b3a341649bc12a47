"""Who said what: the cases in cases/, the two real articles, and text that is no text."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storybrief.model import Article, Extract, Paragraph, Source, Span, Statement
from storybrief.statements import lone, speaker, unmarked
from storybrief.statements.cues import cues
from storybrief.statements.extract import heard, statements
from storybrief.statements.same_speaker import BODIES, PEOPLE
from storybrief.statements.sentences import sentences
from storybrief.statements.speakers import speakers
from told import cases as cases_of

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks import seeds
from benchmarks.who_said_what import without

FILES = ("direct", "mixed", "indirect", "not_quotations", "speaker", "pronouns", "relay", "rules", "unmarked")


def article(name: str, text: str) -> Article:
    """An article whose every line is a paragraph of its body."""
    made: list[Paragraph] = []
    for m in re.finditer(r"[^\n]+", text):
        if m.group().strip():
            made.append(Paragraph("body", Span(*m.span()), len(made) + 1))
    return Article(Source(name, name, ""), None, text, tuple(made))


def said_in(text: str) -> tuple[Statement, ...]:
    """The statements of a text."""
    made = article("x", text)
    return statements(made, sentences(made))


def as_line(text: str, statement: Statement) -> str:
    """A statement as a case writes it."""
    a = statement.attribution
    words = " … ".join(c.of(text) for c in statement.content)
    parts = [statement.kind, words, a.name or "–", a.cue.of(text) if a.cue else "–"]
    if a.kind and a.kind != "person":
        parts.append(f"sort: {a.kind}")
    if a.role:
        parts.append(f"role: {a.role.of(text)}")
    if a.relay:
        parts.append(f"relay: {a.relay.kind} {a.relay.via.of(text)}")
    if a.addressee:
        parts.append(f"to: {a.addressee.of(text)}")
    if a.when:
        parts.append(f"when: {a.when.of(text)}")
    return " | ".join([*parts, f"by: {a.by.rule}"])


def split(lines: list[str]) -> tuple[str, list[str], list[str]]:
    """The text of a case, the statements expected, and the rules that must not decide in it."""
    text = "\n".join(x for x in lines if not x.startswith(("=> ", "against: ", "known: "))).strip("\n")
    expected = [x[3:] for x in lines if x.startswith("=> ") and x != "=> nothing"]
    return text, expected, [x[9:] for x in lines if x.startswith("against: ")]


def marked(name: str) -> list[Any]:
    """The cases of a file as parameters; those known to fail are strict xfails with their reason."""
    found = []
    for title, lines in cases_of(name):
        known = next((x[7:] for x in lines if x.startswith("known: ")), None)
        marks = [pytest.mark.xfail(reason=known, strict=True)] if known else []
        found.append(pytest.param(lines, id=f"{name[:-3]}: {title}", marks=marks))
    return found


@pytest.mark.parametrize("lines", [p for f in FILES for p in marked(f"statements_{f}.md")])
def test_case(lines: list[str]) -> None:
    text, expected, against = split(lines)
    found = said_in(text)
    assert [as_line(text, s) for s in found] == expected
    assert not {s.attribution.by.rule for s in found} & set(against)


@pytest.mark.parametrize("lines", marked("sentences.md"))
def test_sentences(lines: list[str]) -> None:
    wanted = "\n".join(x for x in lines if not x.startswith("known: ")).split(" / ")
    text = " ".join(wanted)
    assert [s.span.of(text) for s in sentences(article("x", text))] == wanted


@pytest.mark.parametrize("lines", marked("speakers.md"))
def test_speakers(lines: list[str]) -> None:
    texts: dict[str, list[str]] = {}
    for line in lines:
        if re.match(r"[A-Z]: ", line):
            texts.setdefault(line[0], []).append(line[3:])
    same = dict(x[5:].split(" = ") for x in lines if x.startswith("same "))
    made = []
    for name, paragraphs in texts.items():
        one = article(name, "\n".join(paragraphs))
        cut = sentences(one)
        told = heard(one, cut)
        made.append(Extract(one, cut, told.statements, (), (), named=told.named))
    found = [
        f"{s.name} | {s.kind} | {' '.join(f'{a}{n}' for a, n in s.statements) or '–'}" for s in speakers(made, same)
    ]
    assert found == [x[3:] for x in lines if x.startswith("=> ")]


@pytest.mark.parametrize(("full", "known"), [("Ann Lind", True), ("Ann Berg", False)])
def test_who_did_not_answer_is_whom_another_article_names_in_full(full: str, known: bool) -> None:
    made = []
    for name, text in (("A", f"{full} said the wall was safe."), ("B", "Ms. Lind would not say whether it is old.")):
        one = article(name, text)
        cut = sentences(one)
        told = heard(one, cut)
        made.append(Extract(one, cut, told.statements, (), (), told.no_answers, named=told.named))
    assert [one.name for one in made[1].no_answers] == ["Lind"]
    assert any("Lind" in s.forms for s in speakers(made) if s.name == full) is known


def test_there_are_enough_cases() -> None:
    counted = [b for f in FILES for b in cases_of(f"statements_{f}.md")]
    assert len(counted) + len(cases_of("sentences.md")) + len(cases_of("speakers.md")) >= 150
    titles = [title for title, _ in counted]
    assert len(set(titles)) == len(titles)


TABLES = ((speaker, "SUBJECT"), (lone, "RULES"), (unmarked, "RULES"))
RULES = [(module, table, name) for module, table in TABLES for name, _ in getattr(module, table)]


@pytest.mark.parametrize(("module", "table", "name"), RULES, ids=[r[2] for r in RULES])
def test_every_rule_has_a_case_for_and_a_case_against(module: Any, table: str, name: str) -> None:
    """Without the rule a case fails; and a case names it as one that must not decide."""
    cases = [split(lines) for f in FILES for _, lines in cases_of(f"statements_{f}.md")]
    assert any(name in against for _, _, against in cases)
    with without(module, table, name):
        assert any([as_line(t, s) for s in said_in(t)] != expected for t, expected, _ in cases)


def test_every_rule_for_names_is_told_in_its_trace() -> None:
    assert [n for n, _ in PEOPLE] == [
        "own name",
        "surname of one person",
        "middle name or initials",
        "other spelling",
        "surname and title",
    ]
    assert [n for n, _ in BODIES] == ["own name", "other order of words", "short form", "acronym"]


def test_the_seeds_are_read_right() -> None:
    """All core attributions of the gold, and none of the false cues."""
    facts = seeds.gold()
    found = seeds.extracts(seeds.articles(facts))
    register = speakers(tuple(found.values()))
    core = [a for a in facts["attributions"] if a["scoring"] == "core"]
    assert {a["id"]: seeds.right(a, found, register, facts) for a in core} == {a["id"]: "" for a in core}
    assert [c["id"] for c in facts["false_cues"] if seeds.FALSE[c["id"]](found, c)] == []


def test_the_sentences_of_the_seeds() -> None:
    facts = seeds.gold()
    for name, one in seeds.articles(facts).items():
        wanted = [s["text"] for s in facts["sentences"] if s["article"] == name]
        assert [s.span.of(one.text) for s in sentences(one)] == wanted
        assert [s.number for s in sentences(one)] == list(range(1, len(wanted) + 1))


def test_roles_forms_and_the_silent_of_the_seeds() -> None:
    facts = seeds.gold()
    found = {s.name: s for s in speakers(tuple(seeds.extracts(seeds.articles(facts)).values()))}
    texts = {n: a.text for n, a in seeds.articles(facts).items()}
    assert [r.span.of(texts[r.article]) for r in found["Donald Trump"].roles] == ["US President", "U.S. President"]
    assert found["Mike Johnson"].statements == () == found["JD Vance"].statements
    assert [r.span.of(texts[r.article]) for r in found["Mike Johnson"].roles] == ["Republican House Speaker"]
    assert found["Benjamin Netanyahu"].forms == ("Benjamin Netanyahu", "Netanyahu")


def check(text: str) -> None:
    """Nothing is raised, and every offset is a place in the text."""
    one = article("x", text)
    cut = sentences(one)
    told = heard(one, cut)
    found = told.statements
    last = 0
    for sentence in cut:
        assert last <= sentence.span.start < sentence.span.end <= len(text)
        last = sentence.span.end
    for n, s in enumerate(found, 1):
        a = s.attribution
        assert s.number == n
        assert s.sentences
        assert (a.name is None) == (a.named is None) == (a.kind is None)
        optional = [a.mention, a.head, a.named, a.role, a.cue, a.addressee, a.when, a.relay.via if a.relay else None]
        for span in [*s.content, *s.quoted, *(x for x in optional if x)]:
            assert 0 <= span.start < span.end <= len(text)
        if a.name is not None and a.named is not None:
            assert a.named.of(text) == a.name
        if s.kind == "indirect":
            assert not s.quoted
    speakers([Extract(one, cut, found, (), (), named=told.named)])


PIECES = st.sampled_from(
    (
        *("“", "”", '"', "''", "'", "‘", "’", "«", "»", "said", "Ann Lind", "he", "who", ", ", ". ", ": ", "? "),
        *("according to", "told", "adding", "that", "the mayor", "and", "as", "by", "Monday", "7", "😀", "שלום"),
        *("\n", ":\n", "LIND:", "—", "(", ")", "\u202e", "…", "'s"),
    )
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_order_of_marks_names_and_cues(text: str) -> None:
    check(text)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 10_000,
        "“" * 10_000,
        "“‘" * 5_000,
        "“a” " * 5_000,
        "(" * 10_000,
        ", said" * 5_000,
        "Ann and he said “x” and " * 500,
        "the mayor, who said it, " * 1_000,
        "word " * 5_000,
        "x" * 1_000_000,
        "אמר “שלום 😀” " * 500,
        "",
        "\n\n",
        "\x00\x01\x02 said “\x00”",
    ],
    ids=lambda t: f"{t[:12]!r} {len(t)}",
)
def test_hostile_text(text: str) -> None:
    check(text)


def test_only_the_body_is_read() -> None:
    text = "Ann Lind said the bridge was safe.\nAnn Lind said the road was closed."
    title = Paragraph("title", Span(0, 34))
    body = Paragraph("body", Span(35, len(text)), 1)
    one = Article(Source("x", "x", ""), None, text, (title, body))
    found = statements(one, sentences(one))
    assert [c.of(text) for s in found for c in s.content] == ["the road was closed"]
    assert found[0].sentences == (2,)


def test_a_title_is_one_sentence() -> None:
    text = "Safe again. Or not?"
    one = Article(Source("x", "x", ""), text, text, (Paragraph("title", Span(0, len(text))),))
    assert len(sentences(one)) == 1


def test_two_runs_are_the_same() -> None:
    one = next(iter(seeds.articles(seeds.gold()).values()))
    assert statements(one, sentences(one)) == statements(one, sentences(one))


def test_every_cue_has_a_class_and_a_view() -> None:
    kinds = {"say", "tell", "call", "act"}
    views = {"neutral", "doubt", "concession", "force", "dispute", "praise", "revelation", "evasion"}
    assert {c.kind for c in cues().values()} <= kinds
    assert {c.view for c in cues().values()} <= views
    assert cues()["claimed"].view == "doubt"
    assert cues()["said"].view == "neutral"


def test_a_text_that_lost_its_paragraphs_has_the_speakers_that_it_had() -> None:
    rows = [
        "Ann Lind runs the mill. It stands on the quay.",
        "“We sail at noon,” she said. “The tide is with us.”",
        *(f"The crew painted the deck in week {n}. Nobody spoke of the rain." for n in range(9)),
        "Mayor Karl Moen came at noon. The band played.",
        "“The quay is ours.”",
        "Moen said the mill would stay.",
    ]

    def heard_in(text: str) -> list[tuple[str, str | None]]:
        return [(s.content[0].of(text), s.attribution.name) for s in said_in(text)]

    assert heard_in("\n".join(rows)) == heard_in(" ".join(rows))
