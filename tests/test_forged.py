"""Whatever kind of forgery is made of a published site, `check --site` tells it."""

from __future__ import annotations

import random

import pytest

import forged
from invented import contents, nightly
from published import Built, checked
from storybrief.verify.compare import compare

NIGHTLY = nightly()
TIMES = 20 if NIGHTLY else 1


def test_there_are_many_kinds() -> None:
    assert len(set(forged.kinds())) == len(forged.kinds()) >= 97


@pytest.fixture(scope="module")
def right(built: Built) -> forged.Site:
    return contents(built.folder / "site")


def test_each_kind_of_forgery_is_told(built: Built, right: forged.Site) -> None:
    """Once each here, twenty times each in `make nightly`."""
    missed = []
    for kind in forged.kinds():
        chance = random.Random(kind)
        for _ in range(TIMES):
            changes = forged.forge(kind, right, chance)
            assert changes, f"{kind}: nothing in the example site is of this kind"
            with built.changed(changes) as site:
                if not compare(site, built.anew):
                    missed.append((kind, sorted(changes)))
    assert not missed
    assert contents(built.folder / "site") == right


@pytest.mark.parametrize("kind", forged.kinds() if NIGHTLY else forged.kinds()[::33])
def test_the_command_tells_it(built: Built, right: forged.Site, kind: str) -> None:
    """Some kinds here, each in `make nightly`: the command makes the whole site again."""
    changes = forged.forge(kind, right, random.Random(f"the command: {kind}"))
    assert changes
    with built.changed(changes):
        done = checked(built.folder)
    assert done.exit_code == 1, done.output
    assert any(f"site/{path}" in done.output for path in changes) or "stale" in done.output
