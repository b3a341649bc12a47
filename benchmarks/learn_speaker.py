"""Learn the weights of `statements/keep.py` from the training articles. Needs scikit-learn (in development only).

Run: python benchmarks/learn_speaker.py. It writes src/storybrief/statements/keep_weights.tsv, the same bytes each time.

A clause under a word of saying counts as a statement when an annotated attribution overlaps it (IoU of 0.3 or more),
as none when no attribution does; one that lies in a longer belief or intention is left out of learning.
"""

from __future__ import annotations

import sys
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-not-found,import-untyped,unused-ignore]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found,import-untyped,unused-ignore]

sys.path.insert(0, str(Path(__file__).resolve().parent))
from who_said_what import CORPUS, Annotated, article_of, load

from storybrief.statements.clauses import Said, clauses
from storybrief.statements.cues import cue_words
from storybrief.statements.keep import features
from storybrief.statements.quotations import regions
from storybrief.statements.sentences import sentences
from storybrief.statements.speaker import frames
from storybrief.statements.words import Words, words

OUT = Path(__file__).resolve().parents[1] / "src" / "storybrief" / "statements" / "keep_weights.tsv"
STRENGTH = 0.5
SMALLEST = 0.08


def clauses_of(text: str) -> tuple[Words, list[Said]]:
    """The words of a text, and what each word of saying governs in it."""
    article = article_of("learn", text)
    spans = [p.span for p in article.paragraphs]
    cut = [s.span for s in sentences(article)]
    made = words(text, spans, cut, regions(text, spans), cue_words())
    return made, clauses(made, frames(made))


def examples(articles: list[Annotated]) -> tuple[list[dict[str, int]], list[int]]:
    """Features and label of every clause without a quotation."""
    rows: list[dict[str, int]] = []
    labels: list[int] = []
    for record in articles:
        made, said = clauses_of(record["text"])
        for one in said:
            if any(made.quotation[i] >= 0 for a, b in one.ranges for i in range(a, b + 1)):
                continue
            label = record_label(record, made, one)
            if label is not None:
                rows.append(dict.fromkeys(features(made, one), 1))
                labels.append(label)
    return rows, labels


def record_label(record: Annotated, made: Words, one: Said) -> int | None:
    """1 for a statement, 0 for none, None for what is left out."""
    mine = {c for a, b in one.ranges for c in range(made.start[a], made.end[b])}
    label: int | None = 0
    for attribution in record["attributions"]:
        theirs = {c for a, b in attribution["content"] for c in range(a, b)}
        common = len(mine & theirs)
        if not common:
            continue
        speech = attribution["kind"] != "indirect" or attribution["speech_cue"]
        if common / len(mine | theirs) >= 0.3:
            return 1
        if not speech and common * 2 >= len(mine):
            label = None
    return label


def main() -> None:
    """Learn and write."""
    rows, labels = examples(load(CORPUS / "train.jsonl"))
    names = DictVectorizer()
    matrix = names.fit_transform(rows)
    model = LogisticRegression(C=STRENGTH, max_iter=2000, tol=1e-8, solver="lbfgs").fit(matrix, labels)
    found = dict(zip(names.get_feature_names_out(), model.coef_[0], strict=True))
    kept = {n: w for n, w in found.items() if abs(w) >= SMALLEST}
    table = [("always", float(model.intercept_[0])), *sorted(kept.items())]
    OUT.write_text(
        "# Made by benchmarks/learn_speaker.py: feature, weight. A clause is a statement when the sum is above zero.\n"
        + "".join(f"{name}\t{weight:.2f}\n" for name, weight in table),
        encoding="utf-8",
    )
    print(f"{len(rows)} clauses, {sum(labels)} statements, {len(table)} weights, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
