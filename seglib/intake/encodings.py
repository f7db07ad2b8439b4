"""In which encoding is a text file written?

Nothing is guessed: what is valid UTF-8 throughout, or begins with a byte-order mark, says itself what it is. A file of
which a few lines are not UTF-8 is still UTF-8 if more lines prove it (they hold letters beyond ASCII in valid UTF-8)
than speak against it, and those are less than one in a hundred, or only one; they are set aside. Everything else is a
question, with a line of the file as each candidate reads it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from seglib.intake.blocks import Blocks
from seglib.intake.container import opened
from seglib.questions import Choice, Question

MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
"""Byte-order marks with the encodings that they prove, in the order in which to look for them."""
_CANDIDATES = (
    "windows-1252",
    "windows-1256",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "mac-roman",
    "cp850",
)
_BEYOND_ASCII = re.compile(rb"[\x80-\xff][^\r\n]*")
_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r)?")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_SAMPLES = 20


@dataclass
class Survey:
    """What the bytes of a text file say of its encoding; nothing is counted where all of it is UTF-8.

    Attributes
    ----------
    head : bytes
        Its beginning.
    lines : int
        Physical lines.
    proofs : int
        Lines that hold letters beyond ASCII in valid UTF-8.
    against : int
        Lines that are not valid UTF-8.
    samples : list of (int, bytes)
        Some of the latter, with their numbers.
    """

    head: bytes = b""
    lines: int = 0
    proofs: int = 0
    against: int = 0
    samples: list[tuple[int, bytes]] = field(default_factory=list)


def head_of(path: Path, member: str | None = None) -> bytes:
    """The first bytes of a text file.

    Parameters
    ----------
    path : pathlib.Path
        A text file, compressed or not.
    member : str, optional
        Which of the files in a zip file.

    Returns
    -------
    bytes
        Enough to see a byte-order mark and two bytes a letter.
    """
    with opened(path, member) as data:
        return data.read(64 << 10)


def survey(path: Path, member: str | None = None) -> Survey:
    """Read a text file for its encoding.

    Parameters
    ----------
    path : pathlib.Path
        A text file, compressed or not.
    member : str, optional
        Which of the files in a zip file.

    Returns
    -------
    Survey
    """
    found = Survey(head_of(path, member))
    if not all(_is_utf8(piece) for piece in _pieces(path, member)):
        for piece in _pieces(path, member):
            _add(found, piece)
    return found


def _pieces(path: Path, member: str | None) -> Iterator[bytes]:
    with opened(path, member) as data:
        pieces = Blocks(data, path.name, line=1)
        while piece := pieces.take():
            yield piece


def _is_utf8(piece: bytes) -> bool:
    try:
        return piece.isascii() or bool(piece.decode("utf-8"))
    except UnicodeDecodeError:
        return False


def _add(found: Survey, piece: bytes) -> None:
    start, lone = found.lines, piece.count(b"\r")
    found.lines += piece.count(b"\n") + (lone and lone - piece.count(b"\r\n"))
    found.lines += bool(piece) and not piece.endswith((b"\n", b"\r"))
    if piece.isascii():
        return
    if _is_utf8(piece):
        found.proofs += sum(1 for _ in _BEYOND_ASCII.finditer(piece))
    else:
        for number, match in enumerate(_LINE.finditer(piece), start=start + 1):
            line = match[0]
            if line.isascii():
                continue
            if _is_utf8(line):
                found.proofs += 1
            else:
                found.against += 1
                if len(found.samples) < _SAMPLES:
                    found.samples.append((number, line.rstrip(b"\r\n")))


def encoding_of(found: Survey, file: str, where: str) -> str | Question:
    """Decide in which encoding a file is, or ask.

    Parameters
    ----------
    found : Survey
    file : str
        Its name, for the question.
    where : str
        Its source in ``client.yml``, for the question.

    Returns
    -------
    str or Question
        The name of the encoding where the file itself proves it.
    """
    if marked := mark_of(found.head)[1]:
        return marked
    wide = _sixteen_bit(found.head)
    if wide:
        text = found.head[: len(found.head) // 2 * 2].decode(wide, "replace")
        choice = Choice(f"encoding: {wide}", _shown(text.splitlines()[:2]))
        side = "second" if wide.endswith("le") else "first"
        evidence = f"nearly every {side} of two bytes is NUL, as in UTF-16, but the file has no byte-order mark."
        return Question("encoding", file, evidence, (choice,), line=1, where=where)
    few = found.against == 1 or found.against * 100 < found.lines
    if not found.against or (few and found.proofs > found.against):
        return "utf-8"
    line = found.samples[0][0]
    evidence = (
        f"{found.against:,} of {found.lines:,} lines are no UTF-8, and {found.proofs:,} lines can only be UTF-8. "
        "Which reading of these lines is right?"
    )
    return Question("encoding", file, evidence, tuple(_readings(found)), line=line, where=where)


def mark_of(head: bytes) -> tuple[bytes, str]:
    """The byte-order mark of a file.

    Parameters
    ----------
    head : bytes
        Its beginning.

    Returns
    -------
    mark : bytes
        Empty where there is none.
    encoding : str
        What the mark proves; empty where there is none.
    """
    return next(((mark, encoding) for mark, encoding in MARKS.items() if head.startswith(mark)), (b"", ""))


def _sixteen_bit(head: bytes) -> str | None:
    """UTF-16 without a mark: NUL on one side of many pairs, hardly ever on the other, and beside every line feed."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    pair, encoding = (b"\n\0", "utf-16-le") if odd > even else (b"\0\n", "utf-16-be")
    if max(even, odd) * 20 < len(head) or min(even, odd) * 20 > max(even, odd) or head.count(pair) < head.count(b"\n"):
        return None
    return encoding if head else None


def _readings(found: Survey) -> list[Choice]:
    """Candidates that can read all samples, one of each that read them alike, the likelier alphabet first."""
    lines = [line for _, line in found.samples]
    readings: dict[tuple[str, ...], list[str]] = {}
    for encoding in _CANDIDATES:
        try:
            read = tuple(line.decode(encoding) for line in lines)
        except UnicodeDecodeError:
            continue
        if not any("\x80" <= letter < "\xa0" for text in read for letter in text):  # control characters are no text
            readings.setdefault(read, []).append(encoding)
    runs = [len(run) for line in lines for run in re.findall(rb"[\x80-\xff]+", line)]
    if runs and sum(runs) >= 3 * len(runs):  # whole words beyond ASCII: an alphabet of its own, not accents
        readings = dict(sorted(readings.items(), key=lambda item: -_arabic("".join(item[0]))))
    shares = {read: _arabic("".join(read)) for read in readings}
    choices = []
    for read, encodings in readings.items():
        notes = [f"{shares[read]:.0%} of the letters are Arabic script"] if any(shares.values()) else []
        notes += [f"these lines are the same in {', '.join(encodings[1:])}"] if encodings[1:] else []
        note = f" ({'; '.join(notes)})" if notes else ""
        choices.append(Choice(f"encoding: {encodings[0]}", _shown(read[:1]) + note))
    choices.append(Choice("encoding: utf-8", f"the file is UTF-8; set aside what is not: {found.against:,} lines"))
    return choices


def _arabic(text: str) -> float:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(1 for letter in letters if _ARABIC.match(letter)) / max(len(letters), 1)


def _shown(lines: list[str] | tuple[str, ...]) -> str:
    text = " / ".join(line.lstrip("\ufeff") for line in lines)
    return text if len(text) <= 100 else text[:99] + "…"
