"""Which words of which article does a page print? Everything a page takes from an article goes through `Slices`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from storybrief.model import Extract, Passage, Sentence, Span, visible
from storybrief.pages.escape import Markdown, markdown
from storybrief.pages.footnotes import Footnote, letters

Diff = Callable[[str, str], tuple[tuple[tuple[Span, bool], ...], tuple[tuple[Span, bool], ...]]]

_EDGE = " \n\"'“”‘’.,;:!?…()—–-"


def cuts(text: str, sentence: Span, part: Span) -> tuple[bool, bool]:
    """Say whether `sentence` has words before `part` of it, and after; all three are of one article's text."""
    before, after = text[sentence.start : part.start], text[part.end : sentence.end]
    return bool(before.strip(_EDGE)), bool(after.strip(_EDGE))


class Told(Protocol):
    """What `Slices.told` prints: see `lines.Line`."""

    @property
    def at(self) -> tuple[Passage, ...]:
        """The passages, in order."""
        ...

    @property
    def said(self) -> tuple[Span, ...]:
        """The words in them that somebody says."""
        ...

    @property
    def means(self) -> tuple[tuple[Span, str], ...]:
        """(pronoun, whom it stands for)."""
        ...


class Slices:
    """The articles of a story, as one page prints them.

    It remembers what was printed (`printed`, for the proof that each is verbatim) and what was cited (`footnotes`, in
    the order of reading). `diff` compares two wordings word by word, `keys` are `footnotes.addresses` of the story;
    of `earlier` versions of its articles words can be printed, and not cited.
    """

    def __init__(
        self,
        extracts: Sequence[Extract],
        diff: Diff,
        keys: Mapping[tuple[str, int], str],
        earlier: Iterable[Extract] = (),
    ) -> None:
        self._extracts = {e.article.id: e for e in extracts}
        self._texts = {e.article.id: e.article.text for e in (*extracts, *earlier)}
        self._letters = letters(self._extracts)
        self._addresses = keys
        self._diff = diff
        self._cited: dict[str, Footnote] = {}
        self._titled: set[str] = set()  # articles that a footnote names by their titles
        self._printed: list[Passage] = []

    @property
    def printed(self) -> tuple[Passage, ...]:
        """The passages whose words were printed, as often as they were, in the order printed."""
        return tuple(self._printed)

    @property
    def footnotes(self) -> tuple[Footnote, ...]:
        """The footnotes cited so far, each once, in the order of reading."""
        return tuple(self._cited.values())

    def sentence(self, passage: Passage) -> Sentence:
        """Return the (first) sentence that a passage stands in."""
        return self._extracts[passage.article].sentences[passage.sentence - 1]

    def whole(self, passage: Passage) -> Passage:
        """Return the whole sentence of a passage."""
        return Passage(passage.article, passage.sentence, self.sentence(passage).span)

    def plain(self, passage: Passage) -> str:
        """Return the words of a passage as they are, for use where the words are compared, not printed."""
        return passage.span.of(self._texts[passage.article])

    def words(self, passage: Passage) -> Markdown:
        """Print the words of a passage."""
        self._printed.append(passage)
        return markdown(self.plain(passage))

    def cut(self, passage: Passage) -> Markdown:
        """Print the words of a passage, with "…" where its sentence goes on before or after it."""
        return self._with_cuts(passage, self.words(passage))

    def cut_compared(self, passage: Passage, other: Passage) -> Markdown:
        """Print the words of a passage as `compared` and `cut` do."""
        return self._with_cuts(passage, self.compared(passage, other))

    def cut_pointed(self, passage: Passage, part: Passage) -> Markdown:
        """Print the words of a passage as `cut` does, those of `part` in bold."""
        self._printed.append(passage)
        inside = Span(part.span.start - passage.span.start, part.span.end - passage.span.start)
        return self._with_cuts(passage, _bold(self.plain(passage), [inside]))

    def _with_cuts(self, passage: Passage, printed: Markdown) -> Markdown:
        text = self._extracts[passage.article].article.text
        before, after = cuts(text, self.sentence(passage).span, passage.span)
        return Markdown(f"{'… ' if before else ''}{printed}{' …' if after else ''}")

    def compared(self, passage: Passage, other: Passage | None) -> Markdown:
        """Print the words of a passage, those that `other` does not have in bold."""
        if other is None or other == passage:
            return self.words(passage)
        self._printed.append(passage)
        words = self.plain(passage)
        runs, _ = self._diff(words, self.plain(other))
        return _bold(words, [span for span, differs in runs if differs])

    def told(self, line: Told) -> Markdown:
        """Print a line: its passages, the words said in it marked, and behind a pronoun whom it stands for.

        What is left out between two passages is "…".
        """
        printed = ""
        for before, passage in zip((None, *line.at), line.at, strict=False):
            between = self._texts[passage.article][before.span.end : passage.span.start] if before else ""
            printed += " … " if any(map(str.isalnum, between)) else " " if before else ""
            printed += self._with_cuts(passage, self._marked(passage, line.said, line.means))
        return Markdown(re.sub("…(?: …)+", "…", printed))

    def _marked(self, passage: Passage, said: Sequence[Span], means: Sequence[tuple[Span, str]]) -> Markdown:
        """Print a passage; what stands between two of our insertions is one slice."""
        text, made, at = self._texts[passage.article], "", passage.span.start
        stops = [(span.end, name) for span, name in means if passage.span.holds(span)]
        for stop, name in [*sorted(stops), (passage.span.end, "")]:
            piece = Span(at, stop)
            self._printed.append(Passage(passage.article, passage.sentence, piece))
            made += _highlighted(text, piece, said)
            made += f' <span class="ours">{markdown(f"[{name}]")}</span>' if name else ""
            at = stop
        return Markdown(made)

    def named(self, passages: Iterable[Passage]) -> Markdown:
        """Print, for each article of `passages`, its letter with the footnote marks of its sentences."""
        every = list(passages)
        by_article = [[p for p in every if p.article == a] for a in self._extracts]
        return Markdown(" ".join(self._source(own, []) for own in by_article if own))

    def cite(self, passages: Passage | Iterable[Passage]) -> Markdown:
        """Print the footnote marks of the sentences of `passages`, each sentence once."""
        every = [passages] if isinstance(passages, Passage) else list(passages)
        return Markdown("".join(f"[^n{key}]" for key in dict.fromkeys(self._cite(p) for p in every)))

    def sources(self, passages: Iterable[Passage], ids: Mapping[Passage, str], shown: Passage) -> Markdown:
        """Print, for each article of `passages`, its letter with the footnote marks of its sentences.

        Each bears the `ids` of its passages; `shown` has its own where its words are printed.
        """
        every = list(passages)
        by_article = [[p for p in every if p.article == a] for a in self._extracts]
        return Markdown(" ".join(self._source(own, [ids[p] for p in own if p != shown]) for own in by_article if own))

    def _source(self, passages: Sequence[Passage], ids: Sequence[str]) -> str:
        article = passages[0].article
        letter = self.letter(article)
        place = f'id="{ids[0]}" ' if ids else ""
        more = "".join(f'<span id="{one}"></span>' for one in ids[1:])
        return f'<span {place}class="in-{letter.lower()}">{more}{letter}{self.cite(passages)}</span>'

    def _cite(self, passage: Passage) -> str:
        key = self.key(passage)
        if key not in self._cited:
            article = self._extracts[passage.article].article
            page = f"articles/{article.id}.md"
            titled = article.id not in self._titled or not article.source.outlet
            self._titled.add(article.id)
            self._cited[key] = Footnote(key, self.letter(article.id), article, self.sentence(passage), page, titled)
            self._printed.append(self.whole(passage))
        return key

    def key(self, passage: Passage) -> str:
        """Return the address of a passage's sentence."""
        return self._addresses[passage.article, passage.sentence]

    def letter(self, article: str) -> str:
        """Return the letter that stands for an article on the page."""
        return self._letters[article]

    def mark(self, article: str) -> Markdown:
        """Print the letter of an article; it leads to the article's row in the table of articles."""
        letter = self.letter(article)
        return Markdown(f"[{letter}](#article-{letter.lower()})")

    def own_mark(self, article: str) -> Markdown:
        """Print the letter of an article where the other marks lead."""
        letter = self.letter(article)
        return Markdown(f'<span id="article-{letter.lower()}">{letter}</span>')

    def marks(self, articles: Iterable[str]) -> Markdown:
        """Print the letters of articles, in the order of the story."""
        wanted = set(articles)
        return Markdown(" ".join(self.mark(a) for a in self._extracts if a in wanted))


def _highlighted(text: str, piece: Span, said: Iterable[Span]) -> str:
    """Escape a piece of an article's text, what is said in it between <mark> and </mark>."""
    made, at = "", piece.start
    for span in sorted(said):
        start, end = max(span.start, at), min(span.end, piece.end)
        if start < end:
            made += f"{_piece(text[at:start])}<mark>{_piece(text[start:end])}</mark>"
            at = end
    return made + _piece(text[at : piece.end])


def _bold(words: str, spans: Iterable[Span]) -> Markdown:
    made, at = "", 0
    for span in sorted(spans):
        bold = _boldable(words, Span(max(span.start, at), span.end))
        if bold:
            made += f"{_piece(words[at : bold.start])}**{markdown(bold.of(words))}**"
            at = bold.end
    return Markdown(made + _piece(words[at:]))


def _boldable(words: str, span: Span) -> Span:
    """Leave out of `span` the punctuation at its ends, and any sign there that touches what stands outside.

    In "US$5m" only "5m" can be bold: CommonMark does not read "**" between a letter and a sign.
    """
    start, end = span.start, span.end
    while start < end and not _may_touch(words[start], words[start - 1 : start]):
        start += 1
    while end > start and not _may_touch(words[end - 1], words[end : end + 1]):
        end -= 1
    return Span(start, end)


def _may_touch(edge: str, outside: str) -> bool:
    return edge.isalnum() or (edge not in _EDGE and not outside.strip())


def _piece(words: str) -> str:
    """Escape a piece of a line; a blank at its ends is kept, for `markdown` takes it off."""
    kept = visible(f"|{words}|")[1:-1]
    if not kept.strip():
        return kept
    return f"{' ' if kept[0] == ' ' else ''}{markdown(kept)}{' ' if kept[-1] == ' ' else ''}"
