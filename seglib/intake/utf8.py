"""How does text in any encoding become UTF-8, with every byte that is not text still to be told?"""

from __future__ import annotations

import codecs
from typing import BinaryIO

from seglib.intake.errors import IntakeError


def known_encoding(encoding: str, file: str) -> str:
    """Check that a declared encoding exists.

    Parameters
    ----------
    encoding : str
        As declared.
    file : str
        The file, for the message.

    Returns
    -------
    str
        Its name, in the one spelling that is compared with here.

    Raises
    ------
    IntakeError
        If there is none of that name.
    """
    try:
        "".encode(encoding)
    except LookupError:
        raise IntakeError(f"{file}: {encoding!r} is not an encoding; use for instance utf-8 or cp1252.") from None
    name = codecs.lookup(encoding).name
    return "utf-8" if name == "utf-8-sig" else name


class AsUtf8:
    """A stream of bytes in any encoding, read as UTF-8.

    Parameters
    ----------
    stream : binary file
    encoding : str
        From :func:`known_encoding`.
    file : str
        The file, for messages.

    Attributes
    ----------
    errors : str
        How bytes that are not in the encoding stand in the UTF-8 text: the error handler that decodes them to lone
        surrogates. They are never valid UTF-8.
    """

    def __init__(self, stream: BinaryIO, encoding: str, file: str):
        self._stream, self._encoding, self._file = stream, encoding, file
        self._decoder = None
        self.errors = "surrogateescape"
        if encoding != "utf-8":
            self._decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
            self.errors = "surrogatepass"
        self._started = False

    def read(self, size: int) -> bytes:
        """Read on.

        Parameters
        ----------
        size : int
            Bytes to take from the stream.

        Returns
        -------
        bytes
            UTF-8 without a byte-order mark; empty at the end.

        Raises
        ------
        IntakeError
            If the file is in another encoding throughout.
        """
        while True:
            data = self._stream.read(size)
            done = not data
            if self._decoder:
                try:
                    text = self._decoder.decode(data, done)
                except UnicodeError:
                    raise IntakeError(
                        f"{self._file}: this is not {self._encoding} text; write its `encoding:` in client.yml."
                    ) from None
                data = text.encode("utf-8", "surrogatepass")
            if data and not self._started:
                self._started = True
                data = data.removeprefix(codecs.BOM_UTF8)
            if data or done:
                return data
