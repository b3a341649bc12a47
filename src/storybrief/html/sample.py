"""Does the Python-Markdown that is installed make of our forms what `forms.py` says? Tried on a page that has them all.

Another version may write other bytes; then it makes every page itself, and nothing but the time is another.
"""

from __future__ import annotations

import functools
from typing import Any

from markdown import Markdown
from mkdocs.structure.toc import TableOfContents, get_toc

from storybrief.html.forms import Titles, page
from storybrief.html.words import UnknownError

EXTENSIONS = frozenset({"attr_list", "def_list", "fenced_code", "footnotes", "md_in_html", "tables", "toc"})
"""What the forms know: the extensions that a new site's mkdocs.yml names, and those that MkDocs adds."""


def settings(titles: Titles) -> dict[str, dict[str, Any]]:
    """Return the settings of the extensions that the forms know."""
    return {
        "footnotes": {"BACKLINK_TITLE": titles.back},
        "toc": {"permalink": True, "permalink_title": titles.section},
    }


@functools.cache
def agrees(titles: Titles) -> bool:
    """Say whether the two make the same of the sample, with these titles."""
    made = Markdown(extensions=sorted(EXTENSIONS), extension_configs=settings(titles))
    try:
        html, contents = page(SAMPLE, titles, str)
        same = html == made.convert(SAMPLE)
        return same and _told(contents) == _told(get_toc(getattr(made, "toc_tokens", [])))
    except (UnknownError, LookupError, ValueError):  # a title that no number fits into
        return False


def _told(contents: TableOfContents) -> list[str]:
    return [str(heading) for heading in contents]


SAMPLE = """\
# A title &#38; “more”

*A teaser.*
{: .teaser }

<div class="facts" markdown="1">

Made of
:   [2 articles](#articles) of The Post, A&#38;B

Said
:   nobody

</div>

> **A note.** Its words.
{: .note }

> Beside it another.

## In brief {: #in-brief }

- <span id="c-1">First.</span> <span id="c-2" class="in-a">A[^n1]</span> [differs](#d-1) *(a reason)*
- Second, **bold** and **again**.[^n1][^n2]
- Third, <time>2026-05-04</time>, <mark>said</mark>.

- Apart.

- Last [of its list](../people/ada.md){: .back } [again](../people/ada.md){: .back }!

<figure class="picture">
<svg role="img" viewBox="0 0 30 20">
<title id="t">A picture of &#60;two&#62;</title>
<path class="of-a" d="M1 2h3"></path>
</svg>
</figure>

Its caption[^n2]
{: .caption #its-caption }

<details markdown="1">
<summary>2 more &#38; folded</summary>

<figure class="picture">
<svg role="img">
<text y="1">2</text>
</svg>
</figure>

- In the fold.

- *So* is this.[^n1]

| | [A](#article-a) | B |
|---|---|---|
| said | “It is **so**”[^n2]<br>“so” | – |
|  | 5 | *6* |

</details>

### Ada<span id="speaker-2"></span> {: .speaker #speaker-1 }

### A title &#38; “more”

## [A headline](../story/index.md)

#### Deep

For programs: [data](https://x.example/?a=1&amp;b=2#:~:text=It%20is)
{: .about }

<script type="application/ld+json">
{"@context":"https://schema.org","name":"*\\u003cb\\u003e* [x] {: .y } &"}
</script>

[^n2]: **A** The Post, “A title”: “It is so.” [in the article](articles/a.md#s-1)

[^n1]: Words.
[^n3]: Cited nowhere.
"""
