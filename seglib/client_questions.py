"""Which questions of a ``client.yml`` are still open?

A value that is not known yet is written ``"?"``. The comment behind it is the question; the lines below it that begin
with ``#`` and a key are the possible answers, each with its reading in a comment of its own::

    currency: "?"          # in which currency is the money? No column says it
    # currency: EUR        # most customers live in Germany
    # currency: USD
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from seglib.questions import Choice, Question

UNKNOWN = "?"
"""The value of a question that is not answered yet."""

_ANSWER = re.compile(r"^\s*#\s?(\s*\S.*)$")


def open_questions(content: Any, lines: dict[tuple, int], text: str, file: str) -> list[Question]:
    """Find every ``"?"`` of a ``client.yml``, with what the file itself says of it.

    Parameters
    ----------
    content : dict, list or str
        What the file says; see :func:`seglib.strict_yaml.load`.
    lines : dict of tuple to int
        Physical line of each path.
    text : str
        The file's text.
    file : str
        The file, as shown to the reader.

    Returns
    -------
    list of seglib.questions.Question
        In the order of the file.

    Examples
    --------
    >>> text = 'currency: "?"  # which one?\\n# currency: EUR  # as in Germany\\n'
    >>> (question,) = open_questions({"currency": "?"}, {("currency",): 1}, text, "client.yml")
    >>> question.text, question.choices[0].line
    ('`currency`: which one?', 'currency: EUR')
    """
    rows = text.splitlines()
    found = [_question(path, lines[path], rows, file) for path in _unknown(content, ())]
    return sorted(found, key=lambda question: question.line)


def _unknown(content: Any, path: tuple) -> list[tuple]:
    if content == UNKNOWN:
        return [path]
    if isinstance(content, dict):
        return [found for key, value in content.items() for found in _unknown(value, (*path, key))]
    if isinstance(content, list):
        return [found for place, value in enumerate(content) for found in _unknown(value, (*path, place))]
    return []


def _question(path: tuple, line: int, rows: list[str], file: str) -> Question:
    key = next(part for part in reversed(path) if isinstance(part, str))
    asked = _parted(rows[line - 1])[1] or "this is not known yet."
    choices = []
    for row in rows[line:]:
        answer = _ANSWER.match(row)
        if not answer or not re.match(rf"\s*([a-z_]+|(['\"]?){re.escape(key)}\2)\s*:\s*\S", answer[1]):
            break
        written, reading = _parted(answer[1])
        choices.append(Choice(written, reading or "if that is so"))
    if not choices:
        choices = [Choice(f"{key}: ...", "with the right value instead of the dots")]
    where = ".".join(str(part) for part in path[:-1])
    where = re.sub(r"\.(\d+)", r"[\1]", where)
    return Question("open_question", file, f"`{key}`: {asked}", tuple(choices), line=line, where=where)


def _parted(row: str) -> tuple[str, str]:
    """A line of YAML and the comment behind it; a # inside quotes is no comment."""
    row = row.strip()
    try:
        ends = [token.end_mark.index for token in yaml.scan(row) if token.end_mark.index > token.start_mark.index]
    except yaml.MarkedYAMLError:
        return row, ""
    end = max(ends, default=0)
    return row[:end], row[end:].strip().removeprefix("#").strip()
