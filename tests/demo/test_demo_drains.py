"""The planted drains call about every order, are of no type, and nothing else of the demo knows of them."""

import pandas as pd
import pytest

from seglib.demo.drains import CONTACTS, MINUTES, N_DRAINS


@pytest.fixture(scope="module")
def drains(demo_folder) -> pd.DataFrame:
    return pd.read_csv(demo_folder / "truth" / "drains.csv", dtype={"customer_id": "str"})


@pytest.fixture(scope="module")
def contacts(raw_lines) -> pd.DataFrame:
    header, *rows = [line.split(",") for line in raw_lines["service_contacts.csv"]]
    return pd.DataFrame(rows, columns=header).astype({"minutes": int})


def test_the_key_names_customers_of_no_type(drains, types):
    assert drains["customer_id"].is_unique
    assert len(drains) == N_DRAINS
    assert types[drains["customer_id"]].eq("rest").all()
    assert drains[["contacts", "minutes"]].drop_duplicates().to_numpy().tolist() == [[CONTACTS, MINUTES]]


def test_they_call_about_every_order_and_others_do_not(drains, contacts, order_lines):
    n_orders = order_lines.groupby("customer_id")["order_id"].nunique()
    calls = contacts.groupby("customer_id").size().reindex(n_orders.index, fill_value=0)
    theirs = n_orders.index.isin(drains["customer_id"])
    assert 0.8 * CONTACTS < calls[theirs].sum() / n_orders[theirs].sum() < 1.3 * CONTACTS
    assert calls[~theirs].sum() / n_orders[~theirs].sum() < 0.1 * CONTACTS
    minutes = contacts.loc[contacts["customer_id"].isin(drains["customer_id"]), "minutes"]
    assert minutes.mean() == pytest.approx(MINUTES, rel=0.1)
