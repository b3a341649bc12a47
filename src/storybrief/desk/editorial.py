"""What should an editor look at, and how does each story stand? Nothing here stops a build.

`LOOK` is the order: first what could make a reader believe something wrong, last what is only missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType

from storybrief.article import left
from storybrief.claims.within import within
from storybrief.model import Article, Brief, Difference, Extract, Link, Moment, Passage, Statement, short, visible
from storybrief.pages.state import States
from storybrief.pipeline.build import Made
from storybrief.pipeline.plan import Plan
from storybrief.problems import Problem, errors, warning
from storybrief.statements.cues import cues
from storybrief.statements.sure import DOUBTFUL
from storybrief.store.layout import BRIEFS
from storybrief.story.read import read_story

LOOK = (
    "no-speaker",
    "doubtful-speaker",
    "turned-meaning",
    "left-out",
    "no-statements",
    "differs-negation",
    "differs-agent",
    "differs-speaker",
    "differs-figure",
    "differs-bound",
    "differs-quotation",
    "quotation-altered",
    "differs-time",
    "impossible-time",
    "differs-within",
    "differs-hedge",
    "differs-attribution",
    "differs-directness",
    "differs-detail",
    "maybe-same",
    "loaded-cue",
    "no-date",
    "not-given",
    "title-repeated",
)
"""The codes of what an editor is told, worst first."""

# What a verb of saying adds to the words; the views are those of cues.tsv.
_VIEWS = MappingProxyType(
    {
        "doubt": "casts doubt on what was said",
        "concession": "makes it a thing that was held back, or a fault",
        "force": "gives it more force than “said”",
        "dispute": "makes it an attack or a complaint",
        "praise": "makes it praise",
        "revelation": "makes it a truth that was hidden",
        "evasion": "makes it a way round an answer",
    }
)


_TURNED = MappingProxyType(
    {"denied": "denied", "refused": "not said", "question": "only asked", "hypothetical": "said of what is not so"}
)


@dataclass(frozen=True, slots=True)
class Notice:
    """What an editor is told, and what it is about: an article's whole extract, or one thing that was found."""

    problem: Problem
    about: Extract | Statement | Moment | Difference | Link


def noticed(brief: Brief) -> tuple[Notice, ...]:
    """Return what an editor should know about a brief: the worst first, then by place."""
    every = [
        *(n for e in brief.extracts for n in _article_notices(e)),
        *(Notice(_differs(brief, d), d) for d in brief.merged.differences if d.weight == "high"),
        *_altered(brief),
        *_possible(brief),
    ]
    return tuple(sorted(every, key=_rank))


def _rank(notice: Notice) -> tuple[int, str, int, str]:
    problem = notice.problem
    return LOOK.index(problem.code), problem.path, problem.line, problem.message


def notices(brief: Brief) -> tuple[Problem, ...]:
    """Return the same as warnings, each once."""
    return tuple(dict.fromkeys(notice.problem for notice in noticed(brief)))


def place(passage: Passage, extract: Extract) -> str:
    """Say where a passage stands: the source's path and line."""
    return f"{extract.article.source.path}:{_line_at(extract.article.text, passage.span.start)}"


# --- one article -----------------------------------------------------------------------------------------------


def _article_notices(extract: Extract) -> Iterator[Notice]:
    article = extract.article
    path = article.source.path
    if beside := left.told(article):
        yield Notice(beside, extract)
    missing = [name for name in ("outlet", "published", "url") if getattr(article.source, name) is None]
    if missing:
        told = f"Add to story.yml if you know it: {', '.join(missing)}."
        yield Notice(warning("not-given", path, 0, told), extract)
    if article.source.published is None and any(m.kind == "weekday" for m in extract.moments):
        told = "Weekdays are left as written, because the article has no date. Add “published:”."
        yield Notice(warning("no-date", path, 0, told), extract)
    for moment in extract.moments:
        if moment.flaw:
            words = short(moment.span.of(article.text))
            told = f"“{words}”: {moment.flaw}"
            yield Notice(_at(article, "impossible-time", moment.span.start, told), moment)
    for paragraph in article.paragraphs:
        if paragraph.role == "title_repeat":
            told = "The title stands here again; it is left out of the body."
            yield Notice(_at(article, "title-repeated", paragraph.span.start, told), extract)
    for difference in within(extract):
        one, other = (short(p.span.of(article.text)) for p in (difference.a, difference.b))
        line = _line_at(article.text, difference.b.span.start)
        told = f"“{one}” does not agree with “{other}” on line {line} of the same article."
        yield Notice(_at(article, "differs-within", difference.a.span.start, told), extract)
    yield from _statement_notices(extract)


def _statement_notices(extract: Extract) -> Iterator[Notice]:
    article, text = extract.article, extract.article.text
    if not extract.statements:
        told = "Nobody is found to say anything in this article. Read whether that is so."
        yield Notice(warning("no-statements", article.source.path, 0, told), extract)
    for statement in extract.statements:
        by, start = statement.attribution, statement.content[0].start
        words = short(statement.content[0].of(text))
        others = ", ".join(map(visible, by.candidates))
        if by.name is None:
            who = f"It could be {others}. " if others else ""
            told = f"Nobody could be found who said “{words}”. {who}Set the speaker in overrides.yml."
            yield Notice(_at(article, "no-speaker", start, told), statement)
        elif by.sure < DOUBTFUL:
            who = f"It could be {others}. " if others else ""
            told = f"{visible(by.name)} is taken to have said “{words}”, which is not sure. {who}Read it, and set the speaker if it is wrong."
            yield Notice(_at(article, "doubtful-speaker", start, told), statement)
        if statement.polarity != "asserted":
            turned = short(" … ".join(span.of(text) for span in statement.turned))
            told = f"“{words}” is {_TURNED[statement.polarity]}{f' (“{turned}”)' if turned else ''}. See that the brief says so."
            yield Notice(_at(article, "turned-meaning", start, told), statement)
        loaded = _loaded(by.cue.of(text)) if by.cue else None
        if by.cue and loaded:
            told = f"“{visible(by.cue.of(text))}” is the article's word: it {loaded}. Read what {by.name or 'the speaker'} said without it."
            yield Notice(_at(article, "loaded-cue", by.cue.start, told), statement)


def _loaded(cue: str) -> str | None:
    """Say what view a cue carries, or None. Verbs for a deed done in words (denied, urged, thanked) report it, so they are no view."""
    table = cues()
    found = (table.get(word.casefold()) for word in cue.split())
    return next((_VIEWS[c.view] for c in found if c and c.kind in ("say", "call") and c.view != "neutral"), None)


# --- several articles ------------------------------------------------------------------------------------------


def _differs(brief: Brief, difference: Difference) -> Problem:
    mine, theirs = _words(brief, difference.a), _words(brief, difference.b)
    told = f"“{mine}” differs from {_where(brief, difference.b)} “{theirs}”."
    return _at(_article(brief, difference.a), f"differs-{difference.kind}", difference.a.span.start, told)


def _altered(brief: Brief) -> Iterator[Notice]:
    """Quotations to which a newer version of their article gave other words."""
    extracts = brief.by_id
    for update in brief.updates:
        for revision in update.revisions:
            if revision.kind == "quotation" and revision.was and revision.now:
                was, now = (
                    short(at.span.of(version.article.text))
                    for at, version in ((revision.was, update.was), (revision.now, update.now))
                )
                told = f"“{now}” was “{was}” in the version before ({place(revision.was, update.was)})."
                found = _at(update.now.article, "quotation-altered", revision.now.span.start, told)
                yield Notice(found, extracts[update.article])


def _possible(brief: Brief) -> Iterator[Notice]:
    for link in brief.merged.possible:
        told = (
            f"“{_words(brief, link.a)}” may say the same as {_where(brief, link.b)} “{_words(brief, link.b)}” "
            f"(likeness {link.score:.2f}). Join them in overrides.yml if so."
        )
        yield Notice(_at(_article(brief, link.a), "maybe-same", link.a.span.start, told), link)


def _article(brief: Brief, passage: Passage) -> Article:
    return brief.by_id[passage.article].article


def _words(brief: Brief, passage: Passage) -> str:
    return short(passage.span.of(_article(brief, passage).text))


def _where(brief: Brief, passage: Passage) -> str:
    return place(passage, brief.by_id[passage.article])


def _at(article: Article, code: str, offset: int, told: str) -> Problem:
    return warning(code, article.source.path, _line_at(article.text, offset), told)


def _line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


# --- all stories -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """How a story stands. What only a brief knows is None when an error kept it from being made.

    machine, checked, corrected   how many statements and claims are so; lapsed: how many checks hold no longer
    """

    story: str
    articles: int
    errors: int
    warnings: int
    unresolved_speakers: int | None = None
    doubtful_speakers: int | None = None
    turned_meanings: int | None = None
    without_statements: int | None = None
    possible_joins: int | None = None
    missing_outlets: int | None = None
    missing_dates: int | None = None
    machine: int | None = None
    checked: int | None = None
    corrected: int | None = None
    lapsed: int | None = None
    draft: bool = False


def standings(planned: Plan, site: Path) -> tuple[Standing, ...]:
    """Return how each story of `planned` stands, by name; `site` is the folder that holds briefs/."""
    return tuple(_standing(made, site.resolve()) for made in planned.made)


def _standing(made: Made, site: Path) -> Standing:
    wrong = len(errors(made.problems))
    told = len(made.problems) - wrong
    if made.brief is None:
        story, _ = read_story(site / BRIEFS / made.story, site)
        return Standing(made.story, len(story.sources), wrong, told, draft=made.draft)
    brief = made.brief
    sources = [e.article.source for e in brief.extracts]
    said = [s for e in brief.extracts for s in e.statements]
    states = States(brief)
    each = Counter(state.name for state in map(states.of_statement, said))
    each += Counter(state.name for state in (states.of_passage(claim.shown) for claim in brief.merged.claims))
    return Standing(
        story=made.story,
        articles=len(sources),
        errors=wrong,
        warnings=told,
        unresolved_speakers=sum(s.attribution.name is None for s in said),
        doubtful_speakers=sum(s.attribution.name is not None and s.attribution.sure < DOUBTFUL for s in said),
        turned_meanings=sum(s.polarity != "asserted" for s in said),
        without_statements=sum(not e.statements for e in brief.extracts),
        possible_joins=len(brief.merged.possible),
        missing_outlets=sum(s.outlet is None for s in sources),
        missing_dates=sum(s.published is None for s in sources),
        machine=each["machine"],
        checked=each["checked"],
        corrected=each["corrected"],
        lapsed=len(brief.lapses),
        draft=made.draft,
    )


def lapsed(planned: Plan) -> tuple[Problem, ...]:
    """Return a warning ("lapsed") for each check of an editor that holds no longer. It stops nothing."""
    every = (lapse for made in planned.made if made.brief for lapse in made.brief.lapses)
    return tuple(warning("lapsed", x.override.path, x.override.line, f"Look again: {x.why}.") for x in every)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "–" if value is None else str(value)


def as_table(rows: Iterable[Standing]) -> Iterator[str]:
    """Yield the lines of a table for a terminal: a head, then a line for each story; “–” is not known."""
    cells = [[
        "story", "articles", "errors", "warnings", "no speaker", "doubtful", "turned", "silent", "may be joined",
        "no outlet", "no date", "machine", "checked", "corrected", "lapsed", "draft",
    ]]  # fmt: skip
    cells += [[_cell(value) for value in asdict(row).values()] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for story, *numbers in cells:
        yield "  ".join([story.ljust(widths[0]), *(n.rjust(w) for n, w in zip(numbers, widths[1:], strict=True))])
