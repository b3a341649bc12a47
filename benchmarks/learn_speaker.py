"""Learn the weights of `statements/antecedents.py` from the training articles.

Run: python benchmarks/learn_speaker.py. It needs scikit-learn (in development only) and writes pronoun_weights.tsv in
src/storybrief/statements, the same bytes each time. Whether a clause is a statement is learned by learn_keep.py.

Whom "he" and "she" mean is learned from the corpus's automatic names, pair by pair: the right one before a wrong one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-not-found,import-untyped,unused-ignore]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found,import-untyped,unused-ignore]

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.who_said_what import CORPUS, Annotated, article_of, load

from storybrief.english import tables
from storybrief.english.marks import in_body
from storybrief.statements import antecedents, resolve
from storybrief.statements.clauses import Said, clauses
from storybrief.statements.extract import statements
from storybrief.statements.phrases import Phrase
from storybrief.statements.reader import words
from storybrief.statements.register import Register
from storybrief.statements.sentences import sentences
from storybrief.statements.speaker import frames
from storybrief.statements.words import Words

ROOM = Path(__file__).resolve().parents[1] / "src" / "storybrief" / "statements"
PRONOUN = ROOM / "pronoun_weights.tsv"
STRENGTH = 0.5
START = [
    ("speaker 0 before", 2.0),
    ("place subject", 1.0),
    ("sentences 1", 0.8),
    ("sentences 0", 0.6),
    ("certain", 0.5),
]
SMALLEST = 0.08
# The corpus names only those who have a name, so that nothing can be learned of the unnamed.
BY_HAND = {"unnamed speaker before": 3.0}


def clauses_of(text: str) -> tuple[Words, list[Said]]:
    """The words of a text, and what each word of saying governs in it."""
    article = article_of("learn", text)
    spans = [p.span for p in article.paragraphs]
    cut = [s.span for s in sentences(article)]
    made = words(text, spans, cut, in_body(article))
    return made, clauses(made, frames(made))


def choices(articles: list[Annotated]) -> tuple[list[dict[str, int]], list[int]]:
    """For each "he" or "she" with a known name: the right candidate's features less a wrong one's, and the reverse."""
    rows: list[dict[str, int]] = []
    labels: list[int] = []
    for record in articles:
        text = record["text"]
        silver = {
            a["source"][0][0]: last_word(a["silver_name"])
            for a in record["attributions"]
            if a["silver_name"] and a["source"]
        }
        for made, here, earlier, names in pronouns(text):
            wanted = silver.get(made.start[here])
            if not wanted:
                continue
            found = antecedents.candidates(
                made, names, here, earlier, antecedents.OWNER.get(made.low[here], made.low[here])
            )
            right = [c for c in found if c.person and made.low[c.person.last] == wanted]
            for good in right[:1]:
                for bad in (c for c in found if c is not good):
                    plus = antecedents.features(made, good, here, earlier)
                    minus = antecedents.features(made, bad, here, earlier)
                    row = {f: 1 for f in plus if f not in minus} | {f: -1 for f in minus if f not in plus}
                    rows += [row, {f: -v for f, v in row.items()}]
                    labels += [1, 0]
    return rows, labels


def last_word(name: str) -> str:
    """The last word of a name in lower case."""
    return name.split()[-1].lower()


def pronouns(text: str) -> Iterator[tuple[Words, int, list[antecedents.Earlier], Register]]:
    """Each "he" or "she" that is a subject of a statement in the text, with the speakers before it."""
    article = article_of("learn", text)
    seen: list[tuple[Words, int, list[antecedents.Earlier], Register]] = []
    original = resolve.pronoun

    def watch(
        words: Words, names: Register, found: Phrase, earlier: list[antecedents.Earlier]
    ) -> antecedents.Resolved | None:
        if words.low[found.head] in ("he", "she", "his", "her"):
            seen.append((words, found.head, list(earlier), names))
        return original(words, names, found, earlier)

    resolve.pronoun = watch
    try:
        statements(article, sentences(article))
    finally:
        resolve.pronoun = original
    yield from seen


def fit(
    rows: list[dict[str, int]], labels: list[int], *, strength: float, intercept: bool
) -> tuple[float, dict[str, float]]:
    """The weights of a logistic regression over named features, small ones left out."""
    names = DictVectorizer()
    matrix = names.fit_transform(rows)
    model = LogisticRegression(C=strength, max_iter=3000, tol=1e-8, solver="lbfgs", fit_intercept=intercept).fit(
        matrix, labels
    )
    found = dict(zip(names.get_feature_names_out(), (float(w) for w in model.coef_[0]), strict=True))
    return float(model.intercept_[0]) if intercept else 0.0, {n: w for n, w in found.items() if abs(w) >= SMALLEST}


def write(path: Path, note: str, table: list[tuple[str, float]]) -> None:
    """Write a table of weights."""
    head = f"# Made by benchmarks/learn_speaker.py: feature, weight. {note}\n"
    path.write_text(head + "".join(f"{name}\t{weight:.2f}\n" for name, weight in table), encoding="utf-8")
    print(f"{path.name}: {len(table)} weights, {path.stat().st_size} bytes")


def main() -> None:
    """Learn and write the table."""
    articles = load(CORPUS / "train.jsonl")
    # From one fixed start, again and again: who spoke before is itself judged by the weights.
    write(PRONOUN, "A start.", START)
    for _ in range(3):
        tables.weights.cache_clear()
        rows, labels = choices(articles)
        _, found = fit(rows, labels, strength=STRENGTH, intercept=False)
        found |= BY_HAND
        note = f"The candidate with the greatest sum is meant. Set by hand: {', '.join(BY_HAND)}."
        write(PRONOUN, note, sorted(found.items()))


if __name__ == "__main__":
    main()
