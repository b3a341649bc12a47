"""What do a story's brief.json and ledger.json say, as rows?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from storybrief.model import Person
from storybrief.out.audit import about, lead_rows, quoted, replies
from storybrief.out.lines import lines
from storybrief.out.parts import Told, of, together
from storybrief.out.rows import (
    TABLES,
    AboutRow,
    ArticleRow,
    ClaimRow,
    CorrectionRow,
    DifferenceRow,
    FigureRow,
    FootnoteRow,
    LeadRow,
    LineRow,
    NoAnswerRow,
    PassageRow,
    QuotedRow,
    ReplyRow,
    Row,
    Rows,
    StatementRow,
    StoryRow,
    TimeRow,
)


def rows(told: Told, ledger: Told, lead: str | None = None, people: Sequence[Person] = ()) -> Rows:
    """Return the rows of a story out of what its brief.json and ledger.json say.

    `lead` is the article (its id) or the outlet that the others are held against; `people` are those of people.yml.
    """
    made = _Rows(told, ledger, lead, people)
    if any(c["kind"] == "withdrawn" for c in told["corrections"]):
        every: dict[str, tuple[Row, ...]] = dict.fromkeys(TABLES, ())
        gone = StoryRow(told["story"], "", "", "withdrawn", told["updated"], 0, 0)
        return {**every, "stories": (gone,), "corrections": tuple(made.corrections())}
    return {name: tuple(getattr(made, name)()) for name in TABLES}


class _Rows:
    def __init__(self, told: Told, ledger: Told, lead: str | None, people: Sequence[Person]) -> None:
        self.told, self.ledger, self.lead_by, self.people = told, ledger, lead, people
        self.story = str(told["story"])
        self.by_id: dict[str, Told] = {a["id"]: a for a in told["articles"]}
        self.kinds = {s["name"]: s["kind"] for s in told["speakers"]}
        self.described = {s["name"]: s.get("described") for s in told["speakers"]}

    def _outlet(self, article: str) -> str | None:
        return self.by_id[article]["outlet"]  # type: ignore[no-any-return]

    def _date(self, article: str) -> str | None:
        return self.by_id[article]["published"]  # type: ignore[no-any-return]

    def stories(self) -> Iterator[StoryRow]:
        told = self.told
        teaser = told["teaser"]["words"] if told["teaser"] else ""
        yield StoryRow(self.story, told["headline"]["words"], teaser, "published", told["updated"], len(told["articles"]), len(told["statements"]))  # fmt: skip

    def articles(self) -> Iterator[ArticleRow]:
        for a in self.told["articles"]:
            known = {name: a[name] for name in ("letter", "title", "outlet", "author", "published", "modified")}
            more = {name: a[name] for name in ("language", "release", "source", "sha256")}
            url, archived = _addresses(a["url"], a["archived"])
            yield ArticleRow(story=self.story, article=a["id"], url=url, archived=archived, **known, **more)

    def statements(self) -> Iterator[StatementRow]:
        for s in self.told["statements"]:
            article, speaker = s["article"], s["speaker"]
            yield StatementRow(
                story=self.story,
                statement=s["address"],
                article=article,
                outlet=self._outlet(article),
                date=self._date(article),
                speaker=speaker,
                speaker_kind=self.kinds.get(speaker),
                role=self.described.get(speaker) or of(s["role"]),
                kind=s["kind"],
                polarity=s["polarity"],
                turned=together(s["turned"]) or None,
                words=together(s["content"]),
                quoted=together(s["quoted"]) or None,
                sentence=together(s["shown"] or s["content"]),
                cue=of(s["cue"]),
                relay=of(s["relay"]),
                addressee=of(s["addressee"]),
                time=of(s["when"]),
                sure=s["sure"],
                state=s["state"],
                checked=s.get("checked"),
                start=s["content"][0]["start"],
                end=s["content"][-1]["end"],
            )

    def no_answers(self) -> Iterator[NoAnswerRow]:
        for one in self.told["no_answers"]:
            article, shown = one["article"], one["shown"]
            yield NoAnswerRow(
                self.story, article, self._outlet(article), self._date(article), one["speaker"] or of(one["mention"]),
                one["kind"], shown["words"], of(one["about"]), of(one["when"]), shown["start"], shown["end"],
            )  # fmt: skip

    def claims(self) -> Iterator[ClaimRow]:
        for claim in self.told["claims"]:
            shown = next(p for p in claim["passages"] if p["address"] == claim["address"])
            yield ClaimRow(
                self.story, claim["address"], shown["words"], len(claim["articles"]), claim["groups"],
                claim["background"], claim["state"], claim.get("checked"),
            )  # fmt: skip

    def passages(self) -> Iterator[PassageRow]:
        for claim in self.told["claims"]:
            for p in claim["passages"]:
                yield PassageRow(self.story, claim["address"], p["address"], p["article"], self._outlet(p["article"]), p["words"], p["start"], p["end"])  # fmt: skip

    def differences(self) -> Iterator[DifferenceRow]:
        for d in self.told["differences"]:
            a, b = d["a"], d["b"]
            yield DifferenceRow(self.story, d["address"], d["kind"], d["weight"], a["article"], a["words"], b["article"], b["words"], d["rule"])  # fmt: skip

    def figures(self) -> Iterator[FigureRow]:
        for f in self.told["figures"]:
            yield FigureRow(self.story, f["address"], f["article"], self._outlet(f["article"]), f["words"], f["low"], f["high"], f["bound"], f["unit"], of(f["counted"]), f["start"], f["end"])  # fmt: skip

    def times(self) -> Iterator[TimeRow]:
        for m in self.told["moments"]:
            yield TimeRow(self.story, m["address"], m["article"], self._outlet(m["article"]), m["words"], m["kind"], m["resolved"], m["start"], m["end"])  # fmt: skip

    def corrections(self) -> Iterator[CorrectionRow]:
        for c in self.told["corrections"]:
            yield CorrectionRow(self.story, c["kind"], c["what"], c["when"], c["why"])

    def footnotes(self) -> Iterator[FootnoteRow]:
        for s in self.ledger["sentences"]:
            if s["passages"]:
                key = _KEY.sub("", s["passages"][0]["address"])
                letter = self.by_id[s["article"]]["letter"]
                yield FootnoteRow(self.story, f"n{key}", letter, s["article"], s["words"], s["paragraph"], s["start"], s["end"])  # fmt: skip

    def lines(self) -> Iterator[LineRow]:
        return lines(self.told)

    def quoted(self) -> Iterator[QuotedRow]:
        return quoted(self.told)

    def about(self) -> Iterator[AboutRow]:
        return about(self.told, self.people)

    def replies(self) -> Iterator[ReplyRow]:
        return replies(self.told)

    def lead(self) -> Iterator[LeadRow]:
        return lead_rows(self.told, self.lead_by)


_KEY = re.compile(r"\Ac-|-\d+\Z")


_WAYBACK = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(https?://.+)")
_ARCHIVE = re.compile(r"https?://(?:web\.archive\.org|archive\.(?:ph|is|today|org)|perma\.cc)/")


def _addresses(url: str | None, archived: str | None) -> tuple[str | None, str | None]:
    """Return the address of an article and of its archived copy, also where an editor gave the copy's as the article's."""
    if url and (saved := _WAYBACK.match(url)):
        return saved[1], url
    return url, archived or (url if url and _ARCHIVE.match(url) else None)
