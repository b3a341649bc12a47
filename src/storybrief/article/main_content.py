"""Which blocks of a saved page are the article? And of each other block: why not?

Trafilatura reads first. Its words are looked up among the page's blocks; where it disagrees with the page (a block like
the kept ones is missing, the opening is, or a kept block stands in a box of another kind) the page is looked at again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from storybrief.article import furniture
from storybrief.article.page import Node, PageBlock
from storybrief.article.page_names import kind_of
from storybrief.english.marks import ends_sentence

_RUN = 4
# A block of prose has so many words, or ends as a sentence does and has a few.
_PROSE = 12
_SENTENCE_WORDS = 4
_AREA = 3
_LONG = 150
_WORD = re.compile(r"\w+")

_POST = re.compile(r"twitter-|tweet|instagram-media|tiktok-embed|bluesky-embed|mastodon|fb-post|reddit-embed|threads")
_TEXT_OF = re.compile(r"(?:article|story|post|entry)[\w-]*(?:body|content|text)")
_PULLED = re.compile(r"pull-?(?:ed-?)?quote|quote-?pull|blockquote-embed")
# What stands in such a box is never the article's, whatever the first reader says.
_NEVER = frozenset({"related", "navigation", "comment", "hidden", "topics", "about"})
_STANDFIRST = re.compile(
    r"(?:^|[\s_-])(?:stand-?first|dek|deck|sub-?title|sub-?head(?:line|ing)?|sub-?hed|summary|lead|lede|intro(?:duction)?"
    r"|excerpt|description|strap-?(?:line)?|teaser(?:-?(?:content|text))?|abstract|synopsis|sell)(?:[\s_-]|$)"
)


_Like = tuple[tuple[str, str], ...]
"""The tag and the classes of the elements around a block, the innermost first."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Each of the page's blocks, in order, with why it is not the article's ("" : it is), and which of these are doubtful."""

    blocks: tuple[PageBlock, ...]
    reasons: tuple[str, ...]
    doubtful: frozenset[int] = frozenset()
    standfirst: frozenset[int] = frozenset()
    found: bool = True
    headline: int | None = None
    body: int | None = None
    kinds: tuple[str, ...] = ()


def choose(
    blocks: Sequence[PageBlock], first: Iterable[str], titles: Sequence[str] = (), summaries: Sequence[str] = ()
) -> Chosen:
    """Choose the article's blocks.

    In: the page's blocks; the words of each block that the first reader keeps; what the page declares as its title and as
    its summary.
    """
    return _Choice(tuple(blocks), tuple(first), tuple(titles), tuple(summaries)).made()


def is_prose(words: str) -> bool:
    """Whether words end as a sentence does, and are some."""
    return len(tokens(words)) >= _SENTENCE_WORDS and ends_sentence(words, ":")


def tokens(words: str) -> list[str]:
    """Return the words in small letters, without marks."""
    return _WORD.findall(words.casefold())


class _Choice:
    def __init__(
        self, blocks: tuple[PageBlock, ...], first: tuple[str, ...], titles: tuple[str, ...], summaries: tuple[str, ...]
    ) -> None:
        self.blocks = blocks
        self.tokens = [tokens(block.words) for block in blocks]
        self.lines = {" ".join(tokens(line)) for piece in first for line in piece.split("\n")}
        self.runs = {run for piece in first for run in _runs(tokens(piece))}
        self.titles = [" ".join(tokens(title)) for title in titles if title]
        self.summaries = [" ".join(tokens(s)) for s in summaries if s]
        self.hits = [self._share(words) for words in self.tokens]
        self.likes = [tuple(node.like for node, _ in zip(b.node.up(), range(3), strict=False)) for b in blocks]
        self.looked = False
        self._second_look()
        self.trusted = self._trusted()
        self.top = self._container()
        self.like, self.parents = self._likes()
        self.named = {key[:2] for key in self.like if key[0][1] or _TEXT_OF.search(key[1][1])}
        self.kinds: dict[int, str] = {}
        self.kept: set[int] = set()
        self.standfirst: set[int] = set()
        self.headline: int | None = None
        self.body: int | None = None

    def _share(self, words: list[str]) -> float:
        """The share of a block's words that the first reader keeps too."""
        if len(words) <= _RUN:
            return float(bool(words) and " ".join(words) in self.lines)
        found = [False] * len(words)
        for at, run in enumerate(_runs(words)):
            if run in self.runs:
                found[at : at + _RUN] = [True] * _RUN
        return sum(found) / len(words)

    def _second_look(self) -> None:
        """Where the page has a longer run of like paragraphs than all that the first reader keeps, those count as kept."""
        groups: dict[_Like, list[int]] = {}
        kept = 0
        for at, block in enumerate(self.blocks):
            if len(self.tokens[at]) >= _PROSE and self._is_prose(at) and 4 * block.linked <= len(block.words):
                kept += len(self.tokens[at]) if self.hits[at] >= 0.5 else 0
                groups.setdefault(self._like(at), []).append(at)
        group = max(groups.values(), key=lambda ones: sum(len(self.tokens[at]) for at in ones), default=[])
        length = sum(len(self.tokens[at]) for at in group)
        missed = sum(self.hits[at] < 0.5 for at in group)
        if (
            length >= _LONG
            and length > kept
            and 2 * missed > len(group)
            and length >= 20 * len(group)
            and not self._boxed(group[0])
        ):
            self.looked = True
            for at in group:
                self.hits[at] = 1.0

    def _boxed(self, at: int) -> bool:
        around = self.blocks[at].node.up()
        return any(node.hidden or kind_of(node.tag, node.names) in _NEVER for node in around)

    @cached_property
    def _weights(self) -> Counter[Node]:
        weights: Counter[Node] = Counter()
        for at, block in enumerate(self.blocks):
            if self.hits[at] >= 0.7 and len(self.tokens[at]) >= _PROSE:
                for node in block.node.up():
                    weights[node] += len(self.tokens[at])
        return weights

    def _trusted(self) -> frozenset[Node]:
        """Elements that hold so much of the article, or its headline, that their names say nothing against it."""
        weights = self._weights
        most = max(weights.values(), default=0)
        holding = {node for node, weight in weights.items() if 2 * weight >= most}
        named = (at for at, block in enumerate(self.blocks) if block.mark == "h1" and len(self.tokens[at]) > 2)
        for at in named:
            around = list(self.blocks[at].node.up())
            if self._is_titled(" ".join(self.tokens[at])) and not any(node.hidden for node in around):
                holding.update(around)
        return frozenset(holding)

    def _container(self) -> Node | None:
        """The innermost element that holds nine tenths of the article."""
        weights = self._weights
        most = max(weights.values(), default=0)
        inner = [node for node, weight in weights.items() if 10 * weight >= 9 * most]
        return max(inner, key=lambda node: sum(1 for _ in node.up()), default=None)

    def kind(self, at: int) -> str:
        """What the elements around a block say that it is; "" when none says anything."""
        if at not in self.kinds:
            self.kinds[at] = self._kind(at)
        return self.kinds[at]

    def _kind(self, at: int) -> str:
        """What the elements around a block say that it is: the innermost first; "" when none says anything."""
        said = "caption" if self.blocks[at].mark == "caption" else ""
        named = self._like(at)[:2] in self.named
        for node in self.blocks[at].node.up():
            if node in self.trusted:
                break
            if node.hidden:
                return "hidden"
            # A post that is quoted, or a paragraph with the very names of the kept ones, is in no box of another kind.
            if said or named or (node.tag == "blockquote" and _POST.search(node.names)):
                named = True
                continue
            said = kind_of(node.tag, node.names)
        return said

    def made(self) -> Chosen:
        self.kept = {at for at in range(len(self.blocks)) if self._is_kept(at)}
        self._take_back()
        self._open()
        self._once()
        reasons = tuple("" if at in self.kept else self._reason(at) for at in range(len(self.blocks)))
        doubtful = frozenset(at for at in range(len(self.blocks)) if reasons[at] == "other" and self._is_doubtful(at))
        return Chosen(
            self.blocks,
            reasons,
            doubtful,
            frozenset(self.standfirst & self.kept),
            self._found(),
            self.headline,
            self.body,
            tuple(map(self.kind, range(len(self.blocks)))),
        )

    def _found(self) -> bool:
        """Whether the words of the first reading are among the page's blocks: at least half of them."""
        shown = {run for words in self.tokens for run in _runs(words)}
        return self.looked or not self.runs or 2 * len(self.runs & shown) >= len(self.runs)

    # --- what the first reader keeps -----------------------------------------------------------------------------

    def _is_kept(self, at: int) -> bool:
        if self.hits[at] < 0.5 or self.kind(at) in _NEVER or self._is_link(at) or at in self.cards:
            return False
        if self._is_inside(at) or self._like(at) in self.like:
            return True
        return len(self.tokens[at]) >= _PROSE and self._is_prose(at) and not self._is_told_inside(at)

    def _is_told_inside(self, at: int) -> bool:
        """Whether most of a block's words stand in the article's own element too: outside it they are another's teaser."""
        runs = list(_runs(self.tokens[at]))
        return 2 * sum(run in self.inside for run in runs) > len(runs)

    @cached_property
    def inside(self) -> frozenset[tuple[str, ...]]:
        return frozenset(run for at, words in enumerate(self.tokens) if self._is_inside(at) for run in _runs(words))

    def _is_inside(self, at: int) -> bool:
        return self.top is None or any(node is self.top for node in self.blocks[at].node.up())

    def _is_link(self, at: int) -> bool:
        """Whether a block is a link and little else, as the title of another article is."""
        block = self.blocks[at]
        return 10 * block.linked >= 8 * len(block.words.strip()) and len(self.tokens[at]) >= 4

    @cached_property
    def cards(self) -> frozenset[int]:
        """The blocks of boxes that stand beside others of their kind, each with a link for a line: other articles."""
        boxes: dict[Node, list[int]] = {}
        for at, block in enumerate(self.blocks):
            for node, _ in zip(block.node.up(), range(5), strict=False):
                if node in self.trusted:
                    break
                boxes.setdefault(node, []).append(at)
        linked = {
            node: inside
            for node, inside in boxes.items()
            if 1 < len(inside) <= 8
            and any(map(self._is_link, inside))
            and sum(len(self.tokens[i]) for i in inside) <= 90
        }
        alike = Counter(node.like for node in linked)
        cards = {i for node, inside in linked.items() if alike[node.like] >= 3 for i in inside}
        return frozenset(cards | set(self._linked_items()))

    def _linked_items(self) -> Iterator[int]:
        """The items of lists in which a part of each is a link, and of which the first reader keeps few."""
        lists: dict[Node, list[int]] = {}
        for at, block in enumerate(self.blocks):
            if block.node.tag == "li" and block.node.parent:
                lists.setdefault(block.node.parent, []).append(at)
        for inside in lists.values():
            linked = [at for at in inside if 10 * self.blocks[at].linked >= len(self.blocks[at].words.strip())]
            kept = [at for at in inside if self.hits[at] >= 0.5]
            if len(inside) >= 3 and 3 * len(linked) >= 2 * len(inside) and 4 * len(kept) <= len(inside):
                yield from inside

    def _is_prose(self, at: int) -> bool:
        words = self.blocks[at].words.strip()
        return len(self.tokens[at]) >= _SENTENCE_WORDS and ends_sentence(words, ":") and not self._is_link(at)

    def _like(self, at: int) -> _Like:
        return self.likes[at]

    def _likes(self) -> tuple[frozenset[_Like], frozenset[Node | None]]:
        """What stands around the paragraphs of prose that the first reader keeps: tags and classes; and their parents."""
        every = [at for at in range(len(self.blocks)) if len(self.tokens[at]) >= _PROSE and self._is_prose(at)]
        prose = [at for at in every if self.hits[at] >= 0.7 and not self.blocks[at].mark]
        of = Counter(map(self._like, every))
        like = Counter(map(self._like, prose))
        parents = Counter(self.blocks[at].node.parent for at in prose)
        return (
            frozenset(key for key, n in like.items() if n > 1 and 4 * n >= of[key]),
            frozenset(node for node, n in parents.items() if n > 1),
        )

    def _take_back(self) -> None:
        """Blocks of prose like the kept ones: the same tags and classes around them, or the very same parent."""
        first = frozenset(self.kept)
        for at in range(len(self.blocks)):
            block = self.blocks[at]
            if self._is_post(block) and self._is_inside(at):
                self.kept.add(at)
            if at in self.kept or at in self.cards or self.kind(at) or not self._is_prose(at):
                continue
            beside = at - 1 in first and at + 1 in first
            sibling = block.node.parent in self.parents and (bool(block.mark) or beside or len(self.tokens[at]) >= 8)
            if self._like(at) in self.like or self._like(at)[:2] in self.named or sibling:
                self.kept.add(at)

    def _is_post(self, block: PageBlock) -> bool:
        near = (node for node, _ in zip(block.node.up(), range(3), strict=False))
        return any(node.tag == "blockquote" and _POST.search(node.names) for node in near)

    def _open(self) -> None:
        """The headline, and what stands between it and the body: the standfirst and the lede."""
        body = [at for at in sorted(self.kept) if len(self.tokens[at]) >= _PROSE and not self.blocks[at].mark]
        body = [at for at in body if self._like(at) in self.like] or body
        if not body:
            return
        self.body = body[0]
        self.headline = head = self._headline(body[0])
        if head is None:
            return
        self.kept.add(head)
        for at in range(head + 1, body[0]):
            if at not in self.kept and at not in self.cards and self._is_opening(at, self.blocks[head]):
                self.kept.add(at)
                self.standfirst.add(at)

    def _headline(self, first: int) -> int | None:
        """The heading above the body that has the words of the declared title, else the last h1."""
        heads = [at for at in range(first + 1) if self.blocks[at].mark and self.kind(at) not in _NEVER]
        named = [at for at in heads if len(self.tokens[at]) > 2 and self._is_titled(" ".join(self.tokens[at]))]
        return max(named or [at for at in heads if self.blocks[at].mark == "h1"], default=None)

    def _is_titled(self, line: str) -> bool:
        return any(line in title or title in line for title in self.titles)

    def _is_opening(self, at: int, head: PageBlock) -> bool:
        block = self.blocks[at]
        words = self.tokens[at]
        if len(words) < _SENTENCE_WORDS or 2 * block.linked > len(block.words) or block.mark == "caption":
            return False
        line = " ".join(words)
        if any(line == summary or (len(words) >= 8 and line in summary) for summary in self.summaries):
            return True
        near = [node for node, _ in zip(block.node.up(), range(2), strict=False)]
        if any(_STANDFIRST.search(node.names) for node in near):
            return True
        if self.kind(at) or len(words) < 6:
            return False
        return self._is_prose(at) or block.node.parent in (
            head.node.parent,
            head.node.parent and head.node.parent.parent,
        )

    def _once(self) -> None:
        """Of paragraphs with the same words the first stays; a quotation pulled out of one goes."""
        seen: set[str] = set()
        lines = {at: " ".join(self.tokens[at]) for at in self.kept}
        pulled = {at for at in self.kept if self._is_pulled(at)}
        whole = {run for at in self.kept - pulled for run in _runs(self.tokens[at])}
        for at in sorted(self.kept):
            line = lines[at]
            again = line in seen or (at in pulled and whole.issuperset(_runs(self.tokens[at])))
            if again and len(self.tokens[at]) >= _SENTENCE_WORDS:
                self.kept.discard(at)
            seen.add(line)

    def _is_pulled(self, at: int) -> bool:
        near = [node for node, _ in zip(self.blocks[at].node.up(), range(4), strict=False)]
        return any(node.tag in ("blockquote", "aside") or _PULLED.search(node.names) for node in near)

    def _reason(self, at: int) -> str:
        kind = self.kind(at)
        if kind:
            return kind
        if at in self.cards or self._is_link(at):
            return "related"
        line = " ".join(self.tokens[at])
        if line in self.kept_lines:
            return "duplicate"
        if not self._is_prose(at) or len(self.tokens[at]) < 8:
            return "line"
        return "other"

    @cached_property
    def kept_lines(self) -> frozenset[str]:
        return frozenset(" ".join(self.tokens[at]) for at in self.kept)

    def _is_doubtful(self, at: int) -> bool:
        """Whether a block can be a paragraph of the article: prose in its element, below the headline, and no furniture."""
        words = " ".join(self.blocks[at].words.split())
        below = self.headline is None or at > self.headline
        near = any(node in self.area for node in self.blocks[at].node.up())
        return below and len(self.tokens[at]) >= _PROSE and near and not furniture.is_furniture(words)

    @cached_property
    def area(self) -> frozenset[Node]:
        """The article's own element, and the two that it stands in, if they are no whole page."""
        nodes = list(self.top.up())[:_AREA] if self.top else [block.node for block in self.blocks]
        return frozenset(node for node in nodes if node.tag not in ("body", "html"))


def _runs(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _RUN]) for at in range(len(words) - _RUN + 1))
