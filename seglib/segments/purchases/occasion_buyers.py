"""For which occasion does each special-occasion buyer come, and when is the time to write?

Who buys on the same few dates of the year matches some holiday by chance, because there are many. Three stories are
therefore weighed against each other: she buys at any time; she buys for a date of her own, such as a birthday,
whichever it is; she buys for this or that occasion. How common each story is, is estimated from all special-occasion
buyers together (a mixture, by expectation maximisation), and an occasion that the others explain as well is dropped.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from scipy import stats

from seglib.features.observation import observation_end
from seglib.segments.countries import country_name
from seglib.segments.headline import share_interval

OF_OCCASION = 0.85  # share of an occasion buyer's order days before the occasion
OWN_DATE_DAYS = 28
STEP = 5  # days between the dates of one's own that are tried
SURE = 0.7
LEVEL = 0.05
NOTICE = 7
ANY_TIME, OWN_DATE = "any time", "own date"


def match(
    days: pd.DataFrame, calendar: pd.DataFrame, *, customers: pd.Series, seasons: pd.DataFrame, as_of: dt.date | str
) -> pd.DataFrame:
    """Find the occasion that each special-occasion buyer's order days match best, or none.

    Parameters
    ----------
    days : pandas.DataFrame
        From :func:`seglib.segments.purchases.occasions.located`.
    calendar : pandas.DataFrame
        From :func:`seglib.segments.purchases.calendar.occasions`.
    customers : pandas.Series
        Ids of the special-occasion buyers, such as those of :func:`seglib.segments.lifecycle.segment`.
    seasons : pandas.DataFrame
        From :func:`seglib.segments.purchases.occasions.rises`: where the verdict of a country and occasion is
        ``"season"``, nobody there is said to buy for it.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    pandas.DataFrame
        One row a customer, sorted by id: `customer_id`, `country`, `occasion` (missing where none is sure), its
        `probability`, `n_days` with an order, `n_before` of them in the weeks before the occasion, `days_before` (the
        median of these; 0 where it is a sale of several days that has begun).
    """
    end = pd.Timestamp(observation_end(as_of))
    start, own = days["day"].min(), days[days["customer_id"].isin(set(customers))].sort_values(["customer_id", "day"])
    who, ids = pd.factorize(own["customer_id"])
    country = own.drop_duplicates("customer_id").set_index("customer_id")["country"].reindex(ids)
    table = pd.DataFrame(
        {"customer_id": ids, "country": country.to_numpy(), "n_days": np.bincount(who, minlength=len(ids))}
    )
    empty = table.assign(occasion=pd.Series(dtype="str"), probability=np.nan, n_before=0, days_before=np.nan)
    columns = ["customer_id", "country", "occasion", "probability", "n_days", "n_before", "days_before"]
    if table.empty:
        return empty[columns]
    only_season = set(
        seasons.loc[seasons["verdict"] == "season", ["country", "occasion"]].itertuples(index=False, name=None)
    )
    windows = _windows(calendar, only_season, start, end)
    at, last = (own["day"] - start).dt.days.to_numpy(), (end - start).days
    stories = {ANY_TIME: np.zeros(len(ids)), OWN_DATE: _own_date(at, who, len(ids), last)}
    inside = {}
    for occasion in sorted({name for _, name in windows}):
        spans = {code: spans for (code, name), spans in windows.items() if name == occasion}
        ahead = np.full(len(at), -1)
        share = np.zeros(len(ids))
        for code, ends in spans.items():
            here = (country == code).to_numpy()
            share[here] = sum(until - first + 1 for first, _, until in ends) / (last + 1)
            for first, day, until in ends:
                ahead = np.where(here[who] & (at >= first) & (at <= until), np.maximum(day - at, 0), ahead)
        inside[occasion] = ahead
        stories[occasion] = np.where(share > 0, _log_odds(ahead >= 0, who, len(ids), share), -np.inf)
    kept, posterior = _explain(stories)
    names = np.array([name if name not in (ANY_TIME, OWN_DATE) else None for name in kept], dtype=object)
    best = posterior.argmax(axis=1)
    sure = posterior.max(axis=1) >= SURE
    table["occasion"] = pd.Series(np.where(sure, names[best], None), dtype="str")
    table["probability"] = np.where(table["occasion"].notna(), posterior.max(axis=1), np.nan)
    ahead = np.full(len(at), -1)
    for occasion, days_ahead in inside.items():
        of_these = (table["occasion"] == occasion).to_numpy(bool)[who]
        ahead[of_these] = days_ahead[of_these]
    before = pd.Series(ahead[ahead >= 0]).groupby(who[ahead >= 0])
    table["n_before"] = before.size().reindex(table.index, fill_value=0).astype(int)
    table["days_before"] = before.median().reindex(table.index)
    return table.sort_values("customer_id", ignore_index=True)[columns]


def when_to_write(
    matched: pd.DataFrame, calendar: pd.DataFrame, *, as_of: dt.date | str, language: str = "en"
) -> pd.DataFrame:
    """Say who buys for which occasion, and when to write.

    Parameters
    ----------
    matched : pandas.DataFrame
        From :func:`match`.
    calendar : pandas.DataFrame
        From :func:`seglib.segments.purchases.calendar.occasions`, for a year and more after the end of observation.
    as_of : datetime.date or str
        Last day of observation.
    language : str, default "en"
        Locale of the countries' names.

    Returns
    -------
    pandas.DataFrame
        One row an occasion and next date, the next to write for first: `occasion`, `countries`, `n` customers,
        `share` of the special-occasion buyers with its 95% interval (`low`, `high`, Wilson), `days_before` (median
        of when they order), `next_date`, and `write_on`: a week before the earliest quarter of them orders, at the
        earliest the day after the end of observation.
    """
    end = observation_end(as_of)
    coming = calendar[calendar["date"] > end].drop_duplicates(["country", "occasion"])[["country", "occasion", "date"]]
    rows = matched[matched["occasion"].notna()].merge(coming, on=["country", "occasion"], how="left")
    found = []
    for (occasion, date), group in rows.groupby(["occasion", "date"], sort=True):
        low, high = share_interval(len(group), len(matched))
        early = int(np.ceil(group["days_before"].quantile(0.75))) + NOTICE
        names = sorted(country_name(code, language=language) for code in group["country"].unique() if code)
        write_on = max(date - dt.timedelta(days=early), end + dt.timedelta(days=1))
        share, usual = len(group) / len(matched), group["days_before"].median()
        found.append((occasion, ", ".join(names), len(group), share, low, high, usual, date, write_on))
    columns = ["occasion", "countries", "n", "share", "low", "high", "days_before", "next_date", "write_on"]
    return pd.DataFrame(found, columns=columns).sort_values(["write_on", "occasion"], ignore_index=True)


def _windows(calendar: pd.DataFrame, left_out: set, start: pd.Timestamp, end: pd.Timestamp) -> dict:
    """First day, the day itself and last day of shopping for it, in days of observation; two years of them or more."""
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for row in calendar.itertuples():
        day = (pd.Timestamp(row.date) - start).days
        first, until = day - row.days_before, day + row.days_after
        if (row.country, row.occasion) not in left_out and first >= 0 and until <= (end - start).days:
            found.setdefault((row.country, row.occasion), []).append((first, day, until))
    return {key: spans for key, spans in found.items() if len(spans) > 1}


def _log_odds(inside: np.ndarray, who: np.ndarray, n: int, share: np.ndarray) -> np.ndarray:
    """Log likelihood of each customer's days, over that of days at any time."""
    hit, miss = np.log(OF_OCCASION / np.maximum(share, 1e-9) + 1 - OF_OCCASION), np.log(1 - OF_OCCASION)
    return np.bincount(who, np.where(inside, hit[who], miss), minlength=n)


def _own_date(at: np.ndarray, who: np.ndarray, n: int, last: int) -> np.ndarray:
    """The same for a date of one's own, on average over all dates of the year."""
    positions = np.arange(0, 365, STEP)
    odds = np.zeros((len(positions), n))
    every = np.arange(last + 1)
    for row, position in zip(odds, positions, strict=True):
        share = ((every - position) % 365 <= OWN_DATE_DAYS).mean()
        row[:] = _log_odds((at - position) % 365 <= OWN_DATE_DAYS, who, n, np.full(n, share))
    top = odds.max(axis=0)
    return top + np.log(np.exp(odds - top).mean(axis=0))


def _explain(stories: dict[str, np.ndarray]) -> tuple[list[str], np.ndarray]:
    """Stories that are needed, and the probability of each for each customer; the weakest goes first."""
    kept = list(stories)
    n_tests = max(len(kept) - 2, 1)
    enough = stats.chi2.isf(2 * LEVEL / n_tests, 1) / 2 if 2 * LEVEL / n_tests < 1 else 0.0
    fit, posterior = _mixture(np.column_stack([stories[name] for name in kept]))
    while len(kept) > 2:
        without = {
            name: _mixture(np.column_stack([stories[other] for other in kept if other != name])) for name in kept[2:]
        }
        weakest = max(without, key=lambda name: (round(without[name][0], 6), name))
        if fit - without[weakest][0] >= enough:
            break
        kept.remove(weakest)
        fit, posterior = without[weakest]
    return kept, posterior


def _mixture(odds: np.ndarray) -> tuple[float, np.ndarray]:
    """Log likelihood and probabilities of a mixture of known parts, by expectation maximisation."""
    top = odds.max(axis=1, keepdims=True)
    likely = np.exp(odds - top)
    shares = np.full(odds.shape[1], 1 / odds.shape[1])
    for _ in range(300):
        joint = likely * shares
        posterior = joint / joint.sum(axis=1, keepdims=True)
        before, shares = shares, posterior.mean(axis=0)
        if np.abs(shares - before).max() < 1e-7:
            break
    joint = likely * shares
    total = joint.sum(axis=1, keepdims=True)
    return float((np.log(total) + top).sum()), joint / total
