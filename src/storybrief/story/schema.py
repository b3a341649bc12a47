"""What may stand in story.yml and overrides.yml? The same models check the files and make the JSON Schemas.

`python -m storybrief.story.schema src/storybrief/starter/schema` writes the schemas that the package brings. A new site
gets copies, and `storybrief build` keeps them up to date.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from storybrief.model import CorrectionKind, Reproduce, StatementKind
from storybrief.story.fields import Address, Day, Flag, Language, Minutes, Published, Words


class _Strict(BaseModel):
    # Deferred: a file of one kind of entry need not wait for the models of all others to be made.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class About(_Strict):
    """What you know about one article. Leave out what you do not know: it is shown as "not given"."""

    title: Annotated[Words | None, Field(description="The article's title, as it was published.")] = None
    outlet: Annotated[Words | None, Field(description="Who published it, for example Reuters.")] = None
    author: Annotated[Words | None, Field(description="Who wrote it.")] = None
    published: Annotated[Published | None, Field(description="When, as 2025-07-08 or 2025-07-08T17:30+02:00.")] = None
    url: Annotated[Address | None, Field(description="Where it stands on the web.")] = None
    archived: Annotated[Address | None, Field(description="Where a web archive keeps a copy.")] = None
    language: Annotated[Language | None, Field(description="Its language as a code, for example en.")] = None


class StoryFile(_Strict):
    """story.yml: what you know about the articles of a story. Every part may be left out."""

    articles: Annotated[
        dict[str, About | None] | None,
        Field(description="File name in sources/ -> what you know. The order here is the order on the page."),
    ] = None
    reproduce: Annotated[
        Reproduce | None,
        Field(
            description="How much of the articles their pages show. full: all of it. cited: the paragraphs that a "
            "footnote needs. none: the cited sentences alone. Left out: what mkdocs.yml says, else cited."
        ),
    ] = None
    draft: Annotated[
        Flag | None,
        Field(
            description="true: a build leaves the story out, and all that leads to it. mkdocs serve shows it, marked as "
            "a draft. Left out: false."
        ),
    ] = None
    length: Annotated[
        Minutes | None,
        Field(
            description="In how many minutes the brief is to be read, from 1 to 60. What takes longer is folded, never "
            "dropped. Left out: two to three, by the length of its articles."
        ),
    ] = None


Why = Annotated[Words, Field(description="The reason. Readers see it.")]
Where = Annotated[Words, Field(description="Words from the article. They must stand in exactly one place.")]
Two = Annotated[
    list[Words],
    Field(min_length=2, max_length=2, description="Words from one article, then words from another."),
]
InArticle = Annotated[
    Words | None,
    Field(description="File name in sources/, when the same words stand in several articles."),
]


class SpeakerChange(_Strict):
    """Correct who said something."""

    do: Literal["speaker"]
    where: Where
    to: Annotated[Words | None, Field(description="The right speaker; null when it is not known.")]
    why: Why
    article: InArticle = None


class NameChange(_Strict):
    """Show several forms of a name as one speaker, under the name you choose."""

    do: Literal["name"]
    where: Annotated[list[Words], Field(min_length=1, description="Forms of the name, as the articles write them.")]
    to: Annotated[Words, Field(description="The name to show.")]
    why: Why


class RoleChange(_Strict):
    """Correct the description of a speaker."""

    do: Literal["role"]
    where: Annotated[Words, Field(description="The speaker's name, as the brief shows it.")]
    to: Annotated[Words, Field(description="The role to show.")]
    why: Why


class DropChange(_Strict):
    """Take a statement out of the brief. It is listed under "Not used" with your reason."""

    do: Literal["drop"]
    where: Where
    why: Why
    article: InArticle = None


class AddChange(_Strict):
    """Say that words of an article are a statement of somebody, which the tool did not find."""

    do: Literal["add"]
    where: Annotated[Words, Field(description="The words said. They must stand in exactly one place.")]
    to: Annotated[Words | None, Field(description="Who said them; null when it is not known.")]
    why: Why
    cue: Annotated[
        Words | None,
        Field(description="The words of saying, such as “said”, when the tool does not find them. Same paragraph."),
    ] = None
    kind: Annotated[
        StatementKind | None,
        Field(
            description="direct: only what stands in quotation marks. mixed or indirect: all the words. Left out: direct "
            "when all of them stand in one pair of marks."
        ),
    ] = None
    article: InArticle = None


class TrimChange(_Strict):
    """Say that only some of a statement's words were said. They may reach further, within its sentences."""

    do: Literal["trim"]
    where: Annotated[Words, Field(description="Words of the statement. They must stand in exactly one place.")]
    to: Annotated[Words, Field(description="The words that were said, as the article has them.")]
    why: Why
    article: InArticle = None


class CueChange(_Strict):
    """Say which words tell that something was said, such as "said" or "according to"."""

    do: Literal["cue"]
    where: Annotated[Words, Field(description="Words of the statement. They must stand in exactly one place.")]
    to: Annotated[Words | None, Field(description="The words of saying, of the same paragraph; null when none are.")]
    why: Why
    article: InArticle = None


class CheckedEntry(_Strict):
    """Say that you looked at something and it is right. It lapses when its words are gone, and stops nothing."""

    do: Literal["checked"]
    where: Annotated[Words, Field(description="The words you looked at; best a whole sentence.")]
    on: Annotated[Day, Field(description="The day, as 2025-07-08.")]
    to: Annotated[
        Words | None,
        Field(
            description="The speaker, when you looked at who said the words: it lapses when the brief names another."
        ),
    ] = None
    article: InArticle = None


class JoinChange(_Strict):
    """Say that two sentences of different articles say the same."""

    do: Literal["join"]
    where: Two
    why: Why


class PartChange(_Strict):
    """Say that two sentences do not say the same."""

    do: Literal["part"]
    where: Two
    why: Why


class WordingChange(_Strict):
    """Choose which article's sentence is shown for a claim."""

    do: Literal["wording"]
    where: Where
    why: Why
    article: InArticle = None


class OrderChange(_Strict):
    """Choose the place of a claim in the brief."""

    do: Literal["order"]
    where: Where
    to: Annotated[int, Field(ge=1, description="The place, counted from 1.")]
    why: Why
    article: InArticle = None


class BackgroundChange(_Strict):
    """Say that a claim is older than the story, or that it is not."""

    do: Literal["background"]
    where: Where
    to: Annotated[
        Literal["in", "out"],
        Field(description="in: show the claim under “Background”. out: show it with what is new."),
    ]
    why: Why
    article: InArticle = None


class IndependenceChange(_Strict):
    """Say that two articles come from different reporting, or from the same."""

    do: Literal["independence"]
    articles: Annotated[
        list[Words],
        Field(min_length=2, max_length=2, description="File names in sources/ of the two articles."),
    ]
    to: Annotated[
        Literal["independent", "dependent"],
        Field(description="independent: each has reporting of its own. dependent: they count as one."),
    ]
    why: Why


class ArticleChange(About):
    """Correct what is known about an article: its outlet, date, address, author, title or language."""

    # "do", "article", "why" and at least one thing to change
    model_config = ConfigDict(json_schema_extra={"minProperties": 4})

    do: Literal["article"]
    article: Annotated[Words, Field(description="File name in sources/.")]
    why: Why


class NoteChange(_Strict):
    """Add a note of yours, to the place you quote or (without `where`) to the whole brief."""

    do: Literal["note"]
    to: Annotated[Words, Field(description="The note. Readers see that it is yours.")]
    why: Why
    where: Annotated[Words | None, Field(description="Words from the article the note is about.")] = None
    article: InArticle = None


class ReadChange(_Strict):
    """Say that a block of a file is of the article, or is not, however the tool reads it."""

    do: Literal["read"]
    article: Annotated[Words, Field(description="File name in sources/.")]
    where: Annotated[Words, Field(description="Words of the block, as “storybrief read” prints them.")]
    to: Annotated[
        Literal["in", "out"],
        Field(description="in: it is a paragraph of the article. out: it is none, and nothing of it is told."),
    ]
    why: Why


class HeadlineChange(_Strict):
    """Set the headline of the brief."""

    do: Literal["headline"]
    to: Annotated[Words, Field(description="The headline. Readers see that it is yours.")]
    why: Why


class TeaserChange(_Strict):
    """Set the line under the headline."""

    do: Literal["teaser"]
    to: Annotated[Words, Field(description="The line. Readers see that it is yours.")]
    why: Why


Change = Union[  # noqa: UP007  (pydantic reads a Union better than a chain of |)
    SpeakerChange, NameChange, RoleChange, DropChange, JoinChange, PartChange, WordingChange, OrderChange,
    BackgroundChange, IndependenceChange, ArticleChange, NoteChange, HeadlineChange, TeaserChange, AddChange,
    TrimChange, CueChange, CheckedEntry, ReadChange,
]  # fmt: skip

CHANGES: Mapping[str, type[BaseModel]] = {
    get_args(model.model_fields["do"].annotation)[0]: model for model in get_args(Change)
}


class CorrectionEntry(_Strict):
    """Tell readers that the brief was wrong, could be misread, or is withdrawn."""

    kind: Annotated[
        CorrectionKind,
        Field(
            description="correction: it was wrong. clarification: it could be misread. withdrawn: you no longer stand by it."
        ),
    ]
    what: Annotated[Words, Field(description="What was wrong, and what is right. Readers see it.")]
    when: Annotated[Day, Field(description="The day, as 2025-07-08.")]
    why: Annotated[Words, Field(description="How it came about, or how you know. Readers see it.")]


class OverridesFile(_Strict):
    """overrides.yml: your overrides, and the corrections that you tell readers. Each override says what, where and why."""

    overrides: Annotated[
        list[Annotated[Change, Field(discriminator="do")]] | None,
        Field(description="Your overrides. Start each with “- do:”; briefs/README.md shows every kind."),
    ] = None
    corrections: Annotated[
        list[CorrectionEntry] | None,
        Field(description="What you tell readers was wrong before. Start each with “- kind:”."),
    ] = None


class PersonEntry(_Strict):
    """One person or organisation: the names that briefs know it under, and what you say of it."""

    name: Annotated[Words, Field(description="The name to show, and to make the page's address of.")]
    forms: Annotated[
        list[Words] | None,
        Field(
            min_length=1,
            description="The names as briefs show them, or as the articles write them. Left out: the name alone.",
        ),
    ] = None
    about: Annotated[
        dict[Words, Words] | None,
        Field(
            min_length=1,
            description="What you count sources by, for example gender: woman or affiliation: government. The keys are "
            "yours. The page “Who is quoted” and its table show them.",
        ),
    ] = None
    role: Annotated[Words | None, Field(description="What the person is; shown as the editors' words.")] = None
    stories: Annotated[
        list[Words] | None,
        Field(
            min_length=1, description="The stories in which the forms mean this one, when they mean another elsewhere."
        ),
    ] = None
    why: Annotated[Words, Field(description="How you know that it is one. Readers see it.")]


class PeopleFile(_Strict):
    """people.yml: who is one person under several names, and what you say of people, for all stories."""

    people: Annotated[list[PersonEntry], Field(description="People and organisations. Start each with “- name:”.")] = (
        Field(default_factory=list)
    )


def schemas() -> Mapping[str, str]:
    """Return the JSON Schemas that give completion in editors: file name -> text.

    They are made from the models that check the files, so they cannot say something else.
    """
    return {
        "story.json": _schema(StoryFile, "story.yml"),
        "overrides.json": _schema(OverridesFile, "overrides.yml"),
        "people.json": _schema(PeopleFile, "people.yml"),
    }


def _schema(model: type[BaseModel], title: str) -> str:
    made: dict[str, Any] = TypeAdapter(model).json_schema()
    for part in (made, *made.get("$defs", {}).values()):
        _explain(part)
    made["title"] = title
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(made, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _explain(part: dict[str, Any]) -> None:
    """Leave of a model's part what helps on hovering: pydantic's titles only say the names of fields and classes again."""
    part.pop("title", None)
    for field in part.get("properties", {}).values():
        field.pop("title", None)
    do = part.get("properties", {}).get("do")
    if do:
        part["title"] = f"do: {do['const']}"
        do["description"] = part["description"]


if __name__ == "__main__":
    for name, text in schemas().items():
        Path(sys.argv[1], name).write_text(text, encoding="utf-8")
