"""Which pages about all stories are to be made, and what would change them?"""

from __future__ import annotations

from collections.abc import Callable

import jinja2
from msgspec import Struct

from storybrief.model import Page, Passage
from storybrief.pages.escape import front_matter
from storybrief.pages.seal import seal


class Due(Struct, frozen=True):
    """A page that can be made: its path, a hash of all that it shows (templates aside), and how it is made.

    While the hash and the templates stay, so does the page, and it need not be made.
    """

    path: str
    made_from: str
    make: Callable[[], Page]


def page(
    templates: jinja2.Environment,
    template: str,
    path: str,
    title: str,
    *,
    kind: str = "list",
    slices: tuple[Passage, ...] = (),
    **values: object,
) -> Page:
    """Make a page about several stories; `values` are what its template is given beside the title."""
    head = front_matter({"title": title, "kind": kind})
    text = templates.get_template(template).render(front_matter=head, title=title, **values)
    return Page(path, seal(text), slices)
