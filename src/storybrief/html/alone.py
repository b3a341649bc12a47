"""May a page be made apart from all others, and out of what? Then it can be kept, and made in any process.

A page can, when the theme is ours, nothing else changes pages on their way, and no template asks for the rest of the
site. What it is made of besides its own bytes is summed up in one key.
"""

from __future__ import annotations

import datetime
import functools
import importlib.metadata
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import jinja2
import jinja2.nodes
from mkdocs.config.defaults import MkDocsConfig

from storybrief.store.cache import key_of

THEME = "storybrief"

_PAGE_EVENTS = (
    *("files", "nav", "env", "pre_template", "template_context", "post_template", "pre_page", "page_read_source"),
    *("page_markdown", "page_content", "page_context", "post_page"),
)
# What a template of a site's own can ask for that one page alone does not have, or that another day changes.
_WHOLE_SITE = {"nav", "pages", "build_date_utc", "previous_page", "next_page", "parent", "ancestors", "update_date"}
# Values of mkdocs.yml that say where things are or how strictly to look, not what a page looks like.
_NOT_LOOKS = {
    *("config_file_path", "docs_dir", "site_dir", "dev_addr", "watch", "strict", "hooks", "plugins", "validation"),
    *("nav", "exclude_docs", "draft_docs", "not_in_nav", "extra_templates", "remote_branch", "remote_name", "theme"),
}
_LIBRARIES = ("mkdocs", "markdown", "jinja2", "markupsafe", "pyyaml")


def hindrance(config: MkDocsConfig, plugin: object) -> str | None:
    """Say why MkDocs has to make every page of this site itself; None when `plugin`, ours, may make its own pages."""
    if config.theme.name != THEME:
        return f"the theme is {config.theme.name}"
    for event in _PAGE_EVENTS:
        for method in config.plugins.events[event]:
            if getattr(method, "__self__", None) is not plugin:
                return f"another plugin or hook wants to see each page (on_{event})"
    for name in _own_templates(config):
        if wanted := _asks_for(config, name):
            return f"the template {name} asks for the whole site ({wanted})"
    if any(_version(extension) is None for extension in config.markdown_extensions):
        return "a Markdown extension has no version"
    return None


def recipe(config: MkDocsConfig) -> str | None:
    """Return the key of all that a page is made of besides its own bytes; None when something in it cannot be named."""
    looks = {name: value for name, value in config.items() if name not in _NOT_LOOKS}
    try:
        told = json.dumps(_plain({**looks, "theme": dict(config.theme)}), sort_keys=True)
    except TypeError:
        return None
    versions = [f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES]
    versions += [f"{name} {_version(name)}" for name in config.markdown_extensions]
    code = [file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py"))]
    return key_of(*code, sys.version, told, *versions, *_theme_files(config))


def _plain(value: object) -> object:
    """Return a value of a configuration as JSON knows it; raises TypeError for what has no stable form."""
    if value is None or isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    if type(value).__name__ == "Locale":  # Babel's, or MkDocs' own where Babel is not installed
        return str(value)
    raise TypeError(type(value))


# --- the theme -------------------------------------------------------------------------------------------------


def _theme_files(config: MkDocsConfig) -> Iterator[str | bytes]:
    """Yield the name and the bytes of every template that a page may be made with."""
    for folder in config.theme.dirs:
        for file in sorted(Path(folder).rglob("*.html")):
            yield file.relative_to(folder).as_posix()
            yield file.read_bytes()


def _own_templates(config: MkDocsConfig) -> Iterable[str]:
    """Return the names of the templates in the site's own `custom_dir`."""
    folder = config.theme.custom_dir
    return [file.relative_to(folder).as_posix() for file in sorted(Path(folder).rglob("*.html"))] if folder else []


def _asks_for(config: MkDocsConfig, name: str) -> str | None:
    """Return what a template asks for that a page alone does not have, as far as its words tell."""
    theme = config.theme.get_env()
    assert theme.loader is not None
    try:
        tree = theme.parse(theme.loader.get_source(theme, name)[0])
    except jinja2.TemplateError:
        return "it cannot be read"
    names = {node.name for node in tree.find_all(jinja2.nodes.Name)}
    names |= {node.attr for node in tree.find_all(jinja2.nodes.Getattr)}
    names |= {str(node.value) for node in tree.find_all(jinja2.nodes.Const)}
    return min(names & _WHOLE_SITE, default=None)


# --- the Markdown extensions -----------------------------------------------------------------------------------


@functools.cache
def _version(extension: str) -> str | None:
    """Return the version of the package that an extension comes from; None when it is nobody's package.

    An extension is named by its entry point or by its module, as Python-Markdown has it.
    """
    points = {p.name: p.value.split(":")[0] for p in importlib.metadata.entry_points(group="markdown.extensions")}
    module = points.get(extension, extension).split(":")[0].split(".")[0]
    try:
        if module == "markdown":
            return importlib.metadata.version("markdown")
        packages = importlib.metadata.packages_distributions().get(module, ())
        return " ".join(importlib.metadata.version(name) for name in packages) or None
    except importlib.metadata.PackageNotFoundError:
        return None
