"""`storybrief check --site` proves the published pages: whatever one letter of them is changed, it is told."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path

import pytest

from invented import contents, empty_site, ferry, mkdocs, nightly, storybrief, write_story
from published import Built, checked, publish
from site_parser import ROOT
from storybrief.pages.seal import seal_json
from storybrief.pipeline.record import RECORD
from storybrief.problems import Stop
from storybrief.verify.compare import compare
from storybrief.verify.document import read_page, runs, target
from storybrief.verify.prove import prove, root_of


@pytest.fixture
def own(tmp_path: Path, built: Built) -> Path:
    """The folder of a built site that a test may change."""
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def little(tmp_path: Path) -> Path:
    """A small site, published, that a test may change and prove again."""
    folder = empty_site(tmp_path / "little")
    ferry(folder)
    (folder / "content/about.md").write_text("# About\n\nWe are three people and a cat.\n", encoding="utf-8")
    publish(folder)
    return folder


# --- an honest site ------------------------------------------------------------------------------------------------


def test_the_example_site_is_proved(built: Built) -> None:
    before = contents(built.folder / "content")
    good = checked(built.folder)
    assert good.exit_code == 0, good.output
    assert re.search(r"^\d\d+ published pages proved", good.output)
    assert contents(built.folder / "content") == before, "nothing is written"


def test_a_site_without_overrides_is_proved(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "briefs" / "gaza-ceasefire" / "sources", tmp_path / "briefs" / "talks" / "sources")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    publish(tmp_path)
    proved = checked(tmp_path)
    assert proved.exit_code == 0, proved.output


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("mkdocs.yml", "site_url:", "site_url: https://news.example/briefs/ #"),
        ("mkdocs.yml", "  - storybrief", "  - storybrief: {search: false}"),
        ("mkdocs.yml", "  - storybrief", "  - storybrief: {fast: false, cache: false}"),
        ("mkdocs.yml", "use_directory_urls: true", "use_directory_urls: false"),
    ],
)
def test_a_site_of_other_settings_is_proved(little: Path, file: str, old: str, new: str) -> None:
    text = (little / file).read_text("utf-8")
    assert old in text
    (little / file).write_text(text.replace(old, new), encoding="utf-8")
    publish(little)
    done = checked(little)
    assert done.exit_code == 0, done.output


def test_the_address_may_be_given_when_the_site_is_built_and_only_then(
    little: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "https://news.example/briefs/")
    publish(little)
    assert b"https://news.example/briefs/ferry/" in (little / "site/ferry/index.html").read_bytes()
    monkeypatch.delenv("SITE_URL")
    assert checked(little).exit_code == 0


def test_a_site_made_without_the_plugin_is_proved(little: Path) -> None:
    text = (little / "mkdocs.yml").read_text("utf-8").replace("plugins:\n  - storybrief\n", "plugins: []\n")
    (little / "mkdocs.yml").write_text(text, encoding="utf-8")
    shutil.rmtree(little / "site")
    for done in (storybrief(little, "build"), mkdocs(little, "build", "--strict"), storybrief(little, "index")):
        assert done.returncode == 0, done.stderr
    assert not (little / "site" / RECORD).exists()
    assert (little / "site/pagefind").is_dir()
    done = storybrief(little, "check", "--site", "site")
    assert done.returncode == 0, done.stderr


def test_what_a_host_puts_beside_the_site_is_no_fault(little: Path) -> None:
    (little / "site/.nojekyll").touch()
    (little / "site/.git").mkdir()
    (little / "site/.git/HEAD").write_text("ref: refs/heads/pages\n")
    assert checked(little).exit_code == 0


# --- a changed one -------------------------------------------------------------------------------------------------


def test_one_other_byte_in_any_file_is_told(built: Built) -> None:
    """One byte of each file here, sixty in `make nightly`: pages, data, search index, scripts, the record itself."""
    times = 60 if nightly() else 1
    chance, missed = random.Random(times), []
    files = sorted(path for path, data in contents(built.folder / "site").items() if data)
    assert len(files) > 100
    right = {file: (built.folder / "site" / file).read_bytes() for file in files}
    for file in chance.sample(files, 40) if times == 1 else files * times:
        at = chance.randrange(len(right[file]))
        other = bytes([chance.choice([n for n in range(256) if n != right[file][at]])])
        if built.told(file, right[file][:at] + other + right[file][at + 1 :]) != [(file, "changed")]:
            missed.append(f"{file}: byte {at} is {other!r}")
    assert not missed


@pytest.mark.parametrize("file", [RECORD, "pagefind/pagefind-entry.json", "sitemap.xml.gz"])
def test_each_byte_of_what_says_how_it_was_made_counts(built: Built, file: str) -> None:
    right = (built.folder / "site" / file).read_bytes()
    chance = random.Random(file)
    for at in range(0, len(right), 23):
        other = bytes([chance.choice([n for n in range(32, 127) if n != right[at]])])
        assert built.told(file, right[:at] + other + right[at + 1 :]) == [(file, "changed")], (at, other)


BRIEF = "harbour-fire/index.html"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (BRIEF, "firefighters", "“firefighters”"),
        (BRIEF, "This story is invented.", "This story is true."),
        (BRIEF, "firefighters fought", "firefighters caught"),
        (BRIEF, "</body>", '<script src="https://elsewhere.example/x.js"></script></body>'),
        ("harbour-fire/brief.json", "firefighters took", "firefighters look"),
        ("harbour-fire/ledger.json", "{", '{"a": 1,'),
        ("sitemap.xml", "</urlset>", "<url><loc>https://elsewhere.example/</loc></url></urlset>"),
        ("assets/reading.js", "function", "function "),
    ],
)
def test_what_a_forger_may_change_is_told(built: Built, file: str, old: str, new: str) -> None:
    text = (built.folder / "site" / file).read_text("utf-8")
    assert old in text
    assert built.told(file, text.replace(old, new, 1).encode()) == [(file, "changed")]


def test_the_command_names_each_file_and_says_what_it_should_be(own: Path) -> None:
    page = own / "site" / BRIEF
    page.write_text(page.read_text("utf-8").replace("firefighters took", "firefighters look", 1), encoding="utf-8")
    (own / "site/harbour-fire/articles/coast-wire/index.html").unlink()
    (own / "site/offer.html").write_text("<p>Buy!</p>")
    done = checked(own)
    assert done.exit_code == 1
    assert re.search(rf"^site/{BRIEF}:\d+: changed: .*“…[^”]*look.*the build makes “…[^”]*took", done.output, re.M)
    assert "site/harbour-fire/articles/coast-wire/index.html: no-file: Build the site again" in done.output
    assert "site/offer.html: unknown-file: Take this file away" in done.output
    assert done.output.count("\n") == 4


def test_what_a_terminal_would_obey_is_not_printed(built: Built) -> None:
    page = built.folder / "site" / BRIEF
    right = page.read_text("utf-8")
    page.write_text(right.replace("firefighters", "\x1b[2Jfirefighters", 1), encoding="utf-8")
    try:
        assert "\x1b" not in "".join(str(p) for p in compare(built.folder / "site", built.anew))
    finally:
        page.write_text(right, encoding="utf-8")


# --- an older one, or another's ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("briefs/ferry/sources/coast.txt", "340", "360"),
        ("briefs/ferry/story.yml", "", "articles:\n  coast.txt:\n    outlet: Coast Post\n"),
        ("mkdocs.yml", "site_name: Story briefs", "site_name: Our briefs"),
    ],
)
def test_an_older_site_is_told_in_one_line(little: Path, file: str, old: str, new: str) -> None:
    place = little / file
    text = place.read_text("utf-8") if place.exists() else ""
    place.write_text(text.replace(old, new) if old else new, encoding="utf-8")
    done = checked(little)
    assert done.exit_code == 1
    first, last = done.output.splitlines()
    assert re.fullmatch(
        r"site: stale: The site is older than briefs/, .*: build it again \(\d+ files? differs?\)\.", first
    )
    assert last.startswith("1 error")


def with_other_versions(site: Path) -> None:
    record = json.loads((site / RECORD).read_bytes())
    record["made_with"]["markdown"] = "3.9.9"
    del record["storybrief"]
    (site / RECORD).write_text(seal_json(record), encoding="utf-8")


def test_a_site_that_other_versions_made_as_well_is_proved(built: Built, own: Path) -> None:
    with_other_versions(own / "site")
    assert compare(own / "site", built.anew) == ()


def test_other_versions_are_named_instead_of_each_file(built: Built, own: Path) -> None:
    with_other_versions(own / "site")
    for path in (BRIEF, "index.html"):
        (own / "site" / path).write_bytes((own / "site" / path).read_bytes() + b"\n")
    (told,) = compare(own / "site", built.anew)
    assert told.code == "other-versions"
    assert "2 files differ" in told.message
    assert re.search(r"made with markdown 3\.9\.9, here \d", told.message)


def test_a_site_that_cannot_be_made_is_told_with_the_reason(little: Path) -> None:
    write_story(little, "ferry", {}, overrides="overrides:\n  - do: nothing\n")
    done = checked(little)
    assert done.exit_code == 1
    assert "not-made" in done.output
    assert "briefs/ferry/overrides.yml:2" in done.output


def test_a_page_that_somebody_forged_in_content_is_not_believed(little: Path) -> None:
    """The pages in content/ bear a hash that anybody can make anew: they are made again from briefs/."""
    page = little / "content/ferry/index.md"
    forged = page.read_text("utf-8").replace("340", "940")
    assert forged.count("940") > 1
    site = little / "site/ferry/index.html"
    site.write_text(site.read_text("utf-8").replace("340", "940"), encoding="utf-8")
    from storybrief.pages.seal import seal

    page.write_text(seal(re.sub(r"^storybrief: .*\n", "", forged, flags=re.M)), encoding="utf-8")
    done = checked(little)
    assert done.exit_code == 1
    assert "site/ferry/index.html" in done.output


# --- what the build itself would do wrong ----------------------------------------------------------------------------


def test_a_theme_that_changes_words_is_told_though_the_build_makes_the_same_again(little: Path) -> None:
    theme = little / "theme/partials"
    theme.mkdir(parents=True)
    part = (ROOT / "templates/theme/partials/content.html").read_text("utf-8")
    assert "page.content" in part
    (theme / "content.html").write_text(
        re.sub(r"page\.content\b", 'page.content|replace("islanders use", "islanders uze")', part), encoding="utf-8"
    )
    text = (little / "mkdocs.yml").read_text("utf-8")
    (little / "mkdocs.yml").write_text(
        text.replace("  name: storybrief", "  name: storybrief\n  custom_dir: theme"), encoding="utf-8"
    )
    publish(little)
    done = checked(little)
    assert done.exit_code == 1
    told = {line.split(":")[0] for line in done.output.splitlines() if "not-verbatim" in line}
    assert {"site/ferry/index.html", "site/ferry/articles/coast/index.html"} <= told
    assert "changed:" not in done.output


def changed(built: Built, path: str, old: str, new: str) -> set[str]:
    """The codes of what the reading says when a page has other HTML."""
    text = (built.folder / "site" / path).read_text("utf-8")
    assert old in text
    file = built.folder / "changed.html"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return built.faults(read_page(file, path))


ARTICLE, EVIDENCE = "harbour-fire/articles/coast-wire/index.html", "harbour-fire/evidence/index.html"


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        (BRIEF, '<li id="fn:', '<li id="gone:', "dead-anchor"),
        (BRIEF, 'href="#fnref:', 'href="#fnref9:', "no-way-back"),
        (BRIEF, 'href="articles/coast-wire/', 'href="articles/nobody/', "dead-link"),
        (BRIEF, "This story is invented.", "This story is true.", "override-unseen"),
        (BRIEF, 'id="who-said-what"', 'id="articles"', "doubled-address"),
        (BRIEF, "<mark>", "<mark>Nobody knows that ", "not-verbatim"),
        (
            BRIEF,
            '<p><strong>A</strong> <span class="where">Coast Wire',
            '<p><strong>A</strong> <span class="where">Coast Wine',
            "not-verbatim",
        ),
        (
            BRIEF,
            '<li id="fn:n3ebab051">\n<p><strong>A</strong> <span class="where">Coast Wire',
            '<li id="fn:n3ebab051">\n<p><strong>A</strong> <span class="where">Coast Wine',
            "not-the-source",
        ),
        (ARTICLE, "<dd>Coast Wire", "<dd>Coast Wine", "not-the-source"),
        (ARTICLE, "</span>", " not</span>", "not-verbatim"),
        # a statement: its speaker, cue, marks, letters and label
        (BRIEF, "<strong>Oyelaran Bisi</strong>, ", "<strong>Tomas Brandt</strong>, ", "not-said"),
        (BRIEF, "Tomas Brandt</strong>, Chief Fire Officer", "Tomas Brandt</strong>, managing director", "not-there"),
        (BRIEF, "&#91;Ines Halden&#93;", "[Ruth Adeyemi]", "not-there"),
        (BRIEF, "<mark>The harbour reopened at 1.30 p.m.</mark>", "The harbour reopened at 1.30 p.m.", "not-said"),
        (BRIEF, "has accused <mark>the timber", "has <mark>accused the timber", "not-said"),
        (BRIEF, "6 more", "7 more", "not-there"),
        (EVIDENCE, '">Tomas Brandt</h3>', '">Oyelaran Bisi</h3>', "not-said"),
        (EVIDENCE, "<strong>officials</strong>: ", "<strong>the fire brigade</strong>: ", "not-said"),
        (EVIDENCE, "<em>has accused</em>", "<em>said</em>", "not-said"),
        (EVIDENCE, "</em>, to reporters at the scene", "</em>", "not-said"),
        (EVIDENCE, "told to <strong>", "through <strong>", "not-said"),
        (EVIDENCE, "<em>worded differently:</em>", "<em>in other words:</em>", "not-said"),
        (EVIDENCE, "he had copies of both letters", "“he had copies of both letters”", "not-said"),
        (EVIDENCE, "“We wrote to them", "We wrote to them", "not-said"),
        (EVIDENCE, "… he had copies", "he had copies", "not-said"),
        (
            EVIDENCE,
            ' <a href="#article-a">A</a> <a href="#article-b">B</a> <a href="#article-c">C</a></li>',
            "</li>",
            "not-said",
        ),
        # claims, and what the articles disagree on
        (BRIEF, '<span class="in-e">E<', '<span class="in-d">D<', "letter"),
        (BRIEF, "<td>two people <", "<td>Three people <", "not-there"),
        (BRIEF, "Three people, the union", "Three people, officials", "not-there"),
        (BRIEF, "5 articles (3 when", "5 articles (4 when", "miscounted"),
        (EVIDENCE, "in 4 articles of 3 groups", "in 4 articles of 4 groups", "not-there"),
        (EVIDENCE, "<strong>Twelve ships</strong>", "<strong>Eleven ships</strong>", "not-there"),
        (EVIDENCE, 'href="#d-a5392e58"', 'href="#claims"', "dead-anchor"),
        (EVIDENCE, "12 in several articles", "13 in several articles", "miscounted"),
        (EVIDENCE, "28 statements", "29 statements", "miscounted"),
        (EVIDENCE, "53 in the claims", "54 in the claims", "miscounted"),
        (EVIDENCE, "none is known to be independent", "all are known to be independent", "not-there"),
        (EVIDENCE, "<td>1–6, 8–13</td>", "<td>1–7, 9–13</td>", "miscounted"),
        # figures, times, differences, versions, articles
        (EVIDENCE, '<td>–</td><td><span id="f-6ea87cfa"', '<td><span id="f-6ea87cfa"', "letter"),
        (EVIDENCE, 'officials <a href="#article-a">A</a>', 'the union <a href="#article-a">A</a>', "not-said"),
        (EVIDENCE, "(= 2026-03-10)", "(= 2026-03-11)", "not-there"),
        (
            EVIDENCE,
            "<strong>arrived</strong>, and the wind was against us, …<sup",
            "<strong>came</strong>, and the wind …<sup",
            "not-there",
        ),
        (
            EVIDENCE,
            'metres high when the first crew arrived, and the wind was against us," said Chief Fire Officer Tomas Brandt.</span> (',
            "metres high.</span> (",
            "not-there",
        ),
        (EVIDENCE, "<td>Mara Quill</td>", "<td>Coast Wire</td>", "not-the-source"),
        (EVIDENCE, "<em>(the article’s title)</em>", "<em>(a caption)</em>", "not-there"),
        (EVIDENCE, "<h1 id=", "<h1>Sprinklers were off</h1><h1 id=", "not-there"),
        (BRIEF, ">Selwyn Gazette</a>, 2026-03-11", ">Selwyn Gazette</a>, 2026-03-10", "not-there"),
        (
            BRIEF,
            'href="https://gazette.example/harbour-fire">',
            'href="https://northernpost.example/sprinklers">',
            "dead-link",
        ),
        (ARTICLE, 'href="../../evidence/#c-6ed92105"', 'href="../../evidence/#c-3ebab051"', "dead-anchor"),
        # an editor's words, and pages about all stories
        ("river-flood/index.html", "The river was named wrongly", "The river was named rightly", "override-unseen"),
        ("corrections/index.html", "A reader wrote to us", "Nobody wrote to us", "override-unseen"),
        ("people/tomas-brandt/index.html", "<em>told</em>", "<em>admitted</em>", "not-said"),
        ("people/tomas-brandt/index.html", '">Tomas Brandt</h1>', '">Ines Halden</h1>', "not-said"),
        ("people/tomas-brandt/index.html", '">2026-03-11</h2>', '">2026-03-12</h2>', "not-the-source"),
        ("people/index.html", "Tomas Brandt</a>: 4 ", "Tomas Brandt</a>: 5 ", "miscounted"),
        ("outlets/coast-wire/index.html", "<time>2026-03-10", "<time>2026-03-11", "not-the-source"),
        ("index.html", 'href="harbour-fire/"', 'href="river-flood/"', "not-there"),
        ("index.html", ">12 March 2026<", ">11 March 2026<", "not-there"),
        ("index.html", "how many people were injured", "how many people were killed", "not-there"),
        ("index.html", "how many people were injured", "people were injured", "not-there"),
        # what a browser would obey
        (BRIEF, "<mark>", "<script>alert(1)</script><mark>", "markup"),
        (BRIEF, '<p class="lede">', '<p class="lede" onclick="alert(1)">', "markup"),
        (BRIEF, "</h1>", '</h1><a href="javascript:alert(1)">x</a>', "markup"),
        (ARTICLE, "</h1>", '</h1><img src="https://elsewhere.example/x.png">', "markup"),
        ("index.html", "</h1>", '</h1><p style="display:none">x</p>', "markup"),
    ],
)
def test_what_is_wrong_with_a_page_is_read(built: Built, path: str, old: str, new: str, code: str) -> None:
    assert not built.faults(built.site.pages[path])
    assert code in changed(built, path, old, new)


def test_one_other_letter_in_any_sentence_figure_or_footnote_is_read(built: Built) -> None:
    """80 here, 1,000 in `make nightly`: in what bears an address on briefs' and articles' pages, and in the footnotes."""
    wanted = 1000 if nightly() else 80
    chance, missed = random.Random(wanted), []
    paths = [path for path, page in sorted(built.site.pages.items()) if page.kind in ("brief", "evidence", "article")]
    for _ in range(wanted):
        page = read_page(built.folder / "site" / (path := chance.choice(paths)), path)
        places = page.main.xpath(".//span[@id and not(sup) and not(starts-with(@id, 'article-'))][string-length() > 3]")
        places += [li.find("p") for li in page.main.xpath(".//li[starts-with(@id, 'fn:')]")]
        run = chance.choice([r for place in places for r in runs(place) if "“" in r.words or place.tag == "span"])
        letters = [at for at, c in enumerate(run.words) if c.isalpha() and "“" not in run.words[at:]]
        if not letters:
            continue
        at = chance.choice(letters)
        new = run.words[:at] + ("x" if run.words[at] != "x" else "y") + run.words[at + 1 :]
        if run.holder.text == run.words:
            run.holder.text = new
        else:
            next(e for e in run.holder if e.tail == run.words).tail = new
        if not built.faults(page):
            missed.append(f"{path}: {new}")
    assert not missed, "\n".join(missed)


def test_a_claim_that_hides_where_its_sentence_goes_on_is_read(built: Built) -> None:
    """Wherever the example site cuts a claim."""
    cut = re.compile(r'<span id="c-[^"]*">[^<]* …</span>')
    paths = [path for path, page in sorted(built.site.pages.items()) if page.kind == "brief"]
    found = [(path, old) for path in paths for old in cut.findall((built.folder / "site" / path).read_text("utf-8"))]
    for path, old in found:
        assert "not-verbatim" in changed(built, path, old, old.replace(" …</span>", "</span>"))


def test_a_source_that_changed_since_is_read(own: Path) -> None:
    source = next((own / "briefs" / "harbour-fire" / "sources").glob("coast*"))
    source.write_text(source.read_text("utf-8").replace("harbour", "haven"), encoding="utf-8")
    told = {(p.path, p.code) for p in prove(own / "site", own)[0]}
    assert ("site/harbour-fire/articles/coast-wire/index.html", "not-the-source") in told
    assert ("site/harbour-fire/index.html", "not-verbatim") in told


def test_a_page_that_is_missing_is_read(own: Path) -> None:
    shutil.rmtree(own / "site" / "harbour-fire" / "articles" / "coast-wire")
    told = [str(p) for p in prove(own / "site", own)[0]]
    assert any("no-page" in line and "coast-wire" in line for line in told)
    assert any("dead-link" in line for line in told)


def test_without_the_sources_nothing_is_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "site").mkdir()
    with pytest.raises(Stop, match="no-briefs"):
        root_of(tmp_path / "site")


@pytest.mark.parametrize(
    ("page", "href", "path", "anchor"),
    [
        ("a/index.html", "../b/#x", "b/index.html", "x"),
        ("a/index.html", "#x", "a/index.html", "x"),
        ("index.html", "a/", "a/index.html", ""),
        ("a/b/index.html", "../..", "index.html", ""),
        ("a.html", "b.html#x", "b.html", "x"),
        ("a/index.html", "/", "index.html", ""),
        ("a/index.html", "brief.json", "a/brief.json", ""),
        ("a/index.html", "../../../etc/passwd", "etc/passwd", ""),
    ],
)
def test_where_a_link_leads(page: str, href: str, path: str, anchor: str) -> None:
    assert target(page, href) == (path, anchor)


def test_every_run_of_words_is_read_once_and_in_order(built: Built) -> None:
    page = built.site.pages[BRIEF]
    assert (
        "".join(run.words for run in runs(page.main)).split()
        == "".join(page.main.itertext())
        .replace("".join(s for e in page.main.iter("script") for s in e.itertext()), "")
        .split()
    )
