"""Which order lines are no goods: postage, fees, vouchers, discounts, samples?"""

from __future__ import annotations

import re

import ibis
import ibis.expr.types as ir

from seglib.client import Client


def is_product(product_id: ir.StringValue, client: Client) -> ir.BooleanValue:
    """Whether an article number stands for goods.

    Parameters
    ----------
    product_id : ibis string expression
        Article number of an order line.
    client : seglib.client.Client
        Lists the numbers that do not, under ``cleaning.non_products``.

    Returns
    -------
    ibis boolean expression
        True where the client has not said otherwise.
    """
    return ~ibis.or_(ibis.literal(False), *[has_code(product_id, code) for code in client.cleaning.non_products])


def has_code(product_id: ir.StringValue, code: str) -> ir.BooleanValue:
    """Whether an article number is the one that the client lists, or fits the pattern.

    Parameters
    ----------
    product_id : ibis string expression
        Article number of an order line.
    code : str
        A number, or a pattern in which ``*`` stands for any text.

    Returns
    -------
    ibis boolean expression
        Never missing.
    """
    if "*" not in code:
        return (product_id == code).fill_null(False)
    pattern = ".*".join(re.sub(r"([.\\+?()\[\]{}|^$])", r"\\\1", part) for part in code.split("*"))
    return product_id.re_search(f"^{pattern}$").fill_null(False)
