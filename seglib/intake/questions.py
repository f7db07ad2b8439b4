"""What must the client decide before a file can be read? See :mod:`seglib.questions` for the shape of a question."""

from __future__ import annotations

from seglib import questions
from seglib.intake.errors import IntakeError
from seglib.questions import Choice, Question

__all__ = ["Choice", "OpenQuestionsError", "Question"]


class OpenQuestionsError(questions.OpenQuestionsError, IntakeError):
    """Files that can be read in more than one way; nothing was produced.

    Parameters
    ----------
    questions : iterable of seglib.questions.Question
        All of them; also an attribute.
    """
