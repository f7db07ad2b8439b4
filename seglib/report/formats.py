"""In which formats can a value be shown?"""

from collections.abc import Iterable
from difflib import get_close_matches

import pandas as pd

FORMATS = ("count", "number", "percent", "money", "cents", "date", "month", "days", "text")
MISSING = "–"


def is_missing(value: object) -> bool:
    """Tell whether a single value is missing (None, NaN, NaT or NA).

    Parameters
    ----------
    value : object
        One value.

    Returns
    -------
    bool
        True where there is nothing to show.

    Examples
    --------
    >>> is_missing(float("nan")), is_missing(0)
    (True, False)
    """
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def check_format(kind: str, *, where: str) -> str:
    """Refuse a format name that does not exist, naming the nearest one.

    Parameters
    ----------
    kind : str
        One of `FORMATS`.
    where : str
        What carries the format, for the message.

    Returns
    -------
    str
        `kind` itself.

    Raises
    ------
    ValueError
        If there is no such format.
    """
    if kind in FORMATS:
        return kind
    hint = did_you_mean(str(kind), FORMATS)
    raise ValueError(f"The format of {where} must be one of {', '.join(FORMATS)}; got {kind!r}.{hint}")


def did_you_mean(name: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Suggest what was meant by a name that is not known.

    Parameters
    ----------
    name : str
        As given.
    known : iterable of str
        The names there are.
    otherwise : str, default ""
        What to say where none is near.

    Returns
    -------
    str
        A sentence with a blank before it, to end a message with; empty where there is nothing to say.

    Examples
    --------
    >>> did_you_mean("monney", ["count", "money"])
    " Did you mean 'money'?"
    """
    near = get_close_matches(name, list(known), n=1)
    return f" Did you mean {near[0]!r}?" if near else otherwise and f" {otherwise}"
