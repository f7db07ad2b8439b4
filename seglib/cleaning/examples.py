"""How does a row look that was set aside? One example a reason, without telling whose it is.

Names, addresses and ids keep only their form: letters become x, digits 9. Amounts, dates and quantities, which are what
is mostly wrong, are shown as they stand.
"""

from __future__ import annotations

import json
import re

import ibis
import pandas as pd

SHOWN = ("ordered_at", "quantity", "unit_price", "line_total", "discount", "unit_cost", "margin_rate", "currency", "at")
LONGEST = 80
FOUND = {
    "email": "The same e-mail address",
    "phone": "The same phone number",
    "alike": "Alike in several fields, by record linkage",
    "named": "Named in client.yml",
}
"""How customers who may be one person are found, by code."""
_FIELDS = {"name": "name", "birth": "birthday", "email": "e-mail address", "phone": "phone number", "place": "place"}


def examples(quarantine: ibis.Table, ledger: pd.DataFrame) -> pd.DataFrame:
    """Take the first row of each reason.

    Parameters
    ----------
    quarantine : ibis.Table
    ledger : pandas.DataFrame
        Both from :func:`seglib.cleaning.clean`.

    Returns
    -------
    pandas.DataFrame
        ``table, rule, reason, rows, file, line, row`` (masked), the most frequent reason first.
    """
    each = quarantine.mutate(rule=quarantine.reasons.split(";")).unnest("rule")
    in_order = ibis.window(group_by=["table", "rule"], order_by=["file", "line"])
    first = each.mutate(place=ibis.row_number().over(in_order)).filter(ibis._.place == 0).to_pandas()
    reasons = ledger.loc[ledger["outcome"] == "quarantine", ["table", "rule", "reason", "rows_any"]]
    frame = first.merge(reasons.rename(columns={"rows_any": "rows"}), on=["table", "rule"])
    frame = frame.sort_values(["rows", "table", "rule"], ascending=[False, True, True])
    frame["row"] = [masked(row.raw, rule=row.rule) for row in frame.itertuples()]
    return frame[["table", "rule", "reason", "rows", "file", "line", "row"]].reset_index(drop=True)


def one_person(duplicates: pd.DataFrame) -> pd.DataFrame:
    """Customers with different ids who may be one person, with one example of each way in which they are found.

    Parameters
    ----------
    duplicates : pandas.DataFrame
        ``Cleaned.duplicates``.

    Returns
    -------
    pandas.DataFrame
        ``found, customers, merged`` (into another one), ``example`` (two ids, masked, and what agrees).
    """
    rows = []
    for kind, words in FOUND.items():
        those = duplicates[duplicates["evidence"].str.split().map(lambda kinds, kind=kind: kind in kinds).astype(bool)]
        if those.empty:
            continue
        first = those.iloc[0]
        group = duplicates.loc[duplicates["group"] == first["group"], "customer_id"]
        other = first["like"] if kind == "alike" else next(own for own in group if own != first["customer_id"])
        example = f"{_form(first['customer_id'])} and {_form(other)}"
        if kind == "alike":
            fields = {how: [_FIELDS[field] for field in first[how].split()] for how in ("agrees", "nearly")}
            example += f": {', '.join(fields['agrees'])}" + "".join(f", nearly {name}" for name in fields["nearly"])
        rows.append((words, len(those), int(those["merged_into"].notna().sum()), example))
    return pd.DataFrame(rows, columns=["found", "customers", "merged", "example"])


def masked(raw: str, *, rule: str = "") -> str:
    """Keep the form of a row and hide what it says of a person.

    Parameters
    ----------
    raw : str
        JSON of the columns as received, or a line as it stood.
    rule : str
        Why it was set aside; a column that it names is shown first.

    Returns
    -------
    str
        At most 80 characters.

    Examples
    --------
    >>> masked('{"customer_id": "C017", "ordered_at": "2026-02-30", "email": null}', rule="impossible_date_ordered_at")
    'ordered at 2026-02-30 · customer id X999'
    >>> masked("C017,o12")
    'X999, x99'
    """
    try:
        cells = json.loads(raw)
    except ValueError:
        cells = None
    if isinstance(cells, dict):
        told = sorted(
            (item for item in cells.items() if item[1]),
            key=lambda item: (not rule.endswith(item[0]), item[0] not in SHOWN),
        )
        parts = [f"{name.replace('_', ' ')} {text if name in SHOWN else _form(text)}" for name, text in told]
        shown = " · ".join(parts)
    else:
        shown = re.sub(r"\s*([,;|])\s*", r"\1 ", _form(raw).replace("\t", " "))  # a page can break the line there
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"


def _form(text: str) -> str:
    text = re.sub(r"[^\W\d_]", lambda letter: "X" if letter[0].isupper() else "x", text)
    return re.sub(r"\d", "9", text)
