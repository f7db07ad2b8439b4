"""Which few numbers make the headlines? Each function gives the values of one sentence."""

from __future__ import annotations

import pandas as pd
from scipy import stats

from seglib.segments.checks import has_ordered
from seglib.segments.worth import Worth

_BOTH = {"expected": "predicted", "came": "observed"}


def share_interval(successes: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Interval of a share.

    Parameters
    ----------
    successes, n : int
        How many of how many.
    level : float, default 0.95
        Confidence level, in (0, 1).

    Returns
    -------
    tuple of float
        Low and high end of Wilson's score interval, in [0, 1]; it covers well for small n and rare events too.

    References
    ----------
    .. [1] E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the
       American Statistical Association 22, 209-212.

    Examples
    --------
    >>> [round(end, 3) for end in share_interval(1, 20)]
    [0.009, 0.236]
    """
    interval = stats.binomtest(int(successes), int(n)).proportion_ci(confidence_level=level, method="wilson")
    return float(interval.low), float(interval.high)


def extremes(sales: pd.DataFrame) -> dict[str, float]:
    """Best and weakest whole month.

    Parameters
    ----------
    sales : pandas.DataFrame
        ``revenue`` and ``complete``, one row a month.

    Returns
    -------
    dict
        ``high`` and ``low``.
    """
    revenue = sales.loc[sales["complete"], "revenue"] if sales["complete"].any() else sales["revenue"]
    return {"high": float(revenue.max()), "low": float(revenue.min())}


def best_corner(grid: pd.DataFrame, *, n_bins: int) -> dict[str, float]:
    """Customers with the highest scores of recency and frequency.

    Parameters
    ----------
    grid : pandas.DataFrame
        From :meth:`seglib.segments.rfm.RfmScores.grid`.
    n_bins : int
        Highest score.

    Returns
    -------
    dict
        ``n`` and ``worth``, their average money.
    """
    corner = grid[(grid["r_score"] == n_bins) & (grid["f_score"] == n_bins)]
    return {"n": int(corner["n"].sum()), "worth": float(corner["value"].mean())}


def first_orders(summary: pd.DataFrame, second: dict[str, float], *, least: int) -> dict[str, object]:
    """What to do about customers who have bought once.

    Parameters
    ----------
    summary : pandas.DataFrame
        Of the stages of the life cycle.
    second : dict
        From :func:`second_order`.
    least : int
        Fewest customers whose number is shown.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders, and ``interval`` and ``n`` of the share who come back; without an
        ``n`` where that cannot be told.
    """
    if not second["n"]:
        return {"sentence": "The time is too short to see how many customers order again."}
    fresh = int(summary.loc[summary["segment"] == "first_time", "n"].sum())
    who = "the {fresh:count} customers" if fresh >= least else "the few" if fresh else ""
    win = f"Win the second order of {who} who bought once, not long ago. " if who else ""
    share = "Of those who first bought at least {days:count} days ago, the share that came back within that time is"
    values = {"fresh": fresh} if fresh >= least else {}
    values |= {"days": second["days"], "share": second["share"]}
    return {
        "sentence": f"{win}{share} {{share:percent}}.",
        **values,
        "interval": (second["low"], second["high"]),
        "n": second["n"],
    }


def richest(summary: pd.DataFrame, money: Worth) -> dict[str, object]:
    """The segment that brings most.

    Parameters
    ----------
    summary : pandas.DataFrame
        Of a segmentation.
    money : Worth

    Returns
    -------
    dict
        ``name``, ``share`` of the customers, ``money_share`` and the money's ``word``.
    """
    best = summary.loc[summary[money.column].idxmax()]
    return {"name": best["segment_name"], "share": best["share"], "money_share": best[money.share], "word": money.word}


def stage(summary: pd.DataFrame, segment: str, money: Worth) -> dict[str, object]:
    """Size and money of one segment.

    Parameters
    ----------
    summary : pandas.DataFrame
        Of a segmentation.
    segment : str
        Its code.
    money : Worth

    Returns
    -------
    dict
        ``count`` of customers and ``money``, zeros when nobody is in it, and the money's ``word``.
    """
    row = summary[summary["segment"] == segment]
    return {"count": int(row["n"].sum()), "money": float(row[money.column].sum()), "word": money.word}


def first_return(cells: pd.DataFrame) -> dict[str, float]:
    """Of all new customers, how many bought again in the period after their first order.

    Parameters
    ----------
    cells : pandas.DataFrame
        From :func:`seglib.features.cohorts`, executed.

    Returns
    -------
    dict
        ``n`` customers with a whole period after their first, and the ``share`` of them who bought in it with its
        ``low`` and ``high`` end (95% Wilson), missing when there are none.
    """
    next_period = cells[cells["complete"] & (cells["periods_since"] == 1)]
    n = next_period["n"].sum()
    if not n:
        return {"n": 0, "share": float("nan"), "low": float("nan"), "high": float("nan")}
    back = int(next_period["n_active"].sum())
    low, high = share_interval(back, int(n))
    return {"n": int(n), "share": back / n, "low": low, "high": high}


def second_order(features: pd.DataFrame, *, days: int = 180) -> dict[str, float]:
    """Of the customers whose first order is long enough ago, how many ordered a second time in that time.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    days : int, default 180
        How long a second order may take.

    Returns
    -------
    dict
        ``n`` customers whose first order is at least so many days ago, ``share``, its ``low`` and ``high`` end
        (95% Wilson), and ``days``.
    """
    old = features[has_ordered(features) & (features["tenure_days"] >= days)]
    back = int((old["second_order_days"] <= days).sum())
    low, high = share_interval(back, len(old)) if len(old) else (float("nan"), float("nan"))
    return {"n": len(old), "share": back / max(len(old), 1), "low": low, "high": high, "days": days}


def expected_and_came(calibration: pd.DataFrame) -> dict[str, float]:
    """How many were expected to buy, and how many did.

    Parameters
    ----------
    calibration : pandas.DataFrame
        Of a prediction: `predicted`, `observed` and `n`, one row a group of customers.

    Returns
    -------
    dict
        ``expected`` and ``came``, shares of the customers.
    """
    weights = calibration["n"] / max(calibration["n"].sum(), 1)
    return {name: float((calibration[column] * weights).sum()) for name, column in _BOTH.items()}


def off_by(calibration: pd.DataFrame, *, errors: float = 3.0) -> dict[str, float]:
    """Tell whether clearly more or fewer bought than was expected.

    Parameters
    ----------
    calibration : pandas.DataFrame
        Of a prediction: `predicted`, `observed` and `n`, one row a group of customers.
    errors : float, default 3
        Standard errors, of customers who decide for themselves, from which a difference is clear.

    Returns
    -------
    dict
        As :func:`expected_and_came`; empty where the level was met.
    """
    both, n = expected_and_came(calibration), int(calibration["n"].sum())
    chance = calibration["predicted"].clip(0, 1)
    error = float((calibration["n"] * chance * (1 - chance)).sum()) ** 0.5 / max(n, 1)
    return both if n and abs(both["came"] - both["expected"]) > errors * error else {}


def customers_for(curve: pd.DataFrame, *, value_share: float) -> float:
    """How large a share of the customers, the best first, brings a share of the money.

    Parameters
    ----------
    curve : pandas.DataFrame
        From :func:`seglib.segments.concentration.whale`.
    value_share : float
        In (0, 1).

    Returns
    -------
    float
        Share of the customers, to the next step of the curve.
    """
    return float(curve.loc[curve["value_share"] >= value_share, "customer_share"].min())


def first_action(plan: pd.DataFrame, money: Worth) -> dict[str, object]:
    """The first line of what to do.

    Parameters
    ----------
    plan : pandas.DataFrame
        From :func:`seglib.segments.views.actions`.
    money : Worth
        By which money the lines are in order.

    Returns
    -------
    dict
        ``count`` of customers, ``segment_name``, ``money_share``, ``action`` and the money's ``word``.
    """
    first = plan.iloc[0]
    return {
        "count": int(first["n"]),
        "segment_name": first["segment_name"],
        "money_share": float(first["money_share"]),
        "action": first["action"],
        "word": money.word,
    }
