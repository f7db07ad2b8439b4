"""How is a split told to its reader? What it foretells, whether that is proven, and what to do about each group."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from seglib.segments.demographic.splitting import Split

USEFUL, MUCH = 0.02, 0.1
YES = "Yes"
LITTLE = "Yes, but little: most of the differences have other reasons"
HARDLY = "Hardly: more than chance, but too little to act on"
NO = "No: demographics do not tell your customers apart here"
OPEN = "Cannot be told: too few customers, or none of whom these traits are known"
NEVER = "0%: no split was found"
BETTER = "Above all customers: win more people like these, and keep them."
WORSE = "Below all customers: spend on winning others first."
ALIKE = "Like all customers: no reason to treat them apart."
UNKNOWN = "Ask what is missing with the form on this page."


def gains(splits: Mapping[str, Split], formatter: object) -> pd.DataFrame:
    """List what the traits foretell, one line an outcome.

    Parameters
    ----------
    splits : mapping of str to Split
        By outcome.
    formatter : object
        With a method ``percent``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``outcome, n, gain, low, high, told`` (the three in words), ``verdict``.
    """
    rows = []
    for one in splits.values():
        low, high = max(one.gain.low, -1.0), min(one.gain.high, 1.0)
        if not one.gain.measured:
            rows.append((one.outcome.label, one.gain.n, None, None, None, "–", OPEN))
            continue
        words = "{} ({} to {})".format(*map(formatter.percent, (one.gain.value, low, high)))
        words = words if high > low else NEVER
        verdict = _degree(one, YES, LITTLE, HARDLY) if one.proven else NO
        rows.append((one.outcome.label, one.gain.n, one.gain.value, low, high, words, verdict))
    table = pd.DataFrame(rows, columns=["outcome", "n", "gain", "low", "high", "told", "verdict"])
    return table.astype({"gain": float, "low": float, "high": float})


def proof(one: Split) -> dict[str, object]:
    """Say in a sentence whether the traits tell customers apart.

    Parameters
    ----------
    one : Split
        The split.

    Returns
    -------
    dict
        ``sentence`` with the placeholders ``outcome`` and ``gain``, their values, ``interval`` and ``n``.
    """
    told = _degree(one, "tell {}", "tell {} a little", "hardly tell {}") if one.proven else "do not tell {}"
    told = told.format("your customers apart")
    return {
        "sentence": f"Demographics {told}: of the differences in {{outcome}} between customers "
        "not seen before they foretell {gain:percent}.",
        "outcome": one.outcome.label[0].lower() + one.outcome.label[1:],
        "gain": one.gain.value,
        "interval": (max(one.gain.low, -1.0), min(one.gain.high, 1.0)),
        "n": one.gain.n,
    }


def _degree(one: Split, much: str, little: str, hardly: str) -> str:
    return much if one.gain.value >= MUCH else little if one.gain.value >= USEFUL else hardly


def leaves(one: Split | None, formatter: object, *, least: int) -> pd.DataFrame:
    """Tell each group of a split: size, outcome with its interval, what to do.

    Parameters
    ----------
    one : Split or None
        The split; without a row where there is none, or it is not proven.
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.
    least : int
        Fewest customers of a group that is shown.

    Returns
    -------
    pandas.DataFrame
        ``segment_name, n, mean`` (text with the interval), ``action``.
    """
    if one is None or not one.proven:
        return pd.DataFrame(columns=["segment_name", "n", "mean", "action"])
    kind, told = one.outcome.format, one.leaves.dropna(subset="mean")
    overall = (told["mean"] * told["n"]).sum() / told["n"].sum()  # of those whose traits are known
    table = one.leaves[one.leaves["n"] >= least]
    rows = []
    for row in table.itertuples():
        if pd.isna(row.mean):
            rows.append((row.segment_name, row.n, "–", UNKNOWN))
            continue
        low = max(row.low, 0.0) if kind == "percent" else row.low
        high = min(row.high, 1.0) if kind == "percent" else row.high
        mean, low_text, high_text = (formatter.format(value, kind) for value in (row.mean, low, high))
        action = BETTER if row.low > overall else WORSE if row.high < overall else ALIKE
        rows.append((row.segment_name, row.n, f"{mean} ({low_text} to {high_text})", action))
    return pd.DataFrame(rows, columns=["segment_name", "n", "mean", "action"])
