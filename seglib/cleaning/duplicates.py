"""Which customers with different ids may be one person?

Who shares an e-mail address or phone number is listed and marked, and, where the client asks for it, who is probably
one person (see :mod:`seglib.cleaning.linkage`). Merged is only what the client says, under ``cleaning.same_customer``
and ``cleaning.same_person``: the list then says which id each one was merged into, so that it can be undone.
"""

from __future__ import annotations

import json

import ibis
import numpy as np
import pandas as pd
from ibis import _
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from seglib.cleaning.contacts import same_address, same_number
from seglib.cleaning.limits import CleaningError
from seglib.cleaning.linkage import PAIRS, likely_pairs
from seglib.client import Client

DUPLICATES = ibis.schema(
    {
        "group": "int64",
        "customer_id": "string",
        "evidence": "string",
        "merged_into": "string",
        "like": "string",
        "probability": "float64",
        "agrees": "string",
        "nearly": "string",
        "write": "string",
    }
)
"""Columns of the list of customers who may be one person."""

_PLACEHOLDER = 10  # what more customers share is a stand-in, such as none@example.com


def find_duplicates(customers: ibis.Table, client: Client) -> pd.DataFrame:
    """List the customers who share an e-mail address or phone number, or are probably one person.

    Parameters
    ----------
    customers : ibis.Table
        Typed customers that can be used, one row an id.
    client : seglib.client.Client
        Says which evidence is enough to merge, whether probabilities are wanted, and which ids it knows to be one.

    Returns
    -------
    pandas.DataFrame
        One row a customer: ``group`` (from 1), ``customer_id``, ``evidence`` (how it was found: ``email``, ``phone``,
        ``alike`` by record linkage, ``named`` in client.yml; several with blanks between), ``merged_into`` (the id that
        stays; missing where none was merged), ``like`` (who is most probably the same person), ``probability``,
        ``agrees``, ``nearly`` (fields), ``write`` (what merges them, under ``cleaning:`` in client.yml).
        Who signed up first stays, then who comes first in the files. What more than ten customers share is no evidence.

    Raises
    ------
    seglib.cleaning.limits.CleaningError
        If client.yml names an id that no customer has, or there is too little for record linkage.
    """
    given = client.cleaning
    if not (given.linkage or given.same_person or {"email", "phone"} & set(client.brought("customers"))):
        return pd.DataFrame(columns=list(DUPLICATES))
    contacts = _contacts(customers, client)
    pairs = likely_pairs(contacts) if given.linkage else pd.DataFrame(columns=PAIRS)
    ties = pd.concat(
        [
            _shared(contacts),
            _tied("alike", pairs[["first", "second"]].values.tolist()),
            _tied("named", _known(given.same_person, customers)),
        ]
    )
    if ties.empty:
        return pd.DataFrame(columns=list(DUPLICATES))
    found = ties.groupby("customer_id", sort=True)["evidence"].agg(lambda kinds: " ".join(kinds.unique())).reset_index()
    found["group"] = _groups(found["customer_id"], ties)
    enough = ties[ties["evidence"].isin([*given.same_customer, "named"])]
    found["same"] = _groups(found["customer_id"], enough)
    found["merged_into"] = _first_of_each(found, customers)
    found = found.merge(_likest(pairs), on="customer_id", how="left")
    found["write"] = _what_merges(found, given.same_customer)
    return found.sort_values(["group", "customer_id"], ignore_index=True)[list(DUPLICATES)]


def _contacts(customers: ibis.Table, client: Client) -> ibis.Table:
    """E-mail addresses and phone numbers as they are compared; missing where a crowd shares one."""
    countries = [name for name in customers.select("country").distinct().country.to_pandas() if isinstance(name, str)]
    where = {"countries": sorted(countries), "language": client.language}
    t = customers.mutate(
        email=same_address(customers.email), phone=same_number(customers.phone, customers.country, **where)
    )
    crowds = {kind: t.count().over(group_by=t[kind]) > _PLACEHOLDER for kind in ("email", "phone")}
    return t.mutate(**{kind: ibis.ifelse(crowd, ibis.null("string"), t[kind]) for kind, crowd in crowds.items()})


def _shared(contacts: ibis.Table) -> pd.DataFrame:
    """Who has which address or number, where several have it."""
    values = ibis.union(
        *[
            contacts.select("customer_id", evidence=ibis.literal(kind), value=contacts[kind])
            for kind in ("email", "phone")
        ]
    ).filter(_.value.notnull())
    several = values.group_by("evidence", "value").having(_.count() > 1).agg(n=_.count())
    return values.semi_join(several, ["evidence", "value"]).order_by("customer_id", "evidence").to_pandas()


def _tied(evidence: str, groups: list[list[str]]) -> pd.DataFrame:
    rows = [(own, evidence, str(number)) for number, ids in enumerate(groups) for own in ids]
    return pd.DataFrame(rows, columns=["customer_id", "evidence", "value"])


def _known(named: list[list[str]], customers: ibis.Table) -> list[list[str]]:
    """The ids that client.yml says are one person, each of which must be there."""
    wanted = {own for ids in named for own in ids}
    there = customers.filter(customers.customer_id.isin(sorted(wanted))).customer_id.to_pandas() if wanted else []
    absent = sorted(wanted - set(there))
    if absent:
        raise CleaningError(
            f"No customer that can be used has the id {absent[0]!r}, which client.yml names under `cleaning:`, "
            f"`same_person:` ({len(absent)} of {len(wanted)} ids are not there). Correct it, or take its line out."
        )
    return named


def _groups(ids: pd.Series, shared: pd.DataFrame) -> np.ndarray:
    """Number the customers who are joined by what they share, directly or through others."""
    person = pd.Index(ids).get_indexer(shared["customer_id"])
    value = shared.groupby(["evidence", "value"]).ngroup().to_numpy() + len(ids)
    size = len(ids) + len(shared)
    graph = coo_array((np.ones(len(shared)), (person, value)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1][: len(ids)]
    return pd.factorize(labels)[0] + 1


def _first_of_each(found: pd.DataFrame, customers: ibis.Table) -> list[str | None]:
    listed = customers.filter(customers.customer_id.isin(found["customer_id"].tolist()))
    order = ["signup_date", "_source", "_file", "_line"]
    listed = listed.select("customer_id", *order).to_pandas()
    listed = listed.merge(found[["customer_id", "same"]], on="customer_id")
    first = listed.sort_values(order, na_position="last", kind="stable").groupby("same")["customer_id"].first()
    kept = found["same"].map(first)
    return [stays if stays != own else None for own, stays in zip(found["customer_id"], kept, strict=True)]


def _likest(pairs: pd.DataFrame) -> pd.DataFrame:
    """For each customer of a pair the other one of the most probable pair."""
    there = pairs.rename(columns={"first": "customer_id", "second": "like"})
    back = pairs.rename(columns={"second": "customer_id", "first": "like"})
    both = pd.concat([there, back])[["customer_id", "like", "probability", "agrees", "nearly"]]
    both = both.sort_values(["probability", "like"], ascending=[False, True], kind="stable")
    return both.drop_duplicates("customer_id").astype({"customer_id": "object", "probability": "float64"})


def _what_merges(found: pd.DataFrame, enough: list[str]) -> list[str | None]:
    """What to write in client.yml, for those who are not merged with everybody of their group."""
    same = found.set_index("customer_id")["same"]
    whole = found.groupby("group")["same"].transform("nunique") == 1
    lines: list[str | None] = []
    for row, done in zip(found.itertuples(), whole, strict=True):
        more = [kind for kind in row.evidence.split() if kind in ("email", "phone") and kind not in enough]
        line = None
        if more and not done:
            line = f"same_customer: [{', '.join(sorted([*enough, *more]))}]"
        elif isinstance(row.like, str) and same[row.like] != row.same:
            line = f"same_person: [{json.dumps([row.customer_id, row.like], ensure_ascii=False)}]"
        lines.append(line)
    return lines
