"""How is a picture drawn? Shapes, words and colours as inline SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from storybrief.pages.escape import Markdown, markdown

WIDTH = 300
CELL, STEP = 11, 15
LINE = 22
_NAME = 36  # characters of a speaker's name


@dataclass(slots=True)
class Ink:
    """What a picture draws, gathered by how it looks: look -> article's letter ("" for no article's) -> path."""

    paths: dict[str, dict[str, str]] = field(default_factory=dict)
    letters: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)

    def tag_of(self, look: str, letter: str, path: str) -> None:
        """Add to the path of an article."""
        of = self.paths.setdefault(look, {})
        of[letter] = of.get(letter, "") + path

    def drawn(self, anchor: str) -> list[str]:
        """Return the elements; `anchor` says where at its place a number stands."""
        made = []
        for look in _LOOKS:
            of = self.paths.get(look, {})
            if of:
                paths = (f'<path{_of(letter)} d="{path}"></path>' for letter, path in sorted(of.items()))
                made += [f'<g class="{look}" {_LOOKS[look]}>', *paths, "</g>"]
        if self.letters:
            made += ['<g class="letters" font-weight="bold">', *self.letters, "</g>"]
        if self.numbers:
            made += [f'<g class="numbers" font-size="11" text-anchor="{anchor}">', *self.numbers, "</g>"]
        return made


def _of(letter: str) -> str:
    return f' class="of-{letter.lower()}"' if letter else ""


def letter_at(letter: str, x: float, y: float) -> str:
    """Return an article's letter at a place, in the article's colour."""
    return f"<text{_of(letter)}{_at(x, y)}>{letter}</text>"


def drawing(name: str, title: str, said: str, height: float, drawn: Sequence[str]) -> Markdown:
    """Return a picture in a figure: raw HTML without an empty line, an element a line, which Markdown leaves alone."""
    ids = f'aria-labelledby="picture-{name} picture-{name}-said"'
    size = f'width="{WIDTH}" height="{rounded(height)}" viewBox="0 0 {WIDTH} {rounded(height)}"'
    look = 'font-family="sans-serif" font-size="12" fill="currentColor"'
    lines = [
        f'<figure class="picture picture-{name}">',
        f'<svg role="img" {ids} {size} {look}>',
        f'<title id="picture-{name}">{markdown(title)}</title>',
        f'<desc id="picture-{name}-said">{markdown(said)}</desc>',
        *drawn,
        "</svg>",
        "</figure>",
    ]
    return Markdown("\n".join(lines))


_LOOKS = {  # how a path looks where no style sheet knows its class; in the order drawn, the hindmost first
    "row": 'stroke="currentColor" stroke-opacity="0.3"',
    "parting": 'stroke="currentColor" stroke-dasharray="2 3"',
    "has": f'stroke="currentColor" stroke-width="{CELL}" stroke-dasharray="{CELL} {STEP - CELL}"',
    "differs": 'fill="currentColor"',
    "bar": 'fill="currentColor"',
    "outline": 'fill="none" stroke="currentColor"',
}
_BARE = {
    "read": 'fill="none" stroke="currentColor"',
    "dated": 'stroke="currentColor"',
    "undated": 'stroke="currentColor" stroke-dasharray="3 4"',
}


def tag_of(tag: str, *, name: str, **measures: float) -> str:
    """Return a shape, with its measures, and how it looks where no style sheet knows it."""
    given = [f'{key}="{rounded(value)}"' for key, value in measures.items()]
    looks = [_BARE[name]] if name in _BARE else []
    return f'<{" ".join([tag, *given, *looks])} class="{name}"></{tag}>'


def words_at(x: float, y: float, words: str) -> str:
    """Return words at a place."""
    return f"<text{_at(x, y)}>{markdown(words)}</text>"


def _at(x: float, y: float) -> str:
    """Return where a text stands; 0 need not be said."""
    return (f' x="{rounded(x)}"' if x else "") + f' y="{rounded(y)}"'


def rounded(value: float) -> str:
    """Return a measure with one decimal at most, the same on every machine."""
    return f"{value:.1f}".removesuffix(".0")


def shortened(name: str) -> str:
    """Cut a name that is too long for its line, between two words where it has some."""
    if len(name) <= _NAME:
        return name
    head = name[:_NAME]
    return f"{head.rsplit(' ', 1)[0] if ' ' in head else head[:-1]}…"
