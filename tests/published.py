"""The example stories as a published site, made once for the tests of a worker that hold it against forgeries."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from click.testing import CliRunner, Result
from mkdocs.commands.build import build
from mkdocs.config import load_config

from site_parser import ROOT
from storybrief.cli import main
from storybrief.html.rebuild import make_again
from storybrief.pipeline.record import read_record
from storybrief.verify.compare import different
from storybrief.verify.document import Document
from storybrief.verify.prove import Site, opened, page_faults


@dataclass(frozen=True)
class Built:
    """A built site in `folder`/site, the same made once more in `anew`, and the first opened."""

    folder: Path
    anew: Path
    site: Site

    @contextmanager
    def changed(self, changes: Mapping[str, bytes | None]) -> Iterator[Path]:
        """The site while files of it hold other bytes, or are not there (None)."""
        site = self.folder / "site"
        right = {path: (site / path).read_bytes() if (site / path).is_file() else None for path in changes}
        try:
            _put(site, changes)
            yield site
        finally:
            _put(site, right)

    def told(self, file: str, data: bytes) -> list[tuple[str, str]]:
        """The paths and codes that the comparison tells when a file of the site holds other bytes."""
        with self.changed({file: data}) as site:
            return [(one.path, one.code) for one in different(site, self.anew)]

    def faults(self, page: Document) -> set[str]:
        """The codes of what the reading says of a page that takes the place of the one of its path."""
        return {code for code, _ in page_faults(page, replace(self.site, pages={**self.site.pages, page.path: page}))}


def _put(site: Path, changes: Mapping[str, bytes | None]) -> None:
    for path, data in changes.items():
        file = site / path
        if data is None:
            file.unlink(missing_ok=True)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)


def published(folder: Path) -> Built:
    """Publish the example stories in `folder`, and make them once more beside it."""
    make_site(folder)
    anew = make_again(folder, folder / "anew", read_record(folder / "site"), search=True)
    site, problems = opened(folder / "site", folder)
    assert not problems
    return Built(folder, anew, site)


def make_site(folder: Path) -> None:
    """Build a site of the example stories in `folder`, with a correction and a person known under two names."""
    shutil.copytree(ROOT / "briefs", folder / "briefs", dirs_exist_ok=True)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    overrides = folder / "briefs" / "river-flood" / "overrides.yml"
    correction = "corrections:\n  - kind: correction\n    what: The river was named wrongly.\n    when: 2026-05-06\n    why: A reader wrote to us.\n"
    overrides.write_text(f"{overrides.read_text('utf-8')}\n{correction}", encoding="utf-8")
    publish(folder)


def publish(folder: Path) -> None:
    (folder / "content").mkdir(exist_ok=True)
    build(load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / "site")))


def checked(folder: Path) -> Result:
    return CliRunner().invoke(main, ["check", "--site", str(folder / "site")])
