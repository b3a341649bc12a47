"""Where quotation marks open and close: the cases in cases/marks.md, and marks set at random."""

from __future__ import annotations

import json
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from invented import ROOT, nightly
from storybrief.english.marks import bare, ends_sentence, in_body, inside, masked, nested, regions, typed
from storybrief.english.readings import Region
from storybrief.model import Article, Extract, Span
from storybrief.statements.extract import heard
from storybrief.statements.sentences import sentences
from told import cases, extract


def paragraphs(text: str) -> tuple[Span, ...]:
    return tuple(Span(*m.span()) for m in re.finditer(r"[^\n]+", text))


def as_line(text: str, region: Region, several: bool) -> str:
    """A quotation as a case writes it."""
    parts = [region.inner.of(text), *([f"in {region.paragraph + 1}"] if several else [])]
    parts += ["open"] * (not region.closed) + ["goes on"] * region.continued + ["resumes"] * region.resumes
    parts += ["single"] * region.single + [f"nested: {span.of(text)}" for span in nested(text, region)]
    return " | ".join(parts)


@pytest.mark.parametrize("lines", [pytest.param(lines, id=title) for title, lines in cases("marks.md")])
def test_marks(lines: list[str]) -> None:
    text = "\n".join(x for x in lines if not x.startswith("=> ")).strip("\n")
    spans = paragraphs(text)
    found = [as_line(text, region, len(spans) > 1) for region in regions(text, spans)]
    assert found == [x[3:] for x in lines if x.startswith("=> ") and x != "=> nothing"]


MARKS = ['"', "“", "”", "''", "``", "'", "‘", "’", "«", "»", "„", "「", "」", "'''", ' "', '" ', "”“", '"“']
WORDS = ["It fell", " she said", " Lind said. ", ",", ".", "?", " ", "\n", "\n\n", "6", " no", " 'til", " <a b=", ">"]
messy = st.lists(st.sampled_from(MARKS + WORDS), max_size=60).map("".join)


@given(messy)
def test_any_marks_can_be_read(text: str) -> None:
    """No two quotations overlap, each is in its paragraph and holds what is nested in it; no letter gets lost."""
    spans = paragraphs(text)
    found = regions(text, spans)
    at = 0
    for region in found:
        assert at <= region.outer.start <= region.inner.start < region.inner.end <= region.outer.end
        assert spans[region.paragraph].holds(region.outer)
        assert all(region.inner.holds(one) for one in nested(text, region))
        at = region.outer.end
    for n, span in enumerate(spans):
        written = typed(text, span, [r for r in found if r.paragraph == n])
        assert len(written) == len(span)
        assert [c for c in written if c.isalnum()] == [c for c in span.of(text) if c.isalnum()]
        for region in inside(text, span):
            assert span.holds(region.outer)
    assert len(masked(text)) == len(text)
    assert bare(text) in text


@pytest.mark.parametrize(
    ("words", "more", "ends"),
    [
        ("It fell.”)", "", True),
        ("It fell", "", False),
        ("”", "", False),
        ("He said:", "", False),
        ("He said:", ":", True),
    ],
)
def test_words_end_as_a_sentence_does(words: str, more: str, ends: bool) -> None:
    assert ends_sentence(words, more) is ends


def test_what_stands_in_marks_is_masked() -> None:
    assert masked("“It fell,” she said, “at noon”") == "           she said,          "
    assert [region.paragraph for region in inside("“It fell,” she said", Span(0, 19))] == [0]


@pytest.mark.parametrize(
    ("piece", "quoted"),
    [
        ("and then it fell,” she said", "and then it fell,"),
        ('and then it fell," she said', "and then it fell,"),
        ("she said: “It fell", "It fell"),
        ("she said: “It fell,” and “It", "It fell, … It"),
        ("it fell,” she said. “It is gone,” he said", "it fell, … It is gone,"),
        ("she said nothing", ""),
    ],
)
def test_a_piece_may_begin_and_end_inside_a_quotation(piece: str, quoted: str) -> None:
    assert " … ".join(region.inner.of(piece) for region in inside(piece, Span(0, len(piece)))) == quoted


def test_single_marks_are_read_in_english_only() -> None:
    """Elsewhere too many of them are apostrophes."""
    text = "The 'old quay' fell on Monday, and 'it was slow,' Lind said. \"It is gone,\" she said."
    article, german = extract("a", text).article, extract("a", text, language="de").article
    assert any(region.single for region in in_body(article))
    assert [region.inner.of(german.text) for region in in_body(german)] == ["It is gone,"]


def accounted(made: Extract) -> None:
    """Every quotation of the body, and every nested one, is a statement or listed, and none is both."""
    article: Article = made.article
    found = heard(article, sentences(article))
    said = {span for statement in found.statements for span in statement.quoted}
    listed = {one.span for one in found.unsaid}
    there = {r.inner for r in in_body(article)} | {n for r in in_body(article) for n in nested(article.text, r)}
    assert there <= said | listed
    assert not said & listed


@given(messy)
@settings(max_examples=settings().max_examples // 3)
def test_every_quotation_is_a_statement_or_listed(text: str) -> None:
    accounted(extract("x", text))
    accounted(extract("x", text, language="de"))


REAL = (
    'Ann Lind, who runs the quay, told the council on Monday: “We leave at dawn. Nobody stays.” The word "quay" is old.\n'
    "“It was never safe,” said Ida Krol. “They knew ‘for years’ and did nothing,\" she added, '' and so did we. ''\n"
    "“My father built it.\n“He would weep,” the harbour master said, holding a sign that read “No boats”.\n"
    'Q: Why hemp?\nA: It holds.\n"Smoke is drifting." — Halvik Fire (@halvikfire) May 3, 2024\n'
)


def collected() -> list[str]:
    """The articles of this project, and in the nightly run of every collection that lies beside it."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "briefs").glob("*/sources/*.txt"))]
    if nightly():
        for path in sorted((ROOT.parent / "shared" / "corpora").glob("*/*.jsonl")):
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
            texts += [row["text"] for row in rows if isinstance(row, dict) and isinstance(row.get("text"), str)]
    return texts


def test_each_article_without_one_of_its_letters_is_accounted_for() -> None:
    random_ = random.Random(11)
    texts = collected()
    assert texts
    for text in texts:
        at = random_.randrange(len(text) or 1)
        accounted(extract("x", text[:at] + text[at + 1 :]))


def test_a_letter_deleted_or_doubled_anywhere_breaks_nothing() -> None:
    """A random half of all places here; all of them, and two at once, in the nightly run."""
    random_ = random.Random(5)
    for at in range(len(REAL)):
        if nightly() or random_.random() < 0.5:
            accounted(extract("x", REAL[:at] + REAL[at + 1 :]))
            if nightly():
                other = random_.randrange(len(REAL))
                accounted(extract("x", REAL[:at] + random_.choice(MARKS) + REAL[at:other] + REAL[other + 1 :]))
