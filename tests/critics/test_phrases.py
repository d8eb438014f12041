from __future__ import annotations

from pipeline.critics.phrases import Phrases, words_of


def test_the_longest_phrase_counts() -> None:
    phrases = Phrases("look, look into, log(s)")
    assert phrases.end(["look", "into", "it"], 0) == 2
    assert phrases.end(["look", "at", "it"], 0) == 1
    assert phrases.end(["see"], 0) == -1


def test_an_ending_in_brackets_is_optional() -> None:
    assert [Phrases("log(s)").end([word], 0) for word in ("log", "logs", "logss")] == [1, 1, -1]


def test_skipping_goes_over_many_and_over_none() -> None:
    phrases = Phrases("the, any")
    assert phrases.skip(["the", "any", "log"], 0) == 2
    assert phrases.skip(["log"], 0) == 0
    assert phrases.skip(["log"], -1) == -1


def test_words_lose_their_marks() -> None:
    assert words_of("**Find** out what’s wrong, then re-check!") == [
        "find",
        "out",
        "what's",
        "wrong",
        "then",
        "re-check",
    ]
