"""What is a case of bad input? Files that differ from a clean shop's in one respect, and the verdict they must get."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from seglib.cleaning import CleaningError, balance, clean
from seglib.client import ClientError, load_client
from seglib.intake import IntakeError, read_sources
from seglib.questions import OpenQuestionsError

COUNTRIES = ["Germany", "Spain", "Ireland"]
CUSTOMERS = "customer_id,country,email\n" + "".join(
    f"C{i:03d},{COUNTRIES[i % 3]},c{i}@example.org\n" for i in range(1, 41)
)


def _order(i: int) -> str:
    day, price = f"2026-{i % 6 + 1:02d}-{i % 27 + 1:02d}", f"{i % 19 + 1}.{i % 100:02d}"
    return f"C{i % 40 + 1:03d},o{i:04d},{day},P{i % 7},{i % 3 + 1},{price}\n"


HEADER = "customer_id,order_id,ordered_at,product_id,quantity,unit_price\n"
ORDERS = HEADER + "".join(_order(i) for i in range(1, 121))
FILES = {"customers.csv": CUSTOMERS, "orders.csv": ORDERS}
MAPPING = {
    "customers": "{customer_id: customer_id, country: country, email: email}",
    "order_lines": "{customer_id: customer_id, order_id: order_id, ordered_at: ordered_at, product_id: product_id, "
    "quantity: quantity, unit_price: unit_price}",
}


@dataclass(frozen=True)
class Verdict:
    """What became of a case; a field left at its default is not compared.

    Attributes
    ----------
    outcome : {"used", "refused", "asked"}
        Whether tables came out, or why not.
    says : tuple of str
        What the message contains.
    rows : dict of str to tuple
        Table: rows used, set aside, merged.
    quarantined, flagged : dict of tuple to str
        (file, line): a reason it carries.
    repaired : dict of tuple to str
        (file, line, column): the new value.
    """

    outcome: str = "used"
    says: tuple[str, ...] = ()
    rows: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    quarantined: Mapping[tuple[str, int], str] = field(default_factory=dict)
    flagged: Mapping[tuple[str, int], str] = field(default_factory=dict)
    repaired: Mapping[tuple[str, int, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """One bad input.

    Attributes
    ----------
    id : str
        Name, in the order of the corpus.
    what : str
        What is wrong with the files.
    verdict : Verdict
        What must become of them.
    files : dict of str to str or bytes
        In place of, or beside, the clean shop's.
    customers, orders, cleaning : str
        Further lines of ``client.yml``.
    mapping : dict of str to str
        In place of the usual columns.
    alone : bool
        Whether other files beside it would change its verdict.
    """

    id: str
    what: str
    verdict: Verdict
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    customers: str = ""
    orders: str = ""
    cleaning: str = ""
    more: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    alone: bool = False

    def write(self, folder: Path) -> Path:
        """Make the client's folder."""
        (folder / "raw").mkdir(parents=True)
        for name, content in {**FILES, **self.files}.items():
            data = content if isinstance(content, bytes) else content.encode()
            (folder / "raw" / name).write_bytes(data)
        columns = {**MAPPING, **self.mapping}
        lines = ["name: Shop", "currency: EUR", "as_of: 2026-06-30", "sources:"]
        for table, more in [("customers", self.customers), ("order_lines", self.orders)]:
            file = next((p.split()[1] for p in more.split(";;") if p.startswith("file:")), None)
            file = file or ("customers.csv" if table == "customers" else "orders.csv")
            lines += [f"  - table: {table}", f"    file: {file}", f"    columns: {columns[table]}"]
            lines += [f"    {part}" for part in more.split(";;") if part and not part.startswith("file:")]
        lines += [self.more] if self.more else []
        limit = [] if "quarantine_limit" in self.cleaning else ["  quarantine_limit: 1"]
        lines += ["cleaning:", *limit, *(f"  {part}" for part in self.cleaning.split(";;") if part)]
        (folder / "client.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
        return folder


def verdict_of(folder: Path) -> tuple[Verdict, object]:
    """Take a client in and clean it.

    Returns
    -------
    verdict : Verdict
        Everything that can be compared.
    cleaned : Cleaned or None
        What came out.
    """
    try:
        client = load_client(folder)
        cleaned = clean(read_sources(client), client)
    except OpenQuestionsError as error:
        return Verdict("asked", (str(error),)), None
    except (ClientError, IntakeError, CleaningError) as error:
        return Verdict("refused", (str(error),)), None
    books = {row.table: (row.used, row.quarantined, row.merged) for row in balance(cleaned.ledger).itertuples()}
    aside = {(r["file"], r["line"]): r["reasons"] for r in cleaned.quarantine.to_pyarrow().to_pylist()}
    marked = {(r["file"], r["line"]): r["reasons"] for r in cleaned.flagged.to_pyarrow().to_pylist()}
    changed = {(r["file"], r["line"], r["column"]): r["new"] for r in cleaned.repairs.to_pyarrow().to_pylist()}
    return Verdict("used", (), books, aside, marked, changed), cleaned


def orders(change, start: str = ORDERS) -> str:
    """The clean order lines, with the list of lines (header first) changed in place by a function."""
    lines = start.splitlines()
    changed = change(lines)
    return "\n".join(lines if changed is None else changed) + "\n"


def cell(line: int, position: int, text: str, start: str = ORDERS) -> str:
    """The clean file with one cell replaced: physical line from 1, position from 0."""
    lines = start.splitlines()
    parts = lines[line - 1].split(",")
    parts[position] = text
    lines[line - 1] = ",".join(parts)
    return "\n".join(lines) + "\n"


def column(position: int, change, start: str = ORDERS) -> str:
    """The clean file with every value of a column passed through a function of (number of row, value)."""
    header, *lines = start.splitlines()
    out = [header]
    for number, line in enumerate(lines):
        parts = line.split(",")
        parts[position] = change(number, parts[position])
        out.append(",".join(parts))
    return "\n".join(out) + "\n"


ORDER_ID = re.compile(rb"\bo(\d{4})\b")


def shares(case: Case) -> bool:
    """Whether a case is about nothing but its order lines, so that it can be one file among others."""
    plain = not (case.alone or case.customers or case.cleaning or case.more or case.mapping)
    return plain and case.verdict.outcome == "used" and {*case.files} == {"orders.csv"} and "file:" not in case.orders


def verdicts_together(cases: list[Case], folder: Path) -> dict[str, Verdict]:
    """Clean one client that has the order lines of each case as a file of their own, under orders of their own.

    Returns
    -------
    dict of str to Verdict
        By case; the places are named as if each were alone, and ``rows`` holds the order lines only.
    """
    (folder / "raw").mkdir(parents=True)
    lines = ["name: Shop", "currency: EUR", "as_of: 2026-06-30", "cleaning: {quarantine_limit: 1}", "sources:"]
    for case in cases:
        content = case.files["orders.csv"]
        data = content if isinstance(content, bytes) else content.encode()
        own = rf"o\1x{case.id}".encode()
        (folder / "raw" / f"{case.id}.csv").write_bytes(ORDER_ID.sub(own, data))
        lines += ["  - table: order_lines", f"    file: {case.id}.csv", f"    columns: {MAPPING['order_lines']}"]
        lines += [f"    {part}" for part in case.orders.split(";;") if part]
    (folder / "client.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found, cleaned = verdict_of(folder)
    assert found.outcome == "used", found.says
    used = cleaned.tables["order_lines"].order_id.re_extract(r"x(\w+)$", 1).name("case").value_counts(name="n")
    used = {row["case"]: row["n"] for row in used.to_pyarrow().to_pylist()}
    merged = Counter(row["file"] for row in cleaned.merged.to_pyarrow().to_pylist())
    return {case.id: _own(case.id, found, used, merged) for case in cases}


def _own(case: str, found: Verdict, used: dict[str, int], merged: Counter) -> Verdict:
    """What became of one case among others."""

    def place(places: Mapping) -> dict:
        return {("orders.csv", *at[1:]): value for at, value in places.items() if at[0] == f"{case}.csv"}

    aside = place(found.quarantined)
    rows = {"order_lines": (used.get(case, 0), len(aside), merged[f"{case}.csv"])}
    return Verdict("used", (), rows, aside, place(found.flagged), place(found.repaired))
