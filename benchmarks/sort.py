"""Which articles tell one event: how right is `storybrief sort`, and how fast?

    python -m benchmarks.sort [SHARED] > benchmarks/sort.md

SHARED holds corpora/: the stories of `briefs` and `merge` are the events, and the articles of `polnear`, of which nobody
knows the events, lie between. B³ counts the articles of the events; one of polnear that is put to them counts as wrong.
The threshold is learned on one collection and measured on the other. Beside it TF-IDF with a threshold (average linkage)
and HDBSCAN on the same vectors, which need scikit-learn.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from storybrief.scaffold.events import Told, events, told

SHARED = Path(__file__).resolve().parents[2] / "shared"
_ONE = {"politics-1": "1", "politics-4": "4"}  # in both collections, under two names
_GRID = tuple(n / 100 for n in range(12, 42, 4))

Labels = list[int]
Doc = tuple[str, str, date | None]
"""The event ("" of a distractor), the text, and the day."""


def read(folder: Path, names: Iterable[str]) -> list[Doc]:
    """Read articles of files of lines of JSON, each text once."""
    made: dict[str, Doc] = {}
    for name in names:
        for line in (folder / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            day = row.get("published") or row.get("date")
            event = _ONE.get(row.get("story", ""), row.get("story", ""))
            made.setdefault(row["text"][:200], (event, row["text"], date.fromisoformat(day[:10]) if day else None))
    return list(made.values())


def b_cubed(docs: Sequence[Doc], labels: Labels) -> tuple[float, float, float]:
    """Return precision, recall and F1 by B³ over the articles whose event is known."""
    groups, gold = defaultdict[int, set[int]](set), defaultdict[str, set[int]](set)
    for n, label in enumerate(labels):
        groups[label].add(n)
    known = [n for n, doc in enumerate(docs) if doc[0]]
    for n in known:
        gold[docs[n][0]].add(n)
    right = {n: len(groups[labels[n]] & gold[docs[n][0]]) for n in known}
    precision = sum(right[n] / len(groups[labels[n]]) for n in known) / len(known)
    recall = sum(right[n] / len(gold[docs[n][0]]) for n in known) / len(known)
    return precision, recall, 2 * precision * recall / (precision + recall)


def ours(articles: Sequence[Told], threshold: float) -> Labels:
    """Label the articles by the product's own function."""
    labels = list(range(len(articles)))
    for event in events(articles, threshold):
        for n in event.articles:
            labels[n] = event.articles[0]
    return labels


def tf_idf(docs: Sequence[Doc], threshold: float) -> Labels:
    """Label by TF-IDF and average linkage with a threshold of the cosine."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics.pairwise import cosine_distances

    made = AgglomerativeClustering(n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - threshold)  # fmt: skip
    return list(map(int, made.fit_predict(cosine_distances(_vectors(docs)))))


def hdbscan(docs: Sequence[Doc], _: float) -> Labels:
    """Label by HDBSCAN on the same vectors; it has no threshold. What it calls noise stands alone."""
    from sklearn.cluster import HDBSCAN
    from sklearn.metrics.pairwise import cosine_distances

    found = HDBSCAN(min_cluster_size=2, metric="precomputed").fit_predict(cosine_distances(_vectors(docs)))
    return [int(label) if label >= 0 else -1 - n for n, label in enumerate(found)]


def _vectors(docs: Sequence[Doc]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(sublinear_tf=True, stop_words="english").fit_transform([doc[1] for doc in docs])


def _row(name: str, label: Callable[[str, float], Labels], sets: dict[str, list[Doc]]) -> str:
    """Measure each collection at the threshold that is best on the other."""
    best = {}
    for key, docs in sets.items():
        scores = {t: b_cubed(docs, label(key, t))[2] for t in _GRID}
        most = max(scores.values())
        good = [t for t, score in scores.items() if score > most - 0.001]
        best[key] = good[len(good) // 2]
    cells = []
    for key, other in zip(sets, reversed(list(sets)), strict=True):
        precision, recall, f1 = b_cubed(sets[key], label(key, best[other]))
        cells.append(f"{precision:.3f} / {recall:.3f} / **{f1:.3f}** (at {best[other]:.2f})")
    return f"| {name} | {' | '.join(cells)} |"


def main(shared: Path) -> None:
    """Print the page."""
    corpora = shared / "corpora"
    if not corpora.is_dir():
        sys.exit(f"{corpora} is not there: nothing can be measured.")
    aside = read(corpora / "polnear", ["train.jsonl"])
    sets = {
        "briefs": read(corpora / "briefs", ["docs.jsonl"]) + aside,
        "merge": read(corpora / "merge", ["claims_docs.jsonl", "judged_docs.jsonl"]) + aside,
    }
    articles = {key: [told(text, day) for _, text, day in docs] for key, docs in sets.items()}
    print("# Which articles tell one event\n\nMade by `python -m benchmarks.sort`.\n")
    counts = {key: Counter(event for event, _, _ in docs if event) for key, docs in sets.items()}
    heads = [f"{key}: {sum(c.values())} articles, {len(c)} events, {len(aside)} others" for key, c in counts.items()]
    print(
        f"B³ precision / recall / F1; the threshold is the other collection's best.\n\n| | {' | '.join(heads)} |\n|---|---|---|"
    )
    print(_row("`storybrief sort`", lambda key, t: ours(articles[key], t), sets))
    shipped = (b_cubed(sets[key], ours(articles[key], 0.2)) for key in sets)
    print(
        f"| the same, as shipped (at 0.20, chosen on the two together) | {' | '.join('{:.3f} / {:.3f} / **{:.3f}**'.format(*s) for s in shipped)} |"
    )
    if importlib.util.find_spec("sklearn"):
        print(_row("TF-IDF, average linkage", lambda key, t: tf_idf(sets[key], t), sets))
        print(_row("HDBSCAN, same vectors", lambda key, t: hdbscan(sets[key], t), sets))
    print(
        f"\n## How sure it says it is\n\n| | events | pairs of known articles | right |\n|---|---|---|---|\n{_sure(sets, articles)}"
    )
    few = articles["briefs"] + articles["merge"]
    print("\n## How the time grows\n\n| articles | seconds, one core, without reading |\n|---|---|")
    for times in (1, 2, 4, 8):
        many = [
            Told({f"{w}{n}": x for w, x in a.words.items()}, a.written, a.published) for n in range(times) for a in few
        ]
        began = time.process_time()
        events(many)
        print(f"| {len(many):,} | {time.process_time() - began:.1f} |")


def _sure(sets: Mapping[str, list[Doc]], articles: Mapping[str, list[Told]]) -> str:
    right, every, count = Counter[str](), Counter[str](), Counter[str]()
    for key, docs in sets.items():
        for event in events(articles[key]):
            known = [docs[n][0] for n in event.articles]
            pairs = [(a, b) for i, a in enumerate(known) for b in known[:i] if a or b]
            count[event.sure] += bool(pairs)
            every[event.sure] += len(pairs)
            right[event.sure] += sum(a == b for a, b in pairs)
    return "\n".join(
        f"| {s} | {count[s]} | {every[s]} | {right[s] / max(1, every[s]):.2f} |" for s in ("sure", "likely", "perhaps")
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
