"""Who stands for each segment? An invented person whose every line is a number of the segment's profile."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import NamedTuple

import pandas as pd
from babel.dates import get_day_names

from seglib.activation.personas.lines import Line, told
from seglib.activation.personas.names import first_names
from seglib.activation.personas.portrait import DEFAULT, SIGNS, portrait
from seglib.activation.personas.profile import LABELS, Profile

MOST = 0.6  # of the members: then the name is of that gender
SIGN_FROM = 1.25  # times the average


class Card(NamedTuple):
    """An invented person.

    Parameters
    ----------
    segment, segment_name : str
        Code and name of the segment.
    n : int
        Its members.
    name : str
        First name.
    svg : str
        Drawing of the person.
    lines : tuple of Line
        What is told, each with what it rests on.
    """

    segment: str
    segment_name: str
    n: int
    name: str
    svg: str
    lines: tuple[Line, ...]


def cards(
    profile: Profile,
    plans: pd.DataFrame,
    *,
    days: pd.DataFrame,
    language: str,
    money: str = "margin",
    taken: Collection[str] = (),
    colors: Mapping[str, str] | None = None,
) -> list[Card]:
    """Invent a person for each segment.

    Parameters
    ----------
    profile : Profile
        From :func:`seglib.activation.personas.profile.segment_profile`.
    plans : pandas.DataFrame
        From :func:`seglib.activation.personas.strategy.strategies`.
    days : pandas.DataFrame
        From :func:`seglib.activation.personas.days.weekdays`.
    language : str
        Locale of the report.
    money : str, default "margin"
        The money in a word.
    taken : collection of str
        Names of the customers; no person is called like one.
    colors : mapping of str to str, optional
        Colour by segment name.

    Returns
    -------
    list of Card
        In the order of the profile. All values are middles and shares of at least `min_cell` members.
    """
    traits = profile.traits
    names = first_names(
        {code: _gender(traits, code) for code in profile.segments["segment"]}, language=language, taken=taken
    )
    weekday = get_day_names("wide", "stand-alone", locale=language.replace("-", "_"))
    strongest = days.assign(day=[weekday[day] for day in days["weekday"]]).set_index("segment")
    plan = plans.set_index("segment")
    made = []
    for place, row in enumerate(profile.segments.itertuples(index=False)):
        own = traits[traits["segment"] == row.segment]
        numbers = own[own["value_label"] == ""].set_index("trait")
        day = strongest.loc[row.segment] if row.segment in strongest.index else None
        lines = told(row, numbers, own[own["value_label"] != ""], day=day, plan=plan.loc[row.segment], money=money)
        color = (colors or {}).get(row.segment_name, DEFAULT)
        age = float(numbers.loc["age", "value"]) if "age" in numbers.index else None
        svg = portrait(place, color=color, age=age, signs=_signs(numbers))
        made.append(Card(row.segment, row.segment_name, int(row.n), names[row.segment], svg, lines))
    return made


def as_table(made: list[Card]) -> pd.DataFrame:
    """Put the cards into one table, as it is kept.

    Parameters
    ----------
    made : list of Card

    Returns
    -------
    pandas.DataFrame
        One row a line of a card: `segment`, `segment_name`, `persona`, `line` (its place, from 1), `heading`,
        `sentence` (with placeholders), `numbers` (their values, as JSON), `n` and `source` (trait of the profile).
    """
    return pd.DataFrame(
        [
            {
                "segment": card.segment,
                "segment_name": card.segment_name,
                "persona": card.name,
                "line": place,
                "heading": line.heading,
                "sentence": line.sentence,
                "numbers": json.dumps(line.values, ensure_ascii=False, sort_keys=True),
                "n": line.n,
                "source": line.source,
            }
            for card in made
            for place, line in enumerate(card.lines, start=1)
        ]
    )


def _gender(traits: pd.DataFrame, segment: str) -> str:
    own = traits[(traits["segment"] == segment) & (traits["label"] == LABELS["gender"]) & (traits["value"] >= MOST)]
    return next(iter(own["value_label"].str.casefold()), "")


def _signs(numbers: pd.DataFrame) -> tuple[str, ...]:
    """The strongest channel, and what else is well above the average."""
    known = [name for name in ("online", "store", "phone") if name in numbers.index]
    channel = [max(known, key=lambda name: numbers.loc[name, "value"])] if known else []
    others = [name for name in SIGNS if name in numbers.index and name not in ("online", "store", "phone")]
    others = [name for name in others if numbers.loc[name, "index_low"] >= SIGN_FROM]
    return (*channel, *sorted(others, key=lambda name: -numbers.loc[name, "index"]))
