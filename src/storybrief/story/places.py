"""Where do the words that an override quotes stand?

They must stand in exactly one place of the bodies of the story's articles. White space, the style of quotation marks
and "…" at the ends aside, every character counts. What stands nowhere, or twice, is told with the nearest words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from storybrief.model import Article, Extract, Override, Passage, Span, Statement
from storybrief.problems import Problem, Stop, error

_MARKS = {**dict.fromkeys("'‘’‛`´", "['‘’‛`´]"), **dict.fromkeys('"“”„‟', '["“”„‟]')}
_CUT = " …"  # where a page cuts a sentence it prints "…", which people copy along
_SHORT = 90


def places(words: str, extracts: Sequence[Extract], article_file: str | None = None) -> tuple[Passage, ...]:
    """Return every place in the articles' bodies where `words` stand, in the article of `article_file` when given."""
    return tuple(
        _places(
            words, [e for e in extracts if article_file is None or e.article.source.file == article_file], body=True
        )
    )


def places_within(words: str, extract: Extract, within: Span) -> tuple[Span, ...]:
    """Return every place of `words` that lies within a span of one article."""
    return tuple(p.span for p in _places(words, [extract], body=True) if within.holds(p.span))


def blocks(words: str, extract: Extract) -> tuple[Span, ...]:
    """Return the paragraphs of one article in which `words` stand, be they its body or not."""
    spans = [p.span for body in (True, False) for p in _places(words, [extract], body=body)]
    return tuple(p.span for p in extract.article.paragraphs if any(p.span.holds(span) for span in spans))


def the_place(override: Override, words: str, extracts: Sequence[Extract], earlier: Sequence[Extract] = ()) -> Passage:
    """Return the one place of `words`; raises Stop with "no-place" or "two-places".

    Raises it with "article-changed" when they stand in an `earlier` version of an article only; so do all below.
    """
    found = places(words, extracts, override.article)
    if len(found) > 1:
        raise Stop(_two_places(override, words, extracts, found))
    if not found:
        raise Stop(_gone(override, words, extracts, earlier) or _no_place(override, words, extracts))
    return found[0]


def the_sentence(
    override: Override, words: str, extracts: Sequence[Extract], earlier: Sequence[Extract] = ()
) -> Passage:
    """Return the one place of `words`, which must be of one sentence; raises Stop, also with "two-sentences".

    Where copies have the sentence word for word, the first of them stands for all.
    """
    return the_sentences(override, words, extracts, earlier)[0]


def the_sentences(
    override: Override, words: str, extracts: Sequence[Extract], earlier: Sequence[Extract] = ()
) -> tuple[Passage, ...]:
    """Return the place of `words`, and those in copies that have its sentence word for word; raises as above."""
    found = places(words, extracts, override.article)
    if len(found) > 1 and copied(found, extracts):
        return found
    place = the_place(override, words, extracts, earlier)
    sentence = _extract(place, extracts).sentences[place.sentence - 1]
    if sentence.span.holds(place.span):
        return (place,)
    raise Stop(_told("two-sentences", override, f"“{words}” runs over two sentences. Quote words of one."))


def copied(found: Sequence[Passage], extracts: Sequence[Extract]) -> bool:
    """Whether each place is in an article of its own, inside one sentence, and these are the same words."""
    said = set()
    for place in found:
        extract = _extract(place, extracts)
        span = extract.sentences[place.sentence - 1].span
        said.add(" ".join(span.of(extract.article.text).split()) if span.holds(place.span) else None)
    return len(said) == 1 and None not in said and len({place.article for place in found}) == len(found)


def the_statements(
    override: Override, extracts: Sequence[Extract], earlier: Sequence[Extract] = ()
) -> tuple[tuple[Statement, ...], Passage]:
    """Return the statements that the quoted words are of, and the place of the words; raises Stop.

    It is one, unless what was one statement for an earlier version of the tool is none now, or several.
    """
    place = the_place(override, override.where[0], extracts, earlier)
    extract = _extract(place, extracts)
    touched = [s for s in extract.statements if any(c.overlaps(place.span) for c in s.content)]
    inner = [s for s in touched if any(c.holds(place.span) for c in s.content)]
    return tuple(inner or touched), place


def told_apart(override: Override, statements: Sequence[Statement], extracts: Sequence[Extract]) -> str:
    """Say which statements the words of an override touch, and that it is to quote words of one."""
    texts = {e.article.id: e.article for e in extracts}
    parts = "; ".join(f"“{_around(texts[s.article], s.content[0])}”" for s in statements)
    return f"“{override.where[0]}” touches {len(statements)} statements. Quote words of one of them only: {parts}"


def _places(words: str, extracts: Sequence[Extract], *, body: bool) -> Iterator[Passage]:
    pattern, longest = _sought(words)
    for extract in extracts:
        text = extract.article.text
        for paragraph in extract.article.paragraphs:
            start, end = paragraph.span.start, paragraph.span.end
            if (paragraph.role == "body") == body and text.find(longest, start, end) >= 0:
                for match in pattern.finditer(text, start, end):
                    yield _passage(extract, Span(match.start(), match.end()))


@lru_cache(maxsize=256)
def _sought(words: str) -> tuple[re.Pattern[str], str]:
    """Return a pattern for the words, and the longest of them that has no marks: where that is not, they are not."""
    parts = words.strip(_CUT).split() or words.split()
    pattern = re.compile(r"\s+".join("".join(_MARKS.get(c) or re.escape(c) for c in part) for part in parts))
    return pattern, max((part for part in parts if _MARKS.keys().isdisjoint(part)), key=len, default="")


def _passage(extract: Extract, span: Span) -> Passage:
    sentence = next(s for s in extract.sentences if s.span.overlaps(span))
    return Passage(extract.article.id, sentence.number, span)


def _extract(place: Passage, extracts: Sequence[Extract]) -> Extract:
    return next(e for e in extracts if e.article.id == place.article)


# --- what is told ----------------------------------------------------------------------------------------------


def _told(code: str, override: Override, message: str) -> Problem:
    return error(code, override.path, override.line, message)


def _two_places(override: Override, words: str, extracts: Sequence[Extract], found: Sequence[Passage]) -> Problem:
    several = len({p.article for p in found}) > 1
    files = ", or name the file with “article:”" if several and override.do not in ("join", "part") else ""
    where = "; ".join(f"{p.article}, “{_around(_extract(p, extracts).article, p.span)}”" for p in found[:3])
    return _told("two-places", override, f"“{words}” stands in {len(found)} places. Quote more words{files}. {where}")


def _no_place(override: Override, words: str, extracts: Sequence[Extract]) -> Problem:
    named, elsewhere = override.article, places(words, extracts)
    gone = (
        f"There is no file “{named}” in sources/. "
        if named not in (None, *(e.article.source.file for e in extracts))
        else ""
    )
    if elsewhere:  # in another article than the one that is named
        files = ", ".join(dict.fromkeys(_extract(p, extracts).article.source.file for p in elsewhere))
        where = f"{gone}“{words}” is in {files}" if gone else f"“{words}” is not in {named}, but in {files}"
        return _told("no-place", override, f"{where}. Change “article:”.")
    for place in _places(words, extracts, body=False):
        role = _role(_extract(place, extracts), place).replace("_", " ")
        message = f"{gone}“{words}” stands in the {role} of {place.article} only. Quote words of an article's body."
        return _told("no-place", override, message)
    near = _nearest(words, [e for e in extracts if named in (None, e.article.source.file)] or extracts)
    return _told("no-place", override, f"{gone}No article has the words “{words}”. The nearest are: {near}")


def _gone(override: Override, words: str, extracts: Sequence[Extract], earlier: Sequence[Extract]) -> Problem | None:
    """Say that an article had the words in its last version that had them, and what it has in their place now."""
    for place in reversed(places(words, earlier)):
        version = _extract(place, earlier)
        now = [e for e in extracts if e.article.id == version.article.id.rpartition(".")[0]]
        if now and override.article in (None, now[0].article.source.file) and not places(words, extracts):
            message = (
                f"{now[0].article.source.file} changed: “{words}” stood in its version {version.article.id.rpartition('.')[2]} "
                f"({version.article.source.file}) and is gone. Quote what stands there now, or delete this override. "
                f"The nearest words are: {_nearest(words, now)}"
            )
            return _told("article-changed", override, message)
    return None


def _role(extract: Extract, place: Passage) -> str:
    return next(p.role for p in extract.article.paragraphs if p.span.overlaps(place.span))


def _nearest(words: str, extracts: Sequence[Extract]) -> str:
    best, shown = -1.0, ""
    for extract in extracts:
        text, roles = extract.article.text, extract.article.paragraphs
        for sentence in (s for s in extract.sentences if roles[s.paragraph].role == "body"):
            alike = fuzz.partial_ratio_alignment(words, sentence.span.of(text))
            if alike and alike.score > best:
                span = Span(sentence.span.start + alike.dest_start, sentence.span.start + alike.dest_end)
                best, shown = alike.score, f"“{_around(extract.article, span)}” ({extract.article.id})"
    return shown


def _around(article: Article, span: Span) -> str:
    """Return the words of `span`, widened to whole words and a little of what stands around them in its paragraph."""
    paragraph = next((p.span for p in article.paragraphs if p.span.overlaps(span)), Span(0, len(article.text)))
    text = article.text
    start = max(text.rfind(" ", paragraph.start, max(span.start - 10, paragraph.start)) + 1, paragraph.start)
    end = text.find(" ", min(span.end + 10, paragraph.end), paragraph.end)
    words = " ".join(text[start : end if end > 0 else paragraph.end].split())
    return words if len(words) <= _SHORT else words[:_SHORT].rsplit(" ", 1)[0] + "…"
