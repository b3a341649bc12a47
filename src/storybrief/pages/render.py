"""How does a brief become Markdown pages? Through the templates, which may be the site's own."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping, Sequence
from pathlib import Path

import jinja2

from storybrief.model import Brief, Difference, Dispute, Extract, Page, Passage, Person, Reproduce, Speaker
from storybrief.pages import addresses, articles, corrections, pictures, sections, updates, who_said
from storybrief.pages.addresses import Addresses
from storybrief.pages.compared import MOST, compared
from storybrief.pages.compiled import Compiled
from storybrief.pages.escape import Markdown, front_matter, link, markdown, text_fragment
from storybrief.pages.export import export
from storybrief.pages.facing import Row, Side
from storybrief.pages.footnotes import counted
from storybrief.pages.front import Front, front
from storybrief.pages.glance import glance, updated
from storybrief.pages.ledger import ledger
from storybrief.pages.linked_data import linked_data
from storybrief.pages.relations import relations
from storybrief.pages.seal import seal
from storybrief.pages.slices import Diff, Slices
from storybrief.pages.spokespeople import links
from storybrief.pages.state import States, checked_on
from storybrief.pages.who import page_of
from storybrief.store.layout import EVIDENCE


def environment(own: Path | None) -> jinja2.Environment:
    """Return the templates: those in the folder `own` first, then the package's. All values are escaped."""
    packaged = Path(str(importlib.resources.files("storybrief.templates")))
    folders = [own] if own and own.is_dir() else []
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*folders, packaged]),
        bytecode_cache=Compiled(packaged),
        finalize=markdown,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,
    )
    made.globals.update(link=link, text_fragment=text_fragment, br=Markdown("<br>"))
    return made


def render(
    templates: jinja2.Environment,
    brief: Brief,
    diff: Diff,
    reproduce: Reproduce = "cited",
    known: Sequence[Person] = (),
) -> tuple[Page, ...]:
    """Make the pages of one story: the brief and a page for each article, which shows as much of it as `reproduce` says.

    `known` are the people that people.yml knows; the brief links to the pages of its speakers.

    Raises whatever a wrong template of the site's own raises; the build puts it in words.
    """
    at = addresses.of_brief(brief)
    shown = front(brief)
    page, cited = _brief_page(templates, brief, diff, at, shown)
    evidence, used = _evidence_page(templates, brief, diff, at, known)
    return (
        page,
        evidence,
        export(brief, at, shown),
        ledger(brief, at),
        *(_article_page(templates, brief, e, cited | used, diff, at, reproduce) for e in brief.extracts),
    )


# --- pages -----------------------------------------------------------------------------------------------------


def _brief_page(
    templates: jinja2.Environment, brief: Brief, diff: Diff, at: Addresses, shown: Front
) -> tuple[Page, frozenset[str]]:
    """Make the page that is read in two minutes. Returns it, and the addresses of the sentences that it cites."""
    s = Slices(brief.extracts, diff, at.sentences)
    text = templates.get_template("brief.md.jinja").render(
        front_matter=front_matter(_about_brief(brief, s)),
        brief=brief,
        s=s,
        glance=glance(brief),
        at=at,
        front=shown,
        checked_on=checked_on(brief, shown),
        many=len(brief.extracts) > 1,
        several=sections.agreed(brief),
        ids=speaker_ids(brief),
        given=lambda row, side: _given(s, row, side),
        elsewhere=_elsewhere(brief),
        notes=[e for e in brief.edits if e.override.do == "note" and e.at is None],
        corrected={p.article for p in sections.corrected(brief)},
        other_languages=[e.article for e in brief.extracts if not e.article.english],
        correction_names=corrections.NAMES,
        linked_data=linked_data(brief),
    )
    return Page(f"{brief.story}/index.md", seal(text), s.printed), frozenset(f.key for f in s.footnotes)


def _elsewhere(brief: Brief) -> list[tuple[str, str]]:
    """The sections of the evidence page that a brief leads to: what each is called, and its id."""
    every = (
        ("Everything each said", "who-said-what", any(e.statements for e in brief.extracts)),
        ("claim by claim", "claims", True),
        ("figures", "figures", any(q.told for q in brief.merged.quantities)),
        ("times", "when", brief.merged.timings),
        ("only in one", "only-in-one", sections.only_in_one(brief)),
        ("what was not used", "not-used", sections.unused(brief)),
        ("editor’s changes", "changes", brief.edits),
    )
    return [(name, place) for name, place, there in every if there]


def _given(s: Slices, row: Row, side: Side) -> Markdown:
    """Print what a side gives: of a quotation the words that differ in bold; a number or time alone where the row is
    named, with who says so and the hour of a page that is kept up to date, else in its clause.
    """
    if row.kind == "wording":
        other = next(one.at for one in row.sides if one is not side)
        return s.cut_compared(side.at, other)
    if row.alone:
        giver = f", {markdown(side.giver)}" if side.giver else ""
        when = f" ({s.words(side.when)})" if side.when else ""
        return Markdown(f"{s.words(side.at)}{giver}{when}")
    return s.cut(side.at) if side.shown == side.at else s.cut_pointed(side.shown, side.at)


def _who_said_what(brief: Brief, s: Slices, diff: Diff, known: Sequence[Person]) -> Mapping[str, object]:
    """Return what the evidence page shows of the speakers, by the names that its template has for it."""
    return {
        "cards": who_said.by_name(brief, who_said.cards(brief)),
        "others": who_said.by_name(brief, who_said.unnamed_and_relayed(brief)),
        "together": lambda said: who_said.together(brief, said),
        "ids": speaker_ids(brief),
        "linked": links(brief, speaker_ids(brief)),
        "person": lambda speaker: page_of(brief, speaker, known),
        "unresolved": who_said.unresolved(brief),
        "named_only": who_said.named_only(brief),
        "wordings": lambda row: who_said.wordings(brief, row),
        "reworded": lambda card: any(_reworded(row, s, diff) for row in card.rows),
    }


def _numbers_and_times(brief: Brief) -> Mapping[str, object]:
    """Return what the evidence page shows of figures and times, and draws, by the names that its template has for it."""
    return {
        "figures": sections.figure_rows(brief),
        "other_figures": [f for row in sections.figure_rows(brief, told=False) for f in row.every],
        "givers": _givers,
        "wide": len(brief.extracts) > who_said.COLUMNS,
        "as_written": lambda found: sections.as_written(brief, found),
        "place": lambda found: Passage(found.article, found.sentence, found.span),
        "moments": brief.merged.timings,
        "when_note": _when_note(brief),
        "matrix": pictures.matrix(brief),
        "shares": pictures.shares(brief),
        "days": pictures.days(brief, (m for row in brief.merged.timings for m in row.moments)),
        "draw": pictures,
        "compared": compared(brief),
        "most": MOST,
    }


def _evidence_page(
    templates: jinja2.Environment, brief: Brief, diff: Diff, at: Addresses, known: Sequence[Person]
) -> tuple[Page, frozenset[str]]:
    """Make the page of everything behind the brief. Returns it, and the addresses of the sentences that it cites."""
    versions = [version for update in brief.updates for version in (update.was, update.now)]
    s = Slices(brief.extracts, diff, at.sentences, versions)
    little = sections.differences(brief, ("high", "medium", "low"))
    text = templates.get_template("evidence.md.jinja").render(
        front_matter=front_matter(_about_evidence(brief)),
        brief=brief,
        s=s,
        at=at,
        id_of=lambda said: at.statements[said.statement.article, said.statement.number],
        glance=glance(brief),
        many=len(brief.extracts) > 1,
        agreed=sections.agreed(brief),
        background=sections.background(brief),
        **_who_said_what(brief, s, diff, known),
        **_numbers_and_times(brief),
        disagree=[d for d in brief.merged.disputes if not d.update],
        changed=[d for d in brief.merged.disputes if d.update],
        dispute_word=lambda dispute: _DISPUTE_WORDS.get(dispute.kind, dispute.kind),
        dispute_cell=lambda dispute, passage: _cell(brief, s, dispute, passage),
        differ_little=little,
        little=sum(len(pair) for _, pairs in little for pair in pairs),
        side=lambda difference, own, other: _side(brief, s, difference, own, other),
        alone=sections.only_in_one(brief),
        unused=sections.unused(brief),
        corrected=sections.corrected(brief),
        sentences=sum(len(e.sentences) for e in brief.extracts),
        held=len({(p.article, p.sentence) for c in brief.merged.claims for p in c.passages}),
        change=sections.change,
        states=States(brief),
        relations=relations(brief),
        updated=updates.updated(brief),
        updates=updates,
        versions={e.article.id: e for e in versions},
        linked_data=linked_data(brief, at),
    )
    return Page(f"{brief.story}/{EVIDENCE}", seal(text), s.printed), frozenset(f.key for f in s.footnotes)


_NAMED = ("person", "organisation")


def _about_brief(brief: Brief, s: Slices) -> dict[str, object]:
    """Return the front matter of a brief; its description is the lead.

    Speakers and outlets are what search can be narrowed to.
    """
    first = next((line.shown for line in brief.merged.lines), None) or next(
        (c.shown for c in brief.merged.claims), None
    )
    described = s.plain(first) if first else None
    about = {
        "title": brief.headline.words,
        "kind": "brief",
        "story": brief.headline.words,
        "description": described,
        "updated": updated(brief),
        "speakers": list(dict.fromkeys(s.name for s in brief.speakers if s.statements and s.kind in _NAMED)) or None,
        "outlets": list(dict.fromkeys(o for e in brief.extracts if (o := e.article.source.outlet))) or None,
    }
    return {key: value for key, value in about.items() if value is not None}


def _about_evidence(brief: Brief) -> dict[str, str]:
    """Return the front matter of an evidence page."""
    about = {"title": f"{brief.headline.words}: the evidence", "kind": "evidence", "story": brief.headline.words}
    return about | ({"updated": day} if (day := updated(brief)) else {})


def _article_page(
    templates: jinja2.Environment,
    brief: Brief,
    extract: Extract,
    cited: frozenset[str],
    diff: Diff,
    at: Addresses,
    reproduce: Reproduce,
) -> Page:
    article, s = extract.article, Slices([extract], diff, at.sentences)
    every = [Passage(article.id, one.number, one.span) for one in extract.sentences]
    used = sum(1 for passage in every if s.key(passage) in cited)
    text = templates.get_template("article.md.jinja").render(
        front_matter=front_matter(_about_article(brief, extract)),
        article=article,
        release=article.id in brief.releases,
        headline=brief.headline.words,
        paragraphs=articles.shown(brief, extract, reproduce, at, lambda passage: s.key(passage) in cited),
        version=updates.version(brief, article.id),
        day=updates.day(article.source),
        updates=[one for one in updates.updated(brief) if one.article == article.id],
        used=used,
        total=len(every),
        reproduce=reproduce,
        s=s,
    )
    return Page(f"{brief.story}/articles/{article.id}.md", seal(text), s.printed)


def _about_article(brief: Brief, extract: Extract) -> dict[str, object]:
    article, source = extract.article, extract.article.source
    known = ("outlet", "author", "published", "url", "archived", "language", "modified")
    return {
        **{"title": article.title, "kind": "article", "story": brief.headline.words},
        **{key: getattr(source, key) for key in known},
        **{"source": source.path, "sha256": source.sha256},
        **{"words": len(article.text.split()), "sentences": len(extract.sentences)},
    }


# --- small judgements of display -------------------------------------------------------------------------------


def _when_note(brief: Brief) -> str:
    dated = [e for e in brief.extracts if e.article.source.published]
    if len(dated) == len(brief.extracts):
        return "Weekdays are read against the date each article was published."
    if dated:
        return "Weekdays are read against the date an article was published; in articles without a date they are left as written."
    return "No article gives the date it was published, so weekdays are left as written."


def speaker_ids(brief: Brief) -> Mapping[Speaker, str]:
    """Return speaker -> the id of the heading: it follows the name, so it survives a rebuild.

    Of several speakers with one name ("the hospital" in two articles) the later ones are counted on.
    """
    found = counted((s, (s.name,)) for s in brief.speakers if s.kind in _NAMED)
    return {speaker: f"speaker-{made}" for speaker, made in found.items()}


def _reworded(row: who_said.Row, s: Slices, diff: Diff) -> bool:
    """Whether two quotations that stand one below the other differ in a word."""
    if not row.direct or len(row.said) < 2:
        return False
    first, *others = (s.plain(said[0].content[0]) for said in row.said.values())
    return any(differs for other in others for side in diff(first, other) for _, differs in side)


# What a row is about, beside the words of the articles that name it, where that is not its kind.
_DISPUTE_WORDS: Mapping[str, str] = {"figure": "number", "certainty": "how sure"}


def _cell(brief: Brief, s: Slices, dispute: Dispute, own: Passage) -> Markdown:
    """Print what one side gives: a number, time or name in the clause it stands in, else the words themselves."""
    whole = sections.claim_passage(brief, own)
    if dispute.kind in ("wording", "name") or whole == own or not whole.span.holds(own.span):
        return s.words(own) if dispute.kind in ("wording", "name") else s.cut(own)
    return s.cut_pointed(whole, own)


_ONE_PLACE = ("figure", "bound", "time", "hedge", "negation")


def _side(brief: Brief, s: Slices, difference: Difference, own: Passage, other: Passage) -> Markdown:
    """Print one side of a difference: the differing words in bold where they can be pointed at."""
    if difference.kind == "quotation":
        return s.cut_compared(own, other)
    whole = sections.claim_passage(brief, own)
    return s.cut_pointed(whole, own) if difference.kind in _ONE_PLACE and whole != own else s.cut(own)


def _givers(row: sections.FigureRow) -> list[tuple[str | None, tuple[str, ...]]]:
    made: dict[str | None, list[str]] = {}
    for article, name in row.given_by:
        made.setdefault(name, []).append(article)
    return [(name, tuple(dict.fromkeys(articles))) for name, articles in made.items()]
