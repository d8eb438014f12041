"""The pieces of a shell command as the parser hands them on."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command: quotes taken off, expansions as written; `start` and `end` are offsets in the block.

    `opaque` words hold a variable, a substitution or a placeholder: their text is not what the tool will see.
    `raw` is set for words in single quotes, whose variables belong to whoever reads them next.
    """

    text: str
    start: int
    end: int
    opaque: bool = False
    quoted: bool = False
    raw: bool = False

    @property
    def is_flag(self) -> bool:
        """Whether the word is a flag: a dash and a name, not a number, a lone dash or the end of flags."""
        return len(self.text) > 1 and self.text[0] == "-" and self.text != "--" and not _number(self.text[1:])


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirection: its operator (">", ">>", "<", "<<", "<<<") and where it goes to or what it brings."""

    operator: str
    target: Word


@dataclass(frozen=True, slots=True)
class Call:
    """One simple command.

    `ends` says that something outside makes it end: timeout, a reader that stops, the background. `fed` says that its
    standard input is not the terminal. `remote` calls run in a container or on another host.
    """

    words: tuple[Word, ...]
    start: int
    end: int
    redirects: tuple[Redirect, ...] = ()
    ends: bool = False
    fed: bool = False
    remote: bool = False

    @property
    def tool(self) -> str:
        """The command's name without its folder and without ".sh" or ".exe"."""
        return tool_name(self.words[0].text) if self.words else ""

    @property
    def arguments(self) -> tuple[Word, ...]:
        """The words after the name."""
        return self.words[1:]

    def having(self, words: tuple[Word, ...], ends: bool = False, fed: bool = False, remote: bool = False) -> Call:
        """Return the call that these words make, in this one's place; what holds for this one holds for it."""
        return replace(
            self,
            words=words,
            start=words[0].start,
            ends=self.ends or ends,
            fed=self.fed or fed,
            remote=self.remote or remote,
        )


def tool_name(word: str) -> str:
    """Return the name that a command is known by: "/opt/kafka/bin/kafka-topics.sh" is "kafka-topics"."""
    name = word.rsplit("/", 1)[-1]
    return name.removesuffix(".sh").removesuffix(".exe") if not word.startswith("./") else name


def _number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
