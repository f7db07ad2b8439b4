"""Bad input in numbers and dates: marks, currencies, sentinels, orders of day and month, calendars, impossible days."""

from __future__ import annotations

from datetime import date, timedelta

from bad_input_case import Case, Verdict, cell, column

ALL = {"customers": (40, 0, 0), "order_lines": (120, 0, 0)}
ASIDE = {"customers": (40, 0, 0), "order_lines": (119, 1, 0)}
START = date(2025, 7, 1)
PRICE, DAY, UNITS = 5, 2, 4


def _prices(form) -> dict[str, str]:
    """Order lines, semicolons between fields, whose price is written by a function of (row, cents)."""
    text = column(PRICE, lambda n, _: "@" + form(n, 123456 + 7 * n))
    return {"orders.csv": "\n".join(_semicolons(line) for line in text.splitlines()) + "\n"}


def _semicolons(line: str) -> str:
    front, _, price = line.partition("@")
    return front.replace(",", ";") + price


def _days(form) -> dict[str, str]:
    return {"orders.csv": column(DAY, lambda n, _: form(START + timedelta(days=3 * n)))}


def _marks(cents: int, point: str, mark: str) -> str:
    return f"{cents / 100:,.2f}".translate({ord("."): point, ord(","): mark})


def _asked(*says: str) -> Verdict:
    return Verdict("asked", says)


ARABIC = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
CASES = [
    *[
        Case(f"B42{letter}", f"prices such as {sample}", Verdict(rows=ALL), _prices(form))
        for letter, sample, form in [
            ("a", "1,234.50", lambda _, c: _marks(c, ".", ",")),
            ("b", "1.234,50", lambda _, c: _marks(c, ",", ".")),
            ("c", "1 234.50 (no-break space)", lambda _, c: _marks(c, ".", "\u00a0")),
            ("d", "1'234.50", lambda _, c: _marks(c, ".", "'")),
            ("e", "12,34,567.50", lambda n, _: f"12,34,{567 + n}.50"),
        ]
    ],
    Case(
        "B43a",
        "prices that are all such as 1.234",
        _asked("orders.csv", "unit_price", "decimal:"),
        _prices(lambda n, _: f"1.{234 + n}"),
    ),
    Case(
        "B43b",
        "prices that are all such as 1.234, declared",
        Verdict(rows=ALL),
        _prices(lambda n, _: f"1.{234 + n}"),
        orders='decimal: ","',
    ),
    Case(
        "B44",
        "Arabic digits and marks",
        Verdict(rows=ALL, repaired={("orders.csv", 2, "unit_price"): "1234.560000"}),
        _prices(lambda _, c: f"{c / 100:.2f}".translate(ARABIC)),
    ),
    Case(
        "B45",
        "a currency sign beside each price",
        Verdict(rows=ALL, repaired={("orders.csv", 2, "unit_price"): "1234.560000"}),
        _prices(lambda _, c: f"€{c / 100:.2f}"),
    ),
    Case(
        "B46",
        "half of the prices in another currency",
        Verdict("refused", ("another currency", "60 in USD", "`rates: rates.csv`", "  USD,2026-01-01,?")),
        _prices(lambda n, c: f"{'$' if n % 2 else '€'}{c / 100:.2f}"),
        cleaning="quarantine_limit: 0.05",
    ),
    Case(
        "B46a",
        "a price in another currency, with a table of rates",
        Verdict(
            rows=ALL,
            flagged={("orders.csv", 6): "converted"},
            repaired={("orders.csv", 6, "unit_price"): "9.000000"},
        ),
        {"orders.csv": cell(6, PRICE, "$10.00"), "rates.csv": "currency,date,rate\nUSD,2026-01-01,0.9\n"},
        more="rates: rates.csv",
    ),
    Case(
        "B46b",
        "a price in another currency before the first rate",
        Verdict(rows={"order_lines": (119, 1, 0)}, quarantined={("orders.csv", 6): "before_first_rate"}),
        {"orders.csv": cell(6, PRICE, "$10.00"), "rates.csv": "currency,date,rate\nUSD,2026-12-01,0.9\n"},
        more="rates: rates.csv",
    ),
    Case(
        "B46c",
        "a table of rates with a rate of nothing",
        Verdict("refused", ("rates.csv:3", "'rate'", "'0'", "more than 0")),
        {"rates.csv": "currency,date,rate\nUSD,2026-01-01,0.9\nGBP,2026-01-01,0\n"},
        more="rates: rates.csv",
    ),
    *[
        Case(
            f"B47{letter}",
            f"{text} units",
            Verdict(rows=ALL, repaired={("orders.csv", 6, "quantity"): "-5.000"}),
            {"orders.csv": cell(6, UNITS, text)},
        )
        for letter, text in [("a", "(5)"), ("b", "5-"), ("c", "\u22125")]
    ],
    *[
        Case(
            f"B48{letter}",
            f"the price {text}",
            Verdict(rows=ASIDE, quarantined={("orders.csv", 6): "unreadable_unit_price"}),
            {"orders.csv": cell(6, PRICE, text)},
        )
        for letter, text in [("a", "inf"), ("b", "1e400"), ("c", "NaN")]
    ],
    Case(
        "B49",
        "a per cent sign in a price",
        _asked("orders.csv", "unit_price", "%"),
        {"orders.csv": cell(6, PRICE, "10 %")},
    ),
    *[
        Case(
            f"B50{letter}",
            f"{text} units, the greatest number of a kind",
            Verdict(rows=ALL, flagged={("orders.csv", 6): "limit_value"}),
            {"orders.csv": cell(6, UNITS, text)},
        )
        for letter, text in [("a", "2147483647"), ("b", "32767"), ("c", "99999")]
    ],
    Case(
        "B51a",
        "days before months, and in two rows months before days",
        _asked("orders.csv", "ordered_at", "%d/%m/%Y", "%m/%d/%Y"),
        {"orders.csv": column(DAY, lambda n, _: "02/13/2026" if n in (4, 9) else f"{n % 28 + 1:02d}/02/2026")},
    ),
    Case(
        "B51b",
        "the same, declared",
        Verdict(
            rows={"order_lines": (118, 2, 0)},
            quarantined={("orders.csv", n): "impossible_date_ordered_at" for n in (6, 11)},
        ),
        {"orders.csv": column(DAY, lambda n, _: "02/13/2026" if n in (4, 9) else f"{n % 28 + 1:02d}/02/2026")},
        orders='dates: ["%d/%m/%Y"]',
    ),
    Case(
        "B51c",
        "days before months, proved by some",
        Verdict(rows=ALL),
        _days(lambda day: day.strftime("%d/%m/%Y")),
    ),
    Case(
        "B52",
        "no day above twelve",
        _asked("orders.csv", "ordered_at", "%d/%m/%Y", "%m/%d/%Y"),
        {"orders.csv": column(DAY, lambda n, _: f"{n % 12 + 1:02d}/{n % 6 + 1:02d}/2026")},
    ),
    Case(
        "B53a",
        "Jalali years",
        _asked("orders.csv", "calendar: jalali"),
        {"orders.csv": column(DAY, lambda n, _: f"1402/{n % 12 + 1:02d}/{n % 29 + 1:02d}")},
    ),
    Case(
        "B53b",
        "Jalali years, declared",
        Verdict(rows=ALL),
        {"orders.csv": column(DAY, lambda n, _: f"1402/{n % 12 + 1:02d}/{n % 29 + 1:02d}")},
        orders="calendar: jalali",
    ),
    Case(
        "B54a",
        "Hijri years",
        _asked("orders.csv", "calendar: hijri"),
        {"orders.csv": column(DAY, lambda n, _: f"1445/{n % 12 + 1:02d}/{n % 29 + 1:02d}")},
    ),
    Case(
        "B54b",
        "Buddhist years",
        _asked("orders.csv", "calendar: buddhist"),
        {"orders.csv": column(DAY, lambda n, v: f"2568{v[4:]}")},
    ),
    Case(
        "B55a",
        "days as numbers of a spreadsheet",
        _asked("orders.csv", "excel-1900", "excel-1904"),
        {"orders.csv": column(DAY, lambda n, _: str(45292 + n))},
    ),
    Case(
        "B55b",
        "days as numbers of a spreadsheet, declared",
        Verdict(rows=ALL),
        {"orders.csv": column(DAY, lambda n, _: str(45292 + n))},
        orders='dates: ["excel-1900"]',
    ),
    *[
        Case(
            f"B56{letter}",
            f"the day {text}",
            Verdict(rows=ASIDE, quarantined={("orders.csv", 6): "impossible_date_ordered_at"}),
            {"orders.csv": cell(6, DAY, text)},
        )
        for letter, text in [("a", "2026-02-30"), ("b", "0000-00-00"), ("c", "9999-12-31")]
    ],
    Case(
        "B57",
        "a day after the end of observation",
        Verdict(rows=ASIDE, quarantined={("orders.csv", 6): "future_date"}),
        {"orders.csv": cell(6, DAY, "2026-07-01")},
    ),
    Case(
        "B58a",
        "times with and without a zone",
        _asked("orders.csv", "timezone:"),
        {"orders.csv": column(DAY, lambda n, v: v + ("T10:00:00+02:00" if n % 2 else "T10:00:00"))},
    ),
    Case(
        "B58b",
        "times with and without a zone, declared",
        Verdict(rows=ALL),
        {"orders.csv": column(DAY, lambda n, v: v + ("T10:00:00+00:00" if n % 2 else "T10:00:00"))},
        orders="timezone: Europe/Berlin",
    ),
]
