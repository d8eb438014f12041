"""Matching of word lists against the words of a sentence: cheaper to build and to read than one large expression."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

_WORD = re.compile(r"[^\s\W](?:[\w'’-]*\w)?")


def words_of(sentence: str) -> list[str]:
    """Return the sentence's words in lower case, without punctuation and marks."""
    return [word.replace("’", "'") for word in _WORD.findall(sentence.lower())]


class Phrases:
    """A set of phrases, written as one text with commas between them; "(s)" stands for an optional ending."""

    def __init__(self, text: str) -> None:
        self._by_first: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
        for phrase in text.split(","):
            for written in _variants(phrase):
                words = tuple(written.lower().split())
                if words:
                    self._by_first[words[0]].append(words)
        for phrases in self._by_first.values():
            phrases.sort(key=len, reverse=True)

    def end(self, words: Sequence[str], start: int) -> int:
        """Return the index after the longest phrase that the words have at `start`, or -1 for none."""
        if start < 0 or start >= len(words):
            return -1
        for phrase in self._by_first.get(words[start], ()):
            if tuple(words[start : start + len(phrase)]) == phrase:
                return start + len(phrase)
        return -1

    def skip(self, words: Sequence[str], start: int) -> int:
        """Return the index after as many phrases as follow one another from `start`."""
        while (end := self.end(words, start)) > start >= 0:
            start = end
        return start


def _variants(phrase: str) -> tuple[str, ...]:
    if "(s)" not in phrase:
        return (phrase,)
    return (phrase.replace("(s)", ""), phrase.replace("(s)", "s"))
