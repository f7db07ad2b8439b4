"""What must the client decide? Questions that no rule can answer, each with the exact line that answers it.

Where two readings are possible, none is chosen: the run stops, all open questions are shown at once, and each reading
stands beside the line of ``client.yml`` that declares it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One possible answer.

    Attributes
    ----------
    line : str
        What to write in ``client.yml``, such as ``decimal: ","``.
    reading : str
        What the file would then say, with samples.
    """

    line: str
    reading: str


@dataclass(frozen=True)
class Question:
    """Something that no rule can decide.

    Attributes
    ----------
    code : str
        What is asked: small letters and underscores, such as ``date_order``.
    file : str
        The file it is asked of.
    text : str
        The question, with the evidence for it.
    choices : tuple of Choice
        Two or more answers; one where only that one is likely.
    column : str or None
        Name of the column in the file.
    line : int or None
        Physical line, from 1, of the evidence.
    where : str
        Where in ``client.yml`` the answer belongs, such as ``sources[2]``.
    """

    code: str
    file: str
    text: str
    choices: tuple[Choice, ...]
    column: str | None = None
    line: int | None = None
    where: str = ""

    def __str__(self) -> str:
        """Give the question and its answers as lines of text."""
        place = self.file + (f":{self.line}" if self.line else "")
        column = f" column {self.column!r}:" if self.column else ""
        under = f", under {self.where}" if self.where else ""
        answers = [f"    {choice.line}    # {choice.reading}" for choice in self.choices]
        return "\n".join([f"{place}:{column} {self.text} [{self.code}]", f"  Write in client.yml{under}:", *answers])


class OpenQuestionsError(ValueError):
    """Something that can be read in more than one way; nothing was produced.

    Parameters
    ----------
    questions : iterable of Question
        All of them; also an attribute.
    """

    def __init__(self, questions: Iterable[Question]):
        self.questions = tuple(questions)
        many = "One question is" if len(self.questions) == 1 else f"{len(self.questions)} questions are"
        super().__init__("\n".join([f"{many} open; nothing was guessed.", *map(str, self.questions)]))
