"""Every override in briefs/README.md does on the example story what the README says: the words before, the words after."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from invented import ROOT, empty_site
from markup import seen
from site_parser import as_proof
from storybrief.cli import main
from storybrief.model import visible
from storybrief.pipeline.plan import plan
from storybrief.problems import errors
from storybrief.story.schema import CHANGES

README = (ROOT / "briefs" / "README.md").read_text(encoding="utf-8")
STORY = "gaza-ceasefire"

_SAYS = re.compile(r"^- (Before|After), (first )?(?:under “([^”]+)”|(on top)): “(.+)”$", re.MULTILINE)


@dataclass(frozen=True)
class Says:
    """What the README says of the page: the words, and the heading that they stand under (None: on top)."""

    when: str
    first: bool
    under: str | None
    words: str


@dataclass(frozen=True)
class Example:
    """One block of YAML in the README, with what is said of it."""

    title: str
    yaml: str
    says: tuple[Says, ...]


def examples() -> list[Example]:
    made = []
    for part in re.split(r"^### ", README, flags=re.MULTILINE)[1:]:
        part = re.split(r"^## ", part, flags=re.MULTILINE)[0]
        (block,) = re.findall(r"^```yaml\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
        says = tuple(Says(m[1], bool(m[2]), m[3], m[5]) for m in _SAYS.finditer(part))
        assert len(says) == len(re.findall(r"^- (?:Before|After)", part, re.MULTILINE)), part
        made.append(Example(part.split("\n", 1)[0], block, says))
    return made


def page(folder: Path, overrides: str) -> Mapping[str | None, str]:
    """Build the story with `overrides` and return heading -> the words a reader sees under it on the evidence page;
    None: at the top of the brief.
    """
    (folder / "briefs" / STORY / "overrides.yml").write_text(f"overrides:\n{overrides}", encoding="utf-8")
    planned = plan(folder)
    assert errors(planned.problems) == ()
    assert [p for p in planned.problems if p.code == "no-effect"] == []
    brief, text = (
        next(p.text for p in planned.pages if p.path == f"{STORY}/{name}.md").split("\n---\n", 1)[1]
        for name in ("index", "evidence")
    )
    made: dict[str | None, str] = {}
    for part in re.split(r"^(?=##+ )", text, flags=re.MULTILINE):
        heading, _, below = part.partition("\n") if part.startswith("#") else ("", "", part)
        name = re.sub(r"^#+ | \{:.*$", "", heading) or None
        made[name] = seen(as_proof(below)).words
    made[None] = seen(as_proof(brief.partition("\n## ")[0])).words
    return made


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = empty_site(tmp_path_factory.mktemp("readme") / "site")
    shutil.copytree(ROOT / "briefs" / STORY, folder / "briefs" / STORY)
    return folder


@pytest.fixture(scope="module")
def before(folder: Path) -> Mapping[str | None, str]:
    return page(folder, "")


def test_every_kind_of_override_has_an_example() -> None:
    shown = [override["do"] for example in examples() for override in yaml.safe_load(example.yaml)]
    assert sorted(shown) == sorted(CHANGES)
    assert all(any(says.when == "After" for says in example.says) for example in examples())


@pytest.mark.parametrize("example", examples(), ids=lambda e: str(re.findall(r"`(\w+)`", e.title)))
def test_the_page_says_what_the_readme_says(folder: Path, before: Mapping[str | None, str], example: Example) -> None:
    after = page(folder, example.yaml)
    for says in example.says:
        pages = (before, after) if says.when == "Before" else (after, before)
        here, there = (_count(says, sections.get(says.under, "")) for sections in pages)
        assert here > there, (says, pages[0].get(says.under), pages[1].get(says.under))


def _count(says: Says, section: str) -> int:
    """How often the words stand in a section; only at its start, when they are said to come first."""
    words = visible(says.words)
    if says.first:
        return int(section.startswith(words))
    return section.count(words)


# --- what is no override ---------------------------------------------------------------------------------------


def block(key: str) -> str:
    """Return the README's YAML that starts with `key`."""
    (found,) = re.findall(rf"^```yaml\n({key}:\n.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return str(found)


def pages(folder: Path) -> Mapping[str, str]:
    planned = plan(folder)
    assert planned.problems == ()
    return {p.path: seen(as_proof(p.text.split("\n---\n", 1)[-1])).words for p in planned.pages}


def test_a_correction_is_told_where_the_readme_says(site: Path) -> None:
    (site / "briefs" / STORY / "overrides.yml").write_text(block("corrections"), encoding="utf-8")
    (entry,) = yaml.safe_load(block("corrections"))["corrections"]
    made = pages(site)
    brief = made[f"{STORY}/index.md"]
    assert 0 < brief.index(entry["what"]) < brief.index("convened for a pivotal meeting"), "on top"
    assert entry["what"] in made["corrections.md"]


def test_a_newer_version_is_shown_as_the_readme_says(site: Path, tmp_path: Path) -> None:
    was, now = re.findall(r"^- Version \d: “(.+)”$", README, re.MULTILINE)
    article = min((site / "briefs" / STORY / "sources").glob("*.txt"))
    (tmp_path / "saved.txt").write_text(article.read_text("utf-8").replace(was, now), encoding="utf-8")
    assert CliRunner().invoke(main, ["replace", str(article), str(tmp_path / "saved.txt")]).exit_code == 0
    brief = pages(site)[f"{STORY}/evidence.md"].partition("Updated articles")[2]
    assert brief.index("quotation altered") < brief.index(visible(was)) < brief.index(visible(now))
    gone = f"overrides:\n  - do: note\n    where: {was}\n    to: A note\n    why: It was so.\n"
    (site / "briefs" / STORY / "overrides.yml").write_text(gone, encoding="utf-8")
    assert [p.code for p in plan(site).problems] == ["article-changed"]


def test_a_person_is_called_what_people_yml_says(site: Path) -> None:
    (entry,) = yaml.safe_load(block("people"))["people"]
    before = pages(site)["people/majed-al-ansari.md"]
    (site / "briefs" / "people.yml").write_text(block("people"), encoding="utf-8")
    after = pages(site)["people/majed-al-ansari.md"]
    assert (entry["name"] in before, entry["name"] in after) == (False, True)
    assert (entry["role"] in before, entry["role"] in after) == (False, True)


def test_the_story_file_of_the_readme_is_understood(small: Path) -> None:
    text = block("articles")
    source = small / "briefs/ferry/sources/0012.txt"
    source.write_text("A title here\n\nA sentence stands here.\n", encoding="utf-8")
    (small / "briefs/ferry/story.yml").write_text(text, encoding="utf-8")
    for other in ("coast.txt", "island.txt"):  # which it does not list
        (small / "briefs/ferry/sources" / other).unlink()
    assert "The Harbour Gazette" in pages(small)["ferry/articles/0012.md"]
