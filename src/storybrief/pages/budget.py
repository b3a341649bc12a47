"""How many words of a brief does a reader see, and how many may it have?"""

from __future__ import annotations

from storybrief.model import Brief
from storybrief.pages.facing import Row
from storybrief.pages.glance import glance
from storybrief.pages.lines import Line, Lines, count
from storybrief.pages.voices import Silence, Words

# Silent reading of English non-fiction by adults: 238 words a minute on average (M. Brysbaert, "How many words do we
# read per minute? A review and meta-analysis of reading rate", Journal of Memory and Language 109, 2019, 104047).
WORDS_A_MINUTE = 238
# Two to three minutes, or a third of the time that the articles take, whichever is shorter.
MOST, LEAST, SHARE = 700, 450, 0.35
_FIXED = 44  # words of our own: headings, what a fold says, the ways to the evidence page


def allowed(brief: Brief) -> int:
    """Return how many words a reader is to see: the minutes of story.yml, else by the length of the articles."""
    if brief.length is not None:
        return brief.length * WORDS_A_MINUTE
    words = sum(count(e.article.text) for e in brief.extracts)
    return min(MOST, max(LEAST, int(SHARE * words)))


class Budget:
    """Counts the words of a brief's parts as a reader sees them."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._brief = lines.brief

    def frame(self) -> int:
        """How many words a reader sees before and after the lines: headline, notes, the list of articles, our own."""
        brief = self._brief
        told = [brief.headline.words, brief.teaser.words if brief.teaser else "", glance(brief).told]
        told += [f"{one.kind} {one.when} {one.what} {one.why}" for one in brief.corrections]
        told += [f"Editor’s note {e.override.to}" for e in brief.edits if e.override.do == "note" and e.at is None]
        told += ["Checked by an editor on 2026 03 01"] if brief.checks else []
        told += ["Draft It is shown here only a build leaves it out"] if brief.draft else []
        for extract in brief.extracts:
            source = extract.article.source
            named = source.outlet or extract.article.title
            told.append(f"A {named} {source.published} {'original' if source.url else ''}")
        return _FIXED + sum(count(words) for words in told)

    def words(self, line: Line) -> int:
        """How many words a reader sees of a line: its own, whom pronouns mean, a letter and a number for each source."""
        own = sum(self._lines.count(p) for p in line.at)
        means = sum(count(name) for _, name in line.means)
        return own + means + 2 * len({(p.article, p.sentence) for p in line.sources})

    def speaker(self, words: Words) -> int:
        """The same of what a speaker says."""
        role = self._lines.count(words.role) if words.role else count(words.speaker.override_role or "")
        return count(words.speaker.name) + role + sum(map(self.words, words.lines)) + 2 * bool(words.more)

    def silence(self, one: Silence) -> int:
        """The same of one who did not answer."""
        slices = sum(self._lines.count(p) + 2 * len(line.sources) for line in one.lines for p in line.at)
        return count(one.name or "") + slices + sum(map(self.words, one.replies))

    def row_words(self, row: Row) -> int:
        """The same of a row of what they disagree on, or of what changed."""
        sides = sum(self._lines.count(side.shown) for side in row.sides)
        sides += sum(count(s.giver or "") + 2 * len(s.sources) for s in row.sides)
        sides += sum(self._lines.count(s.when) for s in row.sides if s.when)
        return sides + sum(map(self._lines.count, row.about)) + len(row.label.split())
