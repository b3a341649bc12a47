"""Kinds of forgery: what somebody might do to a published site to make it say something else, or run something.

A row of WORDS is (kind, which files, what stands there, what the forger puts). A function of FILES gets the whole site
as bytes by path, and gives back what it changes: other bytes, or None for a file that it takes away.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Mapping

Site = Mapping[str, bytes]
Changes = dict[str, bytes | None]

PAGE = r"\.html$"
STORY = r"^[\w-]+-[\w-]+/(evidence/)?index\.html$"
EVIDENCE = r"/evidence/index\.html$"
ARTICLE = r"/articles/.*\.html$"
BRIEF_JSON, LEDGER = r"/brief\.json$", r"/ledger\.json$"

# Text between two tags of <main>; the look-behind keeps the tag out of what is replaced.
_WORD = r"(?<=[ >])[a-z]{4,}(?= [a-z]+[^<>]*</)"

WORDS: tuple[tuple[str, str, str, str], ...] = (
    # words
    ("another letter", STORY, r"(?<=[ >][a-z])[aeiou](?=[a-z]+ [a-z]+[^<>]*</)", "y"),
    ("another word", STORY, _WORD, "perhaps"),
    ("a word left out", STORY, rf"{_WORD} ", ""),
    ("a word said twice", STORY, rf"({_WORD})", r"\1 \1"),
    ("two words changed round", STORY, r"(?<=[ >])([a-z]{3,}) ([a-z]{3,})(?= [^<>]*</)", r"\2 \1"),
    ("a negation put in", STORY, r"\b(was|is|had|were|said)\b(?=[^<>]*</)", r"\1 not"),
    ("a negation taken out", STORY, r" not\b(?=[^<>]*</)", ""),
    ("more than is told", STORY, r"(?<=[a-z])\.(?=[^<>]*</)", ", as everybody knows."),
    ("a doubt taken out", STORY, r"\b(at least|about|some|more than) (?=[^<>]*</)", ""),
    ("said made into admitted", STORY, r"\bsaid\b(?=[^<>]*</)", "admitted"),
    ("a name made into another's", STORY, r"(?<=[a-z] )[A-Z][a-z]{3,}(?=[ ,][^<>]*</)", "Smith"),
    ("a capital made small", STORY, r"(?<=>)[A-Z](?=[a-z]+ )", "x"),
    ("a letter of another script", STORY, r"(?<=[b-z])a(?=[b-z]+ [^<>]*</)", "\u0430"),
    ("a letter that nobody sees", STORY, r"(?<=[a-z])(?=[a-z] [^<>]*</)", "\u200b"),
    ("words turned round for the eye", STORY, r"(?<=[a-z]) (?=[a-z][^<>]*</)", " \u202e"),
    ("a space that is none", STORY, r"(?<=[a-z]) (?=[a-z][^<>]*</)", "\u00a0"),
    ("a sentence out of nothing", STORY, r"</p>", " Nobody was hurt.</p>"),
    ("a paragraph out of nothing", STORY, r"(?<=</h2>)", "<p>The mayor resigned.</p>"),
    ("the headline", STORY, r"(?<=<h1)([^>]*>)[^<]+", r"\1All is well"),
    ("the title of the page", PAGE, r"<title>[^<]+", "<title>All is well"),
    ("what other sites show of it", PAGE, r'(property="og:\w+" content=")[^"]+', r"\1All is well"),
    ("the description", STORY, r'(name="description" content=")[^"]+', r"\1All is well"),
    ("who made it", PAGE, r"Made with storybrief", "Made with care"),
    ("what it promises", PAGE, r"is a slice of an article", "is true"),
    ("a comment", PAGE, r"</main>", "<!-- paid --></main>"),
    # quotation marks, and what is marked as said
    ("marks round a paraphrase", STORY, r"(?<=[ >])([a-z]+ [a-z]+ [a-z]+)(?=[ .][^<>]*</)", r"“\1”"),
    ("marks taken away", STORY, r'["“”](?=[A-Za-z][^<>]*</)', ""),
    ("straight marks made round", STORY, r'"(?=[A-Z][^<>]*</)', "“"),
    ("a mark put further on", STORY, r'([a-z]+),?" ', r'" \1 '),
    ("an apostrophe", STORY, r"’", "'"),
    ("words said that were not", STORY, r"<mark>", "<mark>I did it. "),
    ("more marked as said", STORY, r"</mark>([^<]+)", r"\1</mark>"),
    ("less marked as said", STORY, r"<mark>(\w+) ", r"\1 <mark>"),
    ("said words no longer marked", STORY, r"</?mark>", ""),
    # cuts
    ("a sentence cut with dots", STORY, r" [a-z]+\.</span>", " …</span>"),
    ("a sentence begun with dots", STORY, r"(<span id=\"[^\"]+\">)\w+ ", r"\1… "),
    ("dots taken away", STORY, r" …", ""),
    ("the end cut off unsaid", STORY, r" [a-z]+ [a-z]+\.(?=</)", "."),
    ("two sentences made into one", STORY, r"\. ([A-Z])(?=[a-z ]+[^<>]*</)", r" and \1"),
    # order, and who is said to have said it
    ("two lines changed round", STORY, r"(?s)(<li>(?:(?!<li|</?[ou]l).)+</li>)\s*(<li>(?:(?!<li|</?[ou]l).)+</li>)", r"\2\n\1"),
    ("a line taken out", STORY, r"(?s)<li>(?:(?!<li|</?[ou]l).)+</li>", ""),
    ("a line printed twice", STORY, r"(?s)(<li>(?:(?!<li|</?[ou]l).)+</li>)", r"\1\n\1"),
    ("a heading left out", STORY, r"(?s)<h2[^>]*>.*?</h2>", ""),
    ("a heading that says more", STORY, r"(?s)(<h2[^>]*>)(.*?)</h2>", r"\1\2, proved</h2>"),
    ("another speaker", STORY, r'(<h3 class="speaker"[^>]*>)[^<]+', r"\1John Smith"),
    ("another role", EVIDENCE, r"(<p class=\"role\"><em>)[^<]+", r"\1convicted"),
    ("another cue", EVIDENCE, r"(— <em>)[^<]+", r"\1confessed"),
    ("another hearer", EVIDENCE, r"</em>, to [^<]+ <sup", "</em>, to the police <sup"),
    # letters, footnotes, sources
    ("another letter of an article", STORY, r'(<span class="in-)[a-y](">)[A-Y](?=<)', r"\1z\2Z"),
    ("the letter alone", STORY, r'(?<=#article-)[a-y](">)[A-Y](?=<)', r"b\1Q"),
    ("an article fewer", STORY, r'(?s)<span class="in-\w">(?:(?!</span>).)+</span>', ""),
    ("a footnote's number", STORY, r'(<sup[^>]*><a[^>]*>)\d+', r"\g<1>99"),
    ("a footnote's words", STORY, r'(<li id="fn:[^>]*>\s*<p><strong>\w</strong> <span class="where">[^<]+</span> “)\w+', r"\1Never"),
    ("a footnote's source", STORY, r'(<li id="fn:[^>]*>\s*<p><strong>\w</strong> <span class="where">)[^,<]+', r"\1The Times"),
    ("a footnote's day", STORY, r"\d{4}-\d\d-\d\d, paragraph", "2001-01-01, paragraph"),
    ("a footnote's paragraph", STORY, r"paragraph \d+", "paragraph 99"),
    ("a footnote taken out", STORY, r'(?s)<li id="fn:.*?</li>', ""),
    ("the reference to a footnote", STORY, r'href="#fn:\w+"', 'href="#fn:gone"'),
    ("where a footnote leads in the article", STORY, r'(href="[./]*articles/[^"#]*)#[^"]+', r"\1#top"),
    ("where the original lies", PAGE, r'href="https://[^"]+', 'href="https://elsewhere.example/'),
    ("what the original is made to show", STORY, r"#:~:text=[^\"]+", "#:~:text=Never"),
    ("an outlet's name", PAGE, r"(?<=, )(Vale Courier|Coast Wire|Axios|Continental Press)(?=[,<])", "The Times"),
    ("an article's day", PAGE, r"\b20\d\d-\d\d-\d\d\b", "2001-01-01"),
    ("an article's words", ARTICLE, r'(<span id="s-[^>]*>)\w+', r"\1Never"),
    ("an article's paragraph taken out", ARTICLE, r'(?s)<p id="p\d+">.*?</p>', ""),
    ("an article's checksum", ARTICLE, r"\b[0-9a-f]{64}\b", "0" * 64),
    # tables and pictures
    ("a cell", EVIDENCE, r"(<td>)[^<]+(?=</td>|<)", r"\1none"),
    ("a cell emptied", EVIDENCE, r"(?s)<td>.*?</td>", "<td></td>"),
    ("two cells changed round", EVIDENCE, r"(?s)(<td>(?:(?!</?td).)+</td>)(<td>(?:(?!</?td).)+</td>)", r"\2\1"),
    ("a row taken out", EVIDENCE, r"(?s)<tr><td.*?</tr>", ""),
    ("a row printed twice", EVIDENCE, r"(?s)(<tr><td.*?</tr>)", r"\1\1"),
    ("the head of a column", EVIDENCE, r"(<th>)[^<]+", r"\1proved"),
    ("a letter at the head of a column", EVIDENCE, r'(<th><a href="#article-\w">)\w', r"\1Z"),
    ("what stands where on a phone", EVIDENCE, r"(class=\"stacks) a1 b2", r"\1 b1 a2"),
    ("a picture's words", EVIDENCE, r"(<desc[^>]*>)[^<]+", r"\1All agree."),
    ("a picture's marks", EVIDENCE, r"<path d=\"M\d+", '<path d="M999'),
    # numbers
    ("a number", STORY, r"(?<=[ >])\d(?=\d*[ .,][^<>]*</)", "9"),
    ("a thousand more", STORY, r"\b(\d{1,3}),(\d{3})\b", r"\1,\2,000"),
    ("a count of the tool's own", STORY, r"(?<=>)\d+(?= articles?,)", "99"),
    ("how many places differ", EVIDENCE, r"(<summary>)\d+", r"\g<1>99"),
    ("known to be independent", EVIDENCE, r"not known to be independent", "known to be independent"),
    ("an arrow the other way", STORY, r"→", "←"),
    # an editor's words
    ("an editor's note", STORY, r"(Editor’s note\.</strong>) [^<]+", r"\1 All of this is proved."),
    ("an editor's note taken out", STORY, r"(?s)<blockquote>.*?</blockquote>", ""),
    ("a correction taken out", STORY, r'<p class="note"><strong>Correction.*', ""),
    ("a correction's words", STORY, r"The river was named wrongly", "The river was named rightly"),
    ("a correction's day", STORY, r"2026-05-06", "2026-05-07"),
    ("an editor's reason", STORY, r"A reader wrote to us", "Nobody wrote to us"),
    # what a browser obeys
    ("a script of the forger's", PAGE, r"</body>", "<script>alert(1)</script></body>"),
    ("a script from elsewhere", PAGE, r"</head>", '<script src="https://elsewhere.example/x.js"></script></head>'),
    ("a script's address", PAGE, r'(<script type="module" src=")[^"]+', r"\1https://elsewhere.example/x.js"),
    ("something that happens on a click", PAGE, r"<main ", '<main onclick="alert(1)" '),
    ("a picture from elsewhere", PAGE, r"</main>", '<img src="https://elsewhere.example/x.png" alt=""></main>'),
    ("a frame", PAGE, r"</main>", '<iframe src="https://elsewhere.example/"></iframe></main>'),
    ("a form that sends", PAGE, r"</main>", '<form action="https://elsewhere.example/"><input name="q"></form></main>'),
    ("another page after a second", PAGE, r"</head>", '<meta http-equiv="refresh" content="1;url=https://elsewhere.example/"></head>'),
    ("where all addresses begin", PAGE, r"<head>", '<head><base href="https://elsewhere.example/">'),
    ("a sheet of styles from elsewhere", PAGE, r"</head>", '<link rel="stylesheet" href="https://elsewhere.example/x.css"></head>'),
    ("styles on the page", PAGE, r"</head>", "<style>.lede { display: none }</style></head>"),
    ("a style on one element", STORY, r"<li>", '<li style="display:none">'),
    ("an element hidden", STORY, r"<p class=\"lede\">", '<p class="lede" hidden>'),
    ("an element kept from screen readers", STORY, r"<h1 ", '<h1 aria-hidden="true" '),
    ("a name for screen readers", STORY, r'aria-label="[^"]+', 'aria-label="All is well'),
    ("an element's class", STORY, r'class="about"', 'class="beside"'),
    ("an element's address", STORY, r' id="[csf]-\w+"', ' id="c-00000000"'),
    ("the language", PAGE, r'lang="en"', 'lang="fr"'),
    ("the way of writing", PAGE, r"<html ", '<html dir="rtl" '),
    ("what a search engine reads", STORY, r'("headline":")[^"]+', r"\1All is well"),
    ("a tag of search", PAGE, r'(data-pagefind-\w+)="', r'\1="x'),
    ("where a link leads", PAGE, r'href="\.\./', 'href="../../'),
    ("a part left open", STORY, r"</ul>", ""),
    ("another declaration", PAGE, r"(?i)<!doctype html>\n", ""),
    # data, and what else is published
    ("words in the data", BRIEF_JSON, r'("words": ?")\w+', r"\1Never"),
    ("a speaker in the data", BRIEF_JSON, r'("speaker": ?)[^,]+', r'\1"John Smith"'),
    ("an offset in the data", BRIEF_JSON, r'("start": ?)\d+', r"\g<1>999999"),
    ("a polarity in the data", BRIEF_JSON, r'("polarity": ?)"\w+"', r'\1"denied"'),
    ("a checksum in the data", BRIEF_JSON, r'("sha256": ?")[0-9a-f]+', r"\g<1>0"),
    ("the seal of the data", BRIEF_JSON, r'("storybrief": ?")[0-9a-f]', r"\1x"),
    ("a space in the data", BRIEF_JSON, r"\n  ", "\n   "),
    ("a reason in the ledger", LEDGER, r'("reason": ?")[^"]+', r"\1furniture"),
    ("a role in the ledger", LEDGER, r'("role": ?")[^"]+', r"\1caption"),
    ("a place in the ledger", LEDGER, r'("at": ?")[^"]+', r"\1nowhere"),
    ("a page in the list of pages", r"^sitemap\.xml$", r"</urlset>", "<url><loc>https://elsewhere.example/</loc></url></urlset>"),
    ("a rule of the styles", r"\.css$", r"\}\s*$", "} .lede { display: none }"),
    ("words out of the styles", r"\.css$", r"\}\s*$", '} .lede::after { content: " Not." }'),
    ("a line of a script", r"assets/\w+\.js$", r"\A", "fetch('https://elsewhere.example/');\n"),
    ("the mark of the site", r"\.svg$", r"</svg>", "<script>alert(1)</script></svg>"),
    ("the search's script", r"pagefind/pagefind\.js$", r"\A", "fetch('https://elsewhere.example/');\n"),
    ("what the search has", r"pagefind-entry\.json$", r'"page_count": ?\d+', '"page_count": 1'),
    ("what the site was made from", r"^storybrief\.json$", r'("made_from": ")\w+', r"\g<1>0"),
    ("for what address it was made", r"^storybrief\.json$", r'("site_url": ")', r"\1https://elsewhere.example/"),
    ("with what it was made", r"^storybrief\.json$", r'("lxml": ")[^"]+', r"\g<1>1"),
    ("a name on the front page", r"^index\.html$", r"(<h2[^>]*>(?:<a[^>]*>)?)[^<]+", r"\1All is well"),
    ("a name among the people", r"^people/index\.html$", r"(<a href=\"[^\"]+/\">)[^<]+", r"\1John Smith"),
    ("a count among the people", r"^people/.*\.html$", r"(?<=[ >])\d+(?= )", "99"),
    ("a month", r"^months/.*\.html$", r"\b20\d\d\b", "2001"),
)  # fmt: skip


def _any(site: Site, chance: random.Random, pattern: str = "") -> str:
    return chance.choice(sorted(path for path, data in site.items() if data and re.search(pattern, path)))


def _two(site: Site, chance: random.Random, pattern: str) -> tuple[str, str]:
    one, other = chance.sample(sorted(path for path in site if re.search(pattern, path)), 2)
    return one, other


def _exchanged(pattern: str) -> Callable[[Site, random.Random], Changes]:
    def change(site: Site, chance: random.Random) -> Changes:
        one, other = _two(site, chance, pattern)
        return {one: site[other], other: site[one]}

    return change


def _put_over(pattern: str) -> Callable[[Site, random.Random], Changes]:
    def change(site: Site, chance: random.Random) -> Changes:
        one, other = _two(site, chance, pattern)
        return {one: site[other]}

    return change


def _taken_away(pattern: str) -> Callable[[Site, random.Random], Changes]:
    return lambda site, chance: {_any(site, chance, pattern): None}


def _other_bytes(
    pattern: str, make: Callable[[bytes, random.Random], bytes]
) -> Callable[[Site, random.Random], Changes]:
    def change(site: Site, chance: random.Random) -> Changes:
        path = _any(site, chance, pattern)
        return {path: make(site[path], chance)}

    return change


def _one_byte(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    return data[:at] + bytes([(data[at] + chance.randrange(1, 256)) % 256]) + data[at + 1 :]


def _renamed(site: Site, chance: random.Random) -> Changes:
    path = _any(site, chance, r"/index\.html$")
    return {path: None, path.replace("index.html", "index.htm"): site[path]}


FILES: Mapping[str, Callable[[Site, random.Random], Changes]] = {
    "one byte of any file": _other_bytes("", _one_byte),
    "one byte of the search index": _other_bytes(r"pagefind/.*(pf_|wasm)", _one_byte),
    "the end cut off a file": _other_bytes("", lambda data, _: data[:-1]),
    "a file emptied": _other_bytes("", lambda *_: b""),
    "a line more": _other_bytes(r"\.(html|json|css|js|xml)$", lambda data, _: data + b"\n"),
    "the ends of lines of another system": _other_bytes(PAGE, lambda data, _: data.replace(b"\n", b"\r\n")),
    "a mark of byte order": _other_bytes(PAGE, lambda data, _: b"\xef\xbb\xbf" + data),
    "bytes that are no text": _other_bytes(PAGE, lambda data, _: data + b"\xff\xfe"),
    "data made into nothing": _other_bytes(r"(brief|ledger)\.json$", lambda *_: b"{}"),
    "two articles changed round": _exchanged(ARTICLE),
    "two briefs changed round": _exchanged(r"^[\w-]+-[\w-]+/index\.html$"),
    "two people changed round": _exchanged(r"^people/.+/index\.html$"),
    "two outlets changed round": _exchanged(r"^outlets/.+/index\.html$"),
    "the data of two stories changed round": _exchanged(BRIEF_JSON),
    "two parts of the search changed round": _exchanged(r"\.pf_fragment$"),
    "a brief put over another": _put_over(r"^[\w-]+-[\w-]+/index\.html$"),
    "the ledger of another story": _put_over(LEDGER),
    "a page taken away": _taken_away(PAGE),
    "data taken away": _taken_away(r"\.json$"),
    "the styles taken away": _taken_away(r"\.css$"),
    "a part of the search taken away": _taken_away(r"pagefind/"),
    "the record taken away, and a page changed": lambda site, chance: {
        "storybrief.json": None, **_other_bytes(STORY, _one_byte)(site, chance)},
    "a page renamed": _renamed,
    "a page of the forger's": lambda *_: {"offer/index.html": b"<p>Buy!</p>"},
    "a page of the forger's inside a story": lambda site, chance: {
        _any(site, chance, r"^[\w-]+-[\w-]+/index\.html$").replace("index", "more"): b"<p>Buy!</p>"},
    "a file that nobody sees": lambda *_: {".offer": b"x"},
    "a worker that answers for the site": lambda *_: {"sw.js": b"self.onfetch = () => {}"},
    "a list of rules for the host": lambda *_: {"_redirects": b"/* https://elsewhere.example/ 301"},
}  # fmt: skip


def kinds() -> tuple[str, ...]:
    """Return the names of all kinds."""
    return (*(kind for kind, *_ in WORDS), *FILES)


def forge(kind: str, site: Site, chance: random.Random) -> Changes | None:
    """Return what a forger of a kind changes somewhere in a site; None when nothing in it is of that kind."""
    if kind in FILES:
        return FILES[kind](site, chance)
    ((_, where, old, new),) = (row for row in WORDS if row[0] == kind)
    for path in chance.sample(paths := sorted(p for p in site if re.search(where, p)), len(paths)):
        text = site[path].decode()
        for found in _in_turn([*re.finditer(old, text)], chance):
            changed = text[: found.start()] + found.expand(new) + text[found.end() :]
            if changed != text:
                return {path: changed.encode()}
    return None


def _in_turn(found: list[re.Match[str]], chance: random.Random) -> Iterator[re.Match[str]]:
    yield from chance.sample(found, min(len(found), 5))
