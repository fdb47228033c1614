"""Code blocks of Markdown documents, so that tests can run what the documents show.

A ``python`` block is run as it stands; the blocks of one document share their names. A ``console`` block holds commands
behind ``$ ``, each followed by what it prints; a line ``...`` there stands for any lines, ``...`` in a line for any
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: its language, text and line in the document."""

    language: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a console block and what the document says it prints."""

    command: str
    output: str
    line: int


def blocks(document: Path, language: str) -> list[Block]:
    """The blocks of a language, in page order."""
    text = document.read_text("utf-8")
    found = ((m[1], m[2], text.count("\n", 0, m.start()) + 2) for m in _BLOCK.finditer(text))
    return [Block(name, body, line) for name, body, line in found if name == language]


def iter_commands(document: Path) -> Iterator[Command]:
    """The commands of the console blocks, in page order; a final backslash continues a line."""
    for block in blocks(document, "console"):
        command, line = "", 0
        output: list[str] = []
        for number, text in enumerate(block.text.splitlines(), block.line):
            if command.endswith("\\"):
                command = command[:-1] + text.strip()
            elif text.startswith("$ "):
                if command:
                    yield Command(command, "\n".join(output), line)
                command, output, line = text[2:], [], number
            else:
                output.append(text)
        if command:
            yield Command(command, "\n".join(output), line)


def matches(shown: str, printed: str) -> bool:
    """Whether the printed text is what the document shows, ``...`` standing for anything and white space folded."""
    pattern = ""
    for text in shown.strip().splitlines():
        if text.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            words = r"\s+".join(re.escape(word).replace(r"\.\.\.", r".*?") for word in text.split())
            pattern += rf"[ \t]*{words}[ \t]*\n"
    return re.fullmatch(pattern, printed.strip() + "\n") is not None
