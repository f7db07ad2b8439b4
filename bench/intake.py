"""How fast does intake read, and in how much memory, next to readers that promise less?

Writes order lines of a made-up shop into a temporary folder and reads the same file three times, each time in a process
of its own: by ``seglib.intake`` with all its guarantees (every row with its line, nothing lost, nothing changed), by
DuckDB as text into a table, and by pandas as text. Run it with ``python bench/intake.py --lines 10000000``.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import pandas as pd

from seglib.client import load_client
from seglib.intake import read_sources

COLUMNS = ["order_id", "customer_id", "ordered_at", "product_id", "quantity", "unit_price", "sales_channel", "currency"]
CLIENT = f"""
name: Bench
currency: EUR
as_of: 2026-06-30
sources:
  - table: order_lines
    file: orders.csv
    columns: {{{", ".join(f"{name}: {name}" for name in COLUMNS)}}}
"""
ORDERS = """
COPY (
    SELECT 'O' || (1000000 + i // 3) AS order_id,
        'C' || lpad((hash(i // 3) % 500000)::varchar, 7, '0') AS customer_id,
        strftime(TIMESTAMP '2022-01-01' + to_seconds(i // 3 * 40), '%Y-%m-%d %H:%M:%S') AS ordered_at,
        'SKU-' || lpad((hash(i * 7) % 20000)::varchar, 5, '0') AS product_id,
        1 + hash(i * 3) % 9 AS quantity,
        ((hash(i * 11) % 10000) / 100)::decimal(8, 2) AS unit_price,
        CASE WHEN hash(i) % 3 = 0 THEN 'store' ELSE 'online' END AS sales_channel,
        'EUR' AS currency
    FROM range({lines}) AS lines(i)
) TO '{file}' (HEADER)
"""


def with_seglib(folder: Path) -> int:
    return int(read_sources(load_client(folder)).files["rows"].sum())


def with_duckdb(folder: Path) -> int:
    connection = duckdb.connect()
    file = folder / "raw" / "orders.csv"
    connection.execute(f"CREATE TABLE orders AS SELECT * FROM read_csv('{file}', all_varchar = true)")
    return connection.execute("SELECT count(*) FROM orders").fetchone()[0]


def with_pandas(folder: Path) -> int:
    return len(pd.read_csv(folder / "raw" / "orders.csv", dtype=str, keep_default_na=False))


READERS = {"seglib": with_seglib, "duckdb": with_duckdb, "pandas": with_pandas}


def measure(reader: str, folder: Path) -> None:
    """Read once; print rows, seconds and the process's peak memory in MB."""
    start = time.perf_counter()
    rows = READERS[reader](folder)
    seconds = time.perf_counter() - start
    print(rows, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=200_000, help="order lines of the file (default: 200,000)")
    parser.add_argument("--measure", choices=READERS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        return measure(asked.measure, asked.folder)
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "bench"
        (shop / "raw").mkdir(parents=True)
        (shop / "client.yml").write_text(CLIENT, encoding="utf-8")
        file = shop / "raw" / "orders.csv"
        duckdb.execute(ORDERS.format(lines=asked.lines, file=file))
        size = file.stat().st_size / 1e6
        print(f"{asked.lines:,} order lines, {len(COLUMNS)} columns, {size:,.0f} MB")
        results = {}
        for reader in READERS:
            command = [sys.executable, __file__, "--measure", reader, "--folder", str(shop)]
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            results[reader] = {"rows": int(out[0]), "seconds": float(out[1]), "peak MB": float(out[2])}
        table = pd.DataFrame(results).T
        table["MB a second"] = size / table["seconds"]
        table["time, duckdb = 1"] = table["seconds"] / table.loc["duckdb", "seconds"]
        table["memory, duckdb = 1"] = table["peak MB"] / table.loc["duckdb", "peak MB"]
        print(table.astype({"rows": int}).round(2).to_string())


if __name__ == "__main__":
    main()
