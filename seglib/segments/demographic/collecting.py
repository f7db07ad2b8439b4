"""What should be asked of customers whose traits are not known, and in which words? A ready form."""

from __future__ import annotations

import pandas as pd

from seglib.client_segments import Demographic
from seglib.segments.demographic.bands import LABELS

ENOUGH = 0.5
HOUSEHOLD = ("household_size", "children", "marital_status")
FORM = {
    "age": ("In which year were you born?", "A year, four digits, or: I would rather not say", "web form, card"),
    "household_size": ("How many people live in your household, with you?", "1, 2, 3, 4, 5 or more", "web form, card"),
    "children": ("How many of them are children under 18?", "None, 1, 2, 3 or more", "web form, card"),
    "marital_status": (
        "Do you live with a partner?", "With a partner, Without a partner, I would rather not say", "web form, card",
    ),
    "income": (
        "What is the yearly income of your household before tax?",
        "Five ranges out of official statistics, and: I would rather not say",
        "survey after an order",
    ),
    "education": ("What is your highest degree?", "The degrees of your country, from low to high", "survey"),
    "occupation": (
        "What do you do at present?",
        "Employed, Self-employed, In training, At home, Retired, Not working; for trade also the branch",
        "loyalty card, invoice data",
    ),
    "web_skill": ("How easily do you find your way on the web?", "Not easily, Fairly easily, Very easily", "survey"),
    "device": ("No question: the web shop's log says it", "Smartphone, Tablet, Computer", "web shop, analytics"),
    "referral": (
        "How did you hear of us?", "A friend, Search, Newsletter, Social media, Passing by, Other", "till, check-out",
    ),
    "area_type": (
        "Do you live in a city, a suburb or the country?", "City, Suburb, Country", "loyalty card; often in the CRM",
    ),
    "gender": (
        "How shall we address you?", "Ms, Mr, Neither, I would rather not say", "web form; only if you use the answer",
    ),
}  # fmt: skip
"""Trait: question, answers, where to ask; in the order in which they are worth asking."""


def collection_form(features: pd.DataFrame, *, settings: Demographic | None = None) -> pd.DataFrame:
    """Make the form that asks for what is known of fewer than half of the customers.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with columns of :data:`seglib.features.TRAITS`.
    settings : seglib.client_segments.Demographic, optional
        With bands of income, which become the answers.

    Returns
    -------
    pandas.DataFrame
        `trait` (its heading), `known` (share of the customers), `question`, `answers`, `where`; without a row where
        nothing is wanting.
    """
    settings = settings or Demographic()
    rows = []
    for trait, (question, answers, where) in FORM.items():
        known = known_share(features, trait)
        if known < ENOUGH:
            if trait == "income" and settings.income:
                steps = ", ".join(f"{one:,.0f}" for one in settings.income)
                answers = f"Ranges that part at {steps}, and: I would rather not say"
            rows.append((LABELS[trait], known, question, answers, where))
    return pd.DataFrame(rows, columns=["trait", "known", "question", "answers", "where"])


def known_share(features: pd.DataFrame, trait: str) -> float:
    """Share of the customers of whom a trait is known.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    trait : str
        A column; its range (``age_band``) counts too.

    Returns
    -------
    float
        From 0 to 1; 0 without customers.

    Examples
    --------
    >>> known_share(pd.DataFrame({"age": [30, None], "age_band": [None, "65+"]}), "age")
    1.0
    """
    columns = [name for name in (trait, f"{trait}_band") if name in features.columns]
    return float(features[columns].notna().any(axis=1).mean()) if columns and len(features) else 0.0


def coverage(features: pd.DataFrame) -> pd.DataFrame:
    """Say of each trait of how many customers it is known.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.

    Returns
    -------
    pandas.DataFrame
        `trait` (its heading), `n`, `known` (share), the best known first; without those known of nobody, for which
        the form asks.
    """
    shares = {label: known_share(features, trait) for trait, label in LABELS.items()}
    table = pd.DataFrame({"trait": shares.keys(), "known": shares.values()})
    table["n"] = (table["known"] * len(features)).round().astype(int)
    table = table[table["n"] > 0]
    return table.sort_values("known", ascending=False, kind="stable", ignore_index=True)[["trait", "n", "known"]]


def known_finding(features: pd.DataFrame) -> dict[str, object]:
    """Say of how many customers the three things are known that most of the page is made of.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.

    Returns
    -------
    dict
        ``sentence`` with its values: the shares of the ``people`` of whom age, income and the household (its size, the
        children, or whether there is a partner) are known; what is known of nobody is said in words.
    """
    home = [name for name in HOUSEHOLD if name in features.columns]
    shares = {
        "age": known_share(features, "age"),
        "household": float(features[home].notna().any(axis=1).mean()) if home and len(features) else 0.0,
        "income": known_share(features, "income"),
    }
    known, named = [name for name, share in shares.items() if share > 0], {name: name for name in shares}
    if known_share(features, "household_size") < shares["household"]:
        named["household"] = "household (its size, children or a partner)"
    parts = [f"the {named[name]} {'is known of' if name == known[0] else 'of'} {{{name}:percent}}" for name in known]
    never = [f"the {name}" for name in shares if name not in known]
    parts += [f"{' and '.join(never)} of nobody"] if never and known else []
    listed = " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
    sentence = (
        f"Of {{people:count}} customers, {listed}."
        if known
        else ("Of {people:count} customers, neither age, household nor income is known.")
    )
    return {"sentence": sentence, "people": len(features), **{name: shares[name] for name in known}}


def ask_finding(form: pd.DataFrame) -> dict[str, object]:
    """Say what to ask for first.

    Parameters
    ----------
    form : pandas.DataFrame
        From :func:`collection_form`, with a row or more.

    Returns
    -------
    dict
        ``sentence`` with its values.
    """
    first, known = form["trait"].iloc[0], float(form["known"].iloc[0])
    how = "known of {known:percent} of them" if known else "known of none of them"
    sentence = f"Ask customers for {{first}}, which is {how}; a ready form for it is on the page about who they are."
    return {"sentence": sentence, "first": first[0].lower() + first[1:]} | ({"known": known} if known else {})
