"""How is the outline of a shape written in few characters? From point to point, in whole numbers of a small unit."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"[MLQCZz]|-?\d+\.?\d*(?:e-?\d+)?")
_NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6}


def relative(d: str, *, unit: float, flip: bool = False) -> str:
    """Write a path from point to point.

    Parameters
    ----------
    d : str
        Commands M, L, Q, C and Z with absolute coordinates.
    unit : float
        Coordinates become whole numbers of it, written in this unit if it is 1 or more, else in the old one.
    flip : bool, default False
        Turn the path upside down.

    Returns
    -------
    str
        The same path; no corner is off by more than half a unit.

    Examples
    --------
    >>> relative("M 0 267.599L 368.3995 267.599L 368.3995 0z", unit=0.01)
    'M0,267.6h368.4v-267.6z'
    """
    tokens, at, begin, told, last = _TOKEN.findall(d), (0, 0), (0, 0), [], ""
    i, command = 0, ""
    while i < len(tokens):
        if tokens[i].isalpha():
            command, i = tokens[i].upper(), i + 1
        if command == "Z":
            told, at, last = [*told, "z"], begin, "z"
            continue
        n = _NUMBERS[command]
        points = [round(float(token) / unit) for token in tokens[i : i + n]]
        points = [-value if flip and j % 2 else value for j, value in enumerate(points)]
        i += n
        moves = points if not told else [value - at[j % 2] for j, value in enumerate(points)]
        letter = "M" if not told else command.lower()
        at = (points[-2], points[-1])
        begin = at if command == "M" else begin
        if letter == "l" and 0 in moves:
            letter, moves = ("v", moves[1:]) if moves[0] == 0 else ("h", moves[:1])
        text = _joined(moves, unit)
        again = letter == last and letter not in "Mm"
        told.append(text if again and text[0] == "-" else f",{text}" if again else letter + text)
        last = letter
    return "".join(told)


def box(d: str) -> tuple[float, float, float, float]:
    """Give the smallest box around all points of a path.

    Parameters
    ----------
    d : str
        Commands with absolute coordinates.

    Returns
    -------
    tuple of float
        Left, top, right and bottom.

    Examples
    --------
    >>> box("M 1 2L 5 -3z")
    (1.0, -3.0, 5.0, 2.0)
    """
    numbers = [float(token) for token in _TOKEN.findall(d) if not token.isalpha()]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def plain(value: float, places: int = 2) -> str:
    """Write a number without a zero that says nothing.

    Parameters
    ----------
    value : float
        Any finite number.
    places : int, default 2
        Decimals at most.

    Returns
    -------
    str

    Examples
    --------
    >>> plain(-0.50), plain(-0.001), plain(12)
    ('-.5', '0', '12')
    """
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    text = re.sub(r"^(-?)0\.", r"\1.", text)
    return "0" if text in ("-0", "") else text


def _joined(moves: list[int], unit: float) -> str:
    """Numbers with a comma between them, but where a sign parts them."""
    scale = 1 if unit >= 1 else unit
    texts = [plain(move * scale) for move in moves]
    return texts[0] + "".join(text if text[0] == "-" else f",{text}" for text in texts[1:])
