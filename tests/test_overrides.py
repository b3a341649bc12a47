"""Each correction that an editor records changes the brief as asked, is seen by readers, and fails loudly when it cannot."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec.structs import replace

from invented import empty_site, ferry
from storybrief.claims.disputes import of_one_fact
from storybrief.model import Brief, Claim, Dispute, Passage, Span, Speaker, Statement, Trace, visible
from storybrief.pages import sections
from storybrief.pages.escape import markdown
from storybrief.pages.render import environment
from storybrief.pipeline.build import Made, make
from storybrief.problems import errors, in_order
from storybrief.story.overrides import KINDS
from storybrief.story.places import places
from storybrief.story.schema import CHANGES

ROOT = Path(__file__).resolve().parents[1]
EXAMPLE = ROOT / "briefs" / "gaza-ceasefire"
A, B = "000_0d8fb8fe25ed7548.txt", "001_8df5dc1f8e65b074.txt"
CASES = Path(__file__).with_name("cases") / "overrides.md"

Story = Callable[..., Made]


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """Make the example story with other overrides: dictionaries (each gets a reason), or the text of overrides.yml."""

    def made(*overrides: dict[str, Any], text: str | None = None, about: str | None = None) -> Made:
        folder = tmp_path / "briefs" / "talks"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(EXAMPLE / "sources", folder / "sources")
        data = {"overrides": [{"why": f"Reason number {n}.", **o} for n, o in enumerate(overrides, 1)]}
        (folder / "overrides.yml").write_text(text or yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        if about is not None:
            (folder / "story.yml").write_text(about, encoding="utf-8")
        return make(folder, tmp_path, environment(None))

    return made


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    """The example story without overrides."""
    site = tmp_path_factory.mktemp("plain")
    folder = site / "briefs" / "talks"
    shutil.copytree(EXAMPLE / "sources", folder / "sources")
    return brief(make(folder, site, environment(None)))


def brief(made: Made) -> Brief:
    assert made.brief, [str(p) for p in made.problems]
    assert not errors(made.problems)
    return made.brief


def told(made: Made) -> list[str]:
    return [str(p) for p in in_order(made.problems) if p.path.endswith(("overrides.yml", "story.yml"))]


def page(made: Made) -> str:
    return "\n".join(p.text for p in made.pages[:2])


def under(heading: str, text: str) -> str:
    """The part of a page from the heading that has these words or address to the next of its level or above."""
    found = re.search(rf"^(##+) [^\n]*{re.escape(heading)}[^\n]*$(.*?)(?=^##|^\[\^|\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading}"
    return found[2]


def words(made: Brief, at: Passage) -> str:
    extract = next(e for e in made.extracts if e.article.id == at.article)
    return at.span.of(extract.article.text)


def said(made: Brief, quoted: str) -> Statement:
    """The statement whose words hold `quoted`."""
    [found] = [
        s
        for e in made.extracts
        for s in e.statements
        if any(quoted in visible(c.of(e.article.text)) for c in s.content)
    ]
    return found


def speaker_of(made: Brief, statement: Statement) -> Speaker | None:
    found = [s for s in made.speakers if (statement.article, statement.number) in s.statements]
    assert len(found) <= 1
    return found[0] if found else None


def is_listed(made: Made, number: int = 0) -> bool:
    """Whether readers see the change and its reason under "Editor’s changes"."""
    override = brief(made).edits[number].override
    listed = under("{: #changes }", page(made))
    return markdown(sections.change(override)) in listed and markdown(override.why) in listed


ONE = "We had four issues and now we're down to one"


def test_every_kind_that_the_schema_knows_is_applied() -> None:
    assert list(CHANGES) == list(KINDS)


def write_articles(site: Path, articles: list[str], *overrides: dict[str, Any]) -> Path:
    folder = site / "briefs" / "harbour"
    (folder / "sources").mkdir(parents=True)
    for number, text in enumerate(articles):
        (folder / "sources" / f"{number}.md").write_text(text, encoding="utf-8")
    data = {"overrides": [{"why": "x", **o} for o in overrides]}
    (folder / "overrides.yml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


# --- speaker ---------------------------------------------------------------------------------------------------


def test_a_statement_is_given_to_the_speaker_whom_the_editor_names(story: Story, plain: Brief) -> None:
    before = speaker_of(plain, said(plain, ONE))
    made = story({"do": "speaker", "where": ONE, "to": "Anna Blum"})
    after = speaker_of(brief(made), said(brief(made), ONE))
    assert before
    assert after
    assert (after.name, after.kind) == ("Anna Blum", "person")
    assert after.forms == ("Anna Blum",)
    assert markdown(ONE) in under("Anna Blum", page(made))
    assert markdown(ONE) not in under(before.name, page(made))
    assert is_listed(made)


@pytest.mark.parametrize("name", ["Benjamin Netanyahu", "Netanyahu"])
def test_a_speaker_who_is_there_already_stays_one(story: Story, plain: Brief, name: str) -> None:
    made = brief(story({"do": "speaker", "where": ONE, "to": name}))
    [chosen] = [s for s in made.speakers if "Netanyahu" in s.name]
    [before] = [s for s in plain.speakers if "Netanyahu" in s.name]
    assert chosen.name == before.name
    assert speaker_of(made, said(made, ONE)) == chosen
    assert set(chosen.statements) == {*before.statements, (said(made, ONE).article, said(made, ONE).number)}
    assert set(chosen.forms) == set(before.forms)


def test_a_speaker_who_is_not_known_is_said_to_be_so(story: Story) -> None:
    made = story({"do": "speaker", "where": ONE, "to": None})
    assert speaker_of(brief(made), said(brief(made), ONE)) is None
    assert markdown(ONE) in under("#speaker-not-resolved", page(made))
    assert is_listed(made)


def test_the_editors_choice_is_the_rule_that_explain_names(story: Story) -> None:
    by = said(brief(story({"do": "speaker", "where": ONE, "to": "Anna Blum"})), ONE).attribution.by
    assert (by.rule, by.saw) == ("editor", ("Reason number 1.",))


# --- name and role ---------------------------------------------------------------------------------------------


def test_several_forms_of_a_name_become_one_speaker(story: Story, plain: Brief) -> None:
    one, two = [s for s in plain.speakers if s.statements][:2]
    made = story({"do": "name", "where": [one.name, two.name], "to": "The two of them"})
    [both] = [s for s in brief(made).speakers if s.name == "The two of them"]
    assert set(both.statements) == {*one.statements, *two.statements}
    assert both.edited
    assert not [s for s in brief(made).speakers if s.name in (one.name, two.name)]
    assert "Reason number 1." in under("The two of them", page(made))
    assert is_listed(made)


def test_a_name_is_found_by_the_form_that_an_article_uses(story: Story, plain: Brief) -> None:
    """The last name alone renames Benjamin Netanyahu."""
    [before] = [s for s in plain.speakers if "Netanyahu" in s.name]
    made = brief(story({"do": "name", "where": ["Netanyahu"], "to": "Mr Netanyahu"}))
    [after] = [s for s in made.speakers if "Netanyahu" in s.name]
    assert after.name == "Mr Netanyahu"
    assert after.statements == before.statements


def test_a_name_and_a_speaker_of_that_name_are_one(story: Story) -> None:
    made = brief(
        story(
            {"do": "name", "where": ["Steve Witkoff"], "to": "Envoy Witkoff"},
            {"do": "speaker", "where": "We still have to finish the job in Gaza, to release", "to": "Envoy Witkoff"},
        )
    )
    [envoy] = [s for s in made.speakers if "Witkoff" in s.name]
    assert speaker_of(made, said(made, "finish the job in Gaza, to release")) == envoy


def test_a_role_is_shown_in_place_of_the_articles(story: Story) -> None:
    made = story({"do": "role", "where": "Steve Witkoff", "to": "US special envoy"})
    card = under("Steve Witkoff", page(made))
    assert "US special envoy" in card
    assert "Reason number 1." in card
    assert is_listed(made)


# --- drop ------------------------------------------------------------------------------------------------------


def test_a_dropped_statement_is_listed_with_the_reason_and_its_sentence_stays(story: Story, plain: Brief) -> None:
    made = story({"do": "drop", "where": ONE})
    assert not [
        s for e in brief(made).extracts for s in e.statements if ONE in visible(s.content[0].of(e.article.text))
    ]
    assert markdown(ONE) not in under("#who-said-what", page(made))
    unused = under("#not-used", page(made))
    assert markdown(ONE) in unused
    assert "Reason number 1." in unused
    assert ONE in " ".join(words(brief(made), p) for c in brief(made).merged.claims for p in c.passages)
    assert is_listed(made)


# --- claims ----------------------------------------------------------------------------------------------------


def stands_once(made: Brief, at: Passage) -> bool:
    return len(places(words(made, at), made.extracts)) == 1


def of_claim(made: Brief, at: Passage) -> Claim:
    """The claim that has most of the words at `at`."""

    def shared(claim: Claim) -> int:
        own = (p.span for p in claim.passages if p.article == at.article)
        return sum(max(0, min(s.end, at.span.end) - max(s.start, at.span.start)) for s in own)

    return max(made.merged.claims, key=shared)


def alone(made: Brief) -> list[tuple[Passage, Passage]]:
    """Pairs of passages of the two articles that are in claims of one article each."""
    shown = [c.shown for c in made.merged.claims if len(c.articles) == 1 and stands_once(made, c.shown)]
    a, b = [e.article.id for e in made.extracts]
    return list(product([p for p in shown if p.article == a], [p for p in shown if p.article == b]))


def together(made: Brief) -> list[tuple[Passage, Passage]]:
    """Pairs of passages of the two articles that are all there is in a claim."""
    pairs = [c.passages for c in made.merged.claims if len(c.articles) == 2 == len(c.passages)]
    return [(a, b) for a, b in pairs if stands_once(made, a) and stands_once(made, b)]


def sentence(made: Brief, at: Passage) -> Passage:
    extract = next(e for e in made.extracts if e.article.id == at.article)
    return Passage(at.article, at.sentence, extract.sentences[at.sentence - 1].span)


def test_two_sentences_are_joined(story: Story, plain: Brief) -> None:
    a, b = alone(plain)[0]
    made = story({"do": "join", "where": [words(plain, a), words(plain, b)]})
    assert of_claim(brief(made), a) == of_claim(brief(made), b)
    assert "joined by an editor" in [link.by.rule for link in of_claim(brief(made), a).links]
    assert is_listed(made)
    assert not told(made)


def test_every_two_passages_of_one_claim_can_be_parted(story: Story, plain: Brief) -> None:
    for a, b in together(plain)[:4]:
        made = story({"do": "part", "where": [words(plain, a), words(plain, b)]})
        assert of_claim(brief(made), a) != of_claim(brief(made), b)
        assert is_listed(made)
        assert not told(made)


def test_whole_sentences_of_which_clauses_are_the_same_can_be_parted(story: Story, plain: Brief) -> None:
    pairs = [(sentence(plain, a), sentence(plain, b)) for a, b in together(plain)]
    cut = [(a, b) for a, b in pairs if (stands_once(plain, a) and stands_once(plain, b))]
    for a, b in cut[:6]:
        made = brief(story({"do": "part", "where": [words(plain, a), words(plain, b)]}))
        for claim in made.merged.claims:
            held = {(p.article, p.sentence) for p in claim.passages}
            assert not {(a.article, a.sentence), (b.article, b.sentence)} <= held


def test_a_row_that_is_not_of_one_fact_is_parted_away(tmp_path: Path) -> None:
    folder = ferry(empty_site(tmp_path / "site"))
    rows = brief(make(folder, tmp_path / "site", environment(None))).merged.disputes
    assert [row.kind for row in rows] == ["figure", "wording"]
    change = (
        "overrides:\n  - do: part\n    where:\n      - at least 12 days\n      - take 14 days\n    why: Two repairs.\n"
    )
    (folder / "overrides.yml").write_text(change, encoding="utf-8")
    made = make(folder, tmp_path / "site", environment(None))
    assert [row.kind for row in brief(made).merged.disputes] == ["wording"]
    assert not made.problems, "it is no idle one, though no claim has the two"


def test_of_several_sides_the_later_one_that_was_parted_goes() -> None:
    a, b, c = (Passage(article, 1, Span(0, 9)) for article in "abc")
    row = Dispute("figure", (), ((a,), (b,), (c,)), False, Trace("numbers"))
    assert of_one_fact([row], [(c, a)]) == (replace(row, sides=((a,), (b,))),)
    assert of_one_fact([row], [(a, b), (a, c)]) == ()
    assert of_one_fact([row], [(a, Passage("d", 1, Span(0, 9)))]) == (row,)


def test_the_chosen_wording_is_shown(story: Story, plain: Brief) -> None:
    claim = next(c for c in plain.merged.claims for a, b in together(plain) if c.passages == (a, b))
    other = next(p for p in claim.passages if p != claim.shown)
    made = story({"do": "wording", "where": words(plain, other)})
    assert of_claim(brief(made), other).shown == other
    assert is_listed(made)
    assert not told(made)


@pytest.mark.parametrize("position", [1, 2])
def test_a_claim_comes_where_the_editor_wants_it(story: Story, plain: Brief, position: int) -> None:
    several = [c for c in plain.merged.claims if len(c.articles) > 1 and stands_once(plain, c.shown)]
    made = story({"do": "order", "where": words(plain, several[-1].shown), "to": position})
    assert [c.articles for c in brief(made).merged.claims]
    line = sections.agreed(brief(made))[position - 1]
    assert several[-1].shown in line.passages
    assert is_listed(made)
    assert not told(made)


# --- article, note, headline, teaser ---------------------------------------------------------------------------


def test_an_articles_data_are_corrected_and_taken_away(story: Story) -> None:
    about = f"articles:\n  {A}:\n    outlet: The Wrong Post\n    author: Wrong Person\n"
    change = {"outlet": "The Daily Blum", "published": "2025-07-08", "url": "https://x.example/a", "author": None}
    made = story({"do": "article", "article": A, **change}, about=about)
    source = brief(made).extracts[0].article.source
    assert (source.outlet, source.published, source.url, source.author) == ("The Daily Blum", "2025-07-08", "https://x.example/a", None)  # fmt: skip
    assert "The Daily Blum" in page(made)
    assert "Wrong" not in page(made)
    assert "https://x.example/a#:~:text=" in page(made)
    assert is_listed(made)


def test_what_the_file_itself_says_of_an_article_can_be_taken_away(tmp_path: Path) -> None:
    text = "---\ntitle: Ferry\nauthor: Wrong Person\npublished: 2025-07-08\n---\nThe ferry sank on Friday.\n"
    change = {"do": "article", "article": "0.md", "author": None, "published": None}
    made = make(write_articles(tmp_path, [text], change), tmp_path, environment(None))
    source = brief(made).extracts[0].article.source
    assert (source.author, source.published) == (None, None)
    assert not [m for m in brief(made).extracts[0].moments if m.resolved], "Friday is no date without a date"
    assert "Wrong Person" not in "".join(p.text for p in made.pages)


def test_a_note_stands_at_its_place(story: Story, plain: Brief) -> None:
    claim = next(c for c in plain.merged.claims if stands_once(plain, c.shown))
    made = story({"do": "note", "where": words(plain, claim.shown), "to": "We asked; no answer."})
    lines = [line for line in page(made).split("\n") if "We asked; no answer." in line and line.startswith("- ")]
    assert [line for line in lines if markdown(words(plain, claim.shown)) in line]
    assert is_listed(made)


def test_a_note_without_a_place_stands_under_the_headline(story: Story) -> None:
    made = story({"do": "note", "to": "This brief is closed."})
    assert "This brief is closed." in page(made).split("{: #in-brief }")[0]
    assert is_listed(made)


def test_headline_and_teaser_are_the_editors(story: Story) -> None:
    made = story({"do": "headline", "to": "Talks: one issue left"}, {"do": "teaser", "to": "Two reports."})
    top = page(made).split("{: #in-brief }")[0]
    assert "\n# Talks: one issue left\n" in top
    assert "*Two reports.*" in top
    assert is_listed(made, 0)
    assert is_listed(made, 1)


# --- finding the place -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "where",
    [
        "during Trump's second term",  # the article writes Trump’s
        "during  Trump’s\n  second term",
        "… official visit to the U.S. during Trump’s second term …",
    ],
)
def test_quotation_marks_white_space_and_cuts_are_no_difference(story: Story, where: str) -> None:
    made = story({"do": "note", "where": where, "article": B, "to": "A note."})
    assert not told(made)
    assert "Trump’s second term" in words(brief(made), brief(made).edits[0].at or Passage("", 0, Span(0, 0)))


def test_words_are_found_across_a_line_break_of_the_source(tmp_path: Path) -> None:
    folder = tmp_path / "briefs" / "harbour"
    (folder / "sources").mkdir(parents=True)
    body = "# The ferry\n\nThe ferry of the northern\nline sank on Friday, Jane\nDoe said.\n\nNobody was hurt.\n"
    (folder / "sources" / "coast.md").write_text(body, encoding="utf-8")
    change = {"do": "speaker", "where": "ferry of the northern line sank", "to": "John Roe", "why": "x"}
    (folder / "overrides.yml").write_text(yaml.safe_dump({"overrides": [change]}), encoding="utf-8")
    made = make(folder, tmp_path, environment(None))
    assert [s.name for s in brief(made).speakers if s.statements] == ["John Roe"]


# --- what fails, and what has no effect --------------------------------------------------------------------------


def read_cases() -> dict[str, tuple[str, str, list[str]]]:
    text = CASES.read_text(encoding="utf-8")
    found = re.findall(r"^## (.+)\n```yaml ?(\S*)\n((?:.*\n)*?)```\n```\n((?:.*\n)*?)```", text, re.MULTILINE)
    assert len(found) == text.count("\n## ")
    return {title: (file or "overrides.yml", given, said.splitlines()) for title, file, given, said in found}


@pytest.mark.parametrize("title", read_cases())
def test_what_is_wrong_is_told_all_at_once_with_the_line_and_what_to_do(story: Story, title: str) -> None:
    file, given, expected = read_cases()[title]
    made = story(about=given) if file == "story.yml" else story(text=given)
    assert [line.removeprefix("briefs/talks/") for line in told(made)] == expected
    assert bool(made.pages) == all(": no-effect: " in line for line in expected)


def codes(made: Made) -> list[tuple[str, str]]:
    return [(p.code, p.severity) for p in made.problems if p.path.endswith("overrides.yml")]


NO_EFFECT, NOT_OBEYED, TWICE = ("no-effect", "warning"), ("not-obeyed", "error"), ("twice", "error")


@pytest.mark.parametrize("do", ["join", "part"])
def test_a_sentence_that_copies_share_is_joined_or_parted_with_all_of_them(tmp_path: Path, do: str) -> None:
    """Nobody can quote words that only one of two copies has."""
    wire = "The bridge over the Aber was shut on Friday. Nine ferries lay idle at the quay."
    other = (
        "At the quay the ferries lay idle, nine of them. Divers came."
        if do == "part"
        else "Some eight boats did not sail."
    )
    folder = tmp_path / "briefs" / "bridge"
    (folder / "sources").mkdir(parents=True)
    for name, text in (("a.txt", wire), ("b.txt", wire), ("c.txt", other)):
        (folder / "sources" / name).write_text(f"{name}\n\n{text}\n", encoding="utf-8")
    where = ["Nine ferries lay idle", other.split(",")[0].split(".")[0]]
    override = {"do": do, "where": where, "why": "We asked the quay."}
    (folder / "overrides.yml").write_text(yaml.safe_dump({"overrides": [override]}), encoding="utf-8")
    made = make(folder, tmp_path, environment(None))
    assert [p.code for p in made.problems] == []
    holding = [{p.article for p in c.passages} for c in brief(made).merged.claims if len(c.passages) > 1]
    assert ({"a", "b", "c"} in holding) == (do == "join")
    assert sum({"a", "b"} <= articles for articles in holding) == 2


def test_a_join_of_what_is_joined_and_a_part_of_what_is_apart_are_told(story: Story, plain: Brief) -> None:
    (a, b), (c, d) = together(plain)[0], alone(plain)[0]
    join = {"do": "join", "where": [words(plain, a), words(plain, b)]}
    part = {"do": "part", "where": [words(plain, c), words(plain, d)]}
    made = story(join, part)
    assert codes(made) == [NO_EFFECT, NO_EFFECT]
    assert is_listed(made, 0)


def test_a_wording_and_an_order_that_are_so_already_are_told(story: Story, plain: Brief) -> None:
    first = next(c for c in plain.merged.claims if len(c.articles) > 1 and stands_once(plain, c.shown))
    place = 1 + [c for c in plain.merged.claims if len(c.articles) > 1].index(first)
    at = words(plain, first.shown)
    assert codes(story({"do": "wording", "where": at}, {"do": "order", "where": at, "to": place})) == [NO_EFFECT] * 2


def test_a_wording_of_two_that_were_joined_by_hand_is_no_idle_one(story: Story, plain: Brief) -> None:
    a, b = alone(plain)[0]
    join = {"do": "join", "where": [words(plain, a), words(plain, b)]}
    shown = of_claim(brief(story(join)), a).shown
    made = story(join, {"do": "wording", "where": words(plain, b if shown == a else a)})
    assert codes(made) == []
    assert of_claim(brief(made), a).shown == (b if shown == a else a)


def test_the_contrary_of_another_override_is_an_error(story: Story, plain: Brief) -> None:
    a, b = (words(plain, p) for p in together(plain)[0])
    assert codes(story({"do": "part", "where": [a, b]}, {"do": "join", "where": [b, a]})) == [TWICE]
    assert NOT_OBEYED in codes(story({"do": "wording", "where": a}, {"do": "wording", "where": b}))


def test_a_place_that_cannot_be_had_is_an_error(story: Story, plain: Brief) -> None:
    several = [
        words(plain, c.shown) for c in plain.merged.claims if len(c.articles) > 1 and stands_once(plain, c.shown)
    ]
    only = words(plain, alone(plain)[0][0])
    assert codes(story({"do": "order", "where": several[0], "to": 90})) == [NOT_OBEYED]
    assert codes(story({"do": "order", "where": only, "to": 1})) == [], "what one article alone has may be the lead"
    two = [{"do": "order", "where": where, "to": 1} for where in several[-2:]]
    assert codes(story(*two)) == [TWICE]


def test_a_headline_a_role_or_a_name_that_is_so_already_is_told(story: Story, plain: Brief) -> None:
    texts = {e.article.id: e.article.text for e in plain.extracts}
    given = {s.name: {r.span.of(texts[r.article]) for r in s.roles} for s in plain.speakers}
    name, role = next((name, roles.pop()) for name, roles in given.items() if len(roles) == 1)
    changes = [
        {"do": "headline", "to": plain.headline.words},
        {"do": "role", "where": name, "to": role},
        {"do": "name", "where": [name], "to": name},
    ]
    assert codes(story(*changes)) == [NO_EFFECT] * 3


def test_an_override_that_does_not_apply_stops_the_story_and_no_other_is_hidden(story: Story) -> None:
    made = story({"do": "drop", "where": "no such words"}, {"do": "role", "where": "Nobody", "to": "x"})
    assert made.pages == ()
    assert [p.code for p in made.problems if p.path.endswith("overrides.yml")] == ["no-place", "no-such-speaker"]


TWO_ROES = [
    "# Ferry\n\nJohn Roe said on Friday that the ferry sank near the harbour. Roe added that nobody was hurt.\n",
    "# Ferry\n\nMary Roe said on Friday that the harbour wall would be mended. Roe added that it was old.\n",
]


@pytest.mark.parametrize("change", [{"do": "name", "where": ["Roe"]}, {"do": "role", "where": "Roe"}])
def test_a_name_that_two_people_bear_is_an_error(tmp_path: Path, change: dict[str, Any]) -> None:
    folder = write_articles(tmp_path, TWO_ROES, {**change, "to": "the harbour master"})
    [problem] = make(folder, tmp_path, environment(None)).problems
    assert problem.code == "two-speakers"
    assert "“John Roe” or “Mary Roe”" in problem.message


def test_speakers_without_a_name_keep_their_own_statements(tmp_path: Path) -> None:
    """Two sources that two articles call the same stay two, also when the role of a third is set."""
    texts = [f"# Ferry\n\nAn official said on Friday that {what}. Ann Lee said that she was glad.\n" for what in ("the ferry sank near the wall", "tolls would rise by half")]  # fmt: skip
    before = brief(make(write_articles(tmp_path / "a", texts), tmp_path / "a", environment(None)))
    role = {"do": "role", "where": "Ann Lee", "to": "mayor"}
    after = brief(make(write_articles(tmp_path / "b", texts, role), tmp_path / "b", environment(None)))
    assert [s.statements for s in after.speakers] == [s.statements for s in before.speakers]
    assert [s.override_role for s in after.speakers if s.name == "Ann Lee"] == ["mayor"]
