"""Claims, differences and independence: case by case from tests/cases, and what must hold for any story."""

from __future__ import annotations

import re
from collections import Counter
from itertools import combinations, pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from seed_extracts import gold, seeds
from storybrief.claims.diff import words
from storybrief.claims.differ import between
from storybrief.claims.group import groups
from storybrief.claims.merge import compare, decide, merge
from storybrief.claims.quantities import quantities
from storybrief.claims.within import within
from storybrief.model import Decisions, Extract, Merged, Passage, Span
from told import cases, extract, passage


def ids(case: tuple[str, list[str]]) -> str:
    return case[0]


def articles(lines: list[str]) -> tuple[Extract, ...]:
    """The lines "A: …" of a case as articles, a paragraph for each."""
    texts: dict[str, list[str]] = {}
    for line in lines:
        if line[1:3] == ": ":
            texts.setdefault(line[0], []).append(line[3:])
    return tuple(extract(name, "\n".join(told)) for name, told in texts.items())


def homes(merged: Merged) -> dict[tuple[str, int], set[int]]:
    """For each sentence the numbers of the claims it is in."""
    found: dict[tuple[str, int], set[int]] = {}
    for number, claim in enumerate(merged.claims):
        for held in claim.passages:
            found.setdefault((held.article, held.sentence), set()).add(number)
    return found


@pytest.mark.parametrize("case", cases("claims.md"), ids=ids)
def test_claims(case: tuple[str, list[str]]) -> None:
    """What is told to be joined is in one claim, and what is told to be apart in none."""
    merged = merge(articles(case[1]))
    home = homes(merged)
    for line in (line.split() for line in case[1] if line[1:3] != ": "):
        places = [home[w[0], int(w[1:])] for w in line[1:]]
        if line[0] == "joined":
            assert places[0] & places[1], line
        elif line[0] == "apart":
            assert not places[0] & places[1], line
        else:
            assert all((len(p) > 1) == (line[0] == "cut") for p in places), line


@pytest.mark.parametrize("case", cases("differences.md"), ids=ids)
def test_differences(case: tuple[str, list[str]]) -> None:
    """Exactly the differences listed, each around the words listed; low ones only where the case lists their kind."""
    a, b = articles(case[1])
    whole = [Passage(e.article.id, 1, e.sentences[0].span) for e in (a, b)]
    lines = [line.split(" | ") for line in case[1] if line[1:3] != ": "]
    wanted = [line for line in lines if line[0] != "none"]
    low = {line[0] for line in wanted if line[1] == "low"}
    every = between(whole[0], a, whole[1], b)
    found = [d for d in every if d.weight != "low" or d.kind in low]
    assert not {d.kind for d in every} & {line[1] for line in lines if line[0] == "none"}
    assert [[d.kind, d.weight] for d in found] == [w[:2] for w in wanted]
    for difference, (_, _, left, right) in zip(found, wanted, strict=True):
        assert passage(a, left).span.overlaps(difference.a.span)
        assert passage(b, right).span.overlaps(difference.b.span)


def test_the_weightiest_difference_comes_first_and_the_earlier_article_stands_left() -> None:
    a, b = articles(
        [
            "A: The storm in the harbour of Tarn cost at least 40 lives. The fire killed 12 people in the old mill.",
            "B: The storm in the harbour of Tarn cost more than 40 lives. The fire killed 15 people in the old mill.",
        ]
    )
    found = merge((a, b)).differences
    assert [(d.weight, d.a.article, d.b.article) for d in found] == [("high", "A", "B"), ("medium", "A", "B")]


def test_the_two_real_articles() -> None:
    """All agreements that a person found are joined, and no sentences that are none."""
    made, numbers = seeds()
    names = {(name[0], number): name for name, number in numbers.items()}
    joined = {
        (names["A", a.sentence], names["B", b.sentence])
        for claim in merge(made).claims
        for a in claim.passages
        for b in claim.passages
        if (a.article, b.article) == ("A", "B")
    }
    assert joined == {(a, b) for g in gold()["agreements"] for a in g["A"] for b in g["B"]}


def test_the_order_of_a_row_of_articles_is_not_what_joins() -> None:
    """With the articles the other way round the same sentences are joined."""
    made, _ = seeds()
    both = [
        {frozenset((p.article, p.sentence) for p in claim.passages) for claim in merge(row).claims}
        for row in (made, made[::-1])
    ]
    assert both[0] == both[1]


# --- what must hold for any story ---------------------------------------------------------------------------------

WORDS = [
    "the",
    "mill",
    "ferry",
    "wall",
    "harbour",
    "mayor",
    "Kowal",
    "Visser",
    "said",
    "met",
    "two",
    "40",
    "not",
    "burned",
    "on",
    "Friday",
    "after",
    "and",
    "though",
    "talks",
]
sentence = st.lists(st.sampled_from(WORDS), min_size=3, max_size=14).map(lambda w: " ".join(w).capitalize() + ".")
article = st.lists(sentence, min_size=1, max_size=6).map("\n".join)
story = st.lists(article, min_size=1, max_size=4).map(
    lambda texts: tuple(extract(f"a{n}", text) for n, text in enumerate(texts))
)


def covered(made: tuple[Extract, ...], merged: Merged) -> None:
    """Every word of every body sentence stands in exactly one passage of one claim."""
    held = Counter(p for claim in merged.claims for p in claim.passages)
    assert set(held.values()) <= {1}
    for one in made:
        for told in one.sentences:
            spans = sorted(p.span for p in held if (p.article, p.sentence) == (one.article.id, told.number))
            assert spans
            assert all(a.end <= b.start for a, b in pairwise(spans))
            text = one.article.text
            assert "".join(s.of(text) for s in spans).replace(" ", "") == told.span.of(text).replace(" ", "")


@settings(max_examples=60, deadline=None)
@given(story)
def test_every_sentence_is_in_claims_once(made: tuple[Extract, ...]) -> None:
    """Nothing is dropped and nothing counted twice; the words shown are of the claim; links stay inside it."""
    merged = merge(made)
    covered(made, merged)
    for claim in merged.claims:
        assert claim.shown in claim.passages
        assert all(link.a in claim.passages and link.b in claim.passages for link in claim.links)
        assert all(0 <= link.score <= 1 for link in claim.links)
    assert len(merged.independence) == len(list(combinations(made, 2)))
    assert merge(made) == merged


def test_only_the_body_speaks() -> None:
    """The teaser, the titles and the subtitle of the real articles are in no claim."""
    made, _ = seeds()
    body = {e.article.id: {s.number for s in e.sentences if e.article.paragraphs[s.paragraph].number} for e in made}
    claims = merge(made).claims
    assert {(p.article, p.sentence) for c in claims for p in c.passages} == {(a, n) for a in body for n in body[a]}


def test_one_article_and_none() -> None:
    """One article makes claims of one passage each; no article makes no claim."""
    alone = extract("a", "The mill burned on Friday.\nThe ferry sails again.")
    merged = merge([alone])
    assert [len(c.passages) for c in merged.claims] == [1, 1]
    assert merged.independence == ()
    assert merge([]).claims == ()


def test_fifty_copies_are_one_line_each() -> None:
    """Copies are joined sentence by sentence, and told to be copies."""
    text = "\n".join(f"The {w} of the lower town burned down on the {n}th night of the feast." for n, w in enumerate(
        ["mill", "brewery", "ferry", "chapel", "bakery", "smithy", "tannery", "granary"], start=4))  # fmt: skip
    made = [extract(f"a{n}", text) for n in range(50)]
    merged = merge(made)
    assert len(merged.claims) == 8
    assert all(len(c.passages) == 50 for c in merged.claims)
    assert {i.verdict for i in merged.independence} == {"copied"}
    assert not merged.differences


def test_articles_that_share_nothing() -> None:
    """Nothing is joined and nothing is said about where they come from."""
    merged = merge([extract("a", "Bakers raised the price of rye bread."), extract("b", "Geese slept on the dyke.")])
    assert all(len(c.passages) == 1 for c in merged.claims)
    assert merged.independence[0].verdict == "not known"
    assert merged.independence[0].evidence == ()


def test_an_editor_joins_and_parts() -> None:
    """Decisions beat the scores, and the link says who decided."""
    a = extract("a", "The mill burned down on Friday night.\nThe mayor slept.")
    b = extract("b", "On Friday night the mill burned down.\nAnna Kowal was in her bed.")
    mill = passage(a, "mill burned"), passage(b, "the mill burned")
    bed = passage(a, "mayor slept"), passage(b, "in her bed")
    home = homes(merge([a, b], Decisions(joined=(bed,), parted=(mill,))))
    assert home["a", 2] & home["b", 2]
    assert not home["a", 1] & home["b", 1]
    rules = [ln.by.rule for c in merge([a, b], Decisions(joined=(bed,))).claims for ln in c.links]
    assert "joined by an editor" in rules


pair = st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1])


@given(
    st.lists(st.integers(0, 3), min_size=8, max_size=8),
    st.dictionaries(pair, st.floats(0, 1)),
    st.sets(pair, max_size=4),
    st.sets(pair, max_size=4),
)
@example([0, 1, 2, 3, 0, 1, 2, 3], {(0, 1): 0.9, (0, 2): 0.9, (0, 3): 0.9}, {(1, 2), (2, 3)}, {(1, 3)})
def test_whatever_is_joined_and_parted_every_item_is_in_one_group(
    articles: list[int],
    scores: dict[tuple[int, int], float],
    joined: set[tuple[int, int]],
    parted: set[tuple[int, int]],
) -> None:
    """What an editor joins is together, even by way of others what is to be apart; nothing else joins the parted."""
    found = groups(articles, scores, 0.5, joined, parted)
    assert sorted(item for members in found for item in members) == list(range(8))
    home = {item: members for members in found for item in members}
    assert all(home[i] is home[j] for i, j in joined)
    by_editor = {item: members for members in groups(articles, {}, 0.5, joined) for item in members}
    assert all(home[i] is not home[j] or by_editor[i] is by_editor[j] for i, j in parted)


@pytest.mark.parametrize(
    ("articles", "alike", "parted", "taken"),
    [
        ([0, 1, 2], [(0, 2)], [], True),  # one of two others is enough
        ([0, 1, 2, 3, 4], [(0, 4), (1, 4)], [], False),  # two of four are not
        ([0, 1, 2, 3, 4], [(0, 4), (1, 4), (2, 4)], [], True),
        ([0, 1, 0], [(1, 2)], [], True),  # the other of its own article says nothing
        ([0, 1, 2], [(0, 2)], [(1, 2)], False),
    ],
)
def test_what_is_left_over_goes_to_the_group_that_is_mostly_like_it(
    articles: list[int], alike: list[tuple[int, int]], parted: list[tuple[int, int]], taken: bool
) -> None:
    """The last item, which the average leaves alone, is taken late: if most of the group are like it, and none is parted from it."""
    last = len(articles) - 1
    scores = {(i, j): 0.9 for i, j in combinations(range(last), 2) if articles[i] != articles[j]} | dict.fromkeys(
        alike, 0.6
    )
    assert [last] in groups(articles, scores, 0.8, (), parted)
    assert ([last] not in groups(articles, scores, 0.8, (), parted, [(last, alike[0][0])])) is taken


def test_one_comparison_serves_any_decisions() -> None:
    """What an editor decides is tried without comparing the sentences again, and comes out as if they were."""
    a = extract("a", "The mill burned down on Friday night.\nThe mayor slept.")
    b = extract("b", "On Friday night the mill burned down.\nAnna Kowal was in her bed.")
    mill = passage(a, "mill burned"), passage(b, "the mill burned")
    bed = passage(a, "mayor slept"), passage(b, "in her bed")
    compared = compare([a, b])
    tried = [Decisions(), Decisions(joined=(bed,)), Decisions(parted=(mill,)), Decisions(joined=(bed,), parted=(mill,))]
    made = [decide(compared, decisions) for decisions in tried]
    assert made == [merge([a, b], decisions) for decisions in tried]
    assert len({tuple(c.passages for c in m.claims) for m in made}) == len(tried)


def test_an_editor_parts_copies() -> None:
    """Even the very same words can be parted."""
    a, b = extract("a", "The mill burned down."), extract("b", "The mill burned down.")
    merged = merge([a, b], Decisions(parted=((passage(a, "mill"), passage(b, "mill")),)))
    assert len(merged.claims) == 2


def test_an_editor_chooses_words_and_order() -> None:
    """The passage chosen is shown, and the claim stands where it was put."""
    a = extract("a", "The mill burned down on Friday night, Anna Kowal said.\nGeese flew over the dyke.")
    b = extract("b", "On Friday night the mill burned down.\nGeese flew over the dyke.")
    chosen = passage(b, "mill burned")
    merged = merge([a, b], Decisions(shown=(chosen,), order=((passage(b, "Geese"), 1),)))
    assert merged.claims[0].shown.span.of(a.article.text) == "Geese flew over the dyke."
    assert any(c.shown.article == "b" and c.chosen.rule == "chosen by an editor" for c in merged.claims)


def test_rewritten_articles_are_told_by_numbers() -> None:
    """The evidence on the two real articles is in sentences of the tool; they are not known to be independent."""
    made, _ = seeds()
    (found,) = merge(made).independence
    assert found.verdict == "not known"
    assert "paragraphs 1 to 6 match in the same order" in found.evidence
    assert "15 words in a row are the same" in found.evidence
    assert "the first names the BBC and Axios, the second neither" in found.evidence


def test_a_quotation_in_both_is_no_copy() -> None:
    """What somebody said is everybody's: words in quotation marks do not count as copied."""
    said = '"We shall build the wall again, higher than before, and nobody in this town shall pay for it twice,"'
    a = extract("a", f"Bakers grumbled all morning. {said} Anna Kowal said.")
    b = extract("b", f"A wet day it was for the ferry. {said} said the mayor.")
    assert merge([a, b]).independence[0].verdict == "not known"


def test_an_article_against_itself() -> None:
    """The teasers of both real articles say several issues where the bodies say one."""
    made, _ = seeds()
    found = [(e.article.id, d.a.span.of(e.article.text)) for e in made for d in within(e)]
    assert found == [("A", "key issues"), ("B", "key issues")]


def test_one_article_with_two_values() -> None:
    """One thing counted twice with two values is told; another thing of the same unit is not."""
    made = extract("a", "The flood drowned 40 sheep on the dyke.\nPiet Visser counted 60 sheep drowned on the dyke.")
    assert [d.by.saw for d in within(made)] == [("40 sheep", "60 sheep")]
    made = extract("a", "The flood drowned 40 sheep on the dyke.\nPiet Visser sold 60 sheep at the market.")
    assert within(made) == ()


# --- words side by side -------------------------------------------------------------------------------------------


def runs(text: str, found: tuple[tuple[Span, bool], ...]) -> list[tuple[str, bool]]:
    return [(span.of(text), new) for span, new in found]


def test_differing_words_are_marked() -> None:
    """The runs of words that the other has not, in order; case, quotation style and dots are no difference."""
    a, b = "“We met the U.S. envoy, to talk”", '"we met the US envoy to sing"'
    left, right = words(a, b)
    assert runs(a, left) == [("We met the U.S. envoy, to", False), ("talk", True)]
    assert runs(b, right) == [("we met the US envoy to", False), ("sing", True)]


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_runs_cover_the_words(a: str, b: str) -> None:
    """Runs come in order, do not overlap, and two equal texts differ nowhere."""
    for found, text in zip(words(a, b), (a, b), strict=True):
        spans = [span for span, _ in found]
        assert spans == sorted(spans)
        assert all(x.end <= y.start for x, y in pairwise(spans))
        assert all(span.of(text).strip() for span in spans)
    assert not any(new for side in words(a, a) for _, new in side)


def test_a_long_story_of_unlike_sentences() -> None:
    """Two thousand sentences come through, each in its claim; how fast is measured in benchmarks."""
    made = [extract(f"a{n}", "\n".join(f"Barge {n}q{m} carried reed w{m}x{n}." for m in range(500))) for n in range(4)]
    assert sum(len(c.passages) for c in merge(made).claims) == 2000


# --- quantities --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("quantities.md"), ids=lambda case: case[0])
def test_quantities(case: tuple[str, list[str]]) -> None:
    """Figures of several articles stand in the quantities listed, in the order and standing listed."""
    made, expected = told_in(case[1])
    texts = {e.article.id: e.article.text for e in made}
    found = [
        f"{q.standing} {q.sort}: "
        + " / ".join(", ".join(f"{f.article} {f.span.of(texts[f.article])}" for f in value) for value in q.values)
        for q in quantities(made)
        if q.told
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("A quake in Dorn hurt nobody on Monday, bringing the death toll from the floods to 11.", ["death toll"]),
        ("The price of a barge from the yard rose to 11 crowns.", ["crowns"]),
    ],
)
def test_a_toll_is_named_by_its_name(told: str, named: list[str]) -> None:
    """Not by what it is the toll of, the noun right before the number."""
    made = (extract("A", told), extract("B", told.replace("11", "12")))
    of_eleven = next(q for q in quantities(made) if any(f.low == 11 for value in q.values for f in value))
    assert [p.span.of(told) for p in of_eleven.named if p.article == "A"] == named


@pytest.mark.parametrize("case", cases("disputes.md"), ids=lambda case: case[0])
def test_disputes(case: tuple[str, list[str]]) -> None:
    """The rows of what articles disagree on, and of what changed, are exactly those listed."""
    made, expected = told_in(case[1])
    texts = {e.article.id: e.article.text for e in made}
    found = [
        f"{'update ' if d.update else ''}{d.kind}: "
        + " / ".join(side[0].span.of(texts[side[0].article]) for side in d.sides)
        for d in merge(made).disputes
    ]
    assert found == expected


def told_in(lines: list[str]) -> tuple[list[Extract], list[str]]:
    """The articles of a case ("A 2024-05-02: words"), and the lines that are none."""
    made, rest = [], []
    for line in lines:
        article = re.match(r"([A-Z])(?: (\d{4}-\d\d-\d\d))?: (.*)", line)
        if article:
            made.append(extract(article[1], article[3], published=article[2]))
        else:
            rest.append(line)
    return made, rest


def test_a_toll_of_several_days_is_one_fact() -> None:
    """What the articles give in turn is one claim with its values."""
    told = (
        ("A", "2026-03-02", "The ferry Wilhelmina struck the mole at Odde and sank, killing at least nine people."),
        (
            "B",
            "2026-03-03",
            "Divers worked until dusk, and the death toll from the ferry has risen to 14.\nOdde bakes rye.",
        ),
        ("C", "2026-03-04", "Seventeen people are now known to have died on the Wilhelmina, the coast guard said."),
    )
    home = homes(merge([extract(name, text, published=day) for name, day, text in told]))
    assert home["A", 1] & home["B", 1] & home["C", 1]
    assert not home["B", 1] & home["B", 2]
