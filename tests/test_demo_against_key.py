"""Does the suite find in the demo what was planted there? The key is written before the files are made dirty."""

from decimal import Decimal

import pandas as pd
import pytest

from seglib.cleaning import balance, reconcile
from seglib.client import project_root
from seglib.features import customer_features

KEY = project_root() / "data" / "demo" / "truth"
FOUND_BY = {  # kind of dirt: where it is found, and by which rule or reading
    "blanks": ("repairs", {"blanks"}),
    "currency_sign": ("repairs", {"currency_sign"}),
    "date_format": ("repairs", {"date_format"}),
    "digits": ("repairs", {"digits"}),
    "number_format": ("repairs", {"number_format"}),
    "place_name": ("repairs", {"place_name"}),
    "out_of_range": ("repairs", {"out_of_range"}),
    "duplicate": ("merged", {"exact_duplicate"}),
    "cancellation": ("flagged", {"cancellation"}),
    "return": ("flagged", {"return"}),
    "foreign_currency": ("quarantine", {"other_currency"}),
    "foreign_sign": ("quarantine", {"foreign_currency_unit_price"}),
    "future_date": ("quarantine", {"future_date"}),
    "missing_customer": ("quarantine", {"missing_customer_id"}),
    "negative_price": ("quarantine", {"price_not_positive"}),
    "zero_price": ("quarantine", {"price_not_positive"}),
    "orphan": ("quarantine", {"orphan"}),
    "repeated_header": ("quarantine", {"repeated_header"}),
    "test_order": ("quarantine", {"test_order"}),
    "total_row": ("quarantine", {"total_row"}),
    "wrong_number_of_fields": ("quarantine", {"wrong_number_of_fields"}),
}


@pytest.fixture(scope="module")
def intake(demo):
    return demo.intake


@pytest.fixture(scope="module")
def cleaned(demo):
    return demo.cleaned


@pytest.fixture(scope="module")
def dirt():
    return pd.read_csv(KEY / "dirt.csv", dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def found(cleaned):
    """Every note of the cleaning: where it is, file, line, column, and by which rule or reading."""
    notes = []
    repairs = cleaned.repairs.to_pandas()
    for note in repairs.itertuples():
        notes.append(("repairs", note.file, str(note.line), note.column, note.how))
    for place in ("quarantine", "merged", "flagged"):
        for note in getattr(cleaned, place).to_pandas().itertuples():
            notes += [(place, note.file, str(note.line), "", rule) for rule in note.reasons.split(";")]
    return pd.DataFrame(notes, columns=["place", "file", "line", "column", "rule"])


def _places(rows: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(rows["file"], rows["line"], strict=True))


def _of_kind(found, dirt, kind):
    place, rules = FOUND_BY[kind]
    hits = found[(found["place"] == place) & found["rule"].isin(rules)]
    # a reading or rule can serve several kinds: those of the other kinds are no false hits of this one
    others = dirt[(dirt["kind"] != kind) & dirt["kind"].isin([k for k, by in FOUND_BY.items() if by[1] == rules])]
    return _places(hits) - _places(others)


@pytest.mark.parametrize("kind", FOUND_BY)
def test_finds_95_percent_of_the_planted_dirt_with_1_percent_false_hits(kind, found, dirt):
    planted = _places(dirt[dirt["kind"] == kind])
    hits = _of_kind(found, dirt, kind)
    assert len(planted) > 0
    assert len(hits & planted) / len(planted) >= 0.95, sorted(planted - hits)[:5]
    assert len(hits - planted) / max(len(hits), 1) <= 0.01, sorted(hits - planted)[:5]


def test_finds_impossible_dates_of_orders_and_of_births(found, dirt):
    planted = dirt[dirt["kind"] == "impossible_date"]
    orders = found[found["rule"] == "impossible_date_ordered_at"]
    births = found[(found["rule"] == "impossible_date") & (found["column"] == "birth_date")]
    assert _places(orders) | _places(births) == _places(planted)


def test_counts_every_blank_row(intake, dirt):
    assert intake.files["blank"].sum() == (dirt["kind"] == "blank_row").sum()


def test_every_planted_kind_is_looked_for(dirt):
    assert set(dirt["kind"]) - set(FOUND_BY) == {"impossible_date", "blank_row", "formula_text"}


def test_repairs_restore_what_stood_there_before(cleaned, dirt):
    repairs = cleaned.repairs.to_pandas()
    repairs["line"] = repairs["line"].astype(str)
    texts = dirt[dirt["outcome"].eq("repair") & dirt["kind"].isin(["blanks", "place_name"])]
    both = texts.merge(repairs, on=["file", "line", "column"])
    assert len(both) == len(texts)
    assert (both["new"] == both["original"]).mean() >= 0.99


def test_formula_in_a_name_is_kept_as_text(cleaned, dirt):
    (formula,) = dirt.loc[dirt["kind"] == "formula_text", "dirty"]
    assert cleaned.tables["customers"].filter(cleaned.tables["customers"].name == formula).count().to_pandas() == 1


def test_books_balance_to_the_row(intake, cleaned):
    books = balance(cleaned.ledger).set_index("table")
    received = intake.files.groupby("table")["rows"].sum()
    assert (books["used"] + books["quarantined"] + books["merged"]).to_dict() == received.to_dict()
    for name, table in cleaned.tables.items():
        assert table.count().to_pandas() == books.loc[name, "used"]
    quarantined = cleaned.quarantine.group_by("table").agg(n=lambda t: t.count()).to_pandas().set_index("table")["n"]
    assert quarantined.to_dict() == books.loc[books["quarantined"] > 0, "quarantined"].to_dict()


def test_money_is_accounted_for_to_the_cent(cleaned):
    customers = customer_features(cleaned.tables, as_of="2026-06-30").to_pandas()
    book = reconcile(cleaned, customers=customers).set_index("step")
    assert book.loc["Not accounted for"].tolist() == [0, Decimal("0.00")]
    assert book.loc["Used, added up customer by customer", "money"] == book.loc["Used", "money"]
    assert book.loc[["Set aside", "Copies of other lines"], "rows"].tolist() == [771, 172]
