"""Which traits show, or stand for, something that the law protects? They are refused without a written reason.

A column is recognised by its name in the client's files or by its values, in English, German, French, Arabic and
Persian. What stands for a protected trait (nationality for origin, a church tax for faith) counts as that trait.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from importlib import resources

import pandas as pd

from seglib import strict_yaml
from seglib.client import Client
from seglib.intake.suggest.names import words
from seglib.segments.demographic.bands import LABELS

MOST_VALUES = 0.6
COLUMNS = ["trait", "column", "evidence", "fate", "used", "feature"]


def names_in_files(client: Client) -> dict[str, list[str]]:
    """Find under which names the client's files hold the columns of customers.

    Parameters
    ----------
    client : seglib.client.Client
        A client.

    Returns
    -------
    dict of str to list of str
        Contract column: names in files.
    """
    found: dict[str, list[str]] = {}
    for source in client.sources:
        for column, given in source.columns.items() if source.table == "customers" else ():
            found.setdefault(column, []).extend([given] if isinstance(given, str) else given)
    return found


def kind_of(name: str, values: Sequence[object] = ()) -> tuple[str, str] | None:
    """Tell what sensitive thing a column shows.

    Parameters
    ----------
    name : str
        Name of the column, in any of the languages.
    values : sequence of object
        Its different values.

    Returns
    -------
    tuple of str or None
        What it shows, and by what it is recognised; None where it shows nothing of the kind.

    Examples
    --------
    >>> kind_of("Religionszugehörigkeit")
    ('faith or world view', 'the name Religionszugehörigkeit')
    >>> kind_of("group", ["Catholic", "Protestant", "Muslim"])
    ('faith or world view', 'the values catholic, muslim, protestant')
    >>> kind_of("Postal code") is None
    True
    """
    own = tuple(_without_article(word) for word in words(name))
    for what, patterns, _ in _lists():
        if any(_stands_in(pattern, own) for pattern in patterns):
            return what, f"the name {name}"
    given = {_folded(str(value)) for value in values if pd.notna(value)} - {""}
    for what, _, known in _lists():
        hits = sorted(given & known)
        if len(hits) >= 2 and len(hits) >= MOST_VALUES * len(given):
            return what, f"the values {', '.join(hits[:3])}"
    return None


def screen(features: pd.DataFrame, *, names: Mapping[str, Sequence[str]], reasons: Mapping[str, str]) -> pd.DataFrame:
    """List the traits of customers that are sensitive, and what becomes of each.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with columns of :data:`seglib.features.TRAITS`.
    names : mapping of str to sequence of str
        Under which names the files hold each column, from :func:`names_in_files`.
    reasons : mapping of str to str
        Why a sensitive trait is used all the same, from ``client.yml``.

    Returns
    -------
    pandas.DataFrame
        One row a sensitive trait: `trait` (its heading), `column` (its name in the files), `evidence`, `fate` (the
        reason as written, or that it is left out and which line would say why it is needed), `used`, `feature`.
    """
    rows = []
    for trait, label in LABELS.items():
        for feature in (trait, f"{trait}_band"):
            if feature not in features.columns or not features[feature].notna().any():
                continue
            values = features[feature].dropna().unique() if features[feature].dtype in ("str", "object") else ()
            for name in (feature, *names.get(feature, ())):
                found = kind_of(name, values)
                if found:
                    reason = reasons.get(trait) or reasons.get(feature)
                    line = f'Left out. To use it, write into client.yml: demographic: {{reasons: {{{trait}: "why"}}}}'
                    fate = f"Used, because: {reason}" if reason else line
                    rows.append((label, name, f"{found[0].capitalize()}, by {found[1]}", fate, bool(reason), feature))
                    break
    return pd.DataFrame(rows, columns=COLUMNS)


def without(features: pd.DataFrame, screened: pd.DataFrame) -> pd.DataFrame:
    """Leave out the sensitive traits for which no reason is given.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    screened : pandas.DataFrame
        From :func:`screen`.

    Returns
    -------
    pandas.DataFrame
        The features without these columns.
    """
    return features.drop(columns=screened.loc[~screened["used"].astype(bool), "feature"])


def allowed(features: pd.DataFrame, client: Client) -> pd.DataFrame:
    """Leave out the traits that are sensitive by name or values, but those for which the client gives a reason.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    client : Client
        Whose names in files and reasons count.

    Returns
    -------
    pandas.DataFrame
        The features without these columns.
    """
    screened = screen(features, names=names_in_files(client), reasons=client.demographic.reasons)
    return without(features, screened)


@functools.cache
def _lists() -> list[tuple[str, list[tuple[str, ...]], set[str]]]:
    text = resources.files(__package__).joinpath("sensitive.yml").read_text(encoding="utf-8")
    content, _ = strict_yaml.load(text)
    return [
        (
            given["what"],
            [_pattern(name) for names in given["names"].values() for name in names],
            {_folded(str(value)) for value in given["values"]},
        )
        for given in content.values()
    ]


def _without_article(word: str) -> str:
    return word[2:] if word.startswith("ال") and len(word) > 4 else word


def _pattern(name: str) -> tuple[str, ...]:
    return tuple(
        "".join(map(_without_article, words(one.rstrip("*")))) + ("*" if one.endswith("*") else "")
        for one in str(name).split()
    )


def _stands_in(pattern: tuple[str, ...], own: tuple[str, ...]) -> bool:
    wanted = [part for part in pattern if part]
    length = len(wanted)
    return length > 0 and any(
        all(_is(part, word) for part, word in zip(wanted, own[i : i + length], strict=True))
        for i in range(len(own) - length + 1)
    )


def _is(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", text.strip().casefold())
