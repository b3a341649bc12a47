"""Why did the tool decide so, and which override would change it? For everything on a brief's page that has an address.

An override is offered without `to:` and `why:`, which the editor gives; its quoted words are proved to fit before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from storybrief.desk import explain
from storybrief.desk.offers import (
    Offer,
    added,
    beside,
    checked,
    kept_apart,
    lines_of,
    notes,
    of_statement,
    pair,
    placed,
    put,
)
from storybrief.desk.quoting import quote, scalar
from storybrief.model import (
    AS_ONE,
    Brief,
    Claim,
    Difference,
    Dispute,
    Edit,
    Extract,
    Figure,
    Independence,
    Link,
    Moment,
    Passage,
    Speaker,
    Statement,
    short,
)
from storybrief.pages.addresses import of_brief
from storybrief.pages.footnotes import letters
from storybrief.pages.render import speaker_ids

TITLE = "title"
ROW = "row-"
"""Before the number of a row of “They disagree”, which has no address that lasts: the controls count the rows."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the control at an address shows: a heading, why the tool decided so, and the overrides to choose from."""

    heading: str
    why: tuple[str, ...]
    offers: tuple[Offer, ...]


def entries(brief: Brief) -> Mapping[str, Entry]:
    """Return address on the brief's page -> entry; TITLE stands for the headline, ROW and a number for a row."""
    at = of_brief(brief)
    made = {TITLE: _title(brief)}
    for extract in brief.extracts:
        for statement in extract.statements:
            made[at.statements[extract.article.id, statement.number]] = _statement(brief, extract, statement)
        for figure in extract.figures:
            made[at.figures[figure]] = _figure(brief, extract, figure)
        for moment in extract.moments:
            made[at.moments[moment]] = _moment(brief, extract, moment)
        made[article_address(brief, extract.article.id)] = _article(brief, extract)
    for difference in brief.merged.differences:
        made[at.differences[difference]] = _difference(brief, difference)
    for number, row in enumerate(disagreed(brief)):
        made[f"{ROW}{number}"] = dispute(brief, row)
    for claim in brief.merged.claims:
        made[at.claims[claim.shown]] = _claim(brief, claim)
    return made | {place: _speaker(brief, speaker) for speaker, place in speaker_ids(brief).items()}


def disagreed(brief: Brief) -> tuple[Dispute, ...]:
    """Return the rows of “They disagree”, in the order of the page."""
    return tuple(row for row in brief.merged.disputes if not row.update)


def told_by(row: Dispute) -> tuple[Passage, ...]:
    """Return a passage for each side of a row, of different articles where there are such."""
    chosen: list[Passage] = []
    for side in row.sides:
        taken = {p.article for p in chosen}
        chosen.append(next((p for p in side if p.article not in taken), side[0]))
    return tuple(chosen)


def article_address(brief: Brief, article: str) -> str:
    """Return the address of an article's row in the brief's table of articles."""
    return f"article-{letters(brief.by_id)[article].lower()}"


def lists(brief: Brief) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return what there is to choose from: name of the list -> (what is shown, its YAML)."""
    said = dict.fromkeys(s.attribution.name for e in brief.extracts for s in e.statements)
    named = dict.fromkeys(s.name for s in brief.speakers if s.kind != "unnamed")
    silent = dict.fromkeys(s.name for s in brief.speakers if not s.statements)
    return {
        "speakers": (*((name, scalar(name)) for name in (*said, *silent) if name), ("nobody knows", "null")),
        "names": tuple((name, scalar(name)) for name in named),
        "claims": tuple(_claims(brief)),
    }


def _claims(brief: Brief) -> Iterator[tuple[str, str]]:
    letter = letters(brief.by_id)
    for claim in brief.merged.claims:
        quoted = quote(brief.extracts, claim.shown, file=False)
        if quoted:
            yield f"{letter[claim.shown.article]}: {short(quoted.words)}", scalar(quoted.words)


# --- what stands on a page -------------------------------------------------------------------------------------


def _title(brief: Brief) -> Entry:
    source = (
        f"a slice of {brief.headline.article}" if brief.headline.article else "an editor's words, or the folder's name"
    )
    offers = (
        Offer("Headline", ("do: headline",), "words", value=brief.headline.words),
        Offer(
            "Line under the headline",
            ("do: teaser",),
            "words",
            value=brief.teaser.words if brief.teaser else "",
        ),
        Offer("Note on the whole brief", ("do: note",), "words"),
    )
    return Entry("The brief", (f"HEADLINE {brief.headline.words}", f"  from: {source}"), offers)


def _statement(brief: Brief, extract: Extract, statement: Statement) -> Entry:
    places = [Passage(statement.article, statement.sentences[0], span) for span in statement.content]
    why = (*explain.of_statement(brief, extract, statement), *_edited(brief, places))
    return Entry("Statement", why, of_statement(brief, statement))


def _figure(brief: Brief, extract: Extract, figure: Figure) -> Entry:
    why = [*explain.of_figure(extract, figure)]
    given = extract.statement(figure.statement)
    offers: tuple[Offer, ...] = ()
    if given:
        why += explain.of_statement(brief, extract, given)
        offers = of_statement(brief, given)[:2]
    quoted = quote(brief.extracts, Passage(figure.article, figure.sentence, figure.span), wider=True)
    if quoted:
        offers += (Offer(f"Note on “{short(quoted.words)}”", lines_of("note", quoted), "words"),)
    return Entry("Figure", tuple(why), offers)


def _moment(brief: Brief, extract: Extract, moment: Moment) -> Entry:
    """A weekday is read against the date of its article: that is what is set right, not what is made of it."""
    offers = [_about(extract, "The date of its article", "published", "day", extract.article.source.published)]
    offers += notes(brief, Passage(moment.article, moment.sentence, moment.span))
    return Entry("Time", tuple(explain.of_moment(extract, moment)), tuple(offers))


def _difference(brief: Brief, difference: Difference) -> Entry:
    """What differs stays as it is: an editor may keep the two apart, say who speaks, or add a note."""
    both = (difference.a, difference.b)
    offers = (*kept_apart(brief, *both, "They do not say the same"), *beside(brief, both))
    return Entry("Difference", tuple(explain.of_difference(brief, difference)), offers)


def dispute(brief: Brief, row: Dispute) -> Entry:
    """Return what can be done about a row of what the articles disagree on."""
    first, *others = told_by(row)
    letter = letters(brief.by_id)
    texts = brief.texts
    offers = [
        offer
        for other in others
        for offer in kept_apart(
            brief, first, other, f"Not one fact: leave out “{short(other.span.of(texts[other.article]))}”"
        )
    ]
    why = [f"kind:    {row.kind}", f"rule:    {row.by.rule}", *row.by.saw]
    why += [f"{letter[p.article]}: “{short(p.span.of(texts[p.article]))}”" for side in row.sides for p in side]
    return Entry("They disagree", tuple(why), (*offers, *beside(brief, (first, *others))))


def _article(brief: Brief, extract: Extract) -> Entry:
    source = extract.article.source
    known = (
        ("Its outlet", "outlet", "words", source.outlet),
        ("Its title", "title", "words", extract.article.title),
        ("Its author", "author", "words", source.author),
        ("The day it was published", "published", "day", source.published),
        ("Its address", "url", "address", source.url),
        ("Its archived copy", "archived", "address", source.archived),
        ("Its language", "language", "language", source.language),
    )
    offers = [_about(extract, *row) for row in known]
    letter = letters(brief.by_id)
    for two in brief.merged.independence:
        if extract.article.id in (two.a, two.b):
            other = two.b if extract.article.id == two.a else two.a
            offers += _independence(brief, two, letter[other])
    offers += (added(extract), *put(extract))
    edits = (e for e in brief.edits if e.override.article == extract.article.source.file)
    return Entry("Article", (*explain.of_article(extract), *map(_told, edits)), tuple(offers))


def on_its_page(brief: Brief, article: str, entry: Entry) -> Entry:
    """Return the entry of an article with the account of its file: each block, and what became of it."""
    extract = brief.by_id[article]
    return replace(entry, why=(*entry.why, "", *"HOW IT IS READ", *explain.of_blocks(extract.article)))


def _about(extract: Extract, label: str, key: str, ask: str, value: str | None) -> Offer:
    lines = ("do: article", f"article: {scalar(extract.article.source.file)}")
    return Offer(label, lines, ask, key=f"{key}:", value=value or "")


def _independence(brief: Brief, pair: Independence, other: str) -> Iterator[Offer]:
    files = [e.article.source.file for e in brief.extracts if e.article.id in (pair.a, pair.b)]
    lines = ("do: independence", "articles:", *(f"  - {scalar(file)}" for file in files))
    if pair.verdict != "independent":
        yield Offer(f"Its reporting and that of {other} are independent", (*lines, "to: independent"))
    if pair.verdict not in AS_ONE:
        yield Offer(f"It and {other} have the same reporting and count as one", (*lines, "to: dependent"))


def _speaker(brief: Brief, speaker: Speaker) -> Entry:
    own = {*speaker.statements}
    found = (s.attribution.name for e in brief.extracts for s in e.statements if (s.article, s.number) in own)
    forms = tuple(dict.fromkeys(name for name in found if name)) or (speaker.name,)
    name = ("do: name", "where:", *(f"  - {scalar(form)}" for form in forms))
    texts = brief.texts
    role = speaker.override_role or next((r.span.of(texts[r.article]) for r in speaker.roles), "")
    offers = [
        Offer("The name to show", name, "words", value=speaker.name),
        Offer("The same as another speaker", name, "names"),
    ]
    for form in forms if len(forms) > 1 else ():
        one = ("do: name", "where:", f"  - {scalar(form)}")
        offers.append(Offer(f"Somebody else is called “{short(form)}”", one, "words"))
    if sum(s.name == speaker.name for s in brief.speakers) == 1:
        lines = ("do: role", f"where: {scalar(speaker.name)}")
        offers.append(Offer("The description to show", lines, "words", value=short(role)))
    called = {speaker.name, *speaker.forms}
    edits = (
        e for e in brief.edits if e.override.do in ("name", "role") and called & {*e.override.where, e.override.to}
    )
    return Entry("Speaker", (*explain.of_speaker(brief, speaker), *map(_told, edits)), tuple(offers))


def _claim(brief: Brief, claim: Claim) -> Entry:
    near = (line for link, _, _ in _near(brief, claim) for line in explain.of_possible(brief, link))
    why = (*explain.of_claim(brief, claim), *near, *_edited(brief, claim.passages))
    return Entry("Claim", why, tuple(_claim_offers(brief, claim)))


def _claim_offers(brief: Brief, claim: Claim) -> Iterator[Offer]:
    shown = quote(brief.extracts, claim.shown)
    alone = quote(brief.extracts, claim.shown, file=False)
    letter = letters(brief.by_id)
    for passage in claim.passages:
        other = quote(brief.extracts, passage, file=False)
        if passage == claim.shown or other is None:
            continue
        named = f"{letter[passage.article]}: “{short(other.words)}”"
        wording = quote(brief.extracts, passage)
        if wording:
            yield Offer(f"Show the words of {named}", lines_of("wording", wording))
        if alone and (passage.article, passage.sentence) != (claim.shown.article, claim.shown.sentence):
            yield Offer(f"Keep apart from {named}", ("do: part", "where:", *pair(alone, other)))
    for _, mine, theirs in _near(brief, claim):
        own, other = (quote(brief.extracts, p, file=False) for p in (mine, theirs))
        if own and other:
            words = f"{letter[theirs.article]}: “{short(other.words)}”"
            yield Offer(f"Says the same as {words}", ("do: join", "where:", *pair(own, other)))
    if alone:
        first = ("do: join", "where:", f"  - {scalar(alone.words)}")
        yield Offer("Says the same as another claim", first, "claims", key="  -")
    if shown and len(claim.articles) > 1:
        several = [c for c in brief.merged.claims if len(c.articles) > 1]
        yield Offer("Place in the brief", lines_of("order", shown), "number", value=str(several.index(claim) + 1))
    if shown:
        yield from placed(brief, claim, shown)
        older = ("Show it as background", "in") if claim.background is None else ("It is no background", "out")
        yield Offer(older[0], (*lines_of("background", shown), f"to: {older[1]}"))
        yield Offer("Note on these words", lines_of("note", shown), "words")
        yield checked(shown)


def _near(brief: Brief, claim: Claim) -> Iterator[tuple[Link, Passage, Passage]]:
    """Yield the links that were nearly made with a passage of the claim, and their passages, the claim's own first."""
    for link in brief.merged.possible:
        if link.a in claim.passages:
            yield link, link.a, link.b
        elif link.b in claim.passages:
            yield link, link.b, link.a


def _edited(brief: Brief, places: Iterable[Passage]) -> Iterator[str]:
    every = tuple(places)
    for edit in brief.edits:
        at = edit.at
        if at and any(at.article == p.article and at.span.overlaps(p.span) for p in every):
            yield _told(edit)


def _told(edit: Edit) -> str:
    override = edit.override
    return f"CHANGED by an editor ({override.do}): {override.path}:{override.line}. Change it there; two would be an error."
