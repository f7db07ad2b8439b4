"""Which customers with different ids may be one person?

Who shares an e-mail address or phone number is listed and marked. Merged is only what the client says, under
``cleaning.same_customer``: the list then says which id each one was merged into, so that it can be undone.
"""

from __future__ import annotations

import ibis
import numpy as np
import pandas as pd
from ibis import _
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from seglib.cleaning.contacts import same_address, same_number
from seglib.cleaning.rules import Rule
from seglib.cleaning.typed import HOW
from seglib.client import Client

DUPLICATES = ibis.schema({"group": "int64", "customer_id": "string", "evidence": "string", "merged_into": "string"})
"""Columns of the list of customers who share something."""

_PLACEHOLDER = 10  # what more customers share is a stand-in, such as none@example.com


def find_duplicates(customers: ibis.Table, client: Client) -> pd.DataFrame:
    """List the customers who share an e-mail address or phone number.

    Parameters
    ----------
    customers : ibis.Table
        Typed customers that can be used, one row an id.
    client : seglib.client.Client
        Says which evidence is enough to merge.

    Returns
    -------
    pandas.DataFrame
        One row a customer who shares something: ``group`` (from 1), ``customer_id``, ``evidence`` (``email``,
        ``phone`` or both, with a blank between), ``merged_into`` (the id that stays; missing where none was merged).
        Who signed up first stays, then who comes first in the files. What more than ten customers share is no evidence.
    """
    if not {"email", "phone"} & set(client.brought("customers")):
        return pd.DataFrame(columns=list(DUPLICATES))
    countries = [name for name in customers.select("country").distinct().country.to_pandas() if isinstance(name, str)]
    where = {"countries": sorted(countries), "language": client.language}
    contacts = {
        "email": same_address(customers.email),
        "phone": same_number(customers.phone, customers.country, **where),
    }
    shared = ibis.union(
        *[customers.select("customer_id", evidence=ibis.literal(kind), value=value) for kind, value in contacts.items()]
    ).filter(_.value.notnull())
    values = shared.group_by("evidence", "value").having((_.count() > 1) & (_.count() <= _PLACEHOLDER)).agg(n=_.count())
    shared = shared.semi_join(values, ["evidence", "value"]).order_by("customer_id", "evidence").to_pandas()
    if shared.empty:
        return pd.DataFrame(columns=list(DUPLICATES))
    found = shared.groupby("customer_id", sort=True)["evidence"].agg(" ".join).reset_index()
    found["group"] = _groups(found["customer_id"], shared)
    enough = shared[shared["evidence"].isin(client.cleaning.same_customer)]
    found["merged_into"] = _first_of_each(found, _groups(found["customer_id"], enough), customers)
    return found.sort_values(["group", "customer_id"], ignore_index=True)[list(DUPLICATES)]


def _groups(ids: pd.Series, shared: pd.DataFrame) -> np.ndarray:
    """Number the customers who are joined by what they share, directly or through others."""
    person = pd.Index(ids).get_indexer(shared["customer_id"])
    value = shared.groupby(["evidence", "value"]).ngroup().to_numpy() + len(ids)
    size = len(ids) + len(shared)
    graph = coo_array((np.ones(len(shared)), (person, value)), shape=(size, size))
    labels = connected_components(graph, directed=False)[1][: len(ids)]
    return pd.factorize(labels)[0] + 1


def _first_of_each(found: pd.DataFrame, groups: np.ndarray, customers: ibis.Table) -> list[str | None]:
    listed = customers.filter(customers.customer_id.isin(found["customer_id"].tolist()))
    order = ["signup_date", "_source", "_file", "_line"]
    listed = listed.select("customer_id", *order).to_pandas()
    listed = listed.merge(found.assign(same=groups)[["customer_id", "same"]], on="customer_id")
    first = listed.sort_values(order, na_position="last", kind="stable").groupby("same")["customer_id"].first()
    kept = pd.Series(groups).map(first)
    return [stays if stays != own else None for own, stays in zip(found["customer_id"], kept, strict=True)]


def mark_duplicates(customers: ibis.Table, duplicates: pd.DataFrame) -> ibis.Table:
    """Mark who shares something, and let the wishes of those who are merged away hold for the one that stays.

    Parameters
    ----------
    customers : ibis.Table
        Typed customers with evidence, materialised.
    duplicates : pandas.DataFrame
        From :func:`find_duplicates`.

    Returns
    -------
    ibis.Table
        With ``_twin``, ``_same_as`` (the id that stays; missing but for those merged into it) and ``_kept``. Where any
        of them objected, or refused marketing, the one that stays has too.
    """
    if duplicates.empty:
        return customers.mutate(_twin=ibis.literal(False), _same_as=ibis.null("string"))
    listed = _listed(customers, duplicates).rename(_id="customer_id", _same_as="merged_into").select("_id", "_same_as")
    t = customers.left_join(listed, [customers.customer_id == listed._id, customers._copy == 0, ~customers._superseded])
    t = t.mutate(_twin=t._id.notnull(), _person=ibis.coalesce(t._same_as, t.customer_id))
    t = t.mutate(_stays=t._twin & t._same_as.isnull())
    person = ibis.window(group_by=[t._person, t._twin])
    place = ibis.ifelse(t._stays, t._place, ibis.null("string")).max().over(person)
    changed = {"_kept": ibis.ifelse(t._same_as.notnull(), place, t._kept)}
    for wish, strict in {"objected": True, "marketing_consent": False}.items():
        said = (t[wish] == strict).fill_null(False)
        moved = t._stays & ~said & (said.cast("int8").max().over(person) == 1)
        changed[wish] = ibis.ifelse(moved, strict, t[wish])
        if wish + HOW in t.columns:
            changed[wish + HOW] = ibis.ifelse(moved, "same_customer", t[wish + HOW])
    return t.mutate(changed).select(*customers.columns, "_twin", "_same_as")


def duplicate_rules(client: Client) -> list[Rule]:
    """What becomes of customers who share something.

    Parameters
    ----------
    client : seglib.client.Client
        Says what makes two ids one customer.

    Returns
    -------
    list of Rule
        Over the columns that :func:`mark_duplicates` adds.
    """
    evidence = " or ".join(client.cleaning.same_customer)
    same = f"Merged into another customer with the same {evidence}, as client.yml says"
    shares = "Has the e-mail address or phone number of a customer with another id"
    return [
        Rule("same_customer", "merge", same, lambda t: t._same_as.notnull()),
        Rule("shared_contact", "flag", shares, lambda t: t._twin & t._same_as.isnull()),
    ]


def move_to_kept(table: ibis.Table, duplicates: pd.DataFrame) -> ibis.Table:
    """Give the rows of merged customers to the one that stays.

    Parameters
    ----------
    table : ibis.Table
        Typed rows of any table.
    duplicates : pandas.DataFrame
        From :func:`find_duplicates`.

    Returns
    -------
    ibis.Table
        The same rows; a changed ``customer_id`` is listed as a repair.
    """
    merged = duplicates[duplicates["merged_into"].notna()]
    if merged.empty or "customer_id" not in table.columns:
        return table
    listed = _listed(table, merged).select(_old="customer_id", _stays="merged_into")
    t = table.left_join(listed, table.customer_id == listed._old)
    how = ibis.ifelse(t._stays.notnull(), "same_customer", t["customer_id" + HOW])
    changed = {"customer_id": ibis.coalesce(t._stays, t.customer_id), "customer_id" + HOW: how}
    return t.mutate(changed).select(table.columns)


def _listed(like: ibis.Table, duplicates: pd.DataFrame) -> ibis.Table:
    schema = ibis.schema({"customer_id": "string", "merged_into": "string"})
    rows = duplicates[["customer_id", "merged_into"]].astype("object")
    rows = ibis.memtable(rows.where(rows.notna(), None), schema=schema)
    return like.get_backend().create_table(ibis.util.gen_name("duplicates"), rows)
