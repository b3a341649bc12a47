"""Why was a speaker chosen, a figure read so, or two sentences joined? What `storybrief explain` prints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from storybrief.desk.editorial import place
from storybrief.model import (
    Article,
    Brief,
    Claim,
    Difference,
    Extract,
    Figure,
    Link,
    Moment,
    Passage,
    Span,
    Speaker,
    Statement,
    Trace,
    visible,
)


def explain(brief: Brief, words: str | None = None) -> Iterator[str]:
    """Yield lines that say why: for every statement, figure, claim and speaker, or for those that have `words`.

    Upper and lower case do not matter. An empty line stands after each.
    """
    for extract in brief.extracts:
        yield from _of_article(brief, extract, words)
    extracts = brief.by_id
    for claim in brief.merged.claims:
        if _has(words, *(_words(extracts, p) for p in claim.passages)):
            yield from (*of_claim(brief, claim), "")
    for link in brief.merged.possible:
        if _has(words, _words(extracts, link.a), _words(extracts, link.b)):
            yield from (*of_possible(brief, link), "")
    for speaker in brief.speakers:
        if _has(words, speaker.name, *speaker.forms):
            yield from (*of_speaker(brief, speaker), "")


def _of_article(brief: Brief, extract: Extract, words: str | None) -> Iterator[str]:
    text = extract.article.text
    for statement in extract.statements:
        if _has(words, *(span.of(text) for span in _around(extract, statement))):
            yield from (*of_statement(brief, extract, statement), "")
    for figure in extract.figures:
        if _has(words, extract.sentences[figure.sentence - 1].span.of(text)):
            yield from (*of_figure(extract, figure), "")


def _has(words: str | None, *texts: str) -> bool:
    return words is None or any(visible(words).casefold() in visible(text).casefold() for text in texts)


def _around(extract: Extract, statement: Statement) -> list[Span]:
    return [extract.sentences[n - 1].span for n in statement.sentences]


def _words(extracts: Mapping[str, Extract], passage: Passage) -> str:
    return visible(passage.span.of(extracts[passage.article].article.text))


def _at(extracts: Mapping[str, Extract], passage: Passage) -> str:
    return place(passage, extracts[passage.article])


def _trace(trace: Trace) -> str:
    return trace.rule + (f" — saw: {'; '.join(visible(s) for s in trace.saw)}" if trace.saw else "")


def of_statement(brief: Brief, extract: Extract, statement: Statement) -> Iterator[str]:
    """Say who is taken to have said the words of a statement, and why."""
    text, by = extract.article.text, statement.attribution
    at = place(Passage(extract.article.id, statement.sentences[0], statement.content[0]), extract)
    speaker = brief.speaker_of.get((statement.article, statement.number))
    yield f"STATEMENT {at} ({statement.kind})"
    yield f"  words:   {' … '.join(visible(c.of(text)) for c in statement.content)}"
    yield f"  cue:     {visible(by.cue.of(text)) if by.cue else 'none'}"
    yield f"  speaker: {by.name or 'not resolved'}{_as(by.mention.of(text) if by.mention else None, by.name)}"
    if by.candidates:
        yield f"  {'could be' if by.name is None else 'or'}: {', or '.join(map(visible, by.candidates))}"
    yield f"  sure:    {by.sure:.2f} of 1"
    yield f"  rule:    {_trace(by.by)}"
    if by.relay:
        yield f"  relay:   {by.relay.kind} {visible(by.relay.via.of(text))}"
    if speaker and speaker.name != by.name:
        yield f"  shown as {speaker.name}: {_trace(speaker.by)}"


def _as(mention: str | None, name: str | None) -> str:
    return f" (written “{visible(mention)}”)" if mention and mention != name else ""


def of_claim(brief: Brief, claim: Claim) -> Iterator[str]:
    """Say which sentences are taken to say the same, why, which one is shown, and in what they differ."""
    extracts = brief.by_id
    yield f"CLAIM in {len(claim.articles)} article{'s' if len(claim.articles) > 1 else ''}"
    for passage in claim.passages:
        star = "*" if passage == claim.shown else " "
        yield f" {star}{_at(extracts, passage)}  {_words(extracts, passage)}"
    yield f"  shown (*): {_trace(claim.chosen)}"
    yield f"  its place: {_trace(claim.ranked)}"
    if claim.background:
        yield f"  background: {_trace(claim.background)}"
    for link in claim.links:
        yield f"  joined (likeness {link.score:.2f}): {_trace(link.by)}"
    for d in brief.merged.differences:
        if {d.a.article, d.b.article} <= set(claim.articles) and any(
            p.article == d.a.article and p.span.overlaps(d.a.span) for p in claim.passages
        ):
            yield f"  differs: {d.kind} ({d.weight}): {_trace(d.by)}"


def of_possible(brief: Brief, link: Link) -> Iterator[str]:
    """Say which two passages are nearly taken to say the same, and why."""
    extracts = brief.by_id
    yield f"POSSIBLY THE SAME (likeness {link.score:.2f}; not joined)"
    yield f"  {_at(extracts, link.a)}  {_words(extracts, link.a)}"
    yield f"  {_at(extracts, link.b)}  {_words(extracts, link.b)}"
    yield f"  rule: {_trace(link.by)}"


def of_figure(extract: Extract, figure: Figure) -> Iterator[str]:
    """Say how the words of a figure are read, and who gives it."""
    text = extract.article.text
    yield f"FIGURE {place(Passage(figure.article, figure.sentence, figure.span), extract)}"
    yield f"  words:   {visible(figure.span.of(text))}"
    low, high = ("open" if value is None else f"{value:f}" for value in (figure.low, figure.high))
    yield f"  read as: {figure.bound.replace('_', ' ')}, from {low} to {high}{f' {figure.unit}' if figure.unit else ''}"
    yield f"  counted: {visible(figure.counted.of(text)) if figure.counted else 'not found'}"
    statement = extract.statement(figure.statement)
    giver = statement.attribution.name or "a speaker who is not resolved" if statement else "the article itself"
    yield f"  given by {giver}"


def of_speaker(brief: Brief, speaker: Speaker) -> Iterator[str]:
    """Say under which forms one speaker is found, and why they are taken to be one."""
    extracts = brief.by_id
    yield f"SPEAKER {speaker.name} ({speaker.kind}, {len(speaker.statements)} statement{'' if len(speaker.statements) == 1 else 's'})"
    yield f"  forms:   {'; '.join(map(visible, speaker.forms)) or 'none'}"
    for role in speaker.roles:
        extract = extracts[role.article]
        yield f"  role:    {visible(role.span.of(extract.article.text))} ({role.article})"
    if speaker.override_role:
        yield f"  role:    {speaker.override_role} (set by an editor)"
    yield f"  rule:    {_trace(speaker.by)}"


def of_difference(brief: Brief, difference: Difference) -> Iterator[str]:
    """Say in what two passages of one claim are taken to differ, and why."""
    extracts = brief.by_id
    yield f"DIFFERENCE {difference.kind} ({difference.weight})"
    for side in (difference.a, difference.b):
        yield f"  {_at(extracts, side)}  {_words(extracts, side)}"
    yield f"  rule: {_trace(difference.by)}"


def of_moment(extract: Extract, moment: Moment) -> Iterator[str]:
    """Say how the words of a time are read, and against what."""
    yield f"TIME {place(Passage(moment.article, moment.sentence, moment.span), extract)}"
    yield f"  words:   {visible(moment.span.of(extract.article.text))}"
    yield f"  kind:    {moment.kind}"
    yield f"  read as: {moment.resolved or 'nothing: it is left as written'}"
    yield f"  article published: {extract.article.source.published or 'not given; weekdays cannot be read'}"
    if moment.flaw:
        yield f"  cannot be right: {moment.flaw}"


def of_blocks(article: Article) -> Iterator[str]:
    """Say which blocks of the file are the article's, and which are not and why."""
    for paragraph in article.paragraphs:
        number = str(paragraph.number) if paragraph.number else ""
        by = "by an editor" if paragraph.span in article.by_editor else paragraph.kind
        role = f"{paragraph.role} ({by})" if by else paragraph.role
        yield f"{number:>3} {role:22} {visible(' '.join(paragraph.span.of(article.text).split()))}"
    if article.left_out:
        yield from ("", "Not the article's:")
    for left in article.left_out:
        yield f"{'  ?' if left.doubtful else '   '} {left.reason:22} {visible(left.words)}"


def of_article(extract: Extract) -> Iterator[str]:
    """Say what is known about an article, and of which file it was made."""
    source = extract.article.source
    yield f"ARTICLE {source.path}"
    yield f"  title:     {visible(extract.article.title) if extract.article.title else 'not given'}"
    for name, value in (("outlet", source.outlet), ("author", source.author), ("published", source.published), ("url", source.url), ("archived", source.archived), ("language", source.language)):  # fmt: skip
        yield f"  {f'{name}:':<10} {visible(value) if value else 'not given'}"
    yield f"  SHA-256:   {source.sha256}"
