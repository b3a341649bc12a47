"""How good is what a brief says? Every labelled collection, scored by its own scorer.

    python -m benchmarks.quality            scores this tree; writes benchmarks/quality.md and the errors for reading
    python -m benchmarks.quality --quick    the same, printed only

The collections lie in ../shared/corpora beside the project; without them it says so and stops. Predictions and errors
are put in .cache/quality, which is not in git. "Before" is the same command's figure at commit b981922.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import briefs, docs, pages, who_said_what

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parents[1] / "shared" / "corpora"
OUT = HERE.parent / ".cache" / "quality"
REPORT = HERE / "quality.md"
Row = dict[str, Any]
Figure = tuple[str, str, str, str]
"""What is measured, the figure before, the bar, the figure now."""


def main() -> int:
    asked = argparse.ArgumentParser(description="Score every labelled collection.")
    asked.add_argument("--quick", action="store_true")
    wanted = asked.parse_args()
    if not CORPORA.is_dir():
        print("The labelled collections are not beside the project (../shared/corpora); nothing is measured.")
        return 0
    OUT.mkdir(parents=True, exist_ok=True)
    text = table(list(figures()))
    print(text)
    if not wanted.quick:
        old = REPORT.read_text(encoding="utf-8") if REPORT.exists() else ""
        _, heading, written = old.partition("\n## ")
        head = f"# What a brief says\n\nMade by `python -m benchmarks.quality`.\n\n{text}"
        REPORT.write_text(head + heading + written, encoding="utf-8")
    return 0


def table(rows: Sequence[Figure]) -> str:
    """The figures as Markdown."""
    lines = ["| | before | to reach | now |", "|---|---|---|---|"]
    return (
        "\n".join([*lines, *(f"| {name} | {before} | {bar} | **{now}** |" for name, before, bar, now in rows)]) + "\n"
    )


def figures() -> Iterator[Figure]:
    """Score collection after collection."""
    yield from _briefs()
    yield from _pages()
    yield from _micro()
    yield from _polarity()
    yield from _polnear()
    yield from _merge()


def _named(collection: str, wanted: Sequence[tuple[str, str, str]], rows: Mapping[str, str]) -> Iterator[Figure]:
    """The figures of a collection; `wanted` are what is measured, the figure before, the bar."""
    for name, before, bar in wanted:
        yield f"{collection}: {name}", before, bar, rows.get(name, "–")


# --- collections ---------------------------------------------------------------------------------------------------


def _briefs() -> Iterator[Figure]:
    folder = CORPORA / "briefs"
    docs.save(OUT / "briefs.pred", [briefs.prediction(made) for made in docs.told(docs.load(folder / "docs.jsonl"))])
    told = _scored(folder / "score_briefs.py", folder / "docs.jsonl", folder / "gold.jsonl", OUT / "briefs.pred")
    (OUT / "briefs.table").write_text(told, encoding="utf-8")
    rows = {line[:26].strip(): line.rsplit("  ", 1)[-1].strip() for line in told.splitlines()}
    yield from _named("briefs", BRIEFS, rows)


BRIEFS = (
    ("statements precision", ".76", ">= .93"),
    ("statements recall", ".79", ">= .90"),
    ("wrong speaker", ".13", "<= .04"),
    ("not a statement", ".08", "<= .02"),
    ("badly cut or twice", ".05", "<= .03"),
    ("REVERSED", "0 of 27", "0"),
    ("no answer recall", "0 of 13", ">= 11"),
    ("not in the gold", "–", "<= 2"),
    ("lead right", "9 of 13", "13"),
    ("weight-3 facts in 7 lines", ".66", ">= .85"),
    ("repeated lines", ".07", "<= .02"),
    ("facts joined", ".25", ">= .45"),
    ("wrong joins", ".07", "<= .06"),
    ("differences precision", ".24", ">= .60"),
    ("differences recall w2", ".25", ">= .65"),
    ("differences recall", ".20", ">= .55"),
    ("of judged rows", ".77", ">= .92"),
    ("quantities recall", ".41", ">= .75"),
    ("boilerplate in claims", "17 of 23", "<= 1"),
)


def _pages() -> Iterator[Figure]:
    folder = CORPORA / "pages"
    gold = docs.load(folder / "pages.jsonl")
    docs.save(OUT / "pages.pred", [pages.prediction(page["id"], page["text"]) for page in gold])
    told = _scored(folder / "score_pages.py", folder / "pages.jsonl", OUT / "pages.pred")
    yield from _named("pages", PAGES, _by_colons(told))


PAGES = (
    ("end to end", ".908", ">= .97"),
    ("wrong name, of predicted quotations", ".079", "<= .02"),
    ("not-quotations taken for quotations", "5 of 26", "<= 2"),
    ("indirect precision", ".68", ">= .90"),
    ("indirect recall", ".82", ">= .88"),
    ("denied/refused/no answer found", "2 of 5", ">= 4"),
    ("polarity lost, of found denied/refused/no answer", "2 of 2", "0"),
)


def _micro() -> Iterator[Figure]:
    folder = CORPORA / "micro"
    small = _small("statements_dev")
    docs.save(OUT / "statements_dev.pred", [pages.prediction(one["id"], one["text"]) for one in small])
    rows = _by_colons(_scored(folder / "score_micro.py", folder / "statements_dev.jsonl", OUT / "statements_dev.pred"))
    docs.save(OUT / "contrast_dev.pred", [briefs.prediction(made) for made in docs.told(_small("contrast_dev"))])
    rows |= _by_colons(_scored(folder / "score_micro.py", folder / "contrast_dev.jsonl", OUT / "contrast_dev.pred"))
    yield from _named("small inputs", MICRO, rows)


MICRO = (
    ("statements right", "53/85", ">= 80"),
    ("none shown", "14/36", "<= 2"),
    ("polarity lost", "0/17 (with whole sentences shown)", "0"),
    ("no answer found", "0/5", "5"),
    ("opposite printed as agreement", "24/30", "0"),
    ("same joined", "20/20", ">= 19"),
    ("other joined", "7/10", "<= 1"),
)


def _small(name: str) -> list[Row]:
    told = _scored(CORPORA / "micro" / "score_micro.py", "--docs", CORPORA / "micro" / f"{name}.jsonl")
    return [json.loads(line) for line in told.splitlines()]


def _polarity() -> Iterator[Figure]:
    """Labels of matched statements of all collections that have them: alike when half of the longer's words are shared."""
    pairs = [*_labels_of_briefs(), *_labels_of("pages", "pages.jsonl", "indirect"), *_labels_of("micro", "statements_dev.jsonl", "statements")]  # fmt: skip
    turned = [(gold, made) for gold, made in pairs if gold != "asserted"]
    asserted = [made for gold, made in pairs if gold == "asserted"]
    right = sum(gold == made for gold, made in turned)
    yield "polarity right, of matched that is not asserted", "0 of 35", ">= .9", f"{right} of {len(turned)}"
    wrong = sum(made != "asserted" for made in asserted)
    yield "asserted labelled as something else", "0", "<= .01", f"{wrong} of {len(asserted)}"


def _labels_of_briefs() -> Iterator[tuple[str, str]]:
    texts = {doc["id"]: doc["text"] for doc in docs.load(CORPORA / "briefs" / "docs.jsonl")}
    made: dict[str, list[Row]] = {}
    for row in docs.load(OUT / "briefs.pred"):
        for s in row["statements"]:
            article, start, end = s["span"]
            made.setdefault(article, []).append({"spans": [(start, end)], "polarity": s["polarity"]})
    for story in docs.load(CORPORA / "briefs" / "gold.jsonl"):
        for s in story["statements"]:
            article, start, end = s["span"]
            yield from _label(texts[article], (start, end), s["polarity"], made.get(article, []))


def _labels_of(collection: str, file: str, key: str) -> Iterator[tuple[str, str]]:
    name = {"pages": "pages", "micro": "statements_dev"}[collection]
    made = {
        row["id"]: [
            {"spans": [(s["start"], s["end"]), tuple(s.get("clause", (0, 0)))], "polarity": s["polarity"]}
            for s in row["statements"]
            if not s.get("no_answer")
        ]
        for row in docs.load(OUT / f"{name}.pred")
    }
    for page in docs.load(CORPORA / collection / file):
        for s in page[key]:
            if not s.get("no_answer"):
                label = s["polarity"] or "asserted"
                yield from _label(page["text"], (s["start"], s["end"]), label, made.get(page["id"], []))


def _label(
    text: str, span: tuple[int, int], label: str, made: Sequence[Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    own = _words(text, span)
    scored = [(max(_shared(own, _words(text, s)) for s in one["spans"]), one["polarity"]) for one in made]
    best = max(scored, default=(0.0, ""))
    if best[0] >= _ALIKE:
        yield label, best[1]


_ALIKE = 0.5


def _words(text: str, span: tuple[int, int]) -> set[int]:
    return {span[0] + m.start() for m in re.finditer(r"\w+", text[slice(*span)])}


def _shared(a: set[int], b: set[int]) -> float:
    return len(a & b) / max(len(a), len(b), 1)


def _polnear() -> Iterator[Figure]:
    dev = who_said_what.load(who_said_what.CORPUS / "dev.jsonl")
    found = who_said_what.score(dev, who_said_what.ours)
    wanted: tuple[tuple[str, str, str, Callable[[Row], float]], ...] = (
        ("direct + mixed, end to end", ".913", ">= .92", who_said_what.FIGURES[0][4]),
        ("speech, F1", ".841", ">= .85", who_said_what.FIGURES[3][4]),
        ("speech, end to end", ".780", ">= .80", who_said_what.FIGURES[4][4]),
    )
    for name, before, bar, get in wanted:
        yield f"PolNeAR dev: {name}", before, bar, f"{get(found):.3f}"


def _merge() -> Iterator[Figure]:
    for name, before, bar in (
        ("claims", ".94 / .73", ">= .92 / .78 (left out)"),
        ("judged", ".87 / .34", ">= .92 / .52"),
    ):
        folder, made = CORPORA / "merge", OUT / f"{name}.pred"
        asked = ["--docs", str(folder / f"{name}_docs.jsonl"), "--out", str(made)]
        subprocess.run([sys.executable, "-m", "benchmarks.claims", *asked], check=True)
        told = json.loads(_scored(folder / "score_claims.py", folder / f"{name}_docs.jsonl", folder / f"{name}_pairs.jsonl", made).split("}")[0] + "}")  # fmt: skip
        yield f"pairs of {name}: precision / recall", before, bar, f"{told['precision']:.2f} / {told['recall']:.2f}"


# --- scorers -------------------------------------------------------------------------------------------------------


def _scored(scorer: Path, *asked: object) -> str:
    """What a collection's own scorer prints."""
    done = subprocess.run(
        [sys.executable, str(scorer), *map(str, asked)], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return done.stdout


def _by_colons(told: str) -> dict[str, str]:
    """Name -> figure, of a scorer that puts two blanks or more between them."""
    found = (re.fullmatch(r"\s*(\S.*?)\s{2,}(\S.*)", line) for line in told.splitlines())
    rows: dict[str, str] = {}
    for match in found:
        if match:
            rows.setdefault(match[1], match[2].split("   ")[0])
    return rows


if __name__ == "__main__":
    sys.exit(main())
