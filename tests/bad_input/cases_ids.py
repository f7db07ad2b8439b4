"""Bad input in ids and keys: zeros, floats, near-duplicates, orphans, customers that are there twice."""

from __future__ import annotations

from bad_input_case import CUSTOMERS, ORDERS, Case, Verdict, cell, column

ALL = {"customers": (40, 0, 0), "order_lines": (120, 0, 0)}


def _ids(change) -> dict[str, str]:
    """Both files with every customer's id passed through a function of its number."""
    files = {}
    for name, text in (("customers.csv", CUSTOMERS), ("orders.csv", ORDERS)):
        files[name] = column(0, lambda _, value: change(int(value[1:])), text)
    return files


def _one(line: int, old: str, new: str) -> dict[str, str]:
    """The customers' file with one id of another form, and the orders of that customer with it."""
    assert CUSTOMERS.splitlines()[line - 1].startswith(old)
    return {"customers.csv": CUSTOMERS.replace(old, new), "orders.csv": ORDERS.replace(old, new)}


CASES = [
    Case("B32", "ids with leading zeros", Verdict(rows=ALL), _ids(lambda i: f"{i:05d}")),
    Case(
        "B33",
        "ids that became floats in one file",
        Verdict(rows=ALL, repaired={("orders.csv", 2, "customer_id"): "1002"}),
        {
            "customers.csv": _ids(lambda i: str(1000 + i))["customers.csv"],
            "orders.csv": _ids(lambda i: f"{1000 + i}.0")["orders.csv"],
        },
    ),
    Case(
        "B34",
        "long ids one apart",
        Verdict(rows=ALL),
        _ids(lambda i: str(9007199254740990 + i)),
    ),
    Case("B35", "the ids 1E5 and 100000", Verdict(rows=ALL), _ids(lambda i: {1: "1E5", 2: "100000"}.get(i, f"C{i}"))),
    *[
        Case(f"B36{letter}", f"the id {text}", Verdict(rows=ALL), _one(4, "C003", text))
        for letter, text in [("a", "NA"), ("b", "NULL"), ("c", "None"), ("d", "TRUE")]
    ],
    Case(
        "B36e",
        "the country NA",
        Verdict(rows=ALL),
        {"customers.csv": cell(4, 1, "NA", CUSTOMERS)},
    ),
    *[
        Case(
            f"B37{letter}",
            f"two ids that differ only in {what}",
            Verdict(flagged={("customers.csv", 42): "id_variant"}),
            {"customers.csv": CUSTOMERS + f"{text},Spain,x@example.org\n"},
        )
        for letter, what, text in [("a", "case", "c003"), ("b", "blanks", "C 003")]
    ],
    Case(
        "B38",
        "ids in Persian digits in one file",
        Verdict(rows=ALL, repaired={("orders.csv", 2, "customer_id"): "C002"}),
        {"orders.csv": column(0, lambda _, v: v.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")))},
    ),
    Case(
        "B39a",
        "a customer twice, the same row",
        Verdict(rows={"customers": (40, 0, 1)}),
        {"customers.csv": CUSTOMERS + CUSTOMERS.splitlines()[3] + "\n"},
    ),
    Case(
        "B39b",
        "a customer twice, with other values",
        Verdict("asked", ("customer_id", "conflicting_rows: last")),
        {"customers.csv": CUSTOMERS + "C003,Norway,c3@example.org\n"},
    ),
    Case(
        "B39c",
        "a customer twice, with other values, the last one declared to count",
        Verdict(rows={"customers": (40, 0, 1)}),
        {"customers.csv": CUSTOMERS + "C003,Norway,c3@example.org\n"},
        cleaning="conflicting_rows: last",
    ),
    Case(
        "B40a",
        "an order of an unknown customer",
        Verdict(rows={"order_lines": (119, 1, 0)}, quarantined={("orders.csv", 7): "orphan"}),
        {"orders.csv": cell(7, 0, "X1")},
        alone=True,
    ),
    Case(
        "B40b",
        "a third of the orders of unknown customers",
        Verdict("refused", ("order_lines", "customer", "20")),
        {"orders.csv": column(0, lambda n, v: v if n % 3 else "X1")},
    ),
    Case(
        "B41",
        "an order without a customer",
        Verdict(rows={"order_lines": (119, 1, 0)}, quarantined={("orders.csv", 7): "missing_customer_id"}),
        {"orders.csv": cell(7, 0, "")},
    ),
]
