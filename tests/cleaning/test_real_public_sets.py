"""Do the public data sets come in through their configurations, with every known dirt accounted for to the row?"""

import shutil

import pandas as pd
import pytest

from seglib.cleaning import balance, clean
from seglib.cleaning.as_read import worth_knowing
from seglib.client import load_client
from seglib.intake import read_sources

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def taken(root, shared_data, tmp_path_factory):
    """A client made of a ready configuration and files of the public sets: intake and cleaned."""

    def take(config: str, **files: str):
        folder = tmp_path_factory.mktemp("public") / config
        (folder / "raw").mkdir(parents=True)
        shutil.copy(root / "docs" / "clients" / f"{config}.yml", folder / "client.yml")
        for name, source in files.items():
            shutil.copy(shared_data / source, folder / "raw" / name.replace("__", "."))
        client = load_client(folder)
        intake = read_sources(client)
        return intake, clean(intake, client)

    return take


def _books(cleaned) -> dict[str, tuple]:
    return {row.table: (row.used, row.quarantined, row.merged) for row in balance(cleaned.ledger).itertuples()}


def _marks(cleaned) -> dict[tuple[str, str], int]:
    marked = cleaned.ledger[cleaned.ledger["outcome"] == "flag"]
    return {(row.table, row.rule): row.rows_any for row in marked.itertuples()}


def _money(cleaned) -> float:
    return float(cleaned.tables["order_lines"].amount.sum().to_pandas())


def test_cdnow_without_header_or_order_numbers(taken):
    _, cleaned = taken("cdnow", CDNOW_sample__txt="cdnow-sample/CDNOW_sample.txt")
    assert _books(cleaned) == {"customers": (2357, 0, 0), "order_lines": (6919, 0, 0)}
    assert _marks(cleaned) == {("order_lines", "free_line"): 8, ("order_lines", "exact_duplicate"): 21}
    assert _money(cleaned) == pytest.approx(244_091.94, abs=0.001)
    lines = cleaned.tables["order_lines"]
    assert lines.order_id.nunique().to_pandas() == 6696  # one transaction a customer and day
    assert lines.quantity.sum().to_pandas() == 16_479
    assert lines.customer_id.min().to_pandas() == "0001"  # zeros are kept


def test_superstore_down_to_the_tables_stuck_on_below(taken, shared_data):
    intake, cleaned = taken("superstore", superstore__csv="superstore/superstore.csv")
    raw = pd.read_csv(shared_data / "superstore" / "superstore.csv", dtype=str, nrows=9994)
    codes = raw["Postal Code"]
    assert (codes.str.len().eq(4).sum(), codes.isna().sum()) == (438, 11)
    places = ["Customer ID", "Customer Name", "Country", "State", "City", "Postal Code"]
    addresses = raw[places].drop_duplicates()
    several = len(addresses) - 793
    assert _books(cleaned) == {"customers": (793, 0, several), "products": (1862, 0, 32), "order_lines": (9994, 0, 0)}
    short = addresses["Postal Code"].str.len().eq(4).sum()
    assert _marks(cleaned) == {("customers", "short_postal_code"): short, ("order_lines", "exact_duplicate"): 1}
    assert worth_knowing(intake)["what"].tolist() == ["806 lines of the file belong to no source and were not read"]
    assert _money(cleaned) == pytest.approx(2_297_200.8603, abs=0.001)
    lines = cleaned.tables["order_lines"]
    assert (lines.order_id.nunique().to_pandas(), lines.quantity.sum().to_pandas()) == (5009, 37_873)


@pytest.mark.parametrize("file", ["marketing_campaign.csv", "marketing_campaign_semicolon_bom.csv"])
def test_customer_personality_in_both_forms(taken, file):
    _, cleaned = taken("customer-personality", marketing_campaign__csv=f"customer-personality/{file}")
    assert _books(cleaned) == {"customers": (2240, 0, 0), "assignments": (13_440, 0, 0), "campaigns": (1, 0, 0)}
    assert _marks(cleaned) == {
        ("customers", "not_a_marital_status"): 7,
        ("customers", "placeholder_income"): 1,
        ("customers", "out_of_range_birth_year"): 3,
    }
    people = cleaned.tables["customers"]
    assert people.income.isnull().sum().to_pandas() == 24
    assert (people.education == "2n Cycle").sum().to_pandas() == 203
    answers = cleaned.tables["assignments"].group_by("campaign_id").agg(yes=lambda t: t.responded.sum())
    assert answers.order_by("campaign_id").to_pandas()["yes"].tolist() == [144, 30, 163, 167, 163, 334]


def test_complete_journey_and_its_lines_of_nothing(taken):
    names = ("transactions_sample.csv.gz", "demographics.csv", "products.csv.gz", "campaign_descriptions.csv")
    names = (*names, "campaigns.csv")
    files = {name.replace(".", "__"): f"complete-journey/{name}" for name in names}
    _, cleaned = taken("complete-journey", **files)
    assert _books(cleaned)["order_lines"] == (75_000, 0, 0)
    assert _marks(cleaned)["order_lines", "zero_quantity"] == 416
    assert not {("order_lines", "huge_order"), ("order_lines", "dominant_customer")} & set(_marks(cleaned))
    assert _money(cleaned) == pytest.approx(233_935.24, abs=0.01)
    assert _books(cleaned)["customers"] == (2377, 0, 801)  # the 801 who answered are among those who bought


def test_hillstroms_customers_without_numbers(taken):
    _, cleaned = taken("hillstrom", hillstrom_email__csv__gz="hillstrom-email/hillstrom_email.csv.gz")
    assert _books(cleaned) == {"customers": (64_000, 0, 0), "assignments": (64_000, 0, 0)}
    kinds = cleaned.tables["customers"].area_type.value_counts(name="n").to_pandas().set_index("area_type")["n"]
    assert kinds["Suburban"] == 28_776  # misspelt on all of them
    assert set(kinds.index) == {"Rural", "Suburban", "Urban"}
    arms = (
        cleaned.tables["assignments"]
        .group_by("arm")
        .agg(
            n=lambda t: t.count(), visit=lambda t: t.responded.mean(), spend=lambda t: t.revenue.cast("float64").mean()
        )
    )
    published = {
        "mens": (21_307, 0.182757, 1.422617),
        "womens": (21_387, 0.151400, 1.077202),
        "control": (21_306, 0.106167, 0.652789),
    }
    found = {row.arm: (row.n, row.visit, row.spend) for row in arms.to_pandas().itertuples()}
    assert found.keys() == published.keys()
    for arm, numbers in published.items():
        assert found[arm] == pytest.approx(numbers, abs=5e-7)
