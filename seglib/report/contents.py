"""Which notebooks make the report, in which order, and which of them wait for which?"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """One notebook of the report.

    Parameters
    ----------
    name : str
        The notebook's file name without its ending; also its page's.
    depends : tuple of str
        Notebooks whose tables it reads.
    needs : tuple of str
        Tables of the contract of which it takes one; without any it only says so. None: it runs for every client.
    traits : tuple of str
        Columns of the customers of which it takes one as well.
    """

    name: str
    depends: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()


TRAITS = (
    *("birth_date", "birth_year", "age", "age_band", "gender", "income", "income_band", "education", "occupation"),
    *("household_size", "children", "marital_status", "web_skill", "device", "referral", "acquisition_channel"),
    "area_type",
)
PLACES = ("country", "region", "city", "postal_code", "latitude", "longitude", "area_type")
CHAPTERS = (
    Chapter("01_cleaning"),
    Chapter("02_demographic", depends=("01_cleaning",), needs=("customers", "order_lines"), traits=TRAITS),
    Chapter("03_geographic", depends=("01_cleaning",), needs=("customers", "order_lines"), traits=PLACES),
    Chapter("04_psychographic", depends=("01_cleaning",)),
    Chapter("05_behavioural", depends=("01_cleaning",), needs=("order_lines",)),
    Chapter("05b_interests", depends=("01_cleaning",), needs=("order_lines",)),
    Chapter("06_evaluation", depends=("01_cleaning",)),
    Chapter("07_personas", depends=("04_psychographic", "06_evaluation")),
    Chapter("07b_rules", depends=("01_cleaning", "06_evaluation")),
    Chapter("08_roi", depends=("01_cleaning", "06_evaluation"), needs=("assignments", "order_lines")),
    Chapter("08b_customer_value", depends=("01_cleaning", "05_behavioural", "06_evaluation"), needs=("order_lines",)),
    Chapter("08c_targeting", depends=("06_evaluation",)),
    Chapter("09_crm", depends=("06_evaluation",)),
    Chapter("09b_migration", depends=("01_cleaning", "06_evaluation"), needs=("order_lines",)),
)
EDITIONS = ("client", "analyst", "student")


def check_edition(edition: str) -> str:
    """Refuse an edition that does not exist.

    Parameters
    ----------
    edition : str
        One of `EDITIONS`.

    Returns
    -------
    str
        `edition` itself.

    Raises
    ------
    ValueError
        If there is no such edition.
    """
    if edition not in EDITIONS:
        raise ValueError(f"`edition` must be one of {', '.join(EDITIONS)}; got {edition!r}.")
    return edition


def waves(chapters: Sequence[Chapter]) -> list[list[Chapter]]:
    """Group notebooks so that each group needs only the groups before it.

    Parameters
    ----------
    chapters : sequence of Chapter
        In page order.

    Returns
    -------
    list of list of Chapter
        Groups in order of execution; the members of one may run side by side.

    Raises
    ------
    ValueError
        If a notebook waits for one that is not there, or for itself through others.

    Examples
    --------
    >>> [[c.name for c in wave] for wave in waves([Chapter("b", ("a",)), Chapter("a"), Chapter("c")])]
    [['a', 'c'], ['b']]
    """
    done: set[str] = set()
    waiting = list(chapters)
    groups = []
    while waiting:
        ready = [chapter for chapter in waiting if done.issuperset(chapter.depends)]
        if not ready:
            missing = sorted(set(waiting[0].depends) - done)
            raise ValueError(f"The notebook {waiting[0].name} waits for {', '.join(missing)}, which never comes.")
        groups.append(ready)
        done.update(chapter.name for chapter in ready)
        waiting = [chapter for chapter in waiting if chapter not in ready]
    return groups
