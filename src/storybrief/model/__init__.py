"""The nouns: what the rooms hand to each other.

All are frozen. Offsets are code points (Python string indexes) into `Article.text`, half-open: `text[start:end]`.
Words of an article are never copied into a noun where an offset can stand for them, so that no stage can change
them; the few `str` fields that hold words are names and labels, and say so.
"""

from storybrief.model.article import UNSAID as UNSAID
from storybrief.model.article import Article as Article
from storybrief.model.article import Attribution as Attribution
from storybrief.model.article import Extract as Extract
from storybrief.model.article import Figure as Figure
from storybrief.model.article import LeftOut as LeftOut
from storybrief.model.article import Moment as Moment
from storybrief.model.article import Named as Named
from storybrief.model.article import NoAnswer as NoAnswer
from storybrief.model.article import Paragraph as Paragraph
from storybrief.model.article import Polarity as Polarity
from storybrief.model.article import Put as Put
from storybrief.model.article import Relay as Relay
from storybrief.model.article import Role as Role
from storybrief.model.article import Sentence as Sentence
from storybrief.model.article import Silence as Silence
from storybrief.model.article import Source as Source
from storybrief.model.article import Span as Span
from storybrief.model.article import SpeakerKind as SpeakerKind
from storybrief.model.article import Statement as Statement
from storybrief.model.article import StatementKind as StatementKind
from storybrief.model.article import Trace as Trace
from storybrief.model.article import Unsaid as Unsaid
from storybrief.model.brief import Brief as Brief
from storybrief.model.brief import Check as Check
from storybrief.model.brief import Correction as Correction
from storybrief.model.brief import CorrectionKind as CorrectionKind
from storybrief.model.brief import Dropped as Dropped
from storybrief.model.brief import Edit as Edit
from storybrief.model.brief import Lapse as Lapse
from storybrief.model.brief import Line as Line
from storybrief.model.brief import Override as Override
from storybrief.model.brief import Page as Page
from storybrief.model.brief import Person as Person
from storybrief.model.seen import short as short
from storybrief.model.seen import visible as visible
from storybrief.model.story import AS_ONE as AS_ONE
from storybrief.model.story import BriefLine as BriefLine
from storybrief.model.story import Claim as Claim
from storybrief.model.story import Decisions as Decisions
from storybrief.model.story import Difference as Difference
from storybrief.model.story import DifferenceKind as DifferenceKind
from storybrief.model.story import Dispute as Dispute
from storybrief.model.story import DisputeKind as DisputeKind
from storybrief.model.story import Independence as Independence
from storybrief.model.story import Link as Link
from storybrief.model.story import Merged as Merged
from storybrief.model.story import Passage as Passage
from storybrief.model.story import Quantity as Quantity
from storybrief.model.story import QuantitySort as QuantitySort
from storybrief.model.story import Reproduce as Reproduce
from storybrief.model.story import Revision as Revision
from storybrief.model.story import RevisionKind as RevisionKind
from storybrief.model.story import Speaker as Speaker
from storybrief.model.story import SpeakerRole as SpeakerRole
from storybrief.model.story import SpeaksFor as SpeaksFor
from storybrief.model.story import Standing as Standing
from storybrief.model.story import Timing as Timing
from storybrief.model.story import Update as Update
from storybrief.model.story import Verdict as Verdict
from storybrief.model.story import Weight as Weight
