"""Bad input in the form of a text file: encodings, dialects, shapes, headers."""

from __future__ import annotations

import gzip

from bad_input_case import CUSTOMERS, ORDERS, Case, Verdict, cell, orders

ALL = {"customers": (40, 0, 0), "order_lines": (120, 0, 0)}
ASIDE = {"customers": (40, 0, 0), "order_lines": (119, 1, 0)}
GERMAN = CUSTOMERS.replace("Germany", "Österreich")
PERSIAN = CUSTOMERS.replace("Germany", "ایران")


def _line(number: int, text: str) -> str:
    return orders(lambda lines: lines.__setitem__(number - 1, text))


def _each(change) -> str:
    return "".join(change(line) + "\n" for line in ORDERS.splitlines())


def _refused(*says: str) -> Verdict:
    return Verdict("refused", says)


def _asked(*says: str) -> Verdict:
    return Verdict("asked", says)


BOM = "\ufeff".encode()
LOGIN = "<!DOCTYPE html><html><head><title>Log in</title></head><body></body></html>"
CASES = [
    Case("B01a", "a byte-order mark", Verdict(rows=ALL), {"orders.csv": BOM + ORDERS.encode()}),
    Case(
        "B01b",
        "a byte-order mark before a quoted header",
        Verdict(rows=ALL),
        {"orders.csv": BOM + ORDERS.replace("customer_id", '"customer_id"', 1).encode()},
    ),
    Case(
        "B02a",
        "windows-1252 without saying so",
        _asked("customers.csv", "Österreich", "encoding: windows-1252"),
        {"customers.csv": GERMAN.encode("cp1252")},
    ),
    Case(
        "B02b",
        "windows-1252, declared",
        Verdict(rows=ALL),
        {"customers.csv": GERMAN.encode("cp1252")},
        customers="encoding: windows-1252",
    ),
    Case(
        "B03",
        "windows-1256 without saying so",
        _asked("customers.csv", "ایران".replace("ی", "ي"), "encoding: windows-1256"),
        {"customers.csv": PERSIAN.replace("ی", "ي").encode("cp1256")},
    ),
    Case("B04a", "UTF-16 with its mark", Verdict(rows=ALL), {"orders.csv": ORDERS.encode("utf-16")}, alone=True),
    Case("B04b", "UTF-16 without its mark", _asked("encoding: utf-16-le"), {"orders.csv": ORDERS.encode("utf-16-le")}),
    Case(
        "B05",
        "one line in another encoding",
        Verdict(rows=ASIDE, quarantined={("orders.csv", 3): "undecodable"}),
        {
            "orders.csv": b"\n".join(
                line.replace("P2", "Tée").encode("cp1252" if n == 2 else "utf-8")
                for n, line in enumerate(ORDERS.splitlines())
            )
        },
    ),
    Case(
        "B06",
        "a NUL character",
        Verdict(rows=ASIDE, quarantined={("orders.csv", 5): "nul_character"}),
        {"orders.csv": cell(5, 3, "P\0")},
    ),
    Case("B07a", "no bytes at all", _refused("orders.csv", "empty"), {"orders.csv": b""}),
    Case("B07b", "nothing but a byte-order mark", _refused("orders.csv", "empty"), {"orders.csv": BOM}),
    Case("B08", "only a header", _refused("orders.csv", "0 data rows"), {"orders.csv": ORDERS.splitlines()[0] + "\n"}),
    Case("B09a", "a login page", _refused("orders.csv", "web page"), {"orders.csv": LOGIN}),
    Case("B09b", "an Excel or zip file", _refused("orders.csv", "zip"), {"orders.csv": b"PK\x03\x04" + bytes(60)}),
    Case(
        "B09c",
        "a compressed file that is cut off",
        _refused("orders.csv.gz", "cut off"),
        {"orders.csv.gz": gzip.compress(ORDERS.encode(), mtime=0)[:-40]},
        orders="file: orders.csv.gz",
    ),
    Case("B10a", "lines that end with CR alone", Verdict(rows=ALL), {"orders.csv": ORDERS.replace("\n", "\r")}),
    Case(
        "B10b",
        "line ends of two kinds",
        Verdict(rows=ALL),
        {"orders.csv": ORDERS.replace("\n", "\r\n", 40)},
    ),
    Case(
        "B11",
        "semicolons and decimal commas",
        Verdict(rows=ALL),
        {"orders.csv": ORDERS.replace(",", ";").replace(".", ",")},
    ),
    *[
        Case(f"B12{mark}", f"{name} between fields", Verdict(rows=ALL), {"orders.csv": ORDERS.replace(",", sep)})
        for mark, name, sep in [("a", "tabs", "\t"), ("b", "pipes", "|"), ("c", "carets", "^")]
    ],
    Case(
        "B13",
        "a short row",
        Verdict(rows=ASIDE, quarantined={("orders.csv", 9): "wrong_number_of_fields"}),
        {"orders.csv": _line(9, "C009,o0008")},
    ),
    Case(
        "B14",
        "a long row",
        Verdict(rows=ASIDE, quarantined={("orders.csv", 9): "wrong_number_of_fields"}),
        {"orders.csv": _line(9, "C009,o0008,2026-03-09,P1,3,9.08,,")},
    ),
    Case(
        "B15",
        "every row one field too long",
        _refused("orders.csv", "6", "7"),
        {"orders.csv": _each(lambda line: line if line.startswith("customer_id") else line + ",x")},
        orders='delimiter: ","',
    ),
    Case(
        "B16",
        "a comma in a name without quotation marks",
        Verdict(rows=ASIDE, quarantined={("orders.csv", 9): "wrong_number_of_fields"}),
        {"orders.csv": _line(9, "C009,o0008,2026-03-09,mug, blue,3,9.08")},
    ),
    Case("B17", "a line break inside quotes", Verdict(rows=ALL), {"orders.csv": cell(9, 3, '"P\n1"')}),
    Case(
        "B18",
        "a quotation mark that is never closed",
        Verdict(rows=ASIDE, quarantined={("orders.csv", 9): "broken_quotes"}),
        {"orders.csv": cell(9, 3, '"P1')},
    ),
    Case(
        "B18b",
        "two lines without quotation marks, where all others have them around decimal commas between tabs",
        Verdict(rows={"order_lines": (119, 1, 0)}, quarantined={("orders.csv", 9): "broken_quotes"}),
        {
            "orders.csv": orders(
                lambda lines: [
                    "\t".join(cells if n in (8, 20) else [f'"{one}"' for one in cells]).replace(
                        "P1", '"P1' if n == 8 else "P1"
                    )
                    for n, line in enumerate(lines)
                    for cells in [line.replace(".", ",").replace(",", "\t", 5).split("\t")]
                ]
            )
        },
    ),
    Case(
        "B19",
        "one header name twice",
        _refused("orders.csv:1", "'product_id'", "4 and 5"),
        {"orders.csv": ORDERS.replace("quantity", "product_id", 1)},
    ),
    Case("B20a", "a delimiter after the last field", Verdict(rows=ALL), {"orders.csv": _each(lambda line: line + ",")}),
    Case(
        "B20b",
        "a column with values and without a name",
        _refused("orders.csv", "column 7"),
        {"orders.csv": _each(lambda line: line + ("," if line.startswith("customer_id") else ",x"))},
    ),
    Case(
        "B21",
        "blanks and invisible characters in the header",
        Verdict(rows=ALL),
        {"orders.csv": ORDERS.replace("order_id", " order_id\u200b", 1).replace("quantity", "\u00a0quantity ", 1)},
    ),
    Case(
        "B22a",
        "lines of a title above the header",
        _asked("orders.csv", "header_line: 4"),
        {"orders.csv": "Orders of the shop\nPrinted on 2026-07-01\n\n" + ORDERS},
    ),
    Case(
        "B22b",
        "lines of a title above the header, declared",
        Verdict(rows=ALL),
        {"orders.csv": "Orders of the shop\nPrinted on 2026-07-01\n\n" + ORDERS},
        orders="header_line: 4",
    ),
    *[
        Case(
            f"B23{letter}",
            f"a row of totals ({word})",
            Verdict(rows={"order_lines": (120, 1, 0)}, quarantined={("orders.csv", 122): "total_row"}),
            {"orders.csv": ORDERS + f"{word},,,,240,1200.00\n"},
        )
        for letter, word in [("a", "Total"), ("b", "Grand total"), ("c", "Gesamt"), ("d", "المجموع"), ("e", "Jumlah")]
    ],
    Case(
        "B23f",
        "a row of totals below the customers",
        Verdict(rows={"customers": (40, 1, 0)}, quarantined={("customers.csv", 42): "total_row"}),
        {"customers.csv": CUSTOMERS + "Total:,,\n"},
    ),
    Case(
        "B23g",
        "a customer whose number and name begin like a total",
        Verdict(rows={"customers": (42, 0, 0)}),
        {"customers.csv": CUSTOMERS + "Total,France,\nTotal Tools,,\n"},
    ),
    Case(
        "B24",
        "blank rows",
        Verdict(rows=ALL),
        {"orders.csv": orders(lambda lines: [*lines[:9], "", ",,,,,", *lines[9:]])},
    ),
    Case(
        "B25",
        "the header again in the middle",
        Verdict(rows={"order_lines": (120, 1, 0)}, quarantined={("orders.csv", 51): "repeated_header"}),
        {"orders.csv": orders(lambda lines: lines[:50] + lines[:1] + lines[50:])},
    ),
    Case("B26", "no header", _asked("orders.csv", "header:"), {"orders.csv": orders(lambda lines: lines[1:])}),
    Case(
        "B27",
        "a mapped column is not there",
        _refused("orders.csv:1", "'unit_price'", "unit_prize"),
        {"orders.csv": ORDERS.replace("unit_price", "unit_prize", 1)},
    ),
    Case(
        "B28",
        "columns that nobody asked for",
        Verdict(rows=ALL),
        {"orders.csv": _each(lambda line: line + (",note" if line.startswith("customer_id") else ",call 0170 5550"))},
    ),
]
