"""Learn how much a second look at a pair of sentences says, from three labelled collections.

    python -m benchmarks.joins --learn     prints the weights for src/storybrief/claims/second.tsv
    python -m benchmarks.joins --aside     right and wrong joins of each story, the weights learned on the other stories

The collections are ../shared/corpora/merge (claims, judged) and briefs. In a brief two sentences are the same when some
fact of the gold is told by both, or they are sides of one of its differences.
"""

from __future__ import annotations

import argparse
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from unittest.mock import patch

from benchmarks import claims, docs

from storybrief.claims import merge, one_quantity, second
from storybrief.claims.body import Told, body
from storybrief.claims.near import near
from storybrief.claims.quantities import quantities
from storybrief.model import Extract

CORPORA = claims.CORPUS.parent
# How much a pair of a brief counts beside one of the other two, whose every label was given to a pair; and how much a pair
# that nobody judged.
OF_BRIEFS = 0.3
UNJUDGED = 0.5
FREEDOM = 0.3
# Set by hand: pairs that give one quantity in other words are too few.
BY_HAND = {"one quantity": 4.0}
Judge = Callable[[Told, Told], str | None]
Story = tuple[list[Extract], Judge, float]
# The first look and what stands around the pair, whether it is the same, how much it counts.
Row = tuple[tuple[float, ...], bool, float]


def stories() -> Iterator[tuple[str, Story]]:
    """Every labelled story by a name: its extracts, what a person says of two of its sentences, how much it counts."""
    for name, default in (("claims", None), ("judged", "different")):
        gold = claims.labels(CORPORA / f"merge/{name}_pairs.jsonl")
        for story, extracts in claims.stories(CORPORA / f"merge/{name}_docs.jsonl").items():
            yield f"{name} {story}", (extracts, _of_pairs(gold, default), 1.0)
    spec = importlib.util.spec_from_file_location("score_briefs", CORPORA / "briefs/score_briefs.py")
    assert spec is not None
    assert spec.loader is not None
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    rows = docs.load(CORPORA / "briefs/docs.jsonl")
    gold_of = {g["story"]: g for g in claims.rows(CORPORA / "briefs/gold.jsonl")}
    words = scorer.Words(rows)
    for made in docs.told(rows):
        yield (
            f"briefs {made.story}",
            (list(made.brief.extracts), _of_facts(made, gold_of[made.story], words), OF_BRIEFS),
        )


def _of_pairs(gold: claims.Gold, default: str | None) -> Judge:
    def judge(a: Told, b: Told) -> str | None:
        return gold.get(frozenset(f"{t.extract.article.id}:{t.sentence.number - 1}" for t in (a, b)), default)

    return judge


def _of_facts(made: docs.Told, gold: claims.Row, words: claims.Row) -> Judge:
    def told(t: Told, spans: Sequence[docs.Place]) -> bool:
        place = made.places.of(t.extract.article.id, t.sentence.span)
        return any(span[0] == place[0] and words.tells(place, span) for span in spans)  # type: ignore[attr-defined]

    def judge(a: Told, b: Told) -> str | None:
        x, y = ({n for n, f in enumerate(gold["facts"]) if told(t, f["mentions"])} for t in (a, b))
        if not x or not y:
            return None
        sides = [[span for side in d["sides"] for span in side] for d in gold["differences"]]
        return "same" if x & y or any(told(a, spans) and told(b, spans) for spans in sides) else "different"

    return judge


def examples(story: Story) -> list[Row]:
    """What the second look sees of the pairs of a story; pairs that are the same in part are left out."""
    extracts, judge, counts = story
    told, _ = body(extracts)
    held = one_quantity.held(told, quantities(extracts)).keys()
    found = near(told, merge.MATCH, held)
    scores = {pair: max(near_.score, second.LEAST if pair in held else 0.0) for pair, near_ in found.items()}
    scores = {pair: score for pair, score in scores.items() if score}
    rows: list[Row] = []
    for (i, j), around in second.features([t.place for t in told], scores, held):
        label = judge(told[i], told[j])
        if label != "partial":
            weight = counts * (1.0 if label else UNJUDGED)
            rows.append(((second.odds(scores[i, j]), *around), label == "same", weight))
    return rows


def learn(rows: Sequence[Row]) -> dict[str, float]:
    """Fit the weights, in the order of second.tsv. It needs scikit-learn, in development only."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found,import-untyped,unused-ignore]

    values, same_, counts = zip(*rows, strict=True)
    model = LogisticRegression(C=FREEDOM, max_iter=3000).fit(values, same_, sample_weight=counts)
    names = list(second.weights())
    return dict(zip(names, (float(model.intercept_[0]), *map(float, model.coef_[0])), strict=True)) | BY_HAND


def aside(told: dict[str, Story]) -> None:
    """Print for each story how many joined pairs are right and wrong, learned on all others."""
    rows = {name: examples(story) for name, story in told.items()}
    for name, (extracts, judge, _) in told.items():
        weights = learn([row for other in told if other != name for row in rows[other]])
        with patch.object(second, "weights", lambda found=weights: found):
            merged = merge.merge(extracts)
        sentences = {(t.extract.article.id, t.sentence.number): t for t in body(extracts)[0]}
        found = [
            judge(sentences[a.article, a.sentence], sentences[b.article, b.sentence])
            for claim in merged.claims
            for n, a in enumerate(claim.passages)
            for b in claim.passages[n + 1 :]
            if a.article != b.article
        ]
        print(f"{name}: {found.count('same')} same, {found.count('different')} different, {found.count(None)} unjudged")


def main() -> None:
    asked = argparse.ArgumentParser(description="Learn or judge the second look.")
    asked.add_argument("--learn", action="store_true")
    asked.add_argument("--aside", action="store_true")
    wanted = asked.parse_args()
    told = dict(stories())
    if wanted.learn:
        for name, weight in learn([row for story in told.values() for row in examples(story)]).items():
            print(f"{name}\t{weight:.3f}")
    if wanted.aside:
        aside(told)


if __name__ == "__main__":
    main()
