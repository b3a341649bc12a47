"""After any edits the pages under `mkdocs serve` are those of a fresh build: nothing old stays, nothing is forgotten."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.util import setup_testing_defaults

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer

from invented import FERRY_A, FERRY_B, KILN, ROOT, mkdocs, nightly, write_story

STEPS = 12 if nightly() else 6
ADDED_BY_SERVE = re.compile(
    r'<link rel="stylesheet" href="[./]*storybrief-desk/desk\.css">'
    r'<script src="[./]*storybrief-desk/form\.js" defer></script>'
    r'<script src="[./]*storybrief-desk/desk\.js" data-page="[^"]*" defer></script>'
    r"|<script>\nvar livereload = .*?</script>",
    re.DOTALL,
)


class Served:
    """A site as `mkdocs serve` has it, without the network: `save` is what it does when somebody saved a file."""

    def __init__(self, site: Path, built: Path) -> None:
        self.site, self.built = site, built
        config = self.config()
        config.plugins.on_startup(command="serve", dirty=False)
        build(config, serve_url="http://127.0.0.1:8000/")
        server = LiveReloadServer(self.save, "127.0.0.1", 8000, str(built))
        server.watch(config.docs_dir)
        self.plugins = config.plugins
        config.plugins.on_serve(server, config=config, builder=self.save)
        self.app = server.get_app()

    def config(self) -> MkDocsConfig:
        return load_config(str(self.site / "mkdocs.yml"), site_dir=str(self.built))

    def save(self) -> None:
        build(self.config(), serve_url="http://127.0.0.1:8000/")

    def page(self, path: str) -> str | None:
        """Return the page at a path, without what serve adds; None when there is none."""
        environ: dict[str, object] = {}
        setup_testing_defaults(environ)
        environ["PATH_INFO"] = f"/{path}"
        said: list[str] = []
        assert self.app is not None

        def answer(status: str, *_: object) -> Callable[[bytes], object]:
            said.append(status)
            return lambda _: None

        body = b"".join(self.app(environ, answer))
        return ADDED_BY_SERVE.sub("", body.decode()) if said == ["200 OK"] else None


@pytest.fixture
def served(small: Path, tmp_path: Path) -> Iterator[Served]:
    text = (small / "mkdocs.yml").read_text(encoding="utf-8")
    (small / "mkdocs.yml").write_text(text.replace("  - storybrief\n", "  - storybrief: {search: false}\n"), "utf-8")
    (small / "content/about.md").write_text("# About us\n\n[The ferry](ferry/index.md)\n", encoding="utf-8")
    served = Served(small, tmp_path / "served")
    yield served
    served.plugins.on_shutdown()


def fresh(site: Path, folder: Path) -> dict[str, str]:
    """Build a copy of what people wrote, by MkDocs alone, and return its pages by their addresses."""
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns(".cache", "content", "site"))
    (folder / "content").mkdir()
    for own in (site / "content").glob("*.md"):
        if own.name not in ("index.md", "corrections.md"):
            shutil.copy(own, folder / "content" / own.name)
    config = folder / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("{search: false}", "{search: false, fast: false}"), "utf-8"
    )
    done = mkdocs(folder, "build")  # in a process of its own: MkDocs keeps a plugin that serves
    assert done.returncode == 0, done.stderr
    return {
        page.relative_to(folder / "site").as_posix(): page.read_text(encoding="utf-8")
        for page in (folder / "site").rglob("*.html")
    }


def test_a_draft_is_served_and_is_gone_from_content_when_serving_ends(served: Served) -> None:
    write_story(served.site, "kiln", {"kiln.txt": "The kiln\n\nThe kiln burst.\n"}, story="draft: true\n")
    served.save()
    assert "It is shown here only" in (served.page("kiln/index.html") or "")
    assert "kiln/" in (served.page("index.html") or "")
    served.plugins.on_shutdown()
    assert not (served.site / "content/kiln").exists()
    assert "kiln" not in (served.site / "content/index.md").read_text("utf-8")


def test_a_build_in_the_same_process_after_serving_makes_every_page(served: Served) -> None:
    served.plugins.on_shutdown()
    build(served.config())
    assert (served.built / "index.html").is_file()
    assert (served.built / "ferry" / "index.html").is_file()


# --- what somebody may do, by chance ---------------------------------------------------------------------------

STORIES = ("ferry", "kiln", "mill")
TEXTS = (FERRY_A, FERRY_B, KILN)


def override(site: Path, chance: random.Random) -> None:
    story = chance.choice([folder.name for folder in (site / "briefs").iterdir() if folder.is_dir()])
    words = f"Headline {chance.randrange(1000)}"
    text = f"overrides:\n  - do: headline\n    to: {words}\n    why: shorter\n"
    write_story(site, story, {}, overrides=chance.choice([text, "overrides: []\n"]))


def add_article(site: Path, chance: random.Random) -> None:
    text = chance.choice(TEXTS).replace("Monday", chance.choice(["Monday", "Tuesday"]))
    write_story(site, chance.choice(STORIES), {f"{chance.choice('abc')}.txt": text})


def move_article(site: Path, chance: random.Random) -> None:
    sources = sorted((site / "briefs").glob("*/sources/*"))
    chance.choice(sources).rename(chance.choice(sources).with_name(f"moved-{chance.randrange(9)}.txt"))


def remove_article(site: Path, chance: random.Random) -> None:
    folders = [folder for folder in sorted((site / "briefs").glob("*/sources")) if len([*folder.iterdir()]) > 1]
    if folders:
        sorted(chance.choice(folders).iterdir())[0].unlink()


def remove_story(site: Path, chance: random.Random) -> None:
    if (site / "briefs/mill").exists():
        shutil.rmtree(site / "briefs/mill")


def template(site: Path, chance: random.Random) -> None:
    name = chance.choice(["brief.md.jinja", "home.md.jinja", "article.md.jinja"])
    (site / "templates").mkdir(exist_ok=True)
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    (site / "templates" / name).write_text(f"{text}\nHouse words {chance.randrange(1000)}.\n", encoding="utf-8")


def name_of_site(site: Path, chance: random.Random) -> None:
    text = (site / "mkdocs.yml").read_text(encoding="utf-8")
    text = re.sub(r"^site_name:.*$", f"site_name: Site {chance.randrange(1000)}", text, flags=re.MULTILINE)
    (site / "mkdocs.yml").write_text(text, encoding="utf-8")


def own_page(site: Path, chance: random.Random) -> None:
    (site / f"content/own-{chance.randrange(3)}.md").write_text(
        f"# Own {chance.randrange(1000)}\n\n[The ferry](ferry/index.md)\n", encoding="utf-8"
    )


def addresses(site: Path, chance: random.Random) -> None:
    text = (site / "mkdocs.yml").read_text(encoding="utf-8")
    value = "false" if "use_directory_urls: true" in text else "true"
    text = re.sub(r"^use_directory_urls:.*$", f"use_directory_urls: {value}", text, flags=re.MULTILINE)
    (site / "mkdocs.yml").write_text(text, encoding="utf-8")


def own_templates(site: Path, chance: random.Random) -> None:
    """Begin to use templates of the site's own, which may ask for all pages at once, or stop to."""
    text = (site / "mkdocs.yml").read_text(encoding="utf-8")
    ours = "  name: storybrief\n  custom_dir: ours\n"
    if ours in text:
        text = text.replace(ours, "  name: storybrief\n")
    else:
        text = text.replace("  name: storybrief\n", ours)
        (site / "ours").mkdir(exist_ok=True)
        asked = chance.choice(["{{ pages|length }}", "{{ config.site_name }}"])
        block = f"{{% block footer %}}<footer>{asked}</footer>{{% endblock %}}"
        (site / "ours/main.html").write_text(f'{{% extends "base.html" %}}\n{block}', encoding="utf-8")
    (site / "mkdocs.yml").write_text(text, encoding="utf-8")


EDITS: tuple[Callable[[Path, random.Random], None], ...] = (
    *(override, override, override, add_article, add_article, move_article, remove_article, remove_story),
    *(template, name_of_site, own_page, addresses, own_templates, own_templates),
)


@pytest.mark.parametrize("seed", range(8) if nightly() else [6])
def test_after_any_edits_the_served_pages_are_those_of_a_fresh_build(served: Served, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    old: set[str] = set()
    for step in range(STEPS):
        edit = chance.choice(EDITS)
        edit(served.site, chance)
        served.save()
        right = fresh(served.site, tmp_path / f"fresh-{step}")
        for path, html in right.items():
            assert served.page(path) == html, (step, edit.__name__, path)
        for path in sorted(old - right.keys()):
            assert served.page(path) is None, (step, edit.__name__, path)
        old |= right.keys()


def test_a_mistake_keeps_the_last_good_pages_and_a_page_that_cannot_be_made_says_so(served: Served) -> None:
    good = served.page("ferry/")
    assert good
    write_story(served.site, "ferry", {}, overrides="overrides:\n  - do: headline\n   to: x\n")
    served.save()
    assert served.page("ferry/") == good
    (served.site / "ours").mkdir()
    (served.site / "ours/main.html").write_text("{{ 1 / 0 }}", encoding="utf-8")
    text = (served.site / "mkdocs.yml").read_text(encoding="utf-8")
    (served.site / "mkdocs.yml").write_text(
        text.replace("  name: storybrief\n", "  name: storybrief\n  custom_dir: ours\n"), encoding="utf-8"
    )
    with pytest.raises(ZeroDivisionError):  # MkDocs makes the person's own page, and fails as ever
        served.save()
    shutil.rmtree(served.site / "ours")
    (served.site / "mkdocs.yml").write_text(text, encoding="utf-8")
    served.save()
    assert served.page("ferry/") == good
