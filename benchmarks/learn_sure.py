"""Learn how often each rule that chooses a speaker is right: `statements/sure.tsv`.

Run: python benchmarks/learn_sure.py. For each rule, and each way in which a mention is given a name, the share of
annotated quotations and clauses of the training articles whose speaker is the right one; of fewer than 12 nothing is said.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from benchmarks.who_said_what import CORPUS, Annotated, article_of, load

from storybrief.model import Statement
from storybrief.statements.extract import statements
from storybrief.statements.sentences import sentences
from storybrief.statements.sure import ways

OUT = Path(__file__).resolve().parents[1] / "src" / "storybrief" / "statements" / "sure.tsv"
FEWEST = 12


def judged(record: Annotated, found: tuple[Statement, ...]) -> list[tuple[Statement, bool]]:
    """Each statement that one annotated attribution alone overlaps by half, and whether it is given to the right one."""
    made = []
    for statement in found:
        mine = {c for span in statement.content for c in range(span.start, span.end)}
        for one in record["attributions"]:
            theirs = {c for a, b in one["content"] for c in range(a, b)}
            if 2 * len(mine & theirs) >= len(mine | theirs):
                made.append((statement, right(one, statement)))
                break
    return made


def right(one: Annotated, statement: Statement) -> bool:
    """Whether the speaker has the annotated name, or where there is none stands in the annotated words."""
    a = statement.attribution
    name = one["name"] or one["silver_name"]
    if name and a.name:
        return last(a.name) == last(name)
    mention = a.mention
    return mention is not None and any(mention.start < e and s < mention.end for s, e in one["source"] or ())


def last(name: str) -> str:
    """The last word of a name, without what stands after a stop or an apostrophe."""
    return name.split()[-1].strip(".,'’").casefold()


def main() -> None:
    """Learn and write the table."""
    counted: dict[str, list[bool]] = defaultdict(list)
    for record in load(CORPUS / "train.jsonl"):
        article = article_of(record["id"], record["text"])
        for statement, good in judged(record, statements(article, sentences(article))):
            for way in ways(statement.attribution.by, statement.attribution.candidates):
                counted[way].append(good)
    rows = [(way, sum(good) / len(good), len(good)) for way, good in sorted(counted.items()) if len(good) >= FEWEST]
    head = "# Made by benchmarks/learn_sure.py: way, share right, of how many\n"
    OUT.write_text(head + "".join(f"{way}\t{share:.2f}\t{n}\n" for way, share, n in rows), encoding="utf-8")
    print(OUT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
