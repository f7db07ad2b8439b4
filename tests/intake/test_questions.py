"""Is a question shown with its evidence and the exact line that answers it?"""

import pytest

from seglib.intake import IntakeError
from seglib.intake.questions import Choice, OpenQuestionsError, Question

QUESTION = Question(
    "date_order",
    "orders.csv",
    "all days are 12 or less, so day and month cannot be told apart.",
    (Choice('dates: ["%d/%m/%Y"]', "3 February 2026"), Choice('dates: ["%m/%d/%Y"]', "2 March 2026")),
    column="date",
    line=2,
    where="sources[1]",
)


def test_each_answer_stands_on_its_own_line():
    first, write, day, month = str(QUESTION).splitlines()
    assert first == (
        "orders.csv:2: column 'date': all days are 12 or less, so day and month cannot be told apart. [date_order]"
    )
    assert write == "  Write in client.yml, under sources[1]:"
    assert day == '    dates: ["%d/%m/%Y"]    # 3 February 2026'
    assert month == '    dates: ["%m/%d/%Y"]    # 2 March 2026'


@pytest.mark.parametrize(("n", "words"), [(1, "One question is open"), (2, "2 questions are open")])
def test_all_questions_come_at_once(n, words):
    error = OpenQuestionsError([QUESTION] * n)
    assert isinstance(error, IntakeError)
    assert str(error).startswith(words)
    assert str(error).count("[date_order]") == n
