"""What do the pages need to know of mkdocs.yml? Only what stands there under `- storybrief:`.

`storybrief build` works without MkDocs, so it looks for itself; under MkDocs the plugin hands the same settings on.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import yaml
from msgspec import Struct
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from storybrief.model import Person, Reproduce
from storybrief.problems import Problem, error, nearest

NAME = "mkdocs.yml"
REPRODUCE: tuple[Reproduce, ...] = get_args(Reproduce)


class Settings(Struct, frozen=True):
    """What a site sets for all its stories. `reproduce` holds for a story that sets none in its story.yml.

    `people` are those of briefs/people.yml, which story.people reads.
    """

    reproduce: Reproduce = "cited"
    people: tuple[Person, ...] = ()


def read_settings(site: Path) -> tuple[Settings, tuple[Problem, ...]]:
    """Read the settings of the site in the folder `site`; without a mkdocs.yml, or a word there, they are the defaults.

    Problems: "yaml" when mkdocs.yml is no YAML, "wrong-value" for a setting that means nothing. What other plugins and
    MkDocs itself understand, tags such as `!ENV` too, is not looked at.
    """
    try:
        tree = yaml.compose((site / NAME).read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except FileNotFoundError:
        return Settings(), ()
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        return Settings(), (error("yaml", NAME, mark.line + 1 if mark else 0, "MkDocs could not read this file either: mend it."),)  # fmt: skip
    value = next((v for v in _settings(tree) if v is not None), None)
    if value is None:
        return Settings(), ()
    chosen = next((known for known in REPRODUCE if known == value.value), None)
    if chosen is None:
        near = nearest(str(value.value), REPRODUCE)
        hint = f" Did you mean “{near}”?" if near else ""
        told = f"“reproduce” must be one of: {', '.join(REPRODUCE)}.{hint}"
        return Settings(), (error("wrong-value", NAME, value.start_mark.line + 1, told),)
    return Settings(chosen), ()


def _settings(tree: Node | None) -> Iterator[Node | None]:
    """Yield what `reproduce:` is set to in every `- storybrief:` under `plugins:` (a list, or a mapping)."""
    plugins = _value(tree, "plugins")
    every = plugins.value if isinstance(plugins, SequenceNode) else [plugins]
    for one in every:
        yield _value(_value(one, "storybrief"), "reproduce")


def _value(node: Node | None, key: str) -> Node | None:
    if not isinstance(node, MappingNode):
        return None
    return next((v for k, v in node.value if isinstance(k, ScalarNode) and k.value == key), None)
