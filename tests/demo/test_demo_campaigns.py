"""The demo's campaigns are fair experiments whose true effects are known."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency


@pytest.fixture(scope="module")
def assignments(demo_folder, types) -> pd.DataFrame:
    table = pd.read_csv(demo_folder / "raw" / "assignments.csv.gz", dtype={"customer_id": "str"})
    return table.assign(type=table["customer_id"].map(types), responded=table["responded"] == "yes")


@pytest.fixture(scope="module")
def effects(demo_folder) -> pd.DataFrame:
    return pd.read_csv(demo_folder / "truth" / "effects.csv")


@pytest.fixture(scope="module")
def campaigns(demo_folder) -> pd.DataFrame:
    return pd.read_csv(demo_folder / "raw" / "campaigns.csv", parse_dates=["starts", "ends"])


def test_each_campaign_has_a_control_of_equal_size(assignments):
    for _, one in assignments.groupby("campaign_id"):
        sizes = one["arm"].value_counts()
        assert "control" in sizes.index
        assert sizes.max() - sizes.min() <= 1
        assert one["customer_id"].is_unique


def test_types_are_balanced_between_the_arms(assignments):
    for _, one in assignments.groupby("campaign_id"):
        # drawn at random: this fails once in a thousand seeds for each campaign
        assert chi2_contingency(pd.crosstab(one["type"], one["arm"])).pvalue > 0.001


def test_one_type_is_not_moved_at_all(effects):
    nil = effects[effects["type"] == "trade"]
    assert (nil[["response_effect", "revenue_effect", "margin_effect"]] == 0).all(axis=None)
    others = effects[~effects["type"].isin(["trade"])]
    assert (others["margin_effect"] != 0).all()


def test_effects_differ_by_type_and_the_best_arm_with_them(effects):
    mailing = effects[effects["campaign_id"] == "GIFT25"].pivot(index="type", columns="arm", values="margin_effect")
    assert mailing.loc["joe", "reminder"] > mailing.loc["joe", "voucher"] > 0
    assert mailing.loc["bargain", "voucher"] < 0 < mailing.loc["bargain", "reminder"]


def test_all_is_the_mean_of_the_types(effects):
    for _, arm in effects.groupby(["campaign_id", "arm"]):
        parts, whole = arm[arm["type"] != "all"], arm[arm["type"] == "all"].iloc[0]
        assert whole["n_eligible"] == parts["n_eligible"].sum()
        mean = np.average(parts["margin_effect"], weights=parts["n_eligible"])
        assert whole["margin_effect"] == pytest.approx(mean, abs=1e-3)


def test_differences_of_means_agree_with_the_true_effects(assignments, effects):
    for row in effects[effects["type"] == "all"].itertuples():
        one = assignments[assignments["campaign_id"] == row.campaign_id]
        for outcome in ("responded", "revenue", "margin"):
            treated = one.loc[one["arm"] == row.arm, outcome].astype(float)
            control = one.loc[one["arm"] == "control", outcome].astype(float)
            error = np.sqrt(treated.var() / len(treated) + control.var() / len(control))
            true = row.response_effect if outcome == "responded" else getattr(row, f"{outcome}_effect")
            assert abs(treated.mean() - control.mean() - true) < 4 * error


def test_outcomes_are_the_orders_within_the_window(assignments, campaigns, order_lines, dirt, demo_folder, raw_lines):
    """For customers none of whose lines is dirty, the assignments' money is that of the order files, to the cent."""
    products = pd.read_excel(demo_folder / "raw" / "products.xlsx", dtype={"Artikelnr": "str"})
    cost = order_lines["product_id"].map(products.set_index("Artikelnr")["Einkaufspreis"])
    revenue = order_lines["quantity"] * order_lines["unit_price"] - order_lines["discount"]
    lines = order_lines.assign(revenue=revenue, margin=revenue - order_lines["quantity"] * cost)
    # lines that lost their customer could be anybody's; all soiled lines name a customer somewhere, or hide one
    text = "\n".join(
        raw_lines[row.file][row.line - 1] + row.original for row in dirt[dirt["table"] == "order_lines"].itertuples()
    )
    hidden = set(assignments.loc[[name in text for name in assignments["customer_id"]], "customer_id"])
    for campaign, one in assignments[~assignments["customer_id"].isin(hidden)].groupby("campaign_id"):
        plan = campaigns[campaigns["campaign_id"] == campaign].iloc[0]
        inside = lines["at"].between(plan.starts, plan.ends + pd.Timedelta(days=1), inclusive="left")
        sums = lines[inside].groupby("customer_id")[["revenue", "margin"]].sum()
        found = sums.reindex(one["customer_id"], fill_value=0.0)
        assert len(one) > 1_000
        assert np.allclose(found["revenue"], one["revenue"], atol=0.005)
        assert np.allclose(found["margin"], one["margin"], atol=0.005)
        assert (one["customer_id"].isin(sums.index).to_numpy() == one["responded"].to_numpy()).all()


def test_window_and_costs(campaigns):
    days = (campaigns["ends"] - campaigns["starts"]).dt.days + 1
    assert (days == campaigns["window_days"]).all()
    control = campaigns[campaigns["arm"] == "control"]
    assert (control[["fixed_cost", "unit_cost"]] == 0).all(axis=None)
    assert (campaigns.drop(control.index)["unit_cost"] > 0).all()
