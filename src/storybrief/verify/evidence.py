"""Does each place of an evidence page say what must stand there? Held against the story's data, address by address."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from storybrief.model import visible
from storybrief.verify.data import Data, Row
from storybrief.verify.document import Document, line_words, own_words, sections, words
from storybrief.verify.links import Fault
from storybrief.verify.places import headline

_REMARK = r"(?: Editor’s (?:note|change): .*| Checked by an editor on .*)?"
_LABELS = {  # whether the words stand in quotation marks, and those above them -> how they may be told to differ
    (True, True): "worded differently: ",
    (True, False): "in quotation marks: ",
    (False, True): "in the article’s words: ",
    (False, False): "in other words: ",
}
_OTHERS = ("unnamed-and-relayed", "speaker-not-resolved")


@dataclass(frozen=True)
class Evidence:
    """An evidence page, and the data that it is held against."""

    page: Document
    data: Data

    @cached_property
    def under(self) -> Mapping[str, Sequence[HtmlElement]]:
        """Section -> what stands in it."""
        return sections(self.page)

    @cached_property
    def places(self) -> Mapping[str, tuple[str, HtmlElement]]:
        """Address -> the section that it stands in, and the element that bears it."""
        return {
            str(one.get("id")): (section, one)
            for section, elements in self.under.items()
            for element in elements
            for one in element.iter()
            if isinstance(one.tag, str) and one.get("id")
        }

    def faults(self) -> Iterator[Fault]:
        """Yield everything that stands where something else must."""
        yield from headline(self.page, self.data)
        yield from self._statements()
        yield from self._claims()
        yield from self._figures()
        yield from self._moments()
        yield from self._differences()
        yield from self._disputes()
        yield from self._revisions()
        yield from self._matrix()
        yield from self._shares()
        yield from self._articles()
        yield from self._relations()
        yield from self._not_used()
        yield from self._counts()

    # --- who said what -------------------------------------------------------------------------------------------

    def _statements(self) -> Iterator[Fault]:
        """Every statement under its speaker, whole and with its cue, and no other."""
        missing, heading, name, above = dict(self.data.statements), "", "", False
        for element in self.under.get("who-said-what", ()):
            if element.tag == "h3":
                heading, name = str(element.get("id")), own_words(element)
            for li in element.findall("li") if element.tag == "ul" else ():
                ids = [str(one) for one in li.xpath(".//span/@id[starts-with(., 's-')]")]
                rows = [row for id in ids if (row := missing.pop(id, None))]
                if len(rows) < len(ids):
                    yield "not-there", f"The data knows no statement “{line_words(li)[:90]}”."
                elif rows and not re.fullmatch(self._said(rows, heading, above=above), line_words(li)):
                    yield "not-said", f"“{line_words(li)[:90]}” is not what {rows[0]['address']} says."
                elif heading not in _OTHERS and any(visible(str(row["speaker"])) != name for row in rows):
                    yield "not-said", f"“{line_words(li)[:90]}” is not {name}’s."
                above = bool(rows) and rows[0]["kind"] == "direct"
        for address, row in missing.items():
            yield "not-there", f"The statement {address} (“{row['content'][0]['words'][:60]}”) is missing."

    def _said(self, rows: Sequence[Row], heading: str, *, above: bool) -> str:
        """The pattern of the line of a statement, which copies of its article may have too.

        `above` says whether the words in the line above it stand in quotation marks.
        """
        row = rows[0]
        who = row["speaker"] if heading == _OTHERS[0] else row["mention"] and row["mention"]["words"]
        name = re.escape(f"{visible(str(who))}: ") if heading in _OTHERS and who else ""
        said = self.data.statement(row)
        cue = visible(row["cue"]["words"]) if row["cue"] else "no cue"
        when = f", {visible(row['when']['words'])}" if row["when"] else ""
        to = f"(?:, to {re.escape(visible(row['addressee']['words']))})" if row["addressee"] else ""
        if row["relay"]:
            way = "told to" if row["relay"]["kind"] == "told" else "through"
            to = f"(?:, {way} {re.escape(visible(row['relay']['words']))}|{to})"
        letters = self.data.lettered([one["article"] for one in rows])
        many = f" {letters}" if len(self.data.letters) > 1 else ""
        label = _LABELS[row["kind"] == "direct", above]
        return f"{name}(?:{label})?{re.escape(said)} — {re.escape(cue + when)}{to}{_REMARK}{many}"

    # --- claims --------------------------------------------------------------------------------------------------

    def _claims(self) -> Iterator[Fault]:
        """Every claim in its section, cut where its sentence goes on, with the letters of all that have it."""
        differences = {one["address"] for one in self.data.brief["differences"]}
        for claim in self.data.brief["claims"]:
            shown = next(one for one in claim["passages"] if one["address"] == claim["address"])
            section, element = self.places.get(claim["address"], ("", None))
            line = element.getparent() if element is not None else None
            if line is None or section != _section_of(claim):
                yield "not-there", f"“{visible(shown['words'])[:90]}” is missing under “{_section_of(claim)}”."
                continue
            many, groups = len(claim["articles"]), claim["groups"]
            counted = f" in {many} articles of {groups} groups?" if groups != many else "(?! in)"
            letters = self.data.lettered(claim["articles"])
            wanted = rf"{re.escape(self.data.cut(shown['article'], shown))} {letters}{counted}(?: .*)?"
            if not re.fullmatch(wanted, line_words(line)):
                yield "not-there", f"“{line_words(line)[:90]}” is not the claim {claim['address']}."
            for passage in claim["passages"]:
                yield from self._source(passage, line)
            for href in line.xpath("./a[not(starts-with(., 'in '))]/@href"):
                if str(href)[1:] not in differences:
                    yield "dead-anchor", f"“{line_words(line)[:90]}” leads to no difference at “{href}”."

    def _source(self, passage: Row, line: HtmlElement) -> Iterator[Fault]:
        """The footnote of a passage stands behind its article's letter."""
        letter, key = self.data.letters[passage["article"]], passage["address"].split("-")[1]
        hrefs = line.xpath(f"./span[@class='in-{letter.lower()}']/sup/a/@href")
        if f"#fn:n{key}" not in hrefs:
            yield "letter", f"Behind the letter {letter} of “{line_words(line)[:60]}” the footnote n{key} is missing."

    # --- numbers, times, differences -----------------------------------------------------------------------------

    def _figures(self) -> Iterator[Fault]:
        """Every figure in its article's column, those of one quantity in one row."""
        figures = {one["address"]: one for one in self.data.brief["figures"]}
        for quantity in self.data.brief["quantities"]:
            rows: set[HtmlElement] = set()
            for address in (one for value in quantity["values"] for one in value):
                _, element = self.places.get(address, ("", None))
                if element is None or words(element) != visible(figures[address]["words"]):
                    yield "not-there", f"The figure “{figures[address]['words']}” ({address}) is missing or another."
                    continue
                row = next(element.iterancestors("tr"), None)
                rows |= {row} if row is not None else set()
                if row is not None and not self._in_column(element, figures[address]["article"]):
                    yield "letter", f"The figure “{words(element)}” stands in another article's column."
            named = ", ".join(visible(one["words"]) for one in quantity["named"])
            given = [figures[address] for value in quantity["values"] for address in value]
            for row in rows:
                yield from self._givers(row, given)
                if len(rows) > 1 or line_words(row[0]) != named:
                    yield "not-there", f"“{line_words(row)[:90]}” is not the row of “{named}”."

    def _givers(self, row: HtmlElement, figures: Iterable[Row]) -> Iterator[Fault]:
        """Who gives the figures of a row: those who say the words that they stand in, else the article."""
        wanted = {(self.data.letters[figure["article"]], "the article") for figure in figures}
        for one in self.data.brief["statements"]:
            for figure in figures:
                inside = (part["start"] <= figure["start"] and figure["end"] <= part["end"] for part in one["content"])
                if one["article"] == figure["article"] and any(inside):
                    wanted.add((self.data.letters[one["article"]], visible(str(one["speaker"]))))
        many = len(self.data.letters) > 1 and row.xpath("td[last()]/a")
        for told in line_words(row[-1]).split("; "):
            found = re.fullmatch(r"(.*?)((?: [A-Z]+)*)", told) if many else re.fullmatch("(.*)()", told)
            name, letters = found.groups() if found else ("", "")
            if name not in {name for _, name in wanted} or not {(x, name) for x in letters.split()} <= wanted:
                yield "not-said", f"“{told[:90]}” gives no figure of the row of “{line_words(row[0])}”."

    def _in_column(self, element: HtmlElement, article: str) -> bool:
        """Whether the column of an element is headed by an article's letter, or no column is anybody's."""
        cell = next(element.iterancestors("td"))
        row, table = cell.getparent(), next(cell.iterancestors("table"))
        heads = [words(th) for th in table.xpath("./thead/tr/th")]
        letter, letters = self.data.letters[article], {*self.data.letters.values()}
        if not letters & {*heads}:
            return letter in {words(a) for a in cell.iter("a")}
        return bool(heads[row.index(cell)] == letter)

    def _moments(self) -> Iterator[Fault]:
        """Every time as written, with the day that it is read as, and the letters of the articles that give it."""
        there = [(m, found[1]) for m in self.data.brief["moments"] if (found := self.places.get(m["address"]))]
        told: dict[HtmlElement, set[str]] = {}
        for moment, element in there:
            told.setdefault(next(element.iterancestors("tr")), set()).update(self._clauses(moment))
        for moment, element in there:
            row = next(element.iterancestors("tr"))
            read = f" (= {moment['resolved']})" if moment["resolved"] and moment["kind"] != "date" else ""
            flaw = f" {moment['flaw']}" if moment["flaw"] else ""
            wanted = f"{visible(moment['words'])}{read}{flaw}"
            pieces = [visible(piece) for piece in _pieces(row[0])]
            if wanted not in pieces or self.data.letters[moment["article"]] not in line_words(row[2]).split():
                yield "not-there", f"“{line_words(row)[:90]}” is not what {moment['address']} says."
            elif line_words(row[1]) not in told[row]:
                yield "not-there", f"“{line_words(row[1])[:90]}” is not where a time of its row stands."

    def _clauses(self, at: Row) -> Iterator[str]:
        """The passages of claims that have a place, as the page cuts them."""
        for passage in (passage for claim in self.data.brief["claims"] for passage in claim["passages"]):
            if passage["article"] == at["article"] and passage["start"] < at["end"] and at["start"] < passage["end"]:
                yield self.data.cut(passage["article"], passage)

    def _differences(self) -> Iterator[Fault]:
        """Each side of a difference under its article's letter, with its own words."""
        for one in self.data.brief["differences"]:
            _, element = self.places.get(one["address"], ("", None))
            if element is None:
                yield "not-there", f"The difference {one['address']} is missing."
                continue
            row = next(element.iterancestors("tr"))
            heads = [words(th) for th in next(row.iterancestors("table")).xpath("./thead/tr/th")]
            for cell, head, side in zip(row, heads, (one["a"], one["b"]), strict=False):
                if self.data.letters[side["article"]] != head or visible(side["words"]) not in line_words(cell):
                    yield "not-there", f"“{line_words(cell)[:90]}” is not what {head} has in {one['address']}."

    def _disputes(self) -> Iterator[Fault]:
        """Each side of what the articles disagree on: its words, and the letters of those that give it."""
        for section, update in (("they-disagree", False), ("how-it-changed", True)):
            wanted = [one for one in self.data.brief["disputes"] if one["update"] == update]
            under = [element for element in self.under.get(section, ()) if element.tag != "details"]
            rows = [row for element in under for row in element.xpath("self::ul/li | .//tbody/tr")]
            if len(rows) != len(wanted):
                yield "not-there", f"Under “{section}” stand {len(rows)} rows, not {len(wanted)}."
            for row, dispute in zip(rows, wanted, strict=False):
                sides = [_pattern(self.data, side) for side in dispute["sides"]]
                about = ", ".join(visible(one["words"]) for one in dispute["about"])
                if not re.fullmatch(rf"{re.escape(about)}.*?{'.*'.join(sides)}", line_words(row)):
                    yield "not-there", f"“{line_words(row)[:90]}” is not what the articles disagree on."

    def _revisions(self) -> Iterator[Fault]:
        """Each sentence that a newer version of an article changed, as it was and as it is."""
        for one in (revision for update in self.data.brief["updates"] for revision in update["revisions"]):
            _, element = self.places.get(one["address"], ("", None))
            row = next(element.iterancestors("tr")) if element is not None else ()
            for key in ("was", "now"):
                shown = [line_words(span) for cell in row for span in cell.xpath(f".//span[@class='{key}']")]
                if shown != ([visible(one[key]["words"])] if one[key] else []):
                    yield "not-there", f"“{' '.join(shown)[:90]}” is not what {one['address']} {key}."

    def _matrix(self) -> Iterator[Fault]:
        """Which articles have which claims, as the table beside the picture says it."""
        hrefs = self.page.main.xpath(".//details/p[starts-with(., 'Claims: ')]/a/@href")
        by_address = {f"#{one['address']}": one["articles"] for one in self.data.brief["claims"]}
        for row in self.page.main.xpath(".//table[thead/tr/th = 'has claims']/tbody/tr"):
            having = [
                n for n, href in enumerate(hrefs, 1) if _named(self.data, by_address.get(href, ()), words(row[0]))
            ]
            if _spelled(line_words(row[1])) != having:
                yield "miscounted", f"{words(row[0])} has not the claims {line_words(row[1])}."

    def _shares(self) -> Iterator[Fault]:
        """The words of each speaker in each article, counted anew."""
        for table in (t for e in self.under.get("who-said-what", ()) for t in e.xpath(".//table")):
            heads = [words(th) for th in table.xpath("./thead/tr/th")]
            for row in table.xpath("./tbody/tr"):
                wanted = [_given(self.data, words(row[0]), letter) for letter in heads[1:]]
                shown = [line_words(cell).partition(",")[0] for cell in row[1:]]
                if sum(s["name"] == words(row[0]) for s in self.data.brief["speakers"]) == 1 and shown != wanted:
                    yield "miscounted", f"{words(row[0])} is given {', '.join(wanted)} words, not {', '.join(shown)}."

    # --- articles, what was not used, and how much there is -------------------------------------------------------

    def _articles(self) -> Iterator[Fault]:
        """What is known of each article, in its row."""
        rows = [row for element in self.under.get("articles", ()) for row in element.xpath(".//tbody/tr")]
        wanted = []
        for name, article in self.data.told.articles.items():
            source, letter = article.source, self.data.letters[name]
            release = " (press release)" if self._release(name) else ""
            wanted.append([
                *(letter, visible(article.title or "without a title")),
                f"{visible(source.outlet or 'not given')}{release}",
                *(visible(source.author or "not given"), source.published or "not given"),
            ])  # fmt: skip
        if sorted([line_words(cell) for cell in row[:5]] for row in rows) != sorted(wanted):
            yield "not-the-source", "The table of articles is not what is known of them."

    def _release(self, article: str) -> bool:
        return any(one["id"] == article and one["release"] for one in self.data.brief["articles"])

    def _relations(self) -> Iterator[Fault]:
        """What is said of two articles stands beside the letters of these two; independent is none without an editor."""
        pairs = {self.data.lettered(one["articles"]): one for one in self.data.brief["independence"]}
        for li in (li for element in self.under.get("articles", ()) for li in element.xpath("self::ul/li[a[2]]")):
            pair, _, told = line_words(li).partition(": ")
            if pair in pairs and all(visible(str(one)) in told for one in pairs[pair]["evidence"]):
                continue
            if not told.startswith("not known"):
                yield "not-there", f"“{line_words(li)[:90]}” is not what is known of two articles."
        called = any(one["verdict"] == "independent" for one in pairs.values())
        head = line_words(self.page.main.xpath(".//dt[. = 'Made from']/following-sibling::dd[1]")[0])
        denied = re.search(r"\b(?:none is|None is|not) known to be independent|Not independent", head)
        if pairs and not called and not denied:
            yield "not-there", f"“{head[:90]}” does not say that none of the articles is known to be independent."

    def _not_used(self) -> Iterator[Fault]:
        """Each sentence that is in no claim, with its reason."""
        shown = Counter(line_words(li) for e in self.under.get("not-used", ()) for li in e.iter("li"))
        wanted = Counter(
            visible(f"{visible(one['words'])} {self.data.letters[one['article']]} ({visible(one['listed']['reason'])})")
            for one in self.data.ledger["sentences"]
            if one["listed"]
        )
        for line in wanted - shown:
            yield "not-there", f"Under “Not used” a line is missing: “{line[:90]}”."
        for line in shown - wanted:
            if "taken out of “Who said what” by an editor" not in line:
                yield "not-there", f"“{line[:90]}” does not belong under “Not used”."

    def _counts(self) -> Iterator[Fault]:
        """The numbers at the head of the page, counted anew."""
        terms = {words(dt): line_words(dt.getnext()) for dt in self.page.main.xpath(".//div[@class='facts']/dl/dt")}
        claims = Counter(map(_section_of, self.data.brief["claims"]))
        every = self.data.ledger["sentences"]
        listed = sum(one["listed"] is not None for one in every)
        articles, unused = len(self.data.letters), f", {listed} not used" if listed else ""
        wanted = {
            "Made from": f"{articles} article",
            "Claims": f"{claims['claims']} in several articles" if articles > 1 else f"{claims['only-in-one']},",
            "Said": f"{len(self.data.statements)} statement" if self.data.statements else "nobody",
            "Sentences": f"{len(every)}: {len(every) - listed} in the claims{unused}",
        }
        for term, start in wanted.items():
            if not terms.get(term, "").startswith(start):
                yield "miscounted", f"“{term}: {terms.get(term, '')}” does not begin with “{start}”."
        for section, what in (("only-in-one", "in one only"), ("background", "background")):
            if articles > 1 and claims[section] and f" {claims[section]} {what}" not in terms.get("Claims", ""):
                yield "miscounted", f"“{terms.get('Claims')}” does not say {claims[section]} {what}."


def _section_of(claim: Row) -> str:
    return "background" if claim["background"] else "claims" if len(claim["articles"]) > 1 else "only-in-one"


def _pieces(cell: HtmlElement) -> Iterator[str]:
    """Yield the words of a cell between its line breaks."""
    made = [cell.text or ""]
    for part in cell:
        if part.tag == "br":
            yield "".join(made)
            made = []
        elif part.tag != "sup":
            made.append(line_words(part))
        made.append(part.tail or "")
    yield "".join(made)


def _named(data: Data, articles: Iterable[str], letter: str) -> bool:
    return any(data.letters[name] == letter for name in articles)


def _spelled(numbers: str) -> list[int]:
    """Return the numbers that “1–3, 5” stands for."""
    ends = [part.split("–") for part in numbers.split(", ")] if numbers != "none" else []
    return [n for run in ends for n in range(int(run[0]), int(run[-1]) + 1)]


def _pattern(data: Data, side: Iterable[Row]) -> str:
    """The pattern of one side of a dispute: its first words in their clause, and the letters of all of it."""
    first, *others = side
    letters = data.lettered([first["article"], *(one["article"] for one in others)])
    return rf"{re.escape(visible(first['words']))}.*? {letters}"


def _given(data: Data, speaker: str, letter: str) -> str:
    """How many words of a speaker the article of a letter has, as the table of shares says it."""
    own = [one for one in data.brief["statements"] if visible(str(one["speaker"])) == speaker]
    said = [
        len(part["words"].split()) for one in own if data.letters[one["article"]] == letter for part in one["content"]
    ]
    return str(sum(said)) if said else "–"
