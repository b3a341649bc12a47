"""Text that tries to be more than text: every trick against Markdown, HTML, YAML, templates and addresses, mixed with words."""

from __future__ import annotations

from hypothesis import strategies as st

TRICKS = (
    # blocks of Markdown
    "# heading", "#hashtag", "## two {#id}", "> cited", "- item", "+ item", "* item", "1. one", "2024. A year", "1) one",
    "    code", "\tcode", "---", "***", "___", "* * *", "===", "= equal", "~~~", "```", "```python", "| a | b |", "|---|---|",
    "!!! note", "??? note", "???+ note", ":::", "::: module", ": definition", "/// note", "[TOC]", "[toc]",
    "///Footnotes Go Here///", "- [ ] task", "$$x$$", "{++ins++}", "^^up^^", "==mark==", "++Ctrl++", "--8<-- \"mkdocs.yml\"",
    # inside a line
    "*em*", "**strong**", "_em_", "__strong__", "`code`", "``", "\\", "\\*", "two  \nlines", "<br>", "~~gone~~",
    "![](x.png)", "[x](javascript:alert(1))", "[x](data:text/html,1)", "[x](&#x6a;avascript:alert(1))", "[x]", "[x][y]",
    "[x]: javascript:alert(1)", "[x]: <y> 'z'", "[^1]", "[^1]: mine", "[^n0a1b2c3d]", "[^n0a1b2c3d]: mine", "*[HTML]: x",
    "<https://x.example>", "<me@x.example>", "https://x.example/a_b_c", "www.x.example", "http://", "me@x.example", ":smile:",
    # attributes
    "{: .x }", "{: onclick=alert(1) }", "{ .x }", "{:#id}", "{100}", "text {: style='x' }", "{:", "}", "{{", "}}",
    # HTML
    "<script>alert(1)</script>", "</script>", "<img src=x onerror=alert(1)>", "<iframe src=x>", "<!--", "-->", "<!-- x -->",
    "<![CDATA[", "]]>", "<?php ?>", "<!DOCTYPE html>", "<b>", "</p>", "</details>", "<details markdown=\"1\">", "</span>",
    "<span id=\"s-0\">", "<svg onload=alert(1)>", "&lt;", "&amp;", "&#60;", "&#x3c;", "&copy", "&nbsp;", "&", "<", ">", "\"", "'",
    # templates and front matter
    "{{ 7*7 }}", "{% raw %}", "{# x #}", "${x}", "<% x %>", "--- ", "...", "title: x", ": ", " #", "no", "17:00", "2025-05-03",
    "!ENV [HOME]", "!!python/object:os.system", "&anchor", "*alias", "%TAG", "@x", "null", "~", "\ufeff---",
    # what Python-Markdown marks its own stashed text with, and characters without a shape
    "\x02klzzwxh:0000\x03", "\x02wzxhzdk:0\x03", "klzzwxh:0000", "\x02amp\x03", "\x0242\x03", "zz1337820767766393qq",
    "\x00", "\x1b[31m", "\u202e", "\u2066", "\u200b", "\u200d", "\xad", "\u2028", "\x85", "\xa0", "\ufffe", "\ud800",
    # words as articles have them
    "He said: “We’re done”, then left.", "\"Wait,\" she said.", "[sic]", "AT&T", "5 * 3", "snake_case", "C#", "a < b > c",
    "1,200 of 57,500", "$5m", "£3.50", "50%", "e-mail", "—", "–", "…", "(as told)", "No. 5", "10.30", "Café", "ünï", "中文", "עברית",
)  # fmt: skip

_SIGNS = "\\`*_{}[]()#+-.!|<>&\"'~^:=/?%$@;, \t\n\r\x00\x02\x03\xa0\u2028\u202eab1"
_MASKED = st.sampled_from(["talks", "ended", "on", "Friday", "No", "17:00", "www", "http", "javascript"])

texts: st.SearchStrategy[str] = st.one_of(
    st.text(alphabet=_SIGNS, max_size=24),
    st.lists(st.one_of(st.sampled_from(TRICKS), _MASKED, st.text(alphabet=_SIGNS, max_size=4)), max_size=8).map(
        "".join
    ),
    st.lists(st.one_of(st.sampled_from(TRICKS), _MASKED), max_size=8).map(" ".join),
    st.text(max_size=40),
)
"""Any text, most of it hostile."""
