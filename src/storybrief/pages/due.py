"""Which pages about all stories are to be made, and what would change them?"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from storybrief.model import Page


class Due(Struct, frozen=True):
    """A page that can be made: its path, a hash of all that it shows (templates aside), and how it is made.

    While the hash and the templates stay, so does the page, and it need not be made.
    """

    path: str
    made_from: str
    make: Callable[[], Page]
