"""What do features of customers cost, next to what one would use instead?

Writes clean order lines of a made-up shop as Parquet into a temporary folder and computes, each in a process of its
own: recency, frequency and spend, and the summary for models of repeat buying, by ``seglib``, by plain SQL in DuckDB
and by pandas; and ``seglib``'s whole table of features. The measure is processor time, as a multiple of DuckDB's bare
scan of the columns that the features read. Run it with ``python bench/features.py --lines 10000000``.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pandas as pd

from seglib import engine
from seglib.features import customer_features, rfm_features
from seglib.value.history import purchase_history

AS_OF = "2026-06-30"
LINES = """
COPY (
    SELECT 'C' || lpad((({customers} * pow(hash(i // 3) / 18446744073709551616.0, 1.5))::int)::varchar, 7, '0')
            AS customer_id,
        'O' || (1000000 + i // 3) AS order_id,
        TIMESTAMP '2022-01-01' + to_seconds(i // 3 * {seconds}) AS ordered_at,
        'SKU-' || lpad(((4999 * pow(hash(i * 7) / 18446744073709551616.0, 3))::int)::varchar, 5, '0') AS product_id,
        (1 + hash(i * 3) % 9)::decimal(18, 3) AS quantity,
        ((hash(i * 11) % 10000) / 100)::decimal(18, 4) AS amount,
        ((hash(i * 13) % 4000) / 100)::decimal(18, 4) AS margin,
        (CASE WHEN hash(i // 3) % 5 = 0 THEN 1 ELSE 0 END)::decimal(18, 4) AS discount,
        CASE WHEN hash(i // 3) % 3 = 0 THEN 'store' ELSE 'online' END AS sales_channel,
        hash(i) % 50 = 0 AS is_return,
        true AS is_product,
        NULL::timestamp AS reversed_at
    FROM range({lines}) AS lines(i)
) TO '{file}' (FORMAT parquet)
"""
PRODUCTS = """
COPY (
    SELECT 'SKU-' || lpad(i::varchar, 5, '0') AS product_id, 'Category ' || i % 12 AS category
    FROM range(5000) AS products(i)
) TO '{file}' (FORMAT parquet)
"""
SCAN = {
    "narrow": "customer_id, order_id, ordered_at, amount, is_return, reversed_at",
    "wide": "customer_id, order_id, ordered_at, product_id, amount, margin, discount, sales_channel, is_return, "
    "is_product, reversed_at",
}
RFM_SQL = """
SELECT customer_id, DATE '2026-06-30' - max(ordered_at) FILTER (NOT is_return)::date AS recency_days,
    count(DISTINCT order_id) FILTER (NOT is_return) AS n_orders, sum(amount)::double AS total_spend
FROM '{file}' GROUP BY customer_id ORDER BY customer_id
"""
CLV_SQL = """
WITH days AS (
    SELECT customer_id, ordered_at::date AS day, sum(amount) AS spend FROM '{file}' WHERE NOT is_return GROUP BY ALL
)
SELECT customer_id, count(*) - 1 AS frequency, (max(day) - min(day)) / 7 AS recency,
    (DATE '2026-06-30' - min(day)) / 7 AS T
FROM days GROUP BY customer_id ORDER BY customer_id
"""


def _tables(folder: Path) -> dict:
    connection = engine.connect(memory_limit="880MB", spill=folder / "spill")
    return {name: connection.read_parquet(folder / f"{name}.parquet") for name in ("order_lines", "products")}


def scan(folder: Path, columns: str) -> None:
    """Read the columns and do the least with each of them."""
    least = ", ".join(f"max({name})" for name in columns.split(", "))
    duckdb.sql(f"SELECT {least} FROM '{folder / 'order_lines.parquet'}'").fetchall()


def rfm_seglib(folder: Path) -> pd.DataFrame:
    return rfm_features(_tables(folder)["order_lines"], as_of=AS_OF).order_by("customer_id").to_pandas()


def rfm_sql(folder: Path) -> pd.DataFrame:
    return duckdb.sql(RFM_SQL.format(file=folder / "order_lines.parquet")).df()


def rfm_pandas(folder: Path) -> pd.DataFrame:
    columns = ["customer_id", "order_id", "ordered_at", "amount", "is_return"]
    lines = pd.read_parquet(folder / "order_lines.parquet", columns=columns)
    lines["amount"] = lines["amount"].astype(float)
    sales = lines[~lines["is_return"]].groupby("customer_id")
    table = pd.DataFrame({"last": sales["ordered_at"].max(), "n_orders": sales["order_id"].nunique()})
    table["total_spend"] = lines.groupby("customer_id")["amount"].sum()
    table["recency_days"] = (pd.Timestamp(AS_OF) - table.pop("last").dt.normalize()).dt.days
    return table.reset_index()[["customer_id", "recency_days", "n_orders", "total_spend"]]


def clv_seglib(folder: Path) -> pd.DataFrame:
    return purchase_history(_tables(folder)["order_lines"], as_of=AS_OF).order_by("customer_id").to_pandas()


def clv_sql(folder: Path) -> pd.DataFrame:
    return duckdb.sql(CLV_SQL.format(file=folder / "order_lines.parquet")).df()


def clv_pandas(folder: Path) -> pd.DataFrame:
    columns = ["customer_id", "ordered_at", "is_return"]
    lines = pd.read_parquet(folder / "order_lines.parquet", columns=columns)
    lines = lines[~lines["is_return"]]
    days = lines.assign(day=lines["ordered_at"].dt.normalize()).drop_duplicates(["customer_id", "day"])
    by = days.groupby("customer_id")["day"].agg(["min", "max", "size"])
    week = pd.Timedelta(days=7)
    columns = {
        "frequency": by["size"] - 1,
        "recency": (by["max"] - by["min"]) / week,
        "T": (pd.Timestamp(AS_OF) - by["min"]) / week,
    }
    return pd.DataFrame(columns).reset_index()


def wide_seglib(folder: Path) -> None:
    features = customer_features(_tables(folder), as_of=AS_OF).order_by("customer_id")
    engine.write_parquet({"customer_features": features}, folder)


JOBS = {
    "narrow scan": (lambda folder: scan(folder, SCAN["narrow"]), "narrow"),
    "rfm seglib": (rfm_seglib, "narrow"),
    "rfm duckdb": (rfm_sql, "narrow"),
    "rfm pandas": (rfm_pandas, "narrow"),
    "clv seglib": (clv_seglib, "narrow"),
    "clv duckdb": (clv_sql, "narrow"),
    "clv pandas": (clv_pandas, "narrow"),
    "wide scan": (lambda folder: scan(folder, SCAN["wide"]), "wide"),
    "wide seglib": (wide_seglib, "wide"),
}
SAME = {"rfm": ["recency_days", "n_orders", "total_spend"], "clv": ["frequency", "recency", "T"]}


def measure(job: str, folder: Path) -> None:
    """Do one job; print processor seconds and the process's peak memory in MB, and keep the result."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    found = JOBS[job][0](folder)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(cpu, after.ru_maxrss / 1024)
    if found is not None:
        found.to_parquet(folder / f"{job}.out")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000, help="order lines (default: 1,000,000)")
    parser.add_argument(
        "--skip", nargs="*", default=[], choices=JOBS, help="jobs to leave out, such as those of pandas"
    )
    parser.add_argument("--measure", choices=JOBS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        return measure(asked.measure, asked.folder)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shape = {"customers": max(asked.lines // 100, 10), "seconds": max(140_000_000 * 3 // asked.lines, 1)}
        duckdb.execute(LINES.format(lines=asked.lines, file=folder / "order_lines.parquet", **shape))
        duckdb.execute(PRODUCTS.format(file=folder / "products.parquet"))
        results = {}
        for job in [job for job in JOBS if job not in asked.skip]:
            command = [sys.executable, __file__, "--measure", job, "--folder", str(folder)]
            out = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
            results[job] = {"cpu seconds": float(out[0]), "peak MB": float(out[1])}
        table = pd.DataFrame(results).T
        scans = [f"{JOBS[job][1]} scan" for job in table.index]
        table["times the scan"] = table["cpu seconds"] / table["cpu seconds"].reindex(scans).to_numpy()
        print(f"{asked.lines:,} order lines, {shape['customers']:,} customers")
        print(table.round(2).to_string())
        for kind, columns in SAME.items():
            own = pd.read_parquet(folder / f"{kind} seglib.out")[columns].astype(float)
            for other in sorted(folder.glob(f"{kind} *.out")):
                pd.testing.assert_frame_equal(own, pd.read_parquet(other)[columns].astype(float), rtol=1e-9)
            print(f"{kind}: all results are equal")


if __name__ == "__main__":
    main()
