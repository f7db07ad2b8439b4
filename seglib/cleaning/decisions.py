"""What could the shop settle that no rule can know, and what hangs on it?

A mark in the ledger that depends on the business is turned into a question, with what this report assumes, the rows and
the money that hang on it, and the line of ``client.yml`` that decides otherwise. What the client has written there is
settled and not asked again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from seglib.client import Client

COLUMNS = ["question", "assumed", "rows", "money", "write"]
MOST_CODES = 5

_SERVICES = (
    r"(?i)\b(postage|shipping|delivery|carriage|freight|fee|fees|charges?|commission|voucher|gift ?card|discount|"
    r"coupon|adjust(ment)?|donation|samples?|deposit|versand|porto|gebühr|gutschein|rabatt|pfand|env[ií]o|portes?|transporte|descuento|"
    r"livraison|remise|ongkos|penghantaran|caj|yuran|diskaun|baucar)\b|شحن|توصيل|رسوم|خصم|قسيمة|ارسال|هزینه|تخفیف|کارمزد"
)
_MOST_WORDS = 3  # "gift voucher" is none, "gift voucher holder in red" is goods


@dataclass(frozen=True)
class _Decision:
    rule: str
    outcome: str
    key: str
    question: str
    assumed: str
    write: str


_DECISIONS = (
    _Decision(
        "exact_duplicate",
        "flag",
        "exact_duplicates",
        "Were lines that repeat an earlier one in every column entered twice?",
        "No: each is a sale",
        "exact_duplicates: merge",
    ),
    _Decision(
        "return_unmatched",
        "flag",
        "unmatched_returns",
        "Do returns count whose sale is not in these files?",
        "Yes: they are taken off the customer's money",
        "unmatched_returns: quarantine",
    ),
    _Decision(
        "id_variant",
        "flag",
        "id_variants",
        "Are customers' numbers that differ only in case, blanks or accents the same number?",
        "No: they are different customers",
        "id_variants: merge",
    ),
    _Decision(
        "shared_contact",
        "flag",
        "same_customer",
        "Are customers with the same e-mail address or phone number one person?",
        "No: they are different customers",
        "same_customer: [email, phone]",
    ),
)


def decisions(tables: Mapping[str, ibis.Table], ledger: pd.DataFrame, client: Client) -> pd.DataFrame:
    """List what the client may want to settle.

    Parameters
    ----------
    tables : mapping of str to ibis.Table
        Clean tables by name.
    ledger : pandas.DataFrame
        From :func:`seglib.cleaning.clean`.
    client : seglib.client.Client
        What its file says is settled.

    Returns
    -------
    pandas.DataFrame
        ``question, assumed`` (what this report does), ``rows`` and ``money`` (that hang on it; money missing where none
        is known), ``write`` (the line of ``client.yml``, under ``cleaning:``), the most money first.
    """
    settled = client.cleaning.model_fields_set
    found = []
    for one in _DECISIONS:
        lines = ledger[(ledger["rule"] == one.rule) & (ledger["outcome"] == one.outcome) & (ledger["rows_any"] > 0)]
        if one.key not in settled and len(lines):
            money = lines["money"].sum(min_count=1)
            found.append((one.question, one.assumed, lines["rows_any"].sum(), money, one.write))
    found += _other_currencies(ledger, client) + _unknown_values(ledger)
    found += _services(tables, client)
    frame = pd.DataFrame(found, columns=COLUMNS).astype({"rows": "int64", "money": "float64"})
    by = [frame["money"].abs().fillna(0.0), frame["rows"]]
    order = pd.DataFrame(dict(enumerate(by))).sort_values([0, 1], ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)


def _other_currencies(ledger: pd.DataFrame, client: Client) -> list[tuple]:
    """Lines whose money has no rate: by their column of currencies, or by the sign at a price."""
    lines = ledger[ledger["rule"].str.match(r"(other_currency|foreign_currency_\w+)$", na=False)]
    rows = lines["rows"].sum()
    if client.rates or not rows:
        return []
    question = f"At which rates is money of other currencies worth {client.currency}?"
    return [(question, "Not known: these lines are set aside", rows, None, "rates: rates.csv, above sources:")]


def _unknown_values(ledger: pd.DataFrame) -> list[tuple]:
    """Codes of the client's that stand for none of the values a column can have."""
    lines = ledger[ledger["rule"].str.startswith("not_allowed_", na=False) & (ledger["rows_any"] > 0)]
    return [
        (
            f"What do the other values of {column.replace('_', ' ')} in {row.table.replace('_', ' ')} mean?",
            "Not known: they are treated as missing",
            row.rows_any,
            row.money,
            f'values: {{{column}: {{"theirs": "ours"}}}}, under the source',
        )
        for row in lines.itertuples()
        for column in [row.rule.removeprefix("not_allowed_")]
    ]


def _services(tables: Mapping[str, ibis.Table], client: Client) -> list[tuple]:
    """Article numbers that sound like postage, fees or vouchers and count as goods."""
    if "order_lines" not in tables:
        return []
    lines = tables["order_lines"].filter(_.is_product, _.product_id.notnull())
    each = lines.group_by("product_id").agg(n=_.count(), money=_.amount.sum().cast("float64"))
    sounds = _sounds(each.product_id)
    if "products" in tables:
        names = tables["products"].select(_named=_.product_id, product=_.product, category=_.category)
        each = each.left_join(names, each.product_id == names._named)
        sounds = ibis.or_(*[_sounds(each[name].fill_null("")) for name in ("product_id", "product", "category")])
    listed = each.filter(sounds).order_by(ibis.desc(_.money.abs()), _.product_id)
    listed = listed.limit(MOST_CODES).select("product_id", "n", "money").to_pandas()
    if listed.empty:
        return []
    codes = ", ".join(map(_quoted, client.cleaning.non_products + listed["product_id"].tolist()))
    return [
        (
            f"Are these goods, or postage, fees and vouchers: {', '.join(listed['product_id'])}?",
            "Goods: they are among the products",
            listed["n"].sum(),
            listed["money"].sum(),
            f"non_products: [{codes}]",
        )
    ]


def _sounds(text: ir.StringValue) -> ir.BooleanValue:
    words = text.re_replace(r"\S+", "x").re_replace(r"\s", "").length()
    return text.re_search(_SERVICES) & (words <= _MOST_WORDS)


def _quoted(code: str) -> str:
    return code if re.fullmatch(r"[A-Za-z][\w -]*", code) else json.dumps(code, ensure_ascii=False)
