"""Is a saved page only the beginning of an article, or no article at all?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from storybrief.article.declared import Markup
from storybrief.article.main_content import Chosen, tokens
from storybrief.problems import Problem, warning

# An article of fewer words than this is short: a wall shows the first two or three paragraphs.
_FEW = 150
# A prompt that is taken for a paragraph is among the last ones.
_LAST = 3
_UNASKED = frozenset({"hidden", "navigation", "comment", "related", "duplicate", "about", "byline", "caption"})
# A list of articles has so many links to others, and little text.
_MANY = 12
_WHO = r"(?:subscri\w+|sign(?:ing)? (?:in|up)|log(?:ging)? in|regist\w+|member\w*|free trial|create (?:a free|an) account|unlock)"
_REST = r"(?:(?:continue|keep|finish) reading|read(?:ing)? (?:the (?:full|rest|whole)|this|more of)|unlock|(?:full|unlimited) access|to continue)"
_PROMPT = re.compile(
    rf"\b{_WHO}\b.{{0,80}}\b{_REST}\b|\b{_REST}\b.{{0,80}}\b{_WHO}\b"
    rf"|\b(?:this (?:article|story|content) is (?:for|only|available|exclusive)|you(?:’|')ve reached)\b.{{0,80}}\b{_WHO}\b",
    re.IGNORECASE,
)
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])\s*(?:(?:continue reading|read more)\W*)?$", re.IGNORECASE)
_CONSENT = re.compile(
    r"\b(?:we (?:and our (?:\d+ )?partners|use cookies)|your privacy|cookies? (?:settings|policy|consent)|consent to|accept all)\b",
    re.IGNORECASE,
)
_ERROR = re.compile(
    r"^(?:error )?(?:40[0-9]|50[0-9])\b|\b(?:page not found|not found|access denied|forbidden|just a moment|attention required"
    r"|are you a (?:robot|human)|verify you are human|enable javascript|service unavailable|pardon our interruption)\b",
    re.IGNORECASE,
)


def partial(tree: HtmlElement, of: Markup, chosen: Chosen, shown: str, *, dated: bool) -> Iterator[Problem]:
    """Yield a warning when a page seems to be no whole article.

    "only-beginning": it is declared not to be free, or asks to subscribe, and is short, ends in dots, or asks in its text.
    "no-article": short, and an error's page, a question about cookies, or a list of other articles without a date of its own
    (`dated`: the page has one).
    """
    kept = [block.words for block, reason in zip(chosen.blocks, chosen.reasons, strict=True) if not reason]
    length = sum(len(tokens(words)) for words in kept)
    few = length < _FEW
    cut = bool(kept) and bool(_CUT.search(kept[-1].strip()))
    if few and (what := _no_article(tree, chosen, kept, dated=dated)):
        yield warning("no-article", shown, 0, f"Look whether this is an article: it seems to be {what}.")
        return
    asks = _asks(chosen)
    if (_is_closed(of) and (asks or cut or few)) or (asks and (cut or few)):
        told = f"Look whether this is the whole article: the page has {length} words of it and asks readers to subscribe or sign in."
        yield warning("only-beginning", shown, 0, told)


def _is_closed(of: Markup) -> bool:
    """Whether the page declares that not everybody may read its article."""
    said = [str(data.get("isAccessibleForFree")).lower() for data in of.articles[:1]]
    tiers = [tier.lower() for tier in of.contents.get("article:content_tier", ())]
    return "false" in said or any(tier in ("locked", "metered", "premium") for tier in tiers)


def _asks(chosen: Chosen) -> bool:
    """Whether a short block below the headline, that is shown, asks to subscribe for the rest."""
    start = chosen.body or 0
    kept = [at for at, reason in enumerate(chosen.reasons) if not reason]
    last = kept[-_LAST] if len(kept) > _LAST else start
    for at in range(start, len(chosen.blocks)):
        words = " ".join(chosen.blocks[at].words.split())
        can = chosen.reasons[at] not in _UNASKED if chosen.reasons[at] else at >= last
        if can and len(words) <= 600 and _PROMPT.search(words):
            return True
    return False


def _no_article(tree: HtmlElement, chosen: Chosen, kept: list[str], *, dated: bool) -> str:
    title = " ".join(str(element.text_content()) for element in tree.iter("title"))
    if _ERROR.search(title.strip()) or (len(kept) <= 3 and any(_ERROR.search(words.strip()) for words in kept)):
        return "the page of an error"
    if 2 * sum(bool(_CONSENT.search(words)) for words in kept) >= max(1, len(kept)):
        return "a question about cookies"
    links = sum(reason == "related" for reason in chosen.reasons)
    return "a list of articles" if links >= _MANY and not dated and len(kept) <= 3 else ""
