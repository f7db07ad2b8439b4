"""How is a long stream of bytes taken in pieces that end where a line ends?"""

from __future__ import annotations

import re
from typing import BinaryIO

from seglib.intake.errors import IntakeError

SIZE = 4 << 20
LONGEST_LINE = 64 << 20
LINE_END = re.compile(rb"\r\n|\n|\r")


class Blocks:
    """A stream of bytes, piece by piece.

    Parameters
    ----------
    stream : binary file
        UTF-8, or at least a code in which a line end is the byte that it is in ASCII.
    name : str
        The file, for messages.
    line : int
        Number of the physical line on which the stream begins.
    last_line : int or None
        The physical line after which nothing is read.
    skip : int
        Bytes of the stream that are passed over; ``line`` is the line behind them.
    size : int or None
        Bytes of a piece, more or less; left out, ``SIZE``.

    Attributes
    ----------
    line : int
        Number of the first physical line that no piece holds yet.
    """

    def __init__(
        self,
        stream: BinaryIO,
        name: str,
        *,
        line: int,
        last_line: int | None = None,
        skip: int = 0,
        size: int | None = None,
    ):
        self._stream, self._name, self._size, self._skip = stream, name, size or SIZE, skip
        self._rest = b""
        self._ended = False
        self._last_line = last_line
        self.line = line

    def take(self) -> bytes:
        """Take the next piece.

        Returns
        -------
        bytes
            One or more whole lines; empty at the end.

        Raises
        ------
        IntakeError
            If a line is so long that the file cannot be a table.
        """
        if self._last_line is not None and self.line > self._last_line:
            return b""
        parts, cut = [self._rest], 0
        length = len(self._rest)
        while not cut and not self._ended:
            chunk = self._stream.read(self._size)
            self._ended = not chunk
            if self._skip:
                self._skip, chunk = max(self._skip - len(chunk), 0), chunk[self._skip :]
            end = chunk.rfind(b"\n") + 1 or chunk.rfind(b"\r", 0, -1) + 1  # a last CR may be half of a CRLF
            cut = length + end if end else 0
            parts.append(chunk)
            length += len(chunk)
            if not cut and length > LONGEST_LINE:
                raise IntakeError(
                    f"{self._name}:{self.line}: the line is longer than {LONGEST_LINE >> 20} MB; no table has such "
                    "lines. Export the file again."
                )
        whole = b"".join(parts)
        cut = cut or len(whole)
        piece, self._rest = whole[:cut], whole[cut:]
        return self._up_to_last_line(piece)

    def _up_to_last_line(self, piece: bytes) -> bytes:
        if self._last_line is None:
            return piece
        for end in LINE_END.finditer(piece):
            self.line += 1
            if self.line > self._last_line:
                self._rest, self._ended = b"", True
                return piece[: end.end()]
        return piece
