"""How is something told that is wrong with a report?"""

from dataclasses import dataclass

AGAIN = "Make the report again"


@dataclass(frozen=True)
class Problem:
    """One thing that is not as it should be.

    Parameters
    ----------
    page, block : str
        Where; empty where it concerns the whole.
    what : str
        What was found and what was expected.
    do : str, default `AGAIN`
        What sets it right.

    Examples
    --------
    >>> str(Problem("05_behavioural", "worth", "found 12, expected 13"))
    '05_behavioural.html#worth: found 12, expected 13. Make the report again.'
    """

    page: str
    block: str
    what: str
    do: str = AGAIN

    def __str__(self) -> str:
        """Give place, finding and advice in one line."""
        where = f"{self.page}.html" + (f"#{self.block}" if self.block else "") if self.page else "report"
        return f"{where}: {self.what}. {self.do}."
