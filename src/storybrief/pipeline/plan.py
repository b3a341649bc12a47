"""What would a build write? All of it in memory, for whoever proves or explains the pages."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from storybrief.model import Page
from storybrief.pipeline.build import Made, Watched
from storybrief.pipeline.publish import Published
from storybrief.pipeline.update import Whole, update
from storybrief.problems import Problem


class Plan(Struct, frozen=True):
    """All that a build would write, but for the pages of drafts, and every problem found on the way.

    `published` says what it would change in content/, and what is wrong there.
    """

    made: tuple[Made, ...]
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    published: Published


def plan(site: Path, watched: Watched = iter) -> Plan:
    """Make every page of the site in the folder `site`, in this process, and hold it all; write nothing.

    A story with an error has no pages; the others have theirs, and the home page is only made when every story could
    be, so that it never forgets one. What takes time is taken through `watched`, which may show how far it is.
    """
    whole = Whole()
    done = update(site, cached=False, write=False, watched=watched, whole=whole)
    made = tuple(whole.made[name] for name in sorted(whole.made))
    pages = (*(page for one in made if not one.draft for page in one.pages), *whole.everywhere)
    on_disk = {*done.published.problems}
    return Plan(made, pages, tuple(p for p in done.problems if p not in on_disk), done.published)
