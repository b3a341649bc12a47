"""What is asked of one brief again and again, and worked out once?"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from storybrief.model import Brief

T = TypeVar("T")


def once(make: Callable[[Brief], T]) -> Callable[[Brief], T]:
    """Remember what a function makes of the brief it was asked for last, which nobody changes.

    By the very brief, not by one that is equal: to compare two takes as long as to work it out.
    """
    last: tuple[Brief, T] | None = None

    @wraps(make)
    def asked(brief: Brief) -> T:
        nonlocal last
        known = last  # another thread may put another brief there
        if known is None or known[0] is not brief:
            known = last = brief, make(brief)
        return known[1]

    return asked
