"""Whoever builds a site and proves it at once is never told of an error: odd names, titles, outlets, marks, addresses.

One site of four stories here; forty of six in `make nightly`, and with them every collection of real stories that lies
beside the project.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from honest import write_site
from invented import ROOT, empty_site, mkdocs, nightly, storybrief, write_story

LONG = nightly()
SEEDS = range(1000, 1040) if LONG else [8]
CORPORA = ROOT.parent / "shared" / "corpora"


def told(site: Path) -> Iterator[str]:
    """Build a site as its people do, prove it, and yield what is told: nothing, when all is well."""
    for done in (
        storybrief(site, "build"),
        storybrief(site, "check"),
        mkdocs(site, "build", "--strict", "--quiet"),
        storybrief(site, "check", "--site", "site"),
    ):
        if done.returncode:
            yield f"{done.args[2:]}: {done.stdout}{done.stderr}"
            return


KNOWN = {
    "index.txt": "“This is a sad time,” a statement reads.\n\n“We work closely with the crews and share their grief, as we have done all these years at the quay.” The guard was hurt.\n",
    "\u202egnp.txt": 'Story briefs\n\n"We heard the horn," Lind told reporters.\n\n"It fell, "Okafor said. "I will go, \'\' Bell told the court.\n',
    "a b.md": "# Story briefs\n\n“We work closely with the crews and share their grief, as we have done all these years at the quay,” a spokeswoman told AFP.\n\nReuters reported that the guard was hurt.\n",
}
ABOUT = """\
articles:
  index.txt: {outlet: AFP, url: "https://bücher.example/straße?q=ü"}
  a b.md: {outlet: Reuters, url: "https://osk.example/a%C3%BC"}
"""


@pytest.mark.parametrize("seed", SEEDS)
def test_an_honest_site_passes(seed: int, tmp_path: Path) -> None:
    """Besides what is made up: each thing that a proof once failed on."""
    site = tmp_path / "site"
    write_site(site, seed, stories=6 if LONG else 4)
    write_story(site, "known", KNOWN, story=ABOUT)
    assert [*told(site)] == []


def of_briefs(site: Path, file: Path) -> None:
    """Whole stories: an article a line, its paragraphs apart by ends of lines."""
    known: dict[str, dict[str, dict[str, str]]] = {}
    for line in file.read_text("utf-8").splitlines():
        one = json.loads(line)
        name = one["id"].replace("_", "-").lower()
        folder = site / "briefs" / str(one["story"]).lower().replace("_", "-")
        (folder / "sources").mkdir(parents=True, exist_ok=True)
        text = one["text"].rstrip("\n").replace("\n", "\n\n") + "\n"
        (folder / "sources" / f"{name}.txt").write_text(text, encoding="utf-8")
        about = {key: one[key] for key in ("outlet", "published", "title") if one.get(key)}
        known.setdefault(folder.name, {})[f"{name}.txt"] = about
    for name, articles in known.items():
        given = {"articles": {file: about or None for file, about in articles.items()}}
        (site / "briefs" / name / "story.yml").write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")


def of_pages(site: Path, folder: Path) -> None:
    """Saved web pages, five to a story."""
    for number, page in enumerate(sorted(folder.glob("*.html.gz"))):
        sources = site / "briefs" / f"pages-{number // 5}" / "sources"
        sources.mkdir(parents=True, exist_ok=True)
        (sources / f"{number}.html").write_bytes(gzip.decompress(page.read_bytes()))


COLLECTIONS = {
    "briefs/docs.jsonl": of_briefs,
    "merge/claims_docs.jsonl": of_briefs,
    "merge/judged_docs.jsonl": of_briefs,
    "html/pages": of_pages,
}
THERE = [name for name in COLLECTIONS if LONG and (CORPORA / name).exists()]


@pytest.mark.parametrize("name", THERE or ["none"])
def test_every_collection_beside_the_project_passes(name: str, tmp_path: Path) -> None:
    """An example story of the project where there is no other, and in the short form."""
    site = empty_site(tmp_path / "site")
    if name == "none":
        shutil.copytree(ROOT / "briefs" / "harbour-fire", site / "briefs" / "harbour-fire")
    else:
        COLLECTIONS[name](site, CORPORA / name)
    assert [*told(site)] == []
