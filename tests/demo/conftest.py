"""The committed demo, read once."""

import gzip
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]


def _lines(path: Path) -> list[str]:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return text.removesuffix("\n").split("\n")


@pytest.fixture(scope="session")
def demo_folder() -> Path:
    return ROOT / "data" / "demo"


@pytest.fixture(scope="session")
def raw_lines(demo_folder) -> dict[str, list[str]]:
    """Physical lines of every text file; line n is at position n - 1."""
    files = sorted((demo_folder / "raw").glob("*.[ct]sv*"))
    return {path.name: _lines(path) for path in files}


@pytest.fixture(scope="session")
def dirt(demo_folder) -> pd.DataFrame:
    table = pd.read_csv(demo_folder / "truth" / "dirt.csv", dtype="str", keep_default_na=False)
    return table.assign(line=table["line"].astype(int))


@pytest.fixture(scope="session")
def order_lines(raw_lines, dirt) -> pd.DataFrame:
    """Order lines of the raw files that carry no dirt, typed by the house formats, with file and line."""
    soiled = set(zip(dirt["file"], dirt["line"], strict=True))
    names = ["order_id", "at", "customer_id", "product_id", "quantity", "unit_price", "discount", "last", "channel"]
    rows = []
    for file in ("webshop_orders.csv.gz", "store_till_2024.csv.gz", "store_till_2025-26.csv.gz"):
        delimiter = "," if file.startswith("web") else ";"
        for number, line in enumerate(raw_lines[file][1:], start=2):
            if (file, number) not in soiled:
                rows.append([*line.split(delimiter), *["store"] * (delimiter == ";"), file, number])
    table = pd.DataFrame(rows, columns=[*names, "file", "line"])
    shop = table["file"].str.startswith("web")
    table["at"] = pd.to_datetime(table["at"].where(shop), format="%Y-%m-%d %H:%M:%S").fillna(
        pd.to_datetime(table["at"].where(~shop), format="%d.%m.%Y %H:%M")
    )
    for money in ("unit_price", "discount"):
        table[money] = table[money].str.replace(",", ".").astype(float)
    return table.assign(quantity=table["quantity"].astype(int))


@pytest.fixture(scope="session")
def crm(raw_lines) -> pd.DataFrame:
    """The customer database as received."""
    header, *rows = [line.split(";") for line in raw_lines["crm_customers.csv"]]
    return pd.DataFrame(rows, columns=header)


@pytest.fixture(scope="session")
def types(demo_folder) -> pd.Series:
    table = pd.read_csv(demo_folder / "truth" / "types.csv", dtype="str")
    return table.set_index("customer_id")["type"]
