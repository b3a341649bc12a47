"""A new site builds at once, articles come into a story, and nothing is ever overwritten."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from invented import storybrief
from licences import needed
from storybrief.pages.seal import seal_json
from storybrief.pipeline.plan import plan
from storybrief.pipeline.schemas import schemas
from storybrief.problems import Stop
from storybrief.scaffold.origin import Origin
from storybrief.scaffold.start import FILL_IN, add, already, new, to_fill_in
from storybrief.story.read import read_story
from storybrief.story.schema import schemas as made_of_the_models

_ROOT = Path(__file__).parents[1]
_FIRST = b"A title here\n\nThe first paragraph. It is short.\n"
_SECOND = b"Another title\r\n\r\nThe \xa0 second paragraph, in another encoding. It is caf\xe9-long.\r\n"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def stopped(call: object, *arguments: object) -> list[str]:
    with pytest.raises(Stop) as stop:
        call(*arguments)  # type: ignore[operator]
    return [f"{problem.path}: {problem.code}: {problem.message}" for problem in stop.value.problems]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    new(tmp_path / "site", False)
    return tmp_path / "site"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "Gazette 1.txt").write_bytes(_FIRST)
    return tmp_path / "saved" / "Gazette 1.txt"


# --- new ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("templates", [False, True])
def test_a_new_site_builds_at_once_without_a_warning(tmp_path: Path, templates: bool) -> None:
    made = new(tmp_path / "my site", templates)
    assert sorted(made) == sorted(p for p in (tmp_path / "my site").rglob("*") if p.is_file())
    assert (tmp_path / "my site" / "content" / "index.md").is_file()
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "out")]
    done = subprocess.run(mkdocs, cwd=tmp_path / "my site", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Story briefs" in (tmp_path / "out" / "index.html").read_text("utf-8")


def test_templates_come_only_when_asked_for_and_are_the_packages_own(tmp_path: Path) -> None:
    new(tmp_path / "plain", False)
    new(tmp_path / "own", True)
    assert not (tmp_path / "plain" / "templates").exists()
    assert _mkdocs(tmp_path / "plain" / "mkdocs.yml")["theme"] == {"name": "storybrief"}
    assert _mkdocs(tmp_path / "own" / "mkdocs.yml")["theme"] == {
        "name": "storybrief",
        "custom_dir": "templates/theme",
    }
    copied = snapshot(tmp_path / "own" / "templates")
    packaged = snapshot(_ROOT / "templates")
    left = {path for path in packaged if path not in copied}
    assert copied == {path: data for path, data in packaged.items() if path not in left}
    assert {path for path in left if "__pycache__" not in path} == {
        "__init__.py",
        "theme/__init__.py",
        "theme/mkdocs_theme.yml",
    }


def test_a_site_with_its_own_templates_makes_the_same_pages(tmp_path: Path, file: Path) -> None:
    pages = []
    for templates in (False, True):
        site = tmp_path / f"site{templates}"
        new(site, templates)
        add(site, "harbour-fire", [file])
        pages.append(plan(site).pages)
    assert pages[0] == pages[1]
    assert {page.path for page in pages[0]} >= {"harbour-fire/index.md", "harbour-fire/articles/gazette-1.md"}


def test_the_settings_are_those_of_the_example_site(site: Path) -> None:
    special = ("site_name", "site_description", "site_url", "repo_url", "edit_uri", "watch")
    ours, theirs = (
        {key: value for key, value in _mkdocs(folder / "mkdocs.yml").items() if key not in special}
        for folder in (_ROOT, site)
    )
    assert ours == theirs


def _mkdocs(path: Path) -> dict[str, object]:
    class Loader(yaml.SafeLoader):
        pass

    Loader.add_constructor("!ENV", lambda *_: "!ENV")
    settings: dict[str, object] = yaml.load(path.read_text("utf-8"), Loader)
    return settings


def test_the_editors_readme_is_the_repos_without_its_example(site: Path) -> None:
    """When this fails, copy briefs/README.md to src/storybrief/starter/README.txt without that line."""
    here = (_ROOT / "briefs" / "README.md").read_text("utf-8").split("\n\n")
    there = (site / "briefs" / "README.md").read_text("utf-8").split("\n\n")
    assert there == [part for part in here if "gaza-ceasefire/" not in part]


def test_the_schemas_for_editors_are_there(site: Path) -> None:
    """Those of the models that check the files, and one more key by which a build knows them again."""
    there = {path.name: json.loads(path.read_text("utf-8")) for path in (site / "briefs" / ".schema").iterdir()}
    assert all(len(one.pop("storybrief")) == 16 for one in there.values())
    assert there == {name: json.loads(text) for name, text in made_of_the_models().items()}


def test_a_build_brings_the_schemas_up_to_date_and_leaves_somebodys_own(site: Path) -> None:
    folder = site / "briefs" / ".schema"
    new_ones = snapshot(folder)
    older = json.loads(new_ones["story.json"])
    (folder / "story.json").write_text(seal_json({"title": "an older one", "type": older["type"]}), "utf-8")
    (folder / "people.json").unlink()
    mine = new_ones["overrides.json"] + b" "
    (folder / "overrides.json").write_bytes(mine)
    assert storybrief(site, "build", "--check").returncode == 0
    assert not (folder / "people.json").exists(), "which writes nothing"
    done = storybrief(site, "build")
    assert (done.returncode, done.stderr) == (
        0,
        "briefs/.schema/overrides.json: schema: To have the one of this version, delete this file and build again: "
        "somebody changed it.\n",
    )
    assert snapshot(folder) == {**new_ones, "overrides.json": mine}
    (folder / "overrides.json").unlink()
    assert storybrief(site, "build").stderr == ""
    assert snapshot(folder) == new_ones
    shutil.rmtree(folder)
    storybrief(site, "build")
    assert not folder.exists(), "somebody does not want them"


def test_the_workflow_has_the_least_rights_and_only_official_actions(site: Path) -> None:
    workflow = yaml.safe_load((site / ".github" / "workflows" / "pages.yml").read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["build"]["permissions"] == {"contents": "read", "pages": "read"}
    assert workflow["jobs"]["deploy"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert workflow["concurrency"]["group"]
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    assert {step["uses"].split("@")[0] for step in steps if "uses" in step} == {
        "actions/checkout",
        "actions/setup-python",
        "actions/configure-pages",
        "actions/upload-pages-artifact",
        "actions/deploy-pages",
    }
    assert "mkdocs build --strict" in [step.get("run") for step in steps]


def test_the_tool_is_asked_for_or_what_to_write_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And never a name that nobody has published."""
    for name, of in (
        ("known", Origin("storybrief @ git+https://git.example/storybrief@abc123")),
        ("doubted", Origin("storybrief @ git+file:///srv/storybrief@abc123", "it came from file:///srv/storybrief")),
        ("unknown", Origin(None, "the last commit is not pushed")),
    ):
        monkeypatch.setattr("storybrief.scaffold.start.origin", lambda of=of: of)
        new(tmp_path / name, False)
        text = (tmp_path / name / "requirements.txt").read_text("utf-8")
        assert text == f"{of.requirement or '# ' + FILL_IN}\n"
        told = [str(problem) for problem in to_fill_in(tmp_path / name)]
        assert len(told) == bool(of.doubt)
        assert all(of.doubt in one and "requirements.txt: origin: " in one for one in told)
        assert [FILL_IN[1:] in one for one in told] == [of.requirement is None for _ in told]
    (tmp_path / "unknown" / "requirements.txt").write_text("storybrief @ git+https://git.example/x@1\n", "utf-8")
    assert to_fill_in(tmp_path / "unknown") == ()


def test_the_libraries_are_those_of_the_lock_and_all_that_the_tool_needs(site: Path) -> None:
    lock, libraries = (
        {re.match(r"[\w.-]+", entry)[0]: entry for entry in re.split(r"\n(?=\w)", file.read_text("utf-8").strip())}  # type: ignore[index]
        for file in (_ROOT / "requirements-ci.txt", site / "requirements-libraries.txt")
    )
    assert libraries == {name: entry for name, entry in lock.items() if name in libraries}
    wanted = {*needed(extras=("documents",)), "setuptools"}
    assert {"pypdf", "python-docx", "webvtt-py"} < wanted, "a site with a PDF file is built as well"
    assert wanted - {*libraries} == set()


def test_pictures_in_content_are_bytes_for_git_and_pages_are_text(site: Path) -> None:
    (site / "content" / "map.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\r\n" * 9)
    (site / "content" / "story").mkdir()
    (site / "content" / "story" / "index.md").write_bytes(b"Words\r\n")
    (site / "briefs" / "story" / "sources").mkdir(parents=True)
    (site / "briefs" / "story" / "sources" / "a.txt").write_bytes(b"Words\r\n")
    for command in (["init", "--quiet"], ["add", "."]):
        subprocess.run(["git", *command], cwd=site, check=True, capture_output=True)
    stored = {
        path: subprocess.run(["git", "show", f":{path}"], cwd=site, check=True, capture_output=True).stdout
        for path in ("content/map.png", "content/story/index.md", "briefs/story/sources/a.txt")
    }
    assert stored["content/map.png"] == (site / "content" / "map.png").read_bytes()
    assert stored["content/story/index.md"] == b"Words\n"
    assert stored["briefs/story/sources/a.txt"] == b"Words\r\n"


def test_vs_code_is_told_which_extension_reads_the_schemas(site: Path) -> None:
    told = json.loads((site / ".vscode" / "extensions.json").read_text("utf-8"))
    assert told == {"recommendations": ["redhat.vscode-yaml"]}


def test_starting_the_same_site_again_makes_nothing(site: Path) -> None:
    before = snapshot(site)
    assert new(site, False) == ()
    assert snapshot(site) == before


def test_nothing_is_overwritten_and_nothing_is_written_half(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: mine\n", "utf-8")
    (tmp_path / ".gitignore").write_text("secrets\nsite/\n", "utf-8")
    (tmp_path / "briefs").write_text("a file\n", "utf-8")
    (tmp_path / "requirements.txt").mkdir()
    before = snapshot(tmp_path)
    told = stopped(new, tmp_path, False)
    root = tmp_path.as_posix()
    assert told == [
        f"{root}/.gitignore: exists: This file of yours is left alone. Add to it, each on a line: “.venv/” and “__pycache__/”.",
        f"{root}/briefs: exists: Move this file away: a folder of the site has its name.",
        f"{root}/mkdocs.yml: exists: Move this file away, or choose another folder: it would be overwritten.",
        f"{root}/requirements.txt: exists: Move this folder away: a file of the site has its name.",
    ]
    assert snapshot(tmp_path) == before


def test_a_folder_with_files_of_its_own_can_become_a_site(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine\n", "utf-8")
    (tmp_path / ".gitignore").write_bytes(b"secrets\r\nsite/\r\n.venv/\r\n__pycache__/\r\n")
    new(tmp_path, False)
    assert (tmp_path / "README.md").read_text("utf-8") == "mine\n"
    assert (tmp_path / ".gitignore").read_bytes().startswith(b"secrets")
    assert (tmp_path / "mkdocs.yml").is_file()


def test_a_file_cannot_become_a_site(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file\n", "utf-8")
    assert stopped(new, tmp_path / "site", False) == [
        f"{(tmp_path / 'site').as_posix()}: exists: Choose another folder: this is a file."
    ]


# --- add ---------------------------------------------------------------------------------------------------------


def test_a_new_story_gets_its_sources_byte_for_byte_and_its_two_files(site: Path, file: Path) -> None:
    other = file.with_name("b.txt")
    other.write_bytes(_SECOND)
    folder = site / "briefs" / "harbour-fire"
    assert add(site, "harbour-fire", [other, file]) == (
        folder / "sources" / "b.txt",
        folder / "sources" / "Gazette 1.txt",
        folder / "story.yml",
        folder / "overrides.yml",
    )
    assert (folder / "sources" / "Gazette 1.txt").read_bytes() == _FIRST
    assert (folder / "sources" / "b.txt").read_bytes() == _SECOND
    story, problems = read_story(folder, site)
    assert problems == ()
    assert [source.id for source in story.sources] == ["b", "gazette-1"]
    for name, schema in (("story.yml", "story.json"), ("overrides.yml", "overrides.json")):
        first = (folder / name).read_text("utf-8").splitlines()[0]
        assert first == f"# yaml-language-server: $schema=../.schema/{story.name}/{schema}"
        assert (folder / "../.schema" / story.name / schema).is_file()


def test_a_site_without_the_schemas_gets_them_with_its_next_story(site: Path, file: Path) -> None:
    schema = site / "briefs" / ".schema"
    (schema / "story.json").unlink()
    (schema / "overrides.json").write_text("somebody's own\n", "utf-8")
    made = add(site, "harbour-fire", [file])
    assert made[-1] == schema / "story.json"
    assert (schema / "story.json").read_bytes() == schemas()["briefs/.schema/story.json"]
    assert (schema / "overrides.json").read_text("utf-8") == "somebody's own\n"


def test_what_is_commented_out_is_right_when_it_is_taken_in(site: Path, file: Path) -> None:
    add(site, "harbour-fire", [file])
    folder = site / "briefs" / "harbour-fire"
    for name in ("story.yml", "overrides.yml"):
        text = (folder / name).read_text("utf-8")
        (folder / name).write_text(
            text.replace("#  ", "  ").replace("    # ", "    ").replace("…", "x.example"), "utf-8"
        )
    story, problems = read_story(folder, site)
    assert problems == ()
    assert dict(story.sources[0].declared)["outlet"] == "Who published it"
    assert [override.do for override in story.overrides] == ["speaker"]


@pytest.mark.parametrize(
    "name", ["null.txt", "1.5.txt", "a: b.txt", "#x.txt", 'say "x".txt', "no.md", "2025-05-03.txt", "é1.txt"]
)
def test_any_file_name_is_safe_in_story_yml(site: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(_FIRST)
    add(site, "harbour-fire", [tmp_path / name])
    story, problems = read_story(site / "briefs" / "harbour-fire", site)
    assert problems == ()
    assert [source.file.name for source in story.sources] == [name]


def test_a_second_article_leaves_what_people_wrote(site: Path, file: Path) -> None:
    add(site, "harbour-fire", [file])
    folder = site / "briefs" / "harbour-fire"
    (folder / "story.yml").write_text("articles:\n  Gazette 1.txt:\n    outlet: The Gazette\n", "utf-8")
    (folder / "overrides.yml").unlink()
    file.with_name("b.txt").write_bytes(_SECOND)
    made = add(site, "harbour-fire", [file.with_name("b.txt")])
    assert made == (folder / "sources" / "b.txt", folder / "overrides.yml")
    assert "The Gazette" in (folder / "story.yml").read_text("utf-8")
    assert len(read_story(folder, site)[0].sources) == 2


def test_a_further_article_is_listed_in_a_story_yml_that_nobody_wrote_in(site: Path, file: Path) -> None:
    add(site, "harbour-fire", [file])
    second = file.with_name("second one.txt")
    second.write_bytes(_FIRST.replace(b".", b"!"))
    add(site, "harbour-fire", [second])
    story = site / "briefs/harbour-fire/story.yml"
    assert list(yaml.safe_load(story.read_bytes())["articles"]) == [file.name, second.name]
    written = story.read_bytes() + b"length: 5\n"
    story.write_bytes(written)
    third = file.with_name("third.txt")
    third.write_bytes(_FIRST)
    add(site, "harbour-fire", [third])
    assert story.read_bytes() == written


def test_the_same_bytes_again_are_told_and_left(site: Path, file: Path) -> None:
    assert already(site, "harbour-fire", [file]) == ()
    add(site, "harbour-fire", [file])
    before = snapshot(site)
    assert add(site, "harbour-fire", [file, file]) == ()
    assert [str(p) for p in already(site, "harbour-fire", [file, file])] == [
        "briefs/harbour-fire/sources/Gazette 1.txt: already-there: This file is there already, unchanged."
    ]
    assert snapshot(site) == before


def test_every_reason_against_a_file_is_told_at_once_and_nothing_is_copied(site: Path, file: Path) -> None:
    add(site, "harbour-fire", [file])
    before = snapshot(site)
    saved = file.parent
    (saved / "new").mkdir()
    files = {
        "new/Gazette 1.txt": b"Other words are here. They are.\n",
        "gazette_1.md": _FIRST,
        "c.txt": b"",
        "d.pdf": b"%PDF-1.7",
        "e.txt": b"%PDF-1.7",
        "…….txt": _FIRST,
        ".hidden.txt": _FIRST,
        "good.txt": _FIRST,
        "Good.md": _FIRST,
    }
    for name, data in files.items():
        (saved / name).write_bytes(data)
    told = stopped(add, site, "harbour-fire", [*(saved / name for name in files), saved / "missing.txt"])
    codes = sorted((line.split(": ")[0].removeprefix(saved.as_posix() + "/"), line.split(": ")[1]) for line in told)
    assert codes == [
        (".hidden.txt", "source-name"),
        ("Good.md", "same-name"),
        ("briefs/harbour-fire/sources/Gazette 1.txt", "exists"),
        ("c.txt", "empty"),
        ("d.pdf", "broken"),
        ("e.txt", "broken"),
        ("gazette_1.md", "same-name"),
        ("missing.txt", "unreadable"),
        ("…….txt", "source-name"),
    ]
    assert snapshot(site) == before


@pytest.mark.parametrize("name", ["people", "outlets", "months", "corrections", "assets", "pagefind", "con"])
def test_a_story_cannot_be_called_like_a_folder_of_the_site(site: Path, file: Path, name: str) -> None:
    before = snapshot(site)
    why = "Windows keeps the name “con” for itself" if name == "con" else f"the site has a folder {name}/ of its own"
    assert stopped(add, site, name, [file]) == [f"briefs/{name}: story-name: Choose another name for the story: {why}."]
    assert snapshot(site) == before


def test_a_site_cannot_be_made_round_such_a_story(tmp_path: Path) -> None:
    (tmp_path / "briefs" / "people" / "sources").mkdir(parents=True)
    (tmp_path / "briefs" / "people" / "sources" / "a.txt").write_bytes(_FIRST)
    before = snapshot(tmp_path)
    assert stopped(new, tmp_path, False) == [
        f"{tmp_path.as_posix()}/briefs/people: story-name: Rename the folder: the site has a folder people/ of its own."
    ]
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Harbour Fire", "harbour-fire"),
        ("../x", "x"),
        ("Zürich_1", "zurich-1"),
        ("", "my-story"),
        ("-", "my-story"),
        ("Con", "con-story"),
    ],
)
def test_a_story_name_that_is_none_is_told_with_one_that_is(site: Path, file: Path, name: str, near: str) -> None:
    before = snapshot(site.parent)
    told = stopped(add, site, name, [file])
    assert told == [
        f"briefs/{name}: story-name: A story's name is lower-case letters, digits and hyphens: write “{near}”."
    ]
    assert snapshot(site.parent) == before


def test_the_nearest_story_name_may_be_there_already(site: Path, file: Path) -> None:
    add(site, "harbour-fire", [file])
    assert stopped(add, site, "Harbour_Fire", [file])[0].endswith("write “harbour-fire” (there is one).")


def test_outside_a_site_nothing_is_made(tmp_path: Path, file: Path) -> None:
    assert [line.split(": ")[1] for line in stopped(add, tmp_path, "harbour-fire", [file])] == ["no-briefs"]
    assert not (tmp_path / "briefs").exists()


def test_an_added_story_builds(site: Path, file: Path) -> None:
    add(site, "harbour-fire", [file])
    planned = plan(site)
    assert planned.problems == ()
    assert [page.path for page in planned.pages if page.path.startswith("harbour-fire/")]
    assert planned.published.problems == ()
