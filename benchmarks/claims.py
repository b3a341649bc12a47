"""How good are claims, copies, figures and differences on stories told by several outlets?

Run: python benchmarks/claims.py              every table against the corpus beside the project; writes claims.md
     python benchmarks/claims.py --aside      also with weights and threshold learned on the other stories (minutes)
     python benchmarks/claims.py --learn      prints the weights for src/storybrief/claims/same.tsv
     python benchmarks/claims.py --docs DOCS.jsonl --out PRED.jsonl       claims of any such file, for score_claims.py
     python benchmarks/claims.py --copies PAIRS.jsonl --out PRED.jsonl    pairs of articles, for score_pairs.py
     python benchmarks/claims.py --figures PAIRS.jsonl --out PRED.jsonl   pairs of sentences with figures, likewise
     python benchmarks/claims.py --errors     prints the likeliest wrong joins and the unlikeliest misses
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import combinations, product
from pathlib import Path
from typing import Any
from unittest.mock import patch

from storybrief.claims import counted, differ, independence, merge, same, times
from storybrief.claims.body import body
from storybrief.claims.near import near
from storybrief.claims.side import whole
from storybrief.claims.words import likeness
from storybrief.facts.figures import figures
from storybrief.facts.moments import moments
from storybrief.facts.numbers import numbers
from storybrief.model import (
    AS_ONE,
    Article,
    Extract,
    Figure,
    Merged,
    Moment,
    Paragraph,
    Passage,
    Sentence,
    Source,
    Span,
)
from storybrief.statements.extract import statements

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "merge"
RESULT = Path(__file__).with_name("claims.md")
Row = dict[str, Any]
Gold = dict[frozenset[str], str]
# Right, wrong and wanted.
Counts = tuple[int, int, int]
# The features of a pair, whether it is the same, and how much it counts.
Example = tuple[tuple[float, ...], bool, float]
# Set by hand: too seldom in the pairs to be learned, or, as a text retold, not in these stories at all.
BY_HAND = {
    "one says the opposite": -10.0,
    "one giver and numbers": 4.0,
    "in a text retold": 2.0,
    "between two matches": 3.0,
}
# How freely weights may grow, each feature scaled to a deviation of 1 (C of the logistic regression).
FREEDOM = 0.1
# Sentences that share this much of their matter (0 to 1) are about one thing.
LIKE_SENTENCES = 0.2
# How many sentences a short article has.
SHORT = 12
# What a threshold has to give on the stories it is chosen on.
PRECISION = 0.90
THRESHOLDS = [n / 100 for n in range(30, 62, 3)]


def rows(path: Path) -> list[Row]:
    """The lines of a JSONL file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def extract(name: str, text: str, cut: list[tuple[int, int]]) -> Extract:
    """An article whose every line is a paragraph of its body; `cut` are the offsets of its sentences."""
    paragraphs: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            paragraphs.append(Paragraph("body", Span(at, at + len(line)), len(paragraphs) + 1))
        at += len(line) + 1
    article = Article(Source(name, f"{name}.txt", ""), None, text, tuple(paragraphs))
    found = []
    for number, (start, end) in enumerate(cut, 1):
        home = max((n for n, p in enumerate(paragraphs) if p.span.start <= start), default=0)
        found.append(Sentence(name, number, home, Span(start, end)))
    sentences = tuple(found)
    said = statements(article, sentences)
    return Extract(
        article,
        sentences,
        said,
        figures(article, sentences, said),
        moments(article, sentences),
    )


def stories(docs: Path) -> dict[str, list[Extract]]:
    """The extracts of each story of a file of docs, in its order."""
    found: dict[str, list[Extract]] = defaultdict(list)
    for doc in rows(docs):
        found[doc["story"]].append(extract(doc["id"], doc["text"], [(a, b) for a, b in doc["sentences"]]))
    return dict(found)


def labels(pairs: Path) -> dict[frozenset[str], str]:
    """What a person called each pair of sentences ("doc:number from 0")."""
    return {frozenset((p["a"], p["b"])): p["label"] for p in rows(pairs)}


def f1(right: int, wrong: int, wanted: int) -> tuple[float, float, float]:
    """Precision, recall and their harmonic mean."""
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / wanted if wanted else 0.0
    both = precision + recall
    return precision, recall, 2 * precision * recall / both if both else 0.0


# --- learning the weights -------------------------------------------------------------------------------------


def ways(extracts: Sequence[Extract]) -> Iterator[tuple[float, list[Extract]]]:
    """A story as it may be met: whole, as short articles, as any two of them, as any three short ones.

    With each goes how much its pairs count, so that a pair counts once in each way. How much a word says, and what
    stands around a sentence, is another thing in a story of two articles than in one of five.
    """
    short = [_beginning(e) for e in extracts]
    yield 1.0, list(extracts)
    yield 1.0, short
    yield from ((1.0, list(two)) for two in combinations(extracts, 2))
    yield from ((1 / (len(extracts) - 2), list(three)) for three in combinations(short, 3))


def _beginning(made: Extract) -> Extract:
    sentences = made.sentences[:SHORT]
    numbers = {s.number for s in sentences}
    return Extract(
        made.article,
        sentences,
        tuple(s for s in made.statements if numbers.issuperset(s.sentences)),
        tuple(f for f in made.figures if f.sentence in numbers),
        tuple(m for m in made.moments if m.sentence in numbers),
    )


def examples(extracts: Sequence[Extract], gold: Gold, counts: float = 1.0) -> list[Example]:
    """The features of each pair worth comparing, and whether it is the same; "partial" pairs are left out."""
    told, _ = body(extracts)
    learned = [n for n in same.FEATURES if n not in BY_HAND]
    found = []
    # Which pairs are looked at must not hang on the weights of before; above 1 nothing is a match.
    with patch.object(same, "PROMISING", -math.inf):
        pairs = near(told, threshold=2.0)
    for (i, j), pair in pairs.items():
        ids = frozenset(f"{told[n].extract.article.id}:{told[n].sentence.number - 1}" for n in (i, j))
        label = gold.get(ids, "different")
        if label != "partial":
            values = dict(
                zip(
                    same.FEATURES,
                    same.features(told[i].unit, told[j].unit, pair.setting),
                    strict=True,
                )
            )
            found.append((tuple(values[n] for n in learned), label == "same", counts))
    return found


def all_examples(extracts: Sequence[Extract], gold: Gold) -> list[Example]:
    """The examples of a story in every way it may be met."""
    return [row for counts, met in ways(extracts) for row in examples(met, gold, counts)]


def learn(rows: Sequence[Example]) -> dict[str, float]:
    """Fit the weights; "start" is the sum when every feature is 0. It needs scikit-learn, in development only."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found,import-untyped,unused-ignore]
    from sklearn.preprocessing import StandardScaler  # type: ignore[import-not-found,import-untyped,unused-ignore]

    names = [n for n in same.FEATURES if n not in BY_HAND]
    values, labels_, counts = zip(*rows, strict=True)
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=FREEDOM, max_iter=3000).fit(scaler.transform(values), labels_, sample_weight=counts)
    plain = [float(w / s) for w, s in zip(model.coef_[0], scaler.scale_, strict=True)]
    start = float(model.intercept_[0]) - sum(w * float(m) for w, m in zip(plain, scaler.mean_, strict=True))
    return {"start": start, **dict(zip(names, plain, strict=True)), **BY_HAND}


def count(extracts: Sequence[Extract], gold: Gold, weights: dict[str, float], threshold: float) -> tuple[int, int]:
    """Merge one story with these weights; give how many pairs of sentences are right and wrong, as score_claims.py."""
    with (
        patch.object(same, "weights", lambda: weights),
        patch.object(merge, "SAME", threshold),
    ):
        merged = merge.merge(extracts)
    pairs = set()
    for claim in merged.claims:
        ids = {(p.article, f"{p.article}:{p.sentence - 1}") for p in claim.passages}
        pairs |= {frozenset((a[1], b[1])) for a, b in combinations(sorted(ids), 2) if a[0] != b[0]}
    found = [gold.get(p, "unjudged") for p in pairs]
    return found.count("same"), found.count("different") + found.count("unjudged")


def aside(told: dict[str, list[Extract]], gold: Gold) -> dict[str, tuple[float, Counts, Counts]]:
    """For each story, with weights and threshold learned from the others: the threshold, then right, wrong and wanted.

    First of the whole story, then of every two of its articles alone.
    """
    rows = {story: all_examples(extracts, gold) for story, extracts in told.items()}
    wanted = {story: sum(v == "same" and min(k).startswith(f"{story}_") for k, v in gold.items()) for story in told}
    result = {}
    for story in told:
        others = [s for s in told if s != story]
        weights = learn([row for s in others for row in rows[s]])
        threshold = max(THRESHOLDS, key=partial(_worth, others, told, gold, weights, wanted))
        two = [count(two, gold, weights, threshold) for two in combinations(told[story], 2)]
        result[story] = (
            threshold,
            (*count(told[story], gold, weights, threshold), wanted[story]),
            (sum(r for r, _ in two), sum(w for _, w in two), wanted[story]),
        )
    return result


def _worth(
    names: Sequence[str],
    told: dict[str, list[Extract]],
    gold: Gold,
    weights: dict[str, float],
    wanted: dict[str, int],
    threshold: float,
) -> tuple[bool, float]:
    """How good a threshold is: a wrong join is worse than a missed one, so precision comes first, then F1."""
    counts = [count(told[s], gold, weights, threshold) for s in names]
    precision, _, both = f1(
        sum(r for r, _ in counts),
        sum(w for _, w in counts),
        sum(wanted[s] for s in names),
    )
    return precision >= PRECISION, both if precision >= PRECISION else precision


# --- what is predicted -----------------------------------------------------------------------------------------


def claims_of(told: dict[str, list[Extract]]) -> list[Row]:
    """The claims in the form that score_claims.py reads."""
    return [
        {
            "story": story,
            "claims": [[[p.article, p.span.start, p.span.end] for p in c.passages] for c in merge.merge(made).claims],
        }
        for story, made in told.items()
    ]


def copies_of(pairs: Iterable[Row]) -> list[Row]:
    """For each pair of articles whether they were made from one text."""
    found = ((p["id"], [_unread(side, p[f"text_{side}"]) for side in "ab"]) for p in pairs)
    return [{"id": name, "same": independence.independence(made)[0].verdict in AS_ONE} for name, made in found]


def _unread(name: str, text: str) -> Extract:
    """An article of one paragraph, in which nothing was looked for."""
    body = Paragraph("body", Span(0, len(text)), 1)
    return Extract(Article(Source(name, f"{name}.txt", ""), None, text, (body,)), (), (), (), ())


def figures_of(pairs: Iterable[Row]) -> list[Row]:
    """For each pair of sentences whether their two figures give one quantity with two values."""
    return [{"id": p["id"], "same": _disagree(p)} for p in pairs]


def _disagree(pair: Row) -> bool:
    """Whether the two figures, or the only clock time of each, are of one thing and differ.

    Of one thing are figures of which enough is said alike or, times and measures left out, whose sentences are alike.
    """
    made = [extract(side, pair[f"text_{side}"], [(0, len(pair[f"text_{side}"]))]) for side in "ab"]
    a, b = (whole(one, 1) for one in made)
    left, right = (_written(one, pair[f"fig_{one.article.id}"]) for one in made)
    near = likeness(a.notions, b.notions) >= LIKE_SENTENCES
    for f, g in product(left, right):
        one_unit = f.unit == g.unit and not counted.other_quantities(a, f, b, g)
        of_one = counted.one_topic(a, f, b, g) or (near and f.unit not in counted.MEASURED)
        if one_unit and of_one and counted.differ_in_value(f, g):
            return True
    hours = [[m for m in one.moments if m.kind == "clock"] for one in made]
    given = [
        [m for m in of if _has(one, m, pair[f"fig_{one.article.id}"])] for one, of in zip(made, hours, strict=True)
    ]
    alone = [len(of) for of in hours] == [1, 1] == [len(of) for of in given] and len(a.notions & b.notions) > 1
    return alone and not times.agree(a, hours[0][0], b, hours[1][0])


def _written(made: Extract, words: str) -> list[Figure]:
    """The figures that have these words; when there are none, those of their value."""
    values = {n.value for n in numbers(words)} - {None}
    return [f for f in made.figures if _has(made, f, words)] or [f for f in made.figures if {f.low, f.high} & values]


def _has(made: Extract, found: Figure | Moment, words: str) -> bool:
    wanted, given = (re.sub(r"[^\w.]", "", w.casefold()) for w in (words, found.span.of(made.article.text)))
    return wanted in given


# --- what it is worth -------------------------------------------------------------------------------------------


def score_claims(told: dict[str, list[Extract]], gold: Gold) -> Counts:
    """Right, wrong and wanted pairs with the shipped weights and threshold."""
    counts = [count(made, gold, same.weights(), merge.SAME) for made in told.values()]
    return (
        sum(r for r, _ in counts),
        sum(w for _, w in counts),
        sum(v == "same" for v in gold.values()),
    )


def score_rows(gold: Sequence[Row], found: Sequence[Row]) -> Counts:
    """Right, wrong and wanted of rows labelled "same"; "partial" ones are left out, as in score_pairs.py."""
    said = {row["id"]: row["same"] for row in found}
    both = [(row["label"], said[row["id"]]) for row in gold if row["label"] != "partial"]
    right = sum(label == "same" and yes for label, yes in both)
    return (
        right,
        sum(label != "same" and yes for label, yes in both),
        sum(label == "same" for label, _ in both),
    )


def score_wording(told: dict[str, list[Extract]], pairs: Sequence[Row]) -> dict[str, tuple[int, int]]:
    """Of the pairs in one claim that a person marked, how many differ by our rules too: "q" quotations, "f" figures."""
    kinds = {"q": {"quotation"}, "f": {"figure", "bound", "time"}}
    by_id = {e.article.id: e for made in told.values() for e in made}
    joined = {story: _joined(merge.merge(made)) for story, made in told.items()}
    result = {}
    for mark, wanted in kinds.items():
        merged = [p for p in pairs if mark in p["diff"] and frozenset((p["a"], p["b"])) in joined[p["story"]]]
        result[mark] = (
            sum(bool(wanted & _kinds(by_id, p)) for p in merged),
            len(merged),
        )
    return result


def _joined(merged: Merged) -> set[frozenset[str]]:
    found = set()
    for claim in merged.claims:
        ids = [f"{p.article}:{p.sentence - 1}" for p in claim.passages]
        found |= {frozenset(pair) for pair in combinations(ids, 2)}
    return found


def _kinds(by_id: dict[str, Extract], pair: Row) -> set[str]:
    sides = []
    for name in (pair["a"], pair["b"]):
        made = by_id[name.split(":")[0]]
        sentence = made.sentences[int(name.split(":")[1])]
        sides.append((Passage(made.article.id, sentence.number, sentence.span), made))
    return {d.kind for d in differ.between(*sides[0], *sides[1])}


def errors(told: dict[str, list[Extract]], gold: Gold, most: int = 10) -> str:
    """The pairs wrongly joined and those missed, the clearest first, by their places."""
    wrong: list[tuple[float, str, str]] = []
    missed: list[tuple[float, str, str]] = []
    for made in told.values():
        joined = _joined(merge.merge(made))
        sentences, _ = body(made)
        for (i, j), pair in near(sentences, merge.SAME).items():
            a, b = (f"{sentences[n].extract.article.id}:{sentences[n].sentence.number - 1}" for n in (i, j))
            label = gold.get(frozenset((a, b)), "unjudged")
            if label in ("different", "unjudged") and frozenset((a, b)) in joined:
                wrong.append((-pair.score, f"{a} {b}", label))
            if label == "same" and frozenset((a, b)) not in joined:
                missed.append((pair.score, f"{a} {b}", label))
    lines = [f"{kind} {abs(s):.2f} {where} {label}" for kind, rows_ in (("wrong", wrong), ("missed", missed))
             for s, where, label in sorted(rows_)[:most]]  # fmt: skip
    return "\n".join(lines)


def table(told: dict[str, list[Extract]], gold: Gold, *, kept_aside: bool) -> str:
    """Everything that is measured, as Markdown."""
    lines = ["| | precision | recall | F1 | bar |", "|---|---|---|---|---|"]
    lines.append(
        _line(
            "claims, six stories, threshold and weights learned on them",
            score_claims(told, gold),
            ".89",
        )
    )
    if kept_aside:
        result = aside(told, gold)
        folds = [(whole, two) for _, whole, two in result.values()]
        name = "claims, each story with weights and threshold of the other five"
        lines.append(_line(name, _sum([whole for whole, _ in folds]), ".75"))
        lines.append(
            _line(
                "the same, every two articles of a story alone",
                _sum([two for _, two in folds]),
                "",
            )
        )
        lines += [
            _line(f"story {story}, at {threshold:.2f}", whole, "") for story, (threshold, whole, _) in result.items()
        ]
    copies = rows(CORPUS / "copies_pairs.jsonl")
    lines.append(_line("copies", score_rows(copies, copies_of(copies)), ".95"))
    counted = rows(CORPUS / "figures_pairs.jsonl")
    lines.append(_line("figures that disagree", score_rows(counted, figures_of(counted)), ".80"))
    for mark, (found, of) in score_wording(told, rows(CORPUS / "claims_pairs.jsonl")).items():
        name = {
            "q": "quotations worded differently",
            "f": "figures, bounds or times that differ",
        }[mark]
        lines.append(f"| {name}, of pairs in one claim | | {found / of if of else 0:.3f} ({found} of {of}) | | .90 |")
    return "\n".join(lines)


def _sum(counts: Sequence[Counts]) -> Counts:
    right, wrong, wanted = (sum(part) for part in zip(*counts, strict=True))
    return right, wrong, wanted


def _line(name: str, counts: Counts, bar: str) -> str:
    precision, recall, both = f1(*counts)
    return f"| {name} | {precision:.3f} | {recall:.3f} | {both:.3f} | {bar} |"


def main() -> None:
    asked = argparse.ArgumentParser(description="Score claims, copies, figures and differences.")
    for name in ("docs", "copies", "figures", "out"):
        asked.add_argument(f"--{name}", type=Path)
    for name in ("aside", "learn", "errors"):
        asked.add_argument(f"--{name}", action="store_true")
    wanted = asked.parse_args()
    if wanted.docs or wanted.copies or wanted.figures:
        _write(wanted)
        return
    if not CORPUS.exists():
        raise SystemExit(f"the corpus is not here: {CORPUS}")
    told, gold = (
        stories(CORPUS / "claims_docs.jsonl"),
        labels(CORPUS / "claims_pairs.jsonl"),
    )
    if wanted.learn:
        found = learn([row for made in told.values() for row in all_examples(made, gold)])
        print("\n".join(f"{name}\t{weight:.2f}" for name, weight in found.items()))
    elif wanted.errors:
        print(errors(told, gold))
    else:
        result = table(told, gold, kept_aside=wanted.aside)
        print(result)
        if wanted.aside:
            _keep(result)


def _keep(result: str) -> None:
    """Put the table in claims.md; what a person wrote under it stays."""
    old = RESULT.read_text(encoding="utf-8") if RESULT.exists() else ""
    _, heading, written = old.partition("\n## ")
    head = f"# Claims\n\nMade by `python benchmarks/claims.py --aside`.\n\n{result}\n"
    RESULT.write_text(head + heading + written, encoding="utf-8")


def _write(wanted: argparse.Namespace) -> None:
    if wanted.out is None:
        raise SystemExit("say with --out where the predictions go")
    if wanted.docs:
        found = claims_of(stories(wanted.docs))
    elif wanted.copies:
        found = copies_of(rows(wanted.copies))
    else:
        found = figures_of(rows(wanted.figures))
    wanted.out.write_text("".join(json.dumps(row) + "\n" for row in found), encoding="utf-8")


if __name__ == "__main__":
    main()
