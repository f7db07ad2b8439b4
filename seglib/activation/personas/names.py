"""What are invented people called? By the segment's code, the same on every run, and like no customer."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path

from seglib import strict_yaml

OTHERWISE = "en"
_FILE = Path(__file__).with_name("names.yml")


@cache
def lists(language: str) -> Mapping[str, list[str]]:
    """Give the names of a language.

    Parameters
    ----------
    language : str
        Locale, such as ``"ar"`` or ``"ms_MY"``; another one than those listed has the English names.

    Returns
    -------
    mapping of str to list of str
        `female` and `male`.
    """
    names, _ = strict_yaml.load(_FILE.read_text(encoding="utf-8"))
    return names.get(re.split("[-_]", language)[0], names[OTHERWISE])


def first_names(codes: Mapping[str, str], *, language: str, taken: Collection[str] = ()) -> dict[str, str]:
    """Give each segment a name.

    Parameters
    ----------
    codes : mapping of str to str
        Code of each segment, and `female`, `male` or nothing if neither is usual there.
    language : str
        Locale of the report.
    taken : collection of str
        Names of the customers, where they are known: no part of one is used.

    Returns
    -------
    dict of str to str
        Code: a name of its own. Where customers bear all of them, ``X1``, ``X2`` and so on.

    Examples
    --------
    >>> list(first_names({"b1": "male"}, language="en", taken=["Amos Smith"]).values()) != ["Amos"]
    True
    """
    used = {part.casefold() for name in taken for part in re.split(r"[\s\-.,]+", name)}
    given = {}
    for place, (code, gender) in enumerate(codes.items(), start=1):
        names = lists(language)
        names = names[gender] if gender in names else [*names["female"], *names["male"]]
        start = int(sha256(f"{code}".encode()).hexdigest(), 16) % len(names)
        free = [name for name in [*names[start:], *names[:start]] if name.casefold() not in used]
        given[code] = free[0] if free else f"X{place}"
        used.add(given[code].casefold())
    return given
