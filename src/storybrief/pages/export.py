"""What can a program read of a brief? brief.json, beside its page: all that was found, with offsets and addresses.

Offsets are code points into the article's text, half-open, as everywhere in storybrief; the words stand beside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from storybrief.model import (
    Brief,
    Claim,
    Difference,
    Dispute,
    Extract,
    Figure,
    Line,
    Moment,
    NoAnswer,
    Page,
    Passage,
    Quantity,
    Span,
    Speaker,
    Statement,
    Unsaid,
    Update,
)
from storybrief.pages.addresses import Addresses
from storybrief.pages.footnotes import letters
from storybrief.pages.front import Front
from storybrief.pages.front_rows import front_rows, sliced
from storybrief.pages.glance import updated
from storybrief.pages.seal import seal_rows
from storybrief.pages.state import State, States

FORMAT = 1  # grows when a key changes its meaning or goes; a new key does not change it


def export(brief: Brief, at: Addresses, shown: Front) -> Page:
    """Make brief.json of a story; `shown` is what the page of the brief shows."""
    texts = brief.texts
    speakers = brief.speaker_of
    states = States(brief)
    values: dict[str, object] = {
        "format": FORMAT,
        "story": brief.story,
        "headline": _line(brief.headline),
        "teaser": _line(brief.teaser) if brief.teaser else None,
        "updated": updated(brief),
        "length": brief.length,
        "articles": _articles(brief),
        "front": front_rows(brief, shown),
        "claims": [
            _claim(claim, brief, at, texts) | _state(states.of_passage(claim.shown)) for claim in brief.merged.claims
        ],
        "statements": [
            _statement(e, s, at, speakers.get((e.article.id, s.number))) | _state(states.of_statement(s))
            for e in brief.extracts
            for s in e.statements
        ],
        "no_answers": [_no_answer(e, one) for e in brief.extracts for one in e.no_answers],
        "unsaid": [_unsaid(e, one) for e in brief.extracts for one in e.unsaid],
        "speakers": [_speaker(s, texts) for s in brief.speakers],
        "figures": [_figure(e, f, at) for e in brief.extracts for f in e.figures],
        "moments": [_moment(e, m, at) for e in brief.extracts for m in e.moments],
        "differences": [_difference(d, at, texts) for d in brief.merged.differences],
        "disputes": [_dispute(d, texts) for d in brief.merged.disputes],
        "quantities": [_quantity(q, at, texts) for q in brief.merged.quantities],
        "independence": [
            {"articles": [i.a, i.b], "verdict": i.verdict, "evidence": list(i.evidence), "why": i.why}
            for i in brief.merged.independence
        ],
        "groups": [list(group) for group in brief.merged.groups],
        "updates": [_update(update, at) for update in brief.updates],
        "corrections": [{"kind": c.kind, "what": c.what, "when": c.when, "why": c.why} for c in brief.corrections],
    }
    return Page(f"{brief.story}/brief.json", seal_rows(values))


def _line(line: Line) -> dict[str, object]:
    return {"words": line.words, "article": line.article}


def _articles(brief: Brief) -> list[dict[str, object]]:
    named = letters(brief.by_id)
    made = []
    for extract in brief.extracts:
        article, source = extract.article, extract.article.source
        about = {"id": article.id, "letter": named[article.id], "title": article.title}
        known: dict[str, object] = {
            key: getattr(source, key)
            for key in ("outlet", "author", "published", "modified", "url", "archived", "language")
        }
        known["release"] = article.id in brief.releases
        made.append({**about, **known, "source": source.path, "sha256": source.sha256})
    return made


def _update(update: Update, at: Addresses) -> dict[str, object]:
    """The two versions, and each sentence that differs as it was and as it is: the newer is "article" or its own id."""
    texts = {e.article.id: e.article.text for e in (update.was, update.now)}
    versions = [
        {"version": number, "id": e.article.id, "title": e.article.title, "source": e.article.source.path,
         "sha256": e.article.source.sha256, "modified": e.article.source.modified}
        for number, e in ((update.number, update.was), (update.number + 1, update.now))
    ]  # fmt: skip
    return {
        "of": update.article,
        "versions": versions,
        "kept": update.kept,
        "revisions": [
            {
                "address": at.revisions[r],
                "kind": r.kind,
                "was": _passage(r.was, texts) if r.was else None,
                "now": _passage(r.now, texts) if r.now else None,
            }
            for r in update.revisions
        ],
    }


def _every(spans: Iterable[Span], text: str) -> list[dict[str, object]]:
    return [sliced(span, text) for span in spans]


def _maybe(span: Span | None, text: str) -> dict[str, object] | None:
    return None if span is None else sliced(span, text)


def _passage(passage: Passage, texts: dict[str, str]) -> dict[str, object]:
    where = {"article": passage.article, "sentence": passage.sentence}
    return {**where, **sliced(passage.span, texts[passage.article])}


def _claim(claim: Claim, brief: Brief, at: Addresses, texts: dict[str, str]) -> dict[str, object]:
    return {
        "address": at.claims[claim.shown],
        "articles": list(claim.articles),
        "groups": brief.merged.groups_of(claim.articles),
        "background": claim.background.rule if claim.background else None,
        "ranked": list(claim.ranked.saw),
        "passages": [{"address": at.claims[p], **_passage(p, texts)} for p in claim.passages],
    }


def _statement(extract: Extract, statement: Statement, at: Addresses, speaker: Speaker | None) -> dict[str, object]:
    text, by = extract.article.text, statement.attribution
    return {
        "address": at.statements[extract.article.id, statement.number],
        "article": extract.article.id,
        "sentences": list(statement.sentences),
        "kind": statement.kind,
        "speaker": speaker.name if speaker else None,
        "content": _every(statement.content, text),
        "quoted": _every(statement.quoted, text),
        "polarity": statement.polarity,
        "turned": _every(statement.turned, text),
        "shown": _every(statement.shown, text),
        "mention": _maybe(by.mention, text),
        "role": _maybe(by.role, text),
        "cue": _maybe(by.cue, text),
        "relay": {"kind": by.relay.kind, **sliced(by.relay.via, text)} if by.relay else None,
        "addressee": _maybe(by.addressee, text),
        "when": _maybe(by.when, text),
        "rule": by.by.rule,
        "sure": by.sure,
        "candidates": list(by.candidates),
    }


def _speaker(speaker: Speaker, texts: Mapping[str, str]) -> dict[str, object]:
    return {
        "name": speaker.name,
        "kind": speaker.kind,
        "forms": list(speaker.forms),
        "edited": speaker.edited,
        "described": speaker.override_role,
        "speaks_for": [
            {"article": one.article, **sliced(one.span, texts[one.article]), "body": one.body}
            for one in speaker.speaks_for
        ],
    }


def _state(state: State) -> dict[str, object]:
    return {"state": state.name} | ({"checked": state.on} if state.on else {})


def _no_answer(extract: Extract, one: NoAnswer) -> dict[str, object]:
    text = extract.article.text
    return {
        "article": extract.article.id,
        "sentence": one.sentence,
        "kind": one.kind,
        "speaker": one.name,
        "told": sliced(one.span, text),
        "shown": sliced(one.shown, text),
        "mention": _maybe(one.mention, text),
        "cue": sliced(one.cue, text),
        "about": _maybe(one.about, text),
        "when": _maybe(one.when, text),
    }


def _unsaid(extract: Extract, one: Unsaid) -> dict[str, object]:
    return {
        "article": one.article,
        "sentence": one.sentence,
        **sliced(one.span, extract.article.text),
        "reason": one.reason,
    }


def _figure(extract: Extract, figure: Figure, at: Addresses) -> dict[str, object]:
    text = extract.article.text
    return {
        "address": at.figures[figure],
        "article": figure.article,
        "sentence": figure.sentence,
        **sliced(figure.span, text),
        "low": None if figure.low is None else f"{figure.low:f}",
        "high": None if figure.high is None else f"{figure.high:f}",
        "bound": figure.bound,
        "unit": figure.unit,
        "counted": _maybe(figure.counted, text),
    }


def _moment(extract: Extract, moment: Moment, at: Addresses) -> dict[str, object]:
    return {
        "address": at.moments[moment],
        "article": moment.article,
        "sentence": moment.sentence,
        **sliced(moment.span, extract.article.text),
        "kind": moment.kind,
        "resolved": moment.resolved,
        "flaw": moment.flaw,
    }


def _difference(difference: Difference, at: Addresses, texts: dict[str, str]) -> dict[str, object]:
    return {
        "address": at.differences[difference],
        "kind": difference.kind,
        "weight": difference.weight,
        "a": _passage(difference.a, texts),
        "b": _passage(difference.b, texts),
        "rule": difference.by.rule,
    }


def _dispute(dispute: Dispute, texts: dict[str, str]) -> dict[str, object]:
    return {
        "kind": dispute.kind,
        "update": dispute.update,
        "about": [_passage(p, texts) for p in dispute.about],
        "sides": [[_passage(p, texts) for p in side] for side in dispute.sides],
        "rule": dispute.by.rule,
    }


def _quantity(quantity: Quantity, at: Addresses, texts: dict[str, str]) -> dict[str, object]:
    return {
        "named": [_passage(p, texts) for p in quantity.named],
        "sort": quantity.sort,
        "standing": quantity.standing,
        "values": [[at.figures[f] for f in figures] for figures in quantity.values],
        "rule": quantity.by.rule,
    }
