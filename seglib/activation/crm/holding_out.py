"""Who is held out of a campaign? A draw that is the same on every machine, whatever the order of the rows.

Each customer's number is HMAC-SHA-256 of the id under a secret salt; of each segment those with the smallest numbers
are held out. Nobody without the salt can tell who will be, and with it anybody can draw again.

.. [1] H. Krawczyk, M. Bellare and R. Canetti (1997), RFC 2104, HMAC: Keyed-Hashing for Message Authentication.
"""

from __future__ import annotations

import hashlib
import hmac
import math

import pandas as pd

ARM = "contact"
"""Arm of those who are contacted; those held out are ``control``, as in the contract's `assignments`."""


def hold_out(customers: pd.Series, segments: pd.Series, *, share: float, salt: str) -> pd.Series:
    """Draw who is held out.

    Parameters
    ----------
    customers : pandas.Series of str
        Ids, each once.
    segments : pandas.Series
        Segment of each, with the same index.
    share : float
        Share of each segment, 0 to 1, rounded to whole customers; of two customers or more at least one, and never
        all, unless the share is 0 or 1.
    salt : str
        Secret; the same salt gives the same draw.

    Returns
    -------
    pandas.Series of bool
        Beside `customers`: held out.

    Raises
    ------
    ValueError
        If the share is not within 0 and 1, the salt is empty, or an id comes twice.

    Examples
    --------
    >>> ids = pd.Series([f"c{number}" for number in range(20)])
    >>> int(hold_out(ids, pd.Series("all", index=ids.index), share=0.1, salt="s").sum())
    2
    """
    if not 0 <= share <= 1:
        raise ValueError(f"`share` of `hold_out` must be within 0 and 1; got {share}.")
    if not salt:
        raise ValueError("`salt` of `hold_out` must not be empty: anybody could tell who is held out.")
    if customers.duplicated().any():
        raise ValueError(f"Each customer must come once; {customers[customers.duplicated()].iloc[0]!r} comes twice.")
    numbers = customers.map(lambda one: hmac.new(salt.encode(), str(one).encode(), hashlib.sha256).hexdigest())
    place = numbers.groupby(segments, dropna=False).rank(method="first")
    size = numbers.groupby(segments, dropna=False).transform("size")
    return place <= size.map(lambda n: held(int(n), share))


def held(n: int, share: float) -> int:
    """Give the number of customers that are held out of a segment.

    Parameters
    ----------
    n : int
        Customers of the segment.
    share : float
        Share of them.

    Returns
    -------
    int

    Examples
    --------
    >>> held(100, 0.1), held(3, 0.1), held(1, 0.1), held(4, 0)
    (10, 1, 0, 0)
    """
    if share in (0, 1) or n < 2:
        return n if share == 1 else 0
    return min(max(math.floor(n * share + 0.5), 1), n - 1)


def salt_of(secret: str, campaign: str) -> str:
    """Derive a campaign's salt, so that each campaign draws anew.

    Parameters
    ----------
    secret : str
        The client's.
    campaign : str
        Id of the campaign.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return hmac.new(secret.encode(), f"campaign:{campaign}".encode(), hashlib.sha256).hexdigest()


def fingerprint(salt: str) -> str:
    """Give what tells a salt again without giving it away.

    Parameters
    ----------
    salt : str

    Returns
    -------
    str
        Twelve hexadecimal digits.
    """
    return hashlib.sha256(f"fingerprint:{salt}".encode()).hexdigest()[:12]
