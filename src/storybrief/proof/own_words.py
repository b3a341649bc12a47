"""Which words are the tool's own? Those of its templates, of the site's own templates, and of its code's sentences.

They are gathered, not listed, so that a new sentence of the tool needs no entry anywhere. A page may show them beside
an article's words, and never inside them: `loose.py` says where.
"""

from __future__ import annotations

import ast
import importlib.resources
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import jinja2

_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_NO_WORDS = re.compile(r"[\\|\[\]^$<>=#/_]")
_SENTENCES = ("pages/*.py", "html/*.py", "claims/independence.py", "facts/moments.py", "editorial.py")
_TEMPLATES = ("*.jinja", "*.html")


def own_words(own: Path | None = None) -> frozenset[str]:
    """Return the tool's own words in small letters; those of the templates in the folder `own` are the site's own."""
    return _packaged() | frozenset(_of_templates(own) if own and own.is_dir() else ())


@cache
def _packaged() -> frozenset[str]:
    code = Path(str(importlib.resources.files("storybrief")))
    folder = Path(str(importlib.resources.files("storybrief.templates")))
    files = [file for pattern in _SENTENCES for file in sorted(code.glob(pattern))]
    return frozenset((*_of_templates(folder), *(w for file in files for w in _of_code(file))))


def _of_templates(folder: Path) -> Iterator[str]:
    lexer = jinja2.Environment()
    for file in sorted(f for pattern in _TEMPLATES for f in folder.rglob(pattern)):
        for _, kind, value in lexer.lex(file.read_text(encoding="utf-8")):
            if kind == "data":
                yield from _words(re.sub(r"<[^>]*>", " ", value))
            elif kind == "string":
                yield from _words("" if _NO_WORDS.search(value[1:-1]) else value[1:-1])


def _of_code(file: Path) -> Iterator[str]:
    """Yield the words of the sentences in a module's strings; what only names something is none, nor is a docstring."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    told = {id(body[0].value) for body in _bodies(tree) if isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield from _words(_sentence(node.value))


def _sentence(string: str) -> str:
    """Return a string that readers may see; one word in small letters is the name of something in the code."""
    seen = " " in string.strip() or string[:1].isupper()
    return string if seen and not _NO_WORDS.search(string) else ""


def _bodies(tree: ast.AST) -> Iterator[list[ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body:
            yield node.body


def _words(text: str) -> Iterator[str]:
    return (found[0].casefold() for found in _WORD.finditer(text))
