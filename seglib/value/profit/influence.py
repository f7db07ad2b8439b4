"""Is a customer worth more than the own orders, by sending others? Counted only where referrals name who sent them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

FEWEST = 10
"""Customers who name another one; with fewer, nobody's referrals are counted."""


@dataclass(frozen=True, eq=False)
class Influence:
    """What customers who were sent by others bring.

    Parameters
    ----------
    sent : pandas.Series
        By customer who sent others, the profit of those; empty where no referral names a customer.
    n_sent : int
        Customers who name another one.
    n_named : int
        Customers of whom a referral is known at all.
    """

    sent: pd.Series
    n_sent: int
    n_named: int

    @property
    def is_known(self) -> bool:
        """Tell whether enough referrals name a customer.

        Returns
        -------
        bool
        """
        return self.n_sent >= FEWEST


def influence(referral: pd.Series, profit: pd.Series) -> Influence:
    """Credit customers with what those bring whom they sent.

    Parameters
    ----------
    referral : pandas.Series
        By customer, who or what sent them; a customer's id counts, other words do not.
    profit : pandas.Series
        By customer; missing counts as nothing.

    Returns
    -------
    Influence
        Nobody is credited for sending oneself.

    Examples
    --------
    >>> found = influence(pd.Series({"a": None, "b": "a", "c": "friend"}), pd.Series({"a": 5.0, "b": 7.0, "c": 1.0}))
    >>> found.sent.to_dict(), found.n_sent, found.n_named, found.is_known
    ({'a': 7.0}, 1, 2, False)
    """
    known = referral.dropna().astype("str")
    by = known[known.isin(referral.index.astype("str")) & (known != known.index.astype("str"))]
    brought = profit.reindex(by.index).fillna(0.0)
    return Influence(brought.groupby(by).sum().rename("sent"), len(by), len(known))
