"""Where articles come from: groups of copies, said wherever articles are counted, and an editor's word on two articles."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from invented import KILN, empty_site, proved, write_story
from markup import seen
from site_parser import as_proof
from storybrief.claims.merge import merge
from storybrief.claims.related import groups
from storybrief.model import Brief, Decisions, Independence, Line, Merged, Verdict
from storybrief.pages.relations import MOST_NOT_KNOWN, relations
from storybrief.pipeline.plan import plan
from storybrief.problems import errors
from told import extract

FIRST = """\
Hall burns in Marlford

The old hall of Marlford burned down on Monday night, and forty sheep died in the flames beside it.

"We had no water in the well at all," said Ina Brandt, the keeper of the hall.
"""
COPY = FIRST.replace("Hall burns in Marlford", "Marlford loses its hall")
OWN = """\
Sheep die as hall burns

On Monday night the old hall of Marlford burned down. Bakers had seen smoke before supper, and called for buckets.

Nobody knows who left the lamp in the loft.
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return empty_site(tmp_path / "site")


def write(site: Path, overrides: str | None = None) -> None:
    write_story(site, "hall", {"a.txt": FIRST, "b.txt": COPY, "c.txt": OWN}, overrides=overrides)


def brief(site: Path) -> Brief:
    (made,) = plan(site).made
    assert made.brief, [str(p) for p in made.problems]
    return made.brief


def related(a: str, b: str, to: str) -> str:
    return f"overrides:\n  - do: independence\n    articles: [{a}.txt, {b}.txt]\n    to: {to}\n    why: A reporter told us.\n"


def words(site: Path) -> str:
    return seen(as_proof(proved(site)["hall/evidence.md"].split("\n---\n", 1)[1])).words


def test_wherever_articles_are_counted_groups_are(site: Path) -> None:
    write(site)
    made = brief(site)
    assert made.merged.groups == (("a", "b"), ("c",))
    pages = proved(site)
    text = pages["hall/evidence.md"]
    assert "[3 articles](#articles), 2 groups when copies and rewrites count as one." in text
    assert "[in 3 articles of 2 groups](#articles)" in text
    assert "[in 2 articles of 1 group](#articles)" in text
    assert "3 articles (2 when copies count as one)" in seen(as_proof(pages["index.md"].split("\n---\n", 1)[1])).words
    told = json.loads(pages["hall/brief.json"])
    assert told["groups"] == [["a", "b"], ["c"]]
    assert {(len(c["articles"]), c["groups"]) for c in told["claims"]} >= {(3, 2), (2, 1), (1, 1)}


def test_articles_of_as_many_groups_are_not_counted_twice(site: Path) -> None:
    write_story(site, "hall", {"a.txt": FIRST, "c.txt": OWN})
    assert not re.search(r"in \d+ articles? of", proved(site)["hall/evidence.md"])


@pytest.mark.parametrize("sources", [{"a.txt": FIRST, "c.txt": KILN}, {"a.txt": FIRST, "b.txt": COPY, "c.txt": OWN}])
def test_the_tool_never_says_independent_or_confirmed(site: Path, sources: dict[str, str]) -> None:
    """No article has these words; without an editor's the page only says what is not known."""
    write_story(site, "hall", sources)
    told = words(site).casefold()
    assert "known to be independent" in told
    assert not re.findall(r"confirmed|corroborated|(?<!known to be )independent", told)


def test_an_editor_calls_two_articles_independent(site: Path) -> None:
    write(site, related("a", "b", "independent"))
    made = brief(site)
    assert made.merged.groups == (("a",), ("b",), ("c",))
    told = words(site)
    assert "A B: independent, says an editor: A reporter told us." in told
    assert "a.txt and b.txt called independent. A reporter told us." in told, "among the editor's changes"
    assert "of 1 group" not in told
    pair = next(i for i in json.loads(proved(site)["hall/brief.json"])["independence"] if i["articles"] == ["a", "b"])
    assert (pair["verdict"], pair["why"]) == ("independent", "A reporter told us.")
    assert pair["evidence"], "what the tool found stays"


def test_an_editor_calls_two_articles_dependent(site: Path) -> None:
    write(site, related("c", "a", "dependent"))
    made = brief(site)
    assert made.merged.groups == (("a", "b", "c"),)
    assert "they count as one, says an editor: A reporter told us." in words(site)
    assert "in 3 articles of 1 group" in words(site)


def test_independent_of_one_copy_but_not_of_the_other_is_told(site: Path) -> None:
    write_story(
        site, "hall", {"a.txt": FIRST, "b.txt": COPY, "d.txt": FIRST}, overrides=related("a", "b", "independent")
    )
    (found,) = errors(plan(site).problems)
    assert (found.code, found.path, found.line) == ("not-obeyed", "briefs/hall/overrides.yml", 2)
    assert "both are copies or rewrites of d" in found.message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (related("a", "x", "independent"), "2: no-such-source: There is no file “x.txt” in sources/."),
        (related("a", "a", "independent"), "2: one-article: Both names are of the same article. Name two."),
        (related("a", "b", "apart"), "4: wrong-value: “to” must be 'independent' or 'dependent'."),
        (
            related("a", "b", "dependent").replace("[a.txt, b.txt]", "[a.txt]"),
            "3: wrong-value: “articles” needs two entries: the file names of two articles.",
        ),
        (
            related("a", "b", "dependent").replace("    why: A reporter told us.\n", ""),
            "2: missing-key: Add “why:”. Every override says why: readers see the reason.",
        ),
        (
            related("a", "b", "dependent") + related("b", "a", "independent").removeprefix("overrides:\n"),
            "6: twice: Keep one of the two: the override on line 2 already decides this.",
        ),
    ],
)
def test_a_wrong_word_on_two_articles_is_told(site: Path, text: str, told: str) -> None:
    write(site, text)
    found = [str(p) for p in errors(plan(site).problems)]
    assert len(found) == 1
    assert found[0].startswith(f"briefs/hall/overrides.yml:{told}")


# --- groups ----------------------------------------------------------------------------------------------------


def pair(a: str, b: str, verdict: Verdict) -> Independence:
    return Independence(a, b, verdict, ())


def test_a_copy_of_a_copy_is_in_the_group_of_both() -> None:
    found = groups("abcde", [pair("a", "c", "copied"), pair("c", "e", "rewritten"), pair("b", "d", "shares wire text")])
    assert found == (("a", "c", "e"), ("b",), ("d",))
    assert groups([], []) == ()


def test_each_copy_has_one_line_with_an_article_of_its_group() -> None:
    """A chain: each later one is only like the one before it."""
    made = [extract(name, f"The hall of {name} burned down.") for name in "abcd"]
    merged = merge(made, Decisions(related=tuple((a, b, "dependent", "x") for a, b in ("ab", "bc", "cd"))))
    assert merged.groups == (("a", "b", "c", "d"),)
    assert [claim.articles for claim in merged.claims]
    lines = relations_of(merged.independence, merged.groups)
    assert lines == [("a", "b"), ("b", "c"), ("c", "d")]


def relations_of(pairs: tuple[Independence, ...], found: tuple[tuple[str, ...], ...]) -> list[tuple[str, str]]:
    told = relations(Brief("x", Line("x", None), None, (), (), Merged((), (), pairs, (), found)))
    return [(line.a, line.b) for line in told.lines]


def test_a_long_list_of_pairs_is_counted_not_printed() -> None:
    names = [f"n{n}" for n in range(30)]
    pairs = tuple(Independence(a, b, "not known", ("both name an agency",)) for a in names for b in names if a < b)
    told = relations(Brief("x", Line("x", None), None, (), (), Merged((), (), pairs, (), tuple((n,) for n in names))))
    assert (len(told.lines), len(told.not_known), told.left) == (0, MOST_NOT_KNOWN, len(pairs) - MOST_NOT_KNOWN)
