"""Learn the weights of `statements/keep.py`: whether a clause under a word of saying is a statement.

    python -m benchmarks.learn_keep            writes keep_weights.tsv, the same bytes each time
    python -m benchmarks.learn_keep --table    writes keep.md: what each collection gives the others

Needs scikit-learn (in development only). A clause counts as a statement when the words it shares with a labelled one are
3 of 10 of their words together, and as none when it shares no word with any; what lies between is left out. A word of
saying inside what another said makes no statement of its own by that. Beliefs
and intentions, which PolNeAR alone counts, are left out too. What only one collection thinks of a class of verbs or a
shape of clause is learned as a feature of that collection, and not shipped.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks import seeds
from benchmarks.docs import load
from benchmarks.learn_speaker import clauses_of, write
from benchmarks.who_said_what import CORPUS
from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-not-found,import-untyped,unused-ignore]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found,import-untyped,unused-ignore]

from storybrief.statements.extract import is_deed
from storybrief.statements.keep import features
from storybrief.statements.no_answers import silent

CORPORA = CORPUS.parent
KEEP = Path(__file__).resolve().parents[1] / "src" / "storybrief" / "statements" / "keep_weights.tsv"
TABLE = Path(__file__).resolve().parent / "keep.md"
HEAD = """# Is a clause a statement?

Made by `python -m benchmarks.learn_keep --table`: what each collection gives the others. Precision / recall of the
clauses under a word of saying that have no quotation marks and that no rule has ruled out. Stories of the collection
that a figure is of are left out in turn (a quarter at a time); the collection itself is left out where the row says so.
PolNeAR counts beliefs and intentions as attributions, the others do not: they are left out of learning and of its figures.
"""
STRENGTH = 0.1
CAUTION = 0.3  # a statement that is not printed costs less than one that nobody made
WEIGHT = {"polnear": 1.0, "pages": 4.0, "briefs": 4.0, "micro": 4.0, "seeds": 4.0}
SMALLEST = 0.05
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text of a collection with the words that are statements, and those that may be (left out of learning)."""

    collection: str
    story: str
    text: str
    said: list[Spans]
    open: list[Spans]


@dataclass(frozen=True, slots=True)
class Example:
    """One clause: its features, whether it is a statement, and where it is from."""

    collection: str
    story: str
    row: dict[str, int]
    label: int


def labelled() -> Iterator[Labelled]:
    """Every text of the four collections, and the two seeds."""
    for a in load(CORPUS / "train.jsonl"):
        speech = [b["content"] for b in a["attributions"] if b["kind"] != "indirect" or b["speech_cue"]]
        other = [b["content"] for b in a["attributions"] if b["kind"] == "indirect" and not b["speech_cue"]]
        yield Labelled("polnear", a["id"], a["text"], speech, other)
    gold: dict[str, list[Spans]] = {}
    for story in load(CORPORA / "briefs/gold.jsonl"):
        for s in story["statements"]:
            gold.setdefault(s["span"][0], []).append([(s["span"][1], s["span"][2])])
    for d in load(CORPORA / "briefs/docs.jsonl"):
        yield Labelled("briefs", d["story"], d["text"], gold.get(d["id"], []), [])
    for p in load(CORPORA / "pages/pages.jsonl"):
        said = [[(s["start"], s["end"])] for s in p["indirect"] if not s.get("no_answer")]
        said += [[(s["start"], s["end"])] for s in p["quotations"] if s["kind"] != "not"]
        yield Labelled("pages", p["id"], p["text"], said, [])
    for m in load(CORPORA / "micro/statements_dev.jsonl"):
        yield Labelled("micro", m["id"], m["text"], [[(s["start"], s["end"])] for s in m["statements"]], [])
    known = seeds.gold()
    for name, article in seeds.articles(known).items():
        mine = [a["content"] for a in known["attributions"] if a["article"] == name]
        yield Labelled("seeds", name, article.text, [[(c["start"], c["end"])] for c in mine], [])


def examples(texts: Iterable[Labelled]) -> list[Example]:
    """Every clause without a quotation, as keep.py sees it."""
    found: list[Example] = []
    for one in texts:
        made, said = clauses_of(one.text)
        silences = silent(made)
        for clause in said:
            if any(made.quotation[i] >= 0 for a, b in clause.ranges for i in range(a, b + 1)):
                continue
            if is_deed(made, clause) or any(s.first <= clause.frame.verb <= s.last for s in silences):
                continue
            mine = {c for a, b in clause.ranges for c in range(made.start[a], made.end[b])}
            verb = made.start[clause.frame.verb]
            inner = verb < min(mine)  # "police said he pointed a gun": no statement of his, though inside one of theirs
            likes = max(
                (_alike(mine, spans) for spans in one.said if not (inner and any(a <= verb < b for a, b in spans))),
                default=0.0,
            )
            if likes < 0.3 and (likes > 0 or any(_alike(mine, spans) > 0 for spans in one.open)):
                continue
            found.append(
                Example(one.collection, one.story, dict.fromkeys(features(made, clause), 1), int(likes >= 0.3))
            )
    return found


def _alike(mine: set[int], spans: Spans) -> float:
    theirs = {c for a, b in spans for c in range(a, b)}
    return len(mine & theirs) / max(1, len(mine | theirs))


def _own(example: Example) -> dict[str, int]:
    """The features, and those of the collection alone: what it counts as a statement and the others do not."""
    if example.collection != "polnear":
        return example.row
    shared = [f for f in example.row if f.startswith(("kind ", "shape ", "rule ", "form ")) and f.count(" ") == 1]
    return {**example.row, "polnear": 1, **{f"polnear {f}": 1 for f in shared}}


def fit(training: list[Example]) -> tuple[float, dict[str, float]]:
    """The weights of a logistic regression over the features, those of a collection alone left out."""
    names = DictVectorizer()
    matrix = names.fit_transform([_own(e) for e in training])
    model = LogisticRegression(C=STRENGTH, max_iter=3000, tol=1e-8, solver="lbfgs")
    model.fit(matrix, [e.label for e in training], sample_weight=[WEIGHT[e.collection] for e in training])
    found = dict(zip(names.get_feature_names_out(), (float(w) for w in model.coef_[0]), strict=True))
    kept = {n: w for n, w in found.items() if abs(w) >= SMALLEST and not n.startswith("polnear")}
    return float(model.intercept_[0]) - CAUTION, kept


def right(weights: tuple[float, dict[str, float]], tested: list[Example], over: float = 0.0) -> tuple[int, int, int]:
    """How many statements were found, how many clauses were taken for one, and how many statements there are."""
    always, table = weights
    taken = [e for e in tested if always + sum(table.get(f, 0.0) for f in e.row) > over]
    return sum(e.label for e in taken), len(taken), sum(e.label for e in tested)


def folds(every: list[Example], collection: str, count: int = 4) -> tuple[int, int, int]:
    """Precision and recall on a collection, its own stories left out in turn, learned from all else."""
    stories = sorted({e.story for e in every if e.collection == collection})
    total = (0, 0, 0)
    for n in range(count):
        mine = set(stories[n::count])
        tested = [e for e in every if e.collection == collection and e.story in mine]
        if tested:
            learned = fit([e for e in every if not (e.collection == collection and e.story in mine)])
            total = tuple(a + b for a, b in zip(total, right(learned, tested), strict=True))  # type: ignore[assignment]
    return total


def table(every: list[Example]) -> str:
    """A Markdown table: learned from which collections, precision and recall on each."""
    names = ["polnear", "pages", "briefs", "micro"]
    lines = ["| learned from | " + " | ".join(names) + " |", "|---" * (len(names) + 1) + "|"]
    for left in [None, *names]:
        cells = []
        for name in names:
            if left == name or left is None:
                counts = folds([e for e in every if e.collection == name or left is None], name)
                if left == name:
                    learned = fit([e for e in every if e.collection != left])
                    counts = right(learned, [e for e in every if e.collection == name])
            else:
                counts = folds([e for e in every if e.collection != left], name)
            found, taken, gold = counts
            cells.append(f"{found / max(1, taken):.2f} / {found / max(1, gold):.2f}")
        lines.append(f"| {'all four' if left is None else f'all but {left}'} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main() -> None:
    """Learn and write the table of weights, or print what each collection gives."""
    asked = argparse.ArgumentParser(description="Learn whether a clause is a statement.")
    asked.add_argument("--table", action="store_true")
    wanted = asked.parse_args()
    every = examples(labelled())
    print(f"{len(every)} clauses, {sum(e.label for e in every)} statements")
    if wanted.table:
        TABLE.write_text(f"{HEAD}\n{table(every)}\n\n", encoding="utf-8")
        return
    always, found = fit(every)
    write(KEEP, "A clause is a statement when the sum is above zero.", [("always", always), *sorted(found.items())])


if __name__ == "__main__":
    main()
