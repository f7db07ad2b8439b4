"""How are profiles, plans and scores shaped for their reader? Values with their intervals in one cell, plain words."""

from __future__ import annotations

import pandas as pd

from seglib.activation.personas.profile import Profile
from seglib.segments.sentences import sentence_case, with_interval

NOT_KNOWN = "Not known"
TIMES = "{label}: {times} times the average ({low} to {high})"
MIDDLE = "{label}: {value} in the middle, everybody {everybody}"
NOTHING = "Nothing that is known"


def segments(profile: Profile, formatter: object) -> pd.DataFrame:
    """Show size, money and grade of each segment.

    Parameters
    ----------
    profile : Profile
    formatter : seglib.report.text.Formatter

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`seglib.activation.personas.headings.SEGMENTS`.
    """
    table = profile.segments.assign(apart=[_apart(profile, code, formatter) for code in profile.segments["segment"]])
    if "money_share" not in table:
        return table.assign(brings=NOT_KNOWN)
    ends = table[["money_share", "money_share_low", "money_share_high"]].itertuples(index=False)
    return table.assign(brings=[_between(formatter, "percent", *one) for one in ends])


def traits(profile: Profile, formatter: object, *, most: int = 3) -> pd.DataFrame:
    """Show what sets each segment apart.

    Parameters
    ----------
    profile : Profile
    formatter : seglib.report.text.Formatter
    most : int, default 3
        Rows a segment.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`seglib.activation.personas.headings.TRAITS`.
    """
    found = [profile.distinctive(code, most=most) for code in profile.segments["segment"]]
    table = pd.concat(found, ignore_index=True) if found else profile.traits
    rows = []
    for one in table.itertuples(index=False):
        what = f"{one.label}: {one.value_label}" if one.value_label else one.label
        values = _middles(one, formatter)
        times = _between(formatter, "number", one.index, one.index_low, one.index_high)
        rows.append((one.segment_name, sentence_case(what), *values, times, one.effect, one.n))
    return pd.DataFrame(rows, columns=["segment_name", "what", "value", "everybody", "times", "effect", "n"])


def plans(table: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Show the plans; message, interests and what not to do stand on the cards.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.activation.personas.strategy.strategies`.
    formatter : seglib.report.text.Formatter

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`seglib.activation.personas.headings.PLAN` and ``TAKES``.
    """
    costs = [
        f"{text} Writing once to all: {formatter.money(cost)}." if pd.notna(cost) else text
        for text, cost in zip(table["cost"], table["contact_cost"], strict=True)
    ]
    return table.assign(how=_sentences(table["channel"], table["timing"]), cost=costs)


def monday(table: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Show what to do on Monday.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.activation.personas.monday.monday`.
    formatter : seglib.report.text.Formatter

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`seglib.activation.personas.headings.MONDAY`.
    """
    ends = table[["at_stake", "at_stake_low", "at_stake_high"]].itertuples(index=False)
    at_stake = [_between(formatter, "money", *one, compact=True) for one in ends]
    who = [f"{formatter.count(n)}, {grade}" for n, grade in zip(table["n"], table["grade"], strict=True)]
    return table.assign(at_stake=at_stake, who=who, todo=_sentences(table["act"], table["how"]))


def matrix(table: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Show worth and fit.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.activation.personas.matrix.matrix`.
    formatter : seglib.report.text.Formatter

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`seglib.activation.personas.headings.MATRIX`.
    """
    ends = table[["attractiveness_low", "attractiveness_high"]].itertuples(index=False)
    return table.assign(between=[f"{formatter.number(low)} to {formatter.number(high)}" for low, high in ends])


def _apart(profile: Profile, segment: str, formatter: object, *, most: int = 2) -> str:
    """The clearest traits in words."""
    parts = []
    for one in profile.distinctive(segment, most=most).itertuples(index=False):
        label = f"{one.label}: {one.value_label}" if one.value_label else one.label
        ends, decimals = (one.index, one.index_low, one.index_high), 1 if one.index >= 1 else 2
        shown = [formatter.number(value, decimals) for value in ends if pd.notna(value)]
        if len(shown) == 3:
            parts.append(TIMES.format(label=label, times=shown[0], low=shown[1], high=shown[2]))
        else:
            middles = _middles(one, formatter)
            parts.append(MIDDLE.format(label=label, value=middles[0], everybody=middles[1]))
    text = "; ".join(parts) or NOTHING
    return sentence_case(text)


def _middles(one: tuple, formatter: object) -> list[str]:
    """What is in the middle of a segment and of everybody."""
    numbers, words = (one.value, one.everybody), (one.value_word, one.everybody_word)
    return [word or formatter.format(number, one.format) for number, word in zip(numbers, words, strict=True)]


def _sentences(*columns: pd.Series) -> list[str]:
    rows = zip(*(column.fillna("") for column in columns), strict=True)
    return [" ".join(part if part.endswith(".") else f"{part}." for part in row if part) for row in rows]


def _between(formatter: object, kind: str, value: float, low: float, high: float, *, compact: bool = False) -> str:
    return with_interval(value, low, high, lambda one: formatter.format(one, kind, compact=compact), missing=NOT_KNOWN)
