"""Who may be written to at all? Each customer once, with the first reason that speaks against it.

Who objected is in no file of any kind, and neither is whoever has the address of somebody who objected. Without consent
nobody is in a marketing file. Segments that cannot be trusted are kept back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from seglib.activation.crm.addresses import read_email, read_phone
from seglib.activation.crm.cells import first_and_last, one_line
from seglib.segments.countries import country_code, country_name

STATES = {
    "objected": "Objected",
    "no_segment": "In no segment",
    "held_back": "Segment is not to be trusted",
    "no_consent": "Did not agree to be written to",
    "no_address": "No address that can be used",
    "address_of_objector": "Address of somebody who objected",
    "shared_address": "Address of another customer in the list",
    "eligible": "Can be written to",
}
"""What can be said of a customer, and what a reader sees, in the order in which it is asked."""


@dataclass(frozen=True, eq=False)
class Eligible:
    """Who may be written to.

    Parameters
    ----------
    people : pandas.DataFrame
        One row a customer who may be, in order of `customer_id`: `customer_id, segment, segment_name, email, phone`
        (missing where there is none that can be used), `first_name, last_name, full_name, city, country,
        country_code, postal_code` (empty where unknown).
    states : pandas.DataFrame
        `segment_name` (missing where in none), `state` and `n`: counts alone, so that who objected is not named.
    unusable : pandas.DataFrame
        `customer_id, column, reason`: addresses of those with consent that cannot be used.
    """

    people: pd.DataFrame
    states: pd.DataFrame
    unusable: pd.DataFrame


def eligible(
    segments: pd.DataFrame,
    customers: pd.DataFrame,
    *,
    held_back: Collection[str] = (),
    country: str | None = None,
    language: str = "en",
) -> Eligible:
    """Find who may be written to.

    Parameters
    ----------
    segments : pandas.DataFrame
        `customer_id, segment, segment_name`, each customer once.
    customers : pandas.DataFrame
        `customer_id`, and what there is of `email, phone, name, country, city, postal_code, marketing_consent,
        objected`. Without `marketing_consent` nobody has agreed.
    held_back : collection of str, default ()
        Codes of segments that may not go into a list.
    country : str, optional
        Country of those of whom none is known, ISO 3166-1 alpha-2.
    language : str, default "en"
        In which countries may be written.

    Returns
    -------
    Eligible

    Raises
    ------
    ValueError
        If a column is missing or a customer comes twice.
    """
    _check(segments, customers)
    rows = customers.merge(segments[["customer_id", "segment", "segment_name"]], on="customer_id", how="left")
    rows = rows.sort_values("customer_id", kind="stable", ignore_index=True)
    codes = _countries(rows, language)
    email, email_reason = _read([read_email(one) for one in _column(rows, "email")])
    numbers = zip(_column(rows, "phone"), codes.fillna(country or ""), strict=True)
    phone, phone_reason = _read([read_phone(number, code or None) for number, code in numbers])
    rows = rows.assign(email=email, phone=phone)
    state = _states(rows, held_back)
    agreed = ~state.isin(["objected", "no_consent", "address_of_objector"])
    unusable = _unusable(rows.loc[agreed, "customer_id"], {"email": email_reason, "phone": phone_reason})
    counts = rows.assign(state=state).groupby(["segment_name", "state"], dropna=False).size().rename("n").reset_index()
    return Eligible(_contacts(rows[state == "eligible"], codes), counts, unusable)


def _check(segments: pd.DataFrame, customers: pd.DataFrame) -> None:
    for name, frame, needed in (
        ("segments", segments, ["customer_id", "segment", "segment_name"]),
        ("customers", customers, ["customer_id"]),
    ):
        if missing := [column for column in needed if column not in frame.columns]:
            raise ValueError(f"`{name}` must have {', '.join(needed)}; it lacks {', '.join(missing)}.")
        if (twice := frame["customer_id"].duplicated()).any():
            raise ValueError(f"`{name}` must have each customer once; {frame.loc[twice, 'customer_id'].iloc[0]!r} …")


def _states(rows: pd.DataFrame, held_back: Collection[str]) -> pd.Series:
    """The first reason against each customer."""
    objected, agreed = _yes(rows, "objected"), _yes(rows, "marketing_consent")
    reached = rows["email"].notna() | rows["phone"].notna()
    theirs = pd.Series(False, index=rows.index)
    for name in ("email", "phone"):
        theirs |= rows[name].isin(rows.loc[objected, name].dropna())
    state = pd.Series("eligible", index=rows.index)
    reasons = {
        "address_of_objector": theirs,
        "no_address": ~reached,
        "no_consent": ~agreed,
        "held_back": rows["segment"].isin(list(held_back)),
        "no_segment": rows["segment"].isna(),
        "objected": objected,
    }
    for name, applies in reasons.items():  # the last one to apply is the first that is asked
        state = state.mask(applies, name)
    return state.mask((state == "eligible") & _again(rows[state == "eligible"]).reindex(rows.index, fill_value=False),
                      "shared_address")  # fmt: skip


def _again(rows: pd.DataFrame) -> pd.Series:
    """Whether an earlier customer of the list has the e-mail address, or without one the phone number."""
    email = rows["email"].notna() & rows["email"].duplicated()
    kept = rows[~email]
    phone = kept["email"].isna() & kept["phone"].duplicated()
    return (email | phone.reindex(rows.index, fill_value=False)).astype(bool)


def _contacts(rows: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    """What lists may hold of a person, as cells."""
    names = pd.DataFrame([first_and_last(one) for one in _column(rows, "name")], columns=["first_name", "last_name"])
    own = codes.reindex(rows.index)
    texts = {name: [one_line(one) for one in _column(rows, name)] for name in ("city", "postal_code")}
    return pd.DataFrame(
        {
            **{name: rows[name].to_numpy() for name in ("customer_id", "segment", "segment_name", "email", "phone")},
            "first_name": names["first_name"].to_numpy(),
            "last_name": names["last_name"].to_numpy(),
            "full_name": [f"{first} {last}".strip() for first, last in names.itertuples(index=False)],
            **texts,
            "country": ["" if pd.isna(code) else country_name(code) for code in own],
            "country_code": own.fillna("").to_numpy(),
        }
    )


def _countries(rows: pd.DataFrame, language: str) -> pd.Series:
    written = pd.Series(_column(rows, "country"), index=rows.index, dtype=object)
    known = {name: country_code(name, language=language).code for name in written.dropna().unique()}
    return written.map(known).astype(object)


def _column(rows: pd.DataFrame, name: str) -> list:
    return rows[name].tolist() if name in rows.columns else [None] * len(rows)


def _yes(rows: pd.DataFrame, name: str) -> pd.Series:
    if name not in rows.columns:
        return pd.Series(False, index=rows.index)
    return rows[name].astype("boolean").fillna(False).astype(bool)


def _read(answers: list[tuple[str | None, str]]) -> tuple[list, list]:
    return [value for value, _ in answers], [reason for _, reason in answers]


def _unusable(customers: pd.Series, reasons: dict[str, list]) -> pd.DataFrame:
    found = [
        (customer, column, why[place])
        for place, customer in customers.items()
        for column, why in reasons.items()
        if why[place]
    ]
    return pd.DataFrame(found, columns=["customer_id", "column", "reason"])
