"""How do the edit controls come onto a served page? As a script and a style sheet; the script then asks for the data.

To find what an override would quote takes longer than to make the page, so the page comes first.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote

from storybrief.desk.editorial import noticed
from storybrief.desk.entries import TITLE, Entry, article_address, entries, lists, on_its_page
from storybrief.desk.writing import form_of
from storybrief.model import Brief, Difference, Extract, Link, Moment, Passage, Statement
from storybrief.pages.addresses import Addresses, of_brief
from storybrief.pipeline.build import Anew, Extracted, Made, briefed
from storybrief.problems import Problem, errors
from storybrief.store.files import bytes_of
from storybrief.store.layout import BRIEFS, CONTENT, EVIDENCE
from storybrief.story.read import SourceFile, story_folders

FOLDER = "storybrief-desk"
ASSETS = ("desk.css", "form.js", "desk.js", "queue.css", "queue.js")
DATA = ".json"
"""What the address of a page's data ends with; before it, in FOLDER, stands the path of the page's Markdown."""


@dataclass(frozen=True, slots=True)
class Story:
    """What the page of one story gets: its entries, what to choose from, and (address, problem) for those with a place.

    `made` is what it was worked out from: None when the story could not be made since.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    lists: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    placed: tuple[tuple[str, Problem], ...] = ()
    made: Made | None = None

    def of_article(self, path: str) -> Mapping[str, Entry]:
        """Return the entry of the article whose page lies at `path` in the story's folder, for the top of that page."""
        folder, _, file = path.partition("/")
        brief, id = self.made.brief if self.made else None, file.removesuffix(".md")
        if brief is None or folder != "articles" or not any(e.article.id == id for e in brief.extracts):
            return {}
        return {TITLE: on_its_page(brief, id, self.entries[article_address(brief, id)])}


@dataclass(frozen=True, slots=True)
class Desk:
    """A site as it is being served. `stories` are as they last could be made, `problems` are those of now."""

    site: Path
    stories: Mapping[str, Story] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def page(self, html: str, path: str, root: str) -> str:
        """Return a page's HTML with its controls. `path` is that of its Markdown in content/, `root` leads to the site's."""
        head = (
            f'<link rel="stylesheet" href="{root}{FOLDER}/desk.css">'
            f'<script src="{root}{FOLDER}/form.js" defer></script>'
            f'<script src="{root}{FOLDER}/desk.js" data-page="{quote(path)}{DATA}" defer></script>'
        )
        return html.replace("</head>", f"{head}</head>", 1)

    def data(self, path: str) -> dict[str, object]:
        """Return what the script asks for, as JSON has it: all that the controls of the page at `path` show."""
        name, inside, rest = path.partition("/")
        of_story = self.stories.get(name, Story())
        known = of_story if inside and rest in ("index.md", EVIDENCE) else Story()
        shown = known.entries or of_story.of_article(rest)
        placed = {problem for _, problem in known.placed}
        top = [p for p in self.problems if p not in placed and self._belongs(p, path)]
        return {
            **self.about(name, known),
            "entries": {address: asdict(entry) for address, entry in shown.items()},
            "problems": [_told(p, None) for p in top] + [_told(p, address) for address, p in known.placed],
        }

    def about(self, name: str, known: Story | None = None) -> dict[str, object]:
        """Return what every form about a story needs: its file, how that is written, and what there is to choose from."""
        file = f"{BRIEFS}/{name}/overrides.yml"
        lists = (known or self.stories.get(name, Story())).lists
        return {"file": file, **asdict(form_of(bytes_of(self.site / file))), "lists": lists}

    def _belongs(self, problem: Problem, path: str) -> bool:
        """Whether a problem is told on top of a page: its own, its story's; and the home page tells every error."""
        story, inside, _ = path.partition("/")
        if problem.path == f"{CONTENT}/{path}" or (inside and f"{problem.path}/".startswith(f"{BRIEFS}/{story}/")):
            return True
        return not inside and problem.severity == "error"


class Stories(Anew, Mapping[str, Story]):
    """The stories of the site in the folder `site`, each worked out when it is asked for, and again when it changed."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._known: dict[str, tuple[object, Story]] = {}
        self._extracted: dict[tuple[object, ...], Extracted] = {}

    def __getitem__(self, name: str) -> Story:
        """Return what the page of a story gets; one that cannot be made keeps what it had."""
        folder = self._site / BRIEFS / name
        if not folder.is_dir():
            raise KeyError(name)
        files = tuple((str(file), *_stamp(file)) for file in sorted(folder.rglob("*")) if file.is_file())
        seen, old = self._known.get(name, (None, Story()))
        if seen != files:
            self._known[name] = files, self._worked_out(folder) or Story(old.entries, old.lists)
        return self._known[name][1]

    def __iter__(self) -> Iterator[str]:
        return (folder.name for folder in story_folders(self._site / BRIEFS))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _worked_out(self, folder: Path) -> Story | None:
        try:
            _, made = briefed(folder, self._site, self)
            return _story(made, made.brief, Desk(self._site)) if made.brief else None
        except Exception:  # the tool itself failed: the build has told it
            return None

    def extracted(self, source: SourceFile) -> Extracted:
        """Return what is found in a file, worked out once as long as it does not change."""
        key = (source, *_stamp(source.file))
        if key not in self._extracted:
            self._extracted[key] = super().extracted(source)
        return self._extracted[key]


def _stamp(file: Path) -> tuple[int, ...]:
    at = file.stat()
    return at.st_size, at.st_mtime_ns, at.st_ino


def write_assets(built: Path) -> None:
    """Put the script and the style sheet into the folder that is served."""
    folder = built / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name in ASSETS:
        data = (importlib.resources.files("storybrief.desk") / name).read_bytes()
        (folder / name).write_bytes(data)


def _told(problem: Problem, address: str | None) -> dict[str, object]:
    return {
        "at": address,
        "place": problem.place,
        "code": problem.code,
        "message": problem.message,
        "severity": problem.severity,
    }


# --- where a problem stands on the page ------------------------------------------------------------------------


def _story(made: Made, brief: Brief, desk: Desk) -> Story:
    old = desk.stories.get(made.story)
    if old and old.made == made:  # an edit changes one story; the others need not be worked out again
        return old
    at = of_brief(brief)
    found = [(_address(n.about, brief, at), n.problem) for n in noticed(brief)]
    found += [(_edited(p, brief, at), p) for p in made.problems if p not in errors(made.problems)]
    return Story(entries(brief), lists(brief), tuple((a, p) for a, p in found if a is not None), made)


def _address(about: object, brief: Brief, at: Addresses) -> str | None:
    match about:
        case Statement():
            return at.statements[about.article, about.number]
        case Moment():
            return at.moments[about]
        case Difference():
            return at.differences[about]
        case Link():
            return _claim(about.a, brief, at)
        case Extract():
            return article_address(brief, about.article.id)
    return None


def _edited(problem: Problem, brief: Brief, at: Addresses) -> str | None:
    """Return the address of the words that the override on the problem's line is about."""
    edits = (e for e in brief.edits if (e.override.path, e.override.line) == (problem.path, problem.line))
    return next((_claim(e.at, brief, at) for e in edits if e.at), None)


def _claim(passage: Passage, brief: Brief, at: Addresses) -> str | None:
    holds = (
        c
        for c in brief.merged.claims
        for p in c.passages
        if p.article == passage.article and p.span.overlaps(passage.span)
    )
    return next((at.claims[claim.shown] for claim in holds), None)
