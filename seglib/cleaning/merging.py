"""What becomes of customers with different ids who are one person, or may be?"""

from __future__ import annotations

import ibis
import pandas as pd

from seglib.cleaning.rule import Rule
from seglib.cleaning.typed import HOW
from seglib.client import Client


def mark_duplicates(customers: ibis.Table, duplicates: pd.DataFrame) -> ibis.Table:
    """Mark who shares something, and let the wishes of those who are merged away hold for the one that stays.

    Parameters
    ----------
    customers : ibis.Table
        Typed customers with evidence, materialised.
    duplicates : pandas.DataFrame
        From :func:`seglib.cleaning.duplicates.find_duplicates`.

    Returns
    -------
    ibis.Table
        With ``_evidence`` (how somebody was found; missing for all others), ``_same_as`` (the id that stays; missing
        but for those merged into it) and ``_kept``. Where any of them objected, or refused marketing, the one that
        stays has too.
    """
    if duplicates.empty:
        return customers.mutate(_evidence=ibis.null("string"), _same_as=ibis.null("string"))
    listed = _listed(customers, duplicates).select(_id="customer_id", _same_as="merged_into", _evidence="evidence")
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
    return t.mutate(changed).select(*customers.columns, "_evidence", "_same_as")


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
    given = client.cleaning
    known = [f"the same {' or '.join(given.same_customer)}"] if given.same_customer else []
    known += ["an id that is named as the same"] if given.same_person else []
    same = f"Merged into another customer with {' or '.join(known)}, as client.yml says"
    shares = "Has the e-mail address or phone number of a customer with another id"
    alike = "Is probably one person with a customer who has another id, by record linkage"
    return [
        Rule("same_customer", "merge", same, lambda t: t._same_as.notnull()),
        Rule("shared_contact", "flag", shares, lambda t: t._evidence.re_search("email|phone") & t._same_as.isnull()),
        Rule("alike", "flag", alike, lambda t: t._evidence.contains("alike") & t._same_as.isnull()),
    ]


def move_to_kept(table: ibis.Table, duplicates: pd.DataFrame) -> ibis.Table:
    """Give the rows of merged customers to the one that stays.

    Parameters
    ----------
    table : ibis.Table
        Typed rows of any table.
    duplicates : pandas.DataFrame
        From :func:`seglib.cleaning.duplicates.find_duplicates`.

    Returns
    -------
    ibis.Table
        The same rows; a changed ``customer_id`` is listed as a repair.
    """
    merged = duplicates[duplicates["merged_into"].notna()]
    if merged.empty or "customer_id" + HOW not in table.columns:
        return table
    listed = _listed(table, merged).select(_old="customer_id", _stays="merged_into")
    t = table.left_join(listed, table.customer_id == listed._old)
    how = ibis.ifelse(t._stays.notnull(), "same_customer", t["customer_id" + HOW])
    changed = {"customer_id": ibis.coalesce(t._stays, t.customer_id), "customer_id" + HOW: how}
    return t.mutate(changed).select(table.columns)


def _listed(like: ibis.Table, duplicates: pd.DataFrame) -> ibis.Table:
    schema = ibis.schema(dict.fromkeys(["customer_id", "merged_into", "evidence"], "string"))
    rows = duplicates[list(schema)].astype("object")
    rows = ibis.memtable(rows.where(rows.notna(), None), schema=schema)
    return like.get_backend().create_table(ibis.util.gen_name("duplicates"), rows)
