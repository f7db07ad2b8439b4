"""Which rules say what to do? The client's own, and below them those of the trade."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from seglib import strict_yaml
from seglib.client_strategy import FIELDS, MEASURES, Range, Rule, Strategy

ANSWERS = {
    "name": "what they say",
    "objective": "Speak to what they say they value.",
    "message": "You told us what matters to you; this is what we made of it.",
    "kpi": "Share who buy, beside those of the segment who got nothing",
    "avoid": "Do not take what they say for what they will buy: test it.",
}
"""The rule for a segment that was made by the answers to a survey; page 04 tells its need and the offer."""
ANYTHING = "Nothing that others do not say."
_ANY = "rfm"
_FOLDER = Path(__file__).with_name("playbooks")


@cache
def defaults(business: str) -> tuple[Rule, ...]:
    """Give the default rules of a trade.

    Parameters
    ----------
    business : {"shop", "beverage", "car", "streaming"}

    Returns
    -------
    tuple of Rule
        From top to bottom, first those of recency, frequency and money, which are of every trade; the last one fits
        every segment and says something of everything but `interests`.
    """
    told = [strict_yaml.load((_FOLDER / f"{name}.yml").read_text(encoding="utf-8"))[0] for name in (_ANY, business)]
    return tuple(Rule.model_validate(rule) for rules in told for rule in rules)


def playbook(settings: Strategy, advice: Mapping[str, tuple[str, str]] | None = None) -> tuple[Rule, ...]:
    """Give the rules in use, from top to bottom.

    Parameters
    ----------
    settings : seglib.client_strategy.Strategy
    advice : mapping of str to tuple of str, optional
        Of segments that were made by the answers to a survey, by their codes: what they say, and what that asks for.

    Returns
    -------
    tuple of Rule
        The client's own rules stand first, then what answers ask for, then the rules of the trade.
    """
    told = (advice or {}).items()
    asked = (Rule(segments=[code], need=said or ANYTHING, offer=offer, **ANSWERS) for code, (said, offer) in told)
    return (*settings.rules, *asked, *defaults(settings.business))


def fits(rule: Rule, *, segment: str, name: str, numbers: pd.Series) -> bool:
    """Tell whether a rule is for a segment.

    Parameters
    ----------
    rule : Rule
    segment, name : str
        Code and name of the segment.
    numbers : pandas.Series
        Its row of :attr:`seglib.activation.personas.profile.Profile.numbers`.

    Returns
    -------
    bool
        False where something that the rule looks at is not known.
    """
    if (rule.segments and segment not in rule.segments) or (rule.names and name not in rule.names):
        return False
    if rule.grades and numbers["grade"] not in rule.grades:
        return False
    return all(_within(numbers.get(measure), ends) for measure, ends in rule.when.items())


def _within(value: float | None, ends: Range) -> bool:
    if value is None or pd.isna(value):
        return False
    return (ends.at_least is None or value >= ends.at_least) and (ends.below is None or value < ends.below)


def as_table(rules: tuple[Rule, ...]) -> pd.DataFrame:
    """Show the rules as they are read.

    Parameters
    ----------
    rules : tuple of Rule

    Returns
    -------
    pandas.DataFrame
        One row a rule: `rule`, `when` in words, `says` (what it speaks of).
    """
    return pd.DataFrame(
        {
            "rule": [rule.name for rule in rules],
            "when": [_words(rule) for rule in rules],
            "says": [", ".join(field for field in FIELDS if getattr(rule, field)) for rule in rules],
        }
    )


def _words(rule: Rule) -> str:
    parts = [f"grade {' or '.join(rule.grades)}"] if rule.grades else []
    parts += [f"segment {' or '.join([*rule.segments, *rule.names])}"] if rule.segments or rule.names else []
    for name, ends in rule.when.items():
        measure = MEASURES[name.removesuffix("_index")]
        times = " times the average" if name.endswith("_index") else ""
        low = f"{ends.at_least:g}{times} or more" if ends.at_least is not None else ""
        high = f"below {ends.below:g}{times}" if ends.below is not None else ""
        parts.append(f"{measure}: {' and '.join(end for end in (low, high) if end)}")
    return "; ".join(parts) or "always"
