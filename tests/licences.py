"""Under which licence is each library that an installation brings? `make licences` writes the answer to LICENCES.md."""

from __future__ import annotations

import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement

HEAD = """# Licences

What `pip install "storybrief[documents]"` brings, and under which licence: made by `make licences` from what the packages say of
themselves. None is changed, and none but Pagefind's program and its script goes into a built site.

| library | licence | asked for by |
|---|---|---|
"""

# Packages whose metadata name no licence in any of the fields for it; read in their own LICENSE files.
READ_THERE: dict[str, str] = {}


def needed(root: str = "storybrief", extras: tuple[str, ...] = ()) -> dict[str, tuple[Distribution, str]]:
    """Return name -> (distribution, who asks for it) of everything that `root` needs here, `root` left out."""
    found: dict[str, tuple[Distribution, str]] = {}
    waiting = [(root, extras)]
    while waiting:
        name, wanted = waiting.pop()
        for line in distribution(name).requires or ():
            one = Requirement(line)
            if one.marker and not any(one.marker.evaluate({"extra": extra}) for extra in ("", *wanted)):
                continue
            key = one.name.lower().replace("_", "-").replace(".", "-")
            if key not in found:
                try:
                    found[key] = (distribution(one.name), name)
                except PackageNotFoundError:
                    continue
                waiting.append((one.name, tuple(one.extras)))
    return found


def licence(of: Distribution) -> str:
    """Return the licence that a package declares: as an expression, as classifiers, or in a line."""
    about = of.metadata
    classified = [c.rsplit(" :: ", 1)[1] for c in about.get_all("Classifier") or () if c.startswith("License :: ")]
    line = (about.get_all("License") or [""])[0].strip().split("\n", 1)[0]
    return str(
        next(iter(about.get_all("License-Expression") or ()), "")
        or ", ".join(classified)
        or line
        or READ_THERE[about["Name"]]
    )


def table() -> str:
    rows = (f"| {name} | {licence(of)} | {by} |\n" for name, (of, by) in sorted(needed(extras=("documents",)).items()))
    return HEAD + "".join(rows)


if __name__ == "__main__":
    sys.stdout.write(table())
