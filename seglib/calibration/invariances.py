"""Do segments change when nothing has changed? Files are written otherwise, and every page must say the same (V11)."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from seglib.calibration.promise import Promise, Study
from seglib.cleaning import clean
from seglib.client import Client, load_client
from seglib.features import customer_features
from seglib.intake import IntakeError, read_sources
from seglib.segments import behavioural, lifecycle, rfm
from seglib.segments.segmentation import Segmentation

CUSTOMERS = 120
YEARS = 4  # a shift that keeps months, days and leap years
CHANGES = {
    "rows": "Rows in another order change an assignment or a share",
    "ids": "Other customer numbers change an assignment or a share",
    "money": "Money in cents, not in units, changes an assignment or a share",
    "dates": "The same dates four years later change an assignment or a share",
    "constant": "A column more, in which all rows are alike, changes an assignment or a share",
    "copy": "A file that is there twice is counted twice",
}
"""What is done to the file, and the sentence that must never be true."""
_CENT = 0.005


def on_a_shop(rng: np.random.Generator) -> dict[str, float]:
    """Segment the customers of a made-up shop, and again after each change.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        For each key of :data:`CHANGES` whether anything changed; `unbalanced`: whether the money of some scheme's
        segments does not add up to that of the file, to the cent.
    """
    orders, names = _shop(rng), rng.permutation(CUSTOMERS)
    other = {f"c{one:04d}": f"x{new}" for one, new in enumerate(names)}
    before = _segmented(orders)
    cents = orders.assign(unit_price=(orders["unit_price"] * 100).round().astype(int))
    later = orders.assign(ordered_at=orders["ordered_at"] + pd.DateOffset(years=YEARS))
    renamed = orders.assign(customer_id=orders["customer_id"].map(other))
    constant = orders.assign(discount=0.0, sales_channel="online")
    found = {
        "rows": _differs(before, _segmented(orders.sample(frac=1, random_state=int(rng.integers(2**31))))),
        "ids": _differs(before, _segmented(renamed), ids=other),
        "money": _differs(before, _segmented(cents), money=100),
        "dates": _differs(before, _segmented(later, as_of=2026 + YEARS)),
        "constant": _differs(before, _segmented(constant)),
        "copy": not _refused(orders),
    }
    money = (orders["unit_price"] * orders["quantity"]).sum()
    unbalanced = any(abs(one.summary["total_spend"].sum() - money) > _CENT for one in before)
    return {**{name: float(changed) for name, changed in found.items()}, "unbalanced": float(unbalanced)}


def _shop(rng: np.random.Generator) -> pd.DataFrame:
    """Order lines of two years: customers buy at a rate of their own, for amounts of their own."""
    n_orders = 1 + rng.poisson(rng.gamma(0.8, 6, CUSTOMERS))
    customer = np.repeat(np.arange(CUSTOMERS), n_orders)
    n, usual = len(customer), rng.normal(3, 0.8, CUSTOMERS)[customer]
    days = rng.uniform(0, 730, CUSTOMERS)[customer] * rng.random(n)
    return pd.DataFrame(
        {
            "customer_id": [f"c{one:04d}" for one in customer],
            "order_id": [f"o{one}" for one in range(n)],
            "ordered_at": (pd.Timestamp("2026-06-30") - pd.to_timedelta(np.floor(days), unit="D")),
            "product_id": [f"p{one}" for one in rng.integers(0, 8, n)],
            "quantity": rng.integers(1, 4, n),
            "unit_price": np.exp(usual + rng.normal(0, 0.4, n)).round(2),
        }
    )


def _segmented(orders: pd.DataFrame, *, as_of: int = 2026) -> list[Segmentation]:
    """The whole way from a file to segments, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        client = _client(Path(folder), {"orders.csv": orders}, as_of=as_of)
        cleaned = clean(read_sources(client), client)
        features = customer_features(cleaned.tables, as_of=client.as_of).to_pandas()
    features = features.sort_values("customer_id", ignore_index=True)
    return [
        rfm.rfm_segments(rfm.rfm_scores(features)),
        lifecycle.segment(features),
        behavioural.segment(features, k=4, random_state=0),
    ]


def _client(folder: Path, files: dict[str, pd.DataFrame], *, as_of: int) -> Client:
    folder = folder / "shop"
    (folder / "raw").mkdir(parents=True)
    for name, table in files.items():
        table.to_csv(folder / "raw" / name, index=False)
    columns = "\n".join(f"      {column}: {column}" for column in next(iter(files.values())))
    (folder / "client.yml").write_text(
        f"name: Shop\ncurrency: EUR\nlanguage: en\nas_of: {as_of}-06-30\nsources:\n  - table: order_lines\n"
        f"    file: orders*.csv\n    columns:\n{columns}\n",
        encoding="utf-8",
    )
    return load_client(folder)


def _refused(orders: pd.DataFrame) -> bool:
    """Whether a file that is there a second time stops the intake."""
    with tempfile.TemporaryDirectory() as folder:
        client = _client(Path(folder), {"orders.csv": orders, "orders_copy.csv": orders}, as_of=2026)
        try:
            read_sources(client)
        except IntakeError:
            return True
    return False


def _differs(
    before: list[Segmentation], after: list[Segmentation], *, ids: dict[str, str] | None = None, money: float = 1.0
) -> bool:
    """Whether some customer is in another segment, or some number or share of a segment is another."""
    for one, other in zip(before, after, strict=True):
        was = one.assignments.set_index("customer_id")["segment"]
        now = other.assignments.set_index("customer_id")["segment"]
        if not was.rename(index=ids or {}).sort_index().equals(now.sort_index()):
            return True
        sizes = (one.summary[["n", "share"]], other.summary[["n", "share"]])
        spend = (one.summary["total_spend"] * money, other.summary["total_spend"])
        if not sizes[0].equals(sizes[1]) or not np.allclose(*spend, rtol=1e-12, atol=_CENT):
            return True
    return False


STUDIES = (
    Study(
        name="V11 the same shop",
        setting=f"a shop of {CUSTOMERS} customers, from file to RFM, life cycle and 4 groups by k-means",
        replicate=on_a_shop,
        promises=(
            *(Promise(change, sentence, "at most", 0.0) for change, sentence in CHANGES.items()),
            Promise("unbalanced", "The money of a scheme's segments differs from the file's by a cent", "at most", 0.0),
        ),
        replicates=20,
        short=1,
    ),
)
