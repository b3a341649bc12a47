"""The ways out: each form is read back by a reader of its own, and holds what the pages and the sources hold."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import docx
import html5lib
import pytest
import yaml
from click.testing import CliRunner, Result
from lxml import etree

from invented import ROOT, contents, empty_site, ferry, nightly, write_story
from storybrief.article.read import read
from storybrief.cli import main
from storybrief.model import visible
from storybrief.out.folder import RECORD
from storybrief.out.rows import TABLES, LeadRow
from storybrief.out.told import rows
from storybrief.pages.escape import cell
from storybrief.pages.quoted import several
from storybrief.pipeline.plan import plan

HOSTILE = """\
=HYPERLINK("https://x.example","the ferry stopped") and <script>alert(1)</script> & more

The ferry stopped on Monday, <img src=x onerror=alert(1)> the council of Oldhaven said.

"=1+1, we will not sail" said Ina "The Anchor" Brandt, the harbour master of Oldhaven.

"@SUM(A1) is what they owe us," said \\textbf{Tom} Reiss.
"""


def exported(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["export", *arguments, "--site", str(site)])


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example stories; one of hostile words, one without statements, one that is withdrawn."""
    site = empty_site(tmp_path_factory.mktemp("out") / "site")
    for name in ("river-flood", "harbour-fire"):
        shutil.copytree(ROOT / "briefs" / name, site / "briefs" / name)
    about = 'articles:\n  a.txt: {outlet: "-2+3, ""News"" = {x}", url: "https://x.example/?a=1&b={c}", published: 2026-05-03, author: "Ina, the \\"Anchor\\"\\nBrandt"}\n'
    about = about.replace('""News""', '\\"News\\"')
    write_story(site, "hostile", {"a.txt": HOSTILE}, story=about)
    write_story(
        site, "bare", {"a.txt": "Rain on Friday\n\nIt rained all day in the valley, and the road was closed.\n"}
    )
    gone = "corrections:\n  - kind: withdrawn\n    what: We no longer stand by it.\n    when: 2026-05-06\n    why: The letter was forged.\n"
    ferry(site, "gone")
    (site / "briefs/gone/overrides.yml").write_text(gone, encoding="utf-8")
    return site


@pytest.fixture(scope="module")
def out(site: Path) -> Path:
    to = site.parent / "out"
    done = exported(site, "--all", "--to", str(to))
    assert done.exit_code == 0, done.output
    return to


@pytest.fixture(scope="module")
def base(out: Path) -> sqlite3.Connection:
    base = sqlite3.connect(out / "storybrief.db")
    base.row_factory = sqlite3.Row
    return base


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, str]:
    return {page.path: page.text for page in plan(site).pages}


def cells(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- tables ----------------------------------------------------------------------------------------------------


def test_the_tables_count_what_the_pages_count(base: sqlite3.Connection, pages: dict[str, str]) -> None:
    for story in ("river-flood", "harbour-fire", "hostile", "bare"):
        told = json.loads(pages[f"{story}/brief.json"])
        on_page = set(re.findall(r'id="(s-[0-9a-f]{8})"', pages[f"{story}/evidence.md"]))
        rows = base.execute("SELECT statement FROM statements WHERE story = ?", [story]).fetchall()
        assert {row[0] for row in rows} == on_page
        assert len(rows) == len(told["statements"])
        for table, key in (("claims", "claims"), ("figures", "figures"), ("times", "moments"), ("no_answers", "no_answers"), ("differences", "differences")):  # fmt: skip
            assert base.execute(f"SELECT count(*) FROM {table} WHERE story = ?", [story]).fetchone()[0] == len(
                told[key]
            )
    assert base.execute("SELECT count(*) FROM statements WHERE story = 'river-flood'").fetchone()[0] > 5


def test_every_quotation_in_the_database_is_in_its_source(base: sqlite3.Connection, site: Path) -> None:
    texts: dict[tuple[str, str], str] = {}
    for row in base.execute("SELECT story, article, source FROM articles"):
        article, _ = read(site / row["source"], row["source"], {}, row["article"])
        assert article
        texts[row["story"], row["article"]] = article.text
    found = 0
    for table in ("statements", "passages", "figures", "times", "footnotes"):
        for row in base.execute(f"SELECT * FROM {table}"):
            here = texts[row["story"], row["article"]][row["start"] : row["end"]]
            parts = row["words"].split(" … ")
            assert here.startswith(parts[0])
            assert here.endswith(parts[-1])
            found += 1
    assert found > 200


def test_csv_and_database_have_the_same_cells(out: Path, base: sqlite3.Connection) -> None:
    for table in TABLES:
        rows = [dict(row) for row in base.execute(f"SELECT * FROM {table} ORDER BY id")]
        wanted = [{k: "" if v is None else str(cell(v)) for k, v in row.items() if k != "id"} for row in rows]
        assert cells(out, table) == wanted


def test_names_keep_their_commas_quotation_marks_and_line_breaks(out: Path) -> None:
    (hostile,) = (row for row in cells(out, "articles") if row["story"] == "hostile")
    assert hostile["author"] == 'Ina, the "Anchor"\nBrandt'
    (bare,) = (row for row in cells(out, "stories") if row["story"] == "bare")
    assert (bare["statements"], bare["state"]) == ("0", "published")


def test_no_cell_begins_a_formula(out: Path) -> None:
    every = [value for table in TABLES for row in cells(out, table) for value in row.values()]
    assert not [
        value for value in every if value[:1] in "=+-@\t\r" and value and not re.fullmatch(r"[-+]?[\d.]+", value)
    ]
    assert sum(value.startswith("'=") for value in every) > 2
    assert [cell(each) for each in ("=1", " =1", "\t=1", "-5", "-a", "+1.5", "@x", "\n-x", "＝1", "a=1", "")] == [
        "'=1", "' =1", "'\t=1", "-5", "'-a", "+1.5", "'@x", "'\n-x", "'＝1", "a=1", "",
    ]  # fmt: skip


def test_the_database_can_be_searched_and_tells_datasette_its_facets(out: Path, base: sqlite3.Connection) -> None:
    found = base.execute("SELECT statements.speaker FROM statements JOIN statements_fts f ON f.rowid = id WHERE statements_fts MATCH 'warning'")  # fmt: skip
    assert "Piers Lowther" in {row[0] for row in found}
    told = yaml.safe_load((out / "metadata.yml").read_text("utf-8"))["databases"]["storybrief"]["tables"]
    for table, about in told.items():
        names = {row["name"] for row in base.execute(f"PRAGMA table_info({table})")}
        assert set(about["facets"]) <= names
    assert base.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_who_is_quoted_adds_up_to_the_statements(base: sqlite3.Connection) -> None:
    for story in ("river-flood", "harbour-fire"):
        quoted = base.execute("SELECT * FROM quoted WHERE story = ?", [story]).fetchall()
        rows = base.execute("SELECT speaker, outlet, words FROM statements WHERE story = ?", [story]).fetchall()
        assert sum(row["statements"] for row in quoted) == len(rows)
        assert sum(row["share"] for row in quoted) == pytest.approx(1, abs=0.01)
        for one in quoted:
            mine = [row["words"] for row in rows if (row["speaker"], row["outlet"]) == (one["speaker"], one["outlet"])]
            assert one["statements"] == len(mine)
            assert one["words"] == sum(len(re.findall(r"\w+(?:['’]\w+)*", words)) for words in mine)
    kinds = dict(base.execute("SELECT speaker, kind FROM quoted WHERE story = 'river-flood'"))
    assert (kinds["Piers Lowther"], kinds["the civil defence agency"]) == ("named", "institution")
    replies = {
        row["speaker"]: row["reply"] for row in base.execute("SELECT * FROM replies WHERE story = 'river-flood'")
    }
    assert replies["Piers Lowther"] == "elsewhere"


@pytest.mark.parametrize(
    ("described", "many"),
    [("two officials of the port", True), ("residents", True), ("people familiar with it", True), ("an official", False), ("a member of its staff", False), ("one of the survivors", False), ("a source briefed on the talks", False), ("a boss", False)],
)  # fmt: skip
def test_several_unnamed_sources_are_a_group(described: str, many: bool) -> None:
    assert several(described) is many


def test_one_outlet_is_held_against_the_others(site: Path, pages: dict[str, str], tmp_path: Path) -> None:
    few = ("river-flood", "--form", "csv", "--to")
    assert exported(site, *few, str(tmp_path / "a"), "--lead", "Radio Vale").exit_code == 0
    rows = cells(tmp_path / "a", "lead")
    told = json.loads(pages["river-flood/brief.json"])["claims"]
    (mine,) = {row["article"] for row in rows}
    alone = {c["address"] for c in told if c["articles"] == [mine]}
    others = {c["address"] for c in told if mine not in c["articles"] and c["groups"] > 1}
    assert alone
    assert others
    assert {row["claim"] for row in rows if row["side"] == "only here"} == alone
    assert {row["claim"] for row in rows if row["side"] == "not here"} == others
    done = exported(site, *few, str(tmp_path / "b"), "--lead", "Nobody's Post")
    assert (done.exit_code, "no-such-outlet" in done.output) == (1, True)


def test_the_evidence_page_holds_each_article_against_the_others_as_the_export_does(pages: dict[str, str]) -> None:
    """The links of its lists are the claims of the table “lead”; a story in which nobody misses anything has no list."""
    told, ledger = (json.loads(pages[f"harbour-fire/{name}.json"]) for name in ("brief", "ledger"))
    _, found, part = pages["harbour-fire/evidence.md"].partition("## Article by article")
    assert found
    parts = re.split(r"^\[([A-Z])\]\(#article-\w+\) ", part.split("</details>")[0], flags=re.MULTILINE)[1:]
    assert len(parts) == 2 * len(told["articles"])
    missed = 0
    for article, letter, list_of in zip(told["articles"], parts[::2], parts[1::2], strict=True):
        lead = [row for row in rows(told, ledger, article["id"])["lead"] if isinstance(row, LeadRow)]
        wanted = [row.claim for row in lead if row.side == "not here"]
        assert article["letter"] == letter
        assert re.findall(r"\]\(#(c-[\w-]+)\)", list_of) == wanted
        missed += len(wanted)
    assert missed > 5
    assert "## Article by article" not in pages["bare/evidence.md"]


# --- citations and annotations ---------------------------------------------------------------------------------


def test_citations_say_what_is_known_of_each_article(out: Path) -> None:
    told: list[dict[str, Any]] = json.loads((out / "articles.csl.json").read_text("utf-8"))
    by_id = {one["id"]: one for one in told}
    courier = by_id["river-flood/vale-courier"]
    assert courier["container-title"] == "Vale Courier"
    assert courier["issued"] == {"date-parts": [[2026, 5, 4]]}
    assert courier["URL"] == "https://courier.example/isen-flood"
    assert by_id["hostile/a"]["URL"] == "https://x.example/?a=1&b={c}"
    assert not any("accessed" in one for one in told)
    assert not any(one.startswith("gone/") for one in by_id)


def test_bibtex_keeps_its_braces_whatever_a_title_holds(out: Path) -> None:
    text = (out / "articles.bib").read_text("utf-8")
    entries = re.findall(r"^@article\{([\w-]+),\n(.*?)^\}\n", text, re.MULTILINE | re.DOTALL)
    assert len(entries) == len(json.loads((out / "articles.csl.json").read_text("utf-8")))
    for _, body in entries:
        for line in body.splitlines():
            bare = re.sub(r"\\[{}]|\\text\w+\{\}", "", line)
            assert bare.count("{") == bare.count("}")
    assert r"\{x\}" in dict(entries)["hostile-a"]


def test_each_annotation_finds_its_words_by_place_and_by_quotation(out: Path, site: Path) -> None:
    page = json.loads((out / "river-flood/annotations.json").read_text("utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    texts = []
    for file in sorted((site / "briefs/river-flood/sources").iterdir()):
        article, _ = read(file, file.name, {}, file.stem)
        texts.append(article.text if article else "")
    assert len(page["items"]) > 20
    for one in page["items"]:
        quote, place = one["target"]["selector"]
        assert (quote["type"], place["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert any(text[place["start"] : place["end"]] == quote["exact"] for text in texts)
        assert any(quote["prefix"] + quote["exact"] + quote["suffix"] in text for text in texts)


# --- what people read ------------------------------------------------------------------------------------------


def test_word_mail_text_and_fragment_have_the_same_words(out: Path) -> None:
    for story in ("river-flood", "harbour-fire", "hostile", "bare"):
        word = [p.text for p in docx.Document(str(out / story / "brief.docx")).paragraphs]
        whole = visible(" ".join(word))
        for name in ("mail.html", "fragment.html"):
            tree = html5lib.parse((out / story / name).read_text("utf-8"), namespaceHTMLElements=False)
            words = visible(" ".join("".join(e.itertext()) for e in tree.find("body").iter() if e.tag in ("h1", "h2", "p", "li", "blockquote")))  # fmt: skip
            assert words == visible(re.sub(r" <http[^>]*>", "", whole))
        text = (out / story / "newsletter.txt").read_text("utf-8")
        bare = visible(re.sub(r"^(?:[=-]+$|[-!] )", "", text, flags=re.MULTILINE))
        assert bare == whole


def test_another_program_reads_the_word_file(out: Path, tmp_path: Path) -> None:
    """LibreOffice in `make nightly`, which needs it; here the words of its XML, with none of what wrote it."""
    for story in ("river-flood", "harbour-fire", "hostile", "bare"):
        file = out / story / "brief.docx"
        if nightly():
            profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
            to = ("--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(file))
            subprocess.run(["soffice", "--headless", profile, *to], check=True, capture_output=True)
            read = re.sub(r"^\s*• ", "", (tmp_path / "brief.txt").read_text("utf-8-sig"), flags=re.MULTILINE)
        else:
            tree = etree.fromstring(zipfile.ZipFile(file).read("word/document.xml"))
            read = "\n".join("".join(map(str, p.itertext(f"{_WORD}t"))) for p in tree.iter(f"{_WORD}p"))
        text = (out / story / "newsletter.txt").read_text("utf-8")
        assert visible(read) == visible(re.sub(r"^(?:[=-]+$|[-!] )", "", text, flags=re.MULTILINE))


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_the_lines_of_word_are_those_of_the_page(out: Path, pages: dict[str, str]) -> None:
    told = json.loads(pages["river-flood/brief.json"])["front"]
    word = "\n".join(p.text for p in docx.Document(str(out / "river-flood/brief.docx")).paragraphs)
    lines = [*told["lines"], *told["unknown"], *(line for one in told["speakers"] for line in one["lines"])]
    assert len(lines) > 8
    page = visible(
        re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), re.sub(r"<[^>]+>", "", pages["river-flood/index.md"]))
    )
    for line in lines:
        for at in line["at"]:
            if not line["means"]:
                assert visible(at["words"]) in visible(word)
                assert visible(at["words"]) in page


def test_hostile_words_stay_words(out: Path) -> None:
    for name in ("mail.html", "fragment.html"):
        text = (out / "hostile" / name).read_text("utf-8")
        tree = html5lib.parse(text, namespaceHTMLElements=False)
        tags = {e.tag for e in tree.iter()}
        assert not tags & {"script", "img", "iframe", "link", "object"}
        assert not [e for e in tree.iter() for key in e.attrib if key.startswith("on")]
        assert not [e.attrib["href"] for e in tree.iter("a") if not e.attrib["href"].startswith("https://")]
        assert "<script>alert(1)</script>" in "".join(tree.itertext())
    assert "<style" not in (out / "hostile/fragment.html").read_text("utf-8")


def test_a_withdrawn_story_gives_its_corrections_and_no_words(out: Path, base: sqlite3.Connection) -> None:
    every = {
        table: base.execute(f"SELECT count(*) FROM {table} WHERE story = 'gone'").fetchone()[0] for table in TABLES
    }
    assert {table: count for table, count in every.items() if count} == {"stories": 1, "corrections": 1}
    for file in (out / "gone").iterdir():
        data = file.read_bytes()
        if file.suffix == ".docx":
            data = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
        assert b"crack" not in data
        assert b"Brandt" not in data
    assert "The letter was forged." in (out / "gone/fragment.html").read_text("utf-8")


# --- the folder ------------------------------------------------------------------------------------------------


def test_the_same_stories_give_the_same_bytes_built_or_not(site: Path, out: Path, tmp_path: Path) -> None:
    other = tmp_path / "site"
    shutil.copytree(site, other)
    assert CliRunner().invoke(main, ["build", "--site", str(other)]).exit_code == 0
    assert exported(other, "--all", "--to", str(tmp_path / "two")).exit_code == 0
    assert contents(tmp_path / "two") == contents(out)


def test_one_story_in_chosen_forms(site: Path, out: Path, tmp_path: Path) -> None:
    done = exported(site, "river-flood", "--to", str(tmp_path / "one"), "--form", "html", "--form", "word")
    assert done.exit_code == 0, done.output
    made = contents(tmp_path / "one")
    assert set(made) == {RECORD, "river-flood/brief.docx", "river-flood/fragment.html"}
    assert made["river-flood/brief.docx"] == (out / "river-flood/brief.docx").read_bytes()


def test_nobodys_file_is_overwritten(small: Path, tmp_path: Path) -> None:
    to = tmp_path / "to"
    to.mkdir()
    (to / "ours.txt").write_text("mine")
    few = ("ferry", "--to", str(to), "--form", "text", "--form", "csv")
    done = exported(small, *few)
    assert (done.exit_code, contents(to)) == (1, {"ours.txt": b"mine"})
    assert "not-empty" in done.output
    (to / "claims.csv").write_text("mine too")
    done = exported(small, *few, "--force")
    assert done.exit_code == 1
    assert "in-the-way" in done.output
    assert contents(to) == {"ours.txt": b"mine", "claims.csv": b"mine too"}
    (to / "claims.csv").unlink()
    assert exported(small, *few, "--force").exit_code == 0
    assert exported(small, *few).exit_code == 1
    (to / "ferry/newsletter.txt").write_text("edited")
    done = exported(small, *few, "--force")
    assert done.exit_code == 1
    assert "edited-file" in done.output
    assert (to / "ferry/newsletter.txt").read_text() == "edited"
    (to / "ferry/newsletter.txt").unlink()
    assert exported(small, *few, "--force").exit_code == 0
    assert exported(small, "ferry", "--to", str(to), "--form", "csv", "--force").exit_code == 0
    assert not (to / "ferry").exists()
    assert (to / "ours.txt").read_text() == "mine"
    assert not list(tmp_path.glob(".storybrief-*"))


def test_a_record_that_names_files_outside_harms_none(small: Path, tmp_path: Path) -> None:
    import hashlib

    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    to = tmp_path / "to"
    to.mkdir()
    (to / "ferry").symlink_to(tmp_path)
    hash = hashlib.sha256(b"mine").hexdigest()
    (to / RECORD).write_text(json.dumps({"files": {"../mine.txt": hash, "ferry/mine.txt": hash, str(mine): hash}}))
    done = exported(small, "ferry", "--to", str(to), "--form", "text", "--force")
    assert done.exit_code == 1
    assert exported(small, "ferry", "--to", str(to), "--form", "csv", "--force").exit_code == 0
    assert mine.read_text() == "mine"


def test_a_story_with_an_error_leaves_nothing_half_written(small: Path, tmp_path: Path) -> None:
    write_story(small, "wrong", {"a.txt": "Rain\n\nIt rained.\n"}, overrides="overrides:\n  - do: nothing\n")
    done = exported(small, "--all", "--to", str(tmp_path / "to"))
    assert done.exit_code == 1
    assert "briefs/wrong/overrides.yml:2" in done.output
    assert not (tmp_path / "to").exists()
    assert exported(small, "ferri", "--to", str(tmp_path / "to")).output.count("Did you mean “ferry”?") == 1
    assert exported(small, "--to", str(tmp_path / "to")).exit_code == 2


def test_a_draft_is_not_exported(small: Path, tmp_path: Path) -> None:
    write_story(small, "rain", {"a.txt": "Rain\n\nIt rained on Monday.\n"}, story="draft: true\n")
    done = exported(small, "--all", "--to", str(tmp_path / "to"), "--form", "csv", "--form", "text")
    assert done.exit_code == 0, done.output
    assert {row["story"] for row in cells(tmp_path / "to", "stories")} == {"ferry"}
    assert not (tmp_path / "to/rain").exists()
    done = exported(small, "rain", "--to", str(tmp_path / "one"))
    assert (done.exit_code, (tmp_path / "one").exists()) == (1, False)
    assert "briefs/rain/story.yml: draft:" in done.output


def test_a_row_whose_words_are_not_in_the_source_is_not_exported(small: Path, tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["build", "--site", str(small)]).exit_code == 0
    from storybrief.model import Page
    from storybrief.out.prove import prove, texts_of

    told, ledger = ((small / f"content/ferry/{name}.json").read_text("utf-8") for name in ("brief", "ledger"))
    texts = texts_of(small, "ferry")
    assert not list(prove(Page("ferry/brief.json", told), rows(json.loads(told), json.loads(ledger)), texts))
    for wrong in (told.replace("will not sail", "will sail"), told.replace("hull is safe", "hull was safe")):
        made = rows(json.loads(wrong), json.loads(ledger))
        tables = {p.message.rsplit(" of ", 1)[-1] for p in prove(Page("ferry/brief.json", told), made, texts)}
        assert {"statements is not in its article.", "lines is not in its article."} <= tables
