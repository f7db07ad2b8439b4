"""Bad input in orders and in bulk: reversals, free goods, copies, one customer, files that change, formulas."""

from __future__ import annotations

from bad_input_case import CUSTOMERS, ORDERS, Case, Verdict, cell, column

ALL = {"customers": (40, 0, 0), "order_lines": (120, 0, 0)}
HEADER = ORDERS.splitlines()[0]
SALE = ORDERS.splitlines()[5]  # line 6
REVERSAL = SALE.rsplit(",", 2)[0] + f",-{SALE.rsplit(',', 2)[1]}," + SALE.rsplit(",", 1)[1]


def _refused(*says: str) -> Verdict:
    return Verdict("refused", says)


FORMULAS = ["=1+1", "+1+1", "-A1", "@SUM(A1)", "=cmd|' /C calc'!A0", "<script>alert(1)</script>"]
CASES = [
    Case(
        "B59a",
        "an order taken back whole",
        Verdict(
            rows={"order_lines": (121, 0, 0)},
            flagged={("orders.csv", 6): "reversed_sale", ("orders.csv", 122): "reversal"},
        ),
        {"orders.csv": ORDERS + REVERSAL + "\n"},
    ),
    Case(
        "B59b",
        "a return without a sale",
        Verdict(rows={"order_lines": (121, 0, 0)}, flagged={("orders.csv", 122): "return_unmatched"}),
        {"orders.csv": ORDERS + "C001,o9999,2026-06-20,P99,-1,5.00\n"},
    ),
    *[
        Case(
            f"B60{letter}",
            f"a price of {text}",
            Verdict(rows={"order_lines": (119, 1, 0)}, quarantined={("orders.csv", 6): "price_not_positive"}),
            {"orders.csv": cell(6, 5, text)},
        )
        for letter, text in [("a", "0"), ("b", "-11062.06")]
    ],
    Case(
        "B61",
        "a line that repeats another",
        Verdict(rows={"order_lines": (121, 0, 0)}, flagged={("orders.csv", 122): "exact_duplicate"}),
        {"orders.csv": ORDERS + SALE + "\n"},
    ),
    Case(
        "B62",
        "a single customer",
        Verdict(rows={"customers": (1, 0, 0), "order_lines": (1, 0, 0)}),
        {
            "customers.csv": "\n".join(CUSTOMERS.splitlines()[:2]),
            "orders.csv": f"{HEADER}\nC001,o1,2026-02-02,P1,1,2.50",
        },
    ),
    Case(
        "B63",
        "customers who are all alike",
        Verdict(rows=ALL),
        {"customers.csv": column(1, lambda *_: "Spain", CUSTOMERS), "orders.csv": column(5, lambda *_: "2.50")},
    ),
    Case(
        "B64a",
        "an order of 1e12",
        Verdict(rows=ALL, flagged={("orders.csv", 6): "huge_order"}),
        {"orders.csv": cell(6, 5, "1000000000000")},
        alone=True,
    ),
    Case(
        "B64b",
        "a customer with nine tenths of the sales",
        Verdict(rows=ALL, flagged={("orders.csv", n): "dominant_customer" for n in (6, 46, 86)}),
        {"orders.csv": cell(86, 5, "4000", cell(46, 5, "4000", cell(6, 5, "4000")))},
        alone=True,
    ),
    Case(
        "B65",
        "all orders on one day",
        Verdict(rows=ALL),
        {"orders.csv": column(2, lambda *_: "2026-02-02")},
        alone=True,
    ),
    Case(
        "B66a",
        "a cell of ten megabytes",
        Verdict(rows={"order_lines": (119, 1, 0)}, quarantined={("orders.csv", 6): "cell_too_long"}),
        {"orders.csv": cell(6, 3, "x" * 10_000_001)},
        alone=True,
    ),
    Case(
        "B66b",
        "twenty thousand columns",
        _refused("orders.csv", "columns"),
        {"orders.csv": HEADER + "".join(f",c{i}" for i in range(20_000)) + "\n" + "," * 20_005 + "\n"},
    ),
    Case(
        "B67",
        "two copies of one export",
        _refused("orders_1.csv", "orders_2.csv"),
        {"orders_1.csv": ORDERS, "orders_2.csv": ORDERS},
        orders="file: orders_*.csv",
    ),
    *[
        Case(
            f"B68{chr(97 + i)}",
            f"the text {text}",
            Verdict(rows=ALL, flagged={("orders.csv", 6): "active_text"}),
            {"orders.csv": cell(6, 3, text)},
        )
        for i, text in enumerate(FORMULAS)
    ],
]
