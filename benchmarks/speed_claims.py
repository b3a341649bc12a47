"""How long does a story of many long articles take to merge?

Makes up articles of invented words (38 sentences, about 800 words each, half of the sentences retold from a common stock
with a quarter of the words changed) and prints the processor time of `claims.merge`. The bars: 50 articles in 2 s, 500 in
30 s, on one core that nothing else uses. Run: python benchmarks/speed_claims.py [ARTICLES …]
"""

from __future__ import annotations

import random
import sys
import time

from storybrief.claims.merge import merge
from storybrief.model import Article, Extract, Paragraph, Sentence, Source, Span

SMALL_WORDS = ("the", "of", "and", "a", "in", "to", "on", "for", "with", "that", "was", "were", "he", "it", "by", "as")


def story(articles: int, *, copies: bool = False) -> list[Extract]:
    """Articles of one story; the same for the same number."""
    chance = random.Random(1)
    syllables = [c + v for c in "bcdfglmnprst" for v in "aeiou"]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(3000)]
    stock = [_sentence(chance, words) for _ in range(120)]
    texts = ["\n".join(_told(chance, words, stock) for _ in range(38)) for _ in range(articles)]
    return [_extract(f"a{n}", texts[0] if copies else text) for n, text in enumerate(texts)]


def _sentence(chance: random.Random, words: list[str]) -> list[str]:
    return [
        chance.choice(SMALL_WORDS) if chance.random() < 0.4 else words[min(2999, int(chance.paretovariate(0.6)))]
        for _ in range(chance.randint(12, 30))
    ]


def _told(chance: random.Random, words: list[str], stock: list[list[str]]) -> str:
    said = _sentence(chance, words)
    if chance.random() < 0.5:
        said = [w if chance.random() < 0.75 else chance.choice(words) for w in chance.choice(stock)]
    return " ".join(said).capitalize() + "."


def _extract(name: str, text: str) -> Extract:
    paragraphs: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        paragraphs.append(Paragraph("body", Span(at, at + len(line)), len(paragraphs) + 1))
        at += len(line) + 1
    article = Article(Source(name, f"{name}.txt", ""), None, text, tuple(paragraphs))
    sentences = tuple(Sentence(name, n + 1, n, p.span) for n, p in enumerate(paragraphs))
    return Extract(article, sentences, (), (), ())


def main(arguments: list[str]) -> None:
    for number in [int(a) for a in arguments] or [2, 10, 50]:
        for copies in (False, True):
            made = story(number, copies=copies)
            started = time.process_time()
            merged = merge(made)
            took = time.process_time() - started
            kind = "copies of one article" if copies else "articles"
            print(f"{number} {kind}: {took:.2f} s, {len(merged.claims)} claims")


if __name__ == "__main__":
    main(sys.argv[1:])
