"""What is said in subtitles, by whom as far as they name somebody, and when?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

from msgspec.structs import replace

from storybrief.article.documents import broken, declared, not_installed, too_large
from storybrief.article.draft import Draft, placed
from storybrief.english.marks import ends_sentence

# Four hours of talk have 5,000 cues.
MAX_CUES = 50_000
MAX_SUBTITLE_LINES = 5 * MAX_CUES  # its number, its times, two lines of words, and an empty one

_PAUSE = 3.0  # seconds without words after the end of a sentence: a new paragraph
_LONG = 400  # characters, after which the end of a sentence ends the paragraph

_VOICE = re.compile(r"<v(?:\.[^\s>]+)?\s+([^>]{1,80})>")
_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")
# Words in small letters before a colon may be a sentence's own; a name in capitals, or behind ">>", is a label.
_NAMED = re.compile(
    r"(?:>>+ ?(?P<turn>[^\W\d_][^\s:]*(?: [^\s:]+){0,4})|(?P<capitals>[^\W\d_a-z][^\sa-z:]+(?: [^\sa-z:]+){0,4})): +(?=\S)"
)
_TURN = re.compile(r"(?:>>+|[-–—]) ?")
_LANGUAGE = re.compile(r"^Language:\s*([A-Za-z-]{2,20})\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of a cue: who is named (None: nobody), whether somebody else may speak from here, from when to when."""

    words: str
    speaker: str | None
    turn: bool
    start: float
    end: float


def convert_vtt(raw: str, shown: str) -> Draft:
    """Make the draft of subtitles in the form WebVTT; see `_convert`."""
    language = _LANGUAGE.search(raw[:1000])
    return _convert(raw, shown, "vtt", {"language": language[1] if language else None})


def convert_srt(raw: str, shown: str) -> Draft:
    """Make the draft of subtitles in the form SubRip; see `_convert`."""
    return _convert(raw, shown, "srt", {})


def _convert(raw: str, shown: str, form: str, about: dict[str, str | None]) -> Draft:
    """Make paragraphs of cues: one a turn, parted where a sentence ends before a pause or after `_LONG` characters.

    A speaker whom the cues name, as `<v Name>` or “NAME:”, stands before the turn as “Name: ”. The places are the
    times at which the cues begin ("1:12", "1:02:05"). Errors: "too-large" (over `MAX_CUES` or
    `MAX_SUBTITLE_LINES`), "broken", "not-installed".
    """
    if raw.count("-->") > MAX_CUES:
        return Draft("", (), {}, (too_large(shown, f"these subtitles have over {MAX_CUES:,} cues"),))
    if raw.count("\n") > MAX_SUBTITLE_LINES:
        return Draft("", (), {}, (too_large(shown, f"these subtitles have over {MAX_SUBTITLE_LINES:,} lines"),))
    try:
        import webvtt
    except ImportError:
        return Draft("", (), {}, (not_installed(shown, "subtitles"),))
    try:
        cues = webvtt.WebVTT.from_buffer(raw.splitlines(), format=form)
        said = list(
            _once(
                part
                for cue in cues.captions
                for part in _parts(cue.raw_text, cue.start_time.in_milliseconds(), cue.end_time.in_milliseconds())
            )
        )
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError, ValueError):
        return Draft("", (), {}, (broken(shown, "a file of subtitles"),))
    fields, problems = declared(about, shown, "subtitles")
    pieces = [([(part.words, _time(part.start)) for part in turn], None) for turn in _turns(said)]
    return replace(placed(pieces, fields, problems), where=dict.fromkeys(fields, "the file’s head"))


def _parts(raw: str, start: int, end: int) -> Iterator[_Said]:
    """Yield what each speaker of a cue says; two may share one, a line each. Times come in milliseconds."""
    for line in raw.split("\n"):
        first, *rest = _VOICE.split(line)
        for voice, piece in ((None, first), *zip(rest[::2], rest[1::2], strict=True)):
            words = " ".join(unescape(_TAG.sub("", piece)).split())
            named, turn = _NAMED.match(words), _TURN.match(words)
            speaker = voice or (named and (named["turn"] or named["capitals"])) or None
            words = words[(named or turn).end() :] if named or turn else words  # type: ignore[union-attr]
            if words:
                yield _Said(
                    words, speaker and " ".join(speaker.split()), bool(speaker or turn), start / 1000, end / 1000
                )


def _once(said: Iterable[_Said]) -> Iterator[_Said]:
    """Leave out a line that the cue before had too: live subtitles roll up line by line."""
    last: list[_Said] = []
    for part in said:
        before = [one for one in last if one.start != part.start] or last
        if not any(
            one.words == part.words and part.start - one.end < _PAUSE and one.start != part.start for one in before
        ):
            yield part
        last = [*last[-3:], part]


def _turns(said: Iterable[_Said]) -> Iterator[list[_Said]]:
    turn: list[_Said] = []
    speaker: str | None = None
    length = 0
    for part in said:
        ended = bool(turn) and ends_sentence(turn[-1].words)
        other = part.turn and (part.speaker is None or part.speaker != speaker)
        pause = ended and bool(turn) and part.start - turn[-1].end >= _PAUSE
        if turn and (other or pause or (ended and length >= _LONG)):
            yield turn
            turn, length = [], 0
        if other:
            speaker = part.speaker
        if not turn and speaker:
            part = _Said(f"{speaker}: {part.words}", speaker, part.turn, part.start, part.end)
        turn.append(part)
        length += len(part.words)
    if turn:
        yield turn


def _time(seconds: float) -> str:
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
