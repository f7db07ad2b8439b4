"""Bases of an earlier day against what came after, on the demo and on shops with little."""

import datetime

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.segments.evaluation import battle
from seglib.segments.evaluation.bases import known_by
from seglib.segments.evaluation.later import last_campaign, purchases, responses, split_day


@pytest.fixture(scope="module")
def fought(demo, demo_tables, demo_survey):
    return battle(demo_tables, demo.client, survey=demo_survey, random_state=1)


def test_the_demo_is_told_apart_by_who_buys_for_a_living_and_by_what_customers_do_not_by_where_they_are(fought):
    scores = fought.scores.set_index(["outcome", "base"])
    assert set(fought.contests["outcome"]) == {"margin", "retention", "response"}
    assert scores.loc["margin", "score"].drop("combined").idxmax() == "demographic"
    assert scores.loc["retention", "score"].drop("combined").idxmax() == "behavioural"
    assert not scores.xs("geographic", level="base")["beyond_noise"].any()
    dropped = fought.increments.set_index(["outcome", "base"])["droppable"]
    assert dropped[:, "geographic"].all() and not dropped[:, "behavioural"].any()
    assert (fought.recommendation.base, fought.recommendation.reason) == ("demographic", "best")


def test_each_customer_is_in_every_base_and_the_money_after_is_the_shops(fought, demo_tables, demo):
    known = fought.known
    assert known.as_of == demo.client.as_of - datetime.timedelta(days=182)
    ids = set(known.features["customer_id"])
    assert all(set(base.segmentation.assignments["customer_id"]) == ids for base in known.bases.values())
    margin, again = purchases(demo_tables, known, as_of=demo.client.as_of)
    lines = demo_tables["order_lines"].to_pandas()
    after = lines[(lines["ordered_at"].dt.date > known.as_of) & lines["customer_id"].isin(ids)]
    assert margin.values.sum() == pytest.approx(float(after["margin"].sum()))
    bought = after[~after["is_return"].fillna(False).astype(bool) & after["reversed_at"].isna()]["customer_id"]
    assert again.values.sum() == again.values.dropna().index.isin(bought).sum()


def test_what_came_after_the_split_changes_no_segment(fought, demo, demo_tables, demo_survey):
    day = fought.known.as_of
    lines = demo_tables["order_lines"]
    cut = {**demo_tables, "order_lines": lines.filter(lines.ordered_at.date() <= day)}
    again = known_by(cut, demo.client, as_of=day, survey=demo_survey, random_state=1)
    for name, base in fought.known.bases.items():
        pd.testing.assert_frame_equal(base.segmentation.assignments, again.bases[name].segmentation.assignments)


YML = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources: [{table: order_lines, file: orders.csv, columns: {customer_id: customer, order_id: o, ordered_at: at,
           product_id: p, quantity: q, unit_price: u}, constants: {currency: EUR}}]
"""


def shop_of(make_client, n, *, days=400):
    """A list of orders and nothing else, some of the customers only after the split."""
    rng = np.random.default_rng(4)
    at = pd.Timestamp("2026-06-30") - pd.to_timedelta(rng.integers(0, days, 4 * n), unit="D")
    ids = [f"c{i}" for i in rng.integers(0, n, 4 * n)]
    rows = {"customer_id": ids, "order_id": [f"o{i}" for i in range(4 * n)], "ordered_at": at, "product_id": "x"}
    rows = pd.DataFrame(rows | {"amount": rng.integers(5, 50, 4 * n).astype(float)})
    return make_client({"orders.csv": b"customer\n"}, YML), {"order_lines": ibis.memtable(rows)}


def test_a_shop_with_orders_alone_hears_what_the_other_bases_take(make_client):
    client, tables = shop_of(make_client, 150)
    found = battle(tables, client, random_state=0)
    assert found.absent["base"].tolist() == ["geographic", "demographic", "psychographic"]
    assert found.absent["takes"].str.contains("postal code|form|questionnaire").all()
    assert set(found.contests["outcome"]) == {"margin", "retention"}
    assert found.recommendation.base == "behavioural"
    assert found.recommendation.reason in ("nothing_proven", "best")
    assert found.agreement.empty


@pytest.mark.parametrize(("n", "days"), [(12, 400), (1, 3)])
def test_a_shop_with_too_few_customers_or_days_is_not_judged(make_client, n, days):
    client, tables = shop_of(make_client, n, days=days)
    found = battle(tables, client, random_state=0)
    assert found.scores.empty and found.recommendation.reason in ("not_judged", "none")
    assert found.contests["judged"].str.startswith("Only").all()
    assert (split_day(tables, as_of=client.as_of) is None) == (days < 84)


def test_a_campaign_is_judged_by_the_segments_of_its_eve_and_one_without_answers_not_at_all(make_client):
    client, tables = shop_of(make_client, 150)
    ids = [f"c{i}" for i in range(150)]
    at = pd.Timestamp("2026-04-01")
    sent = pd.DataFrame({"campaign_id": "x", "customer_id": ids, "arm": "mail", "assigned_at": at})
    assert last_campaign({**tables, "assignments": ibis.memtable(sent)}, as_of=client.as_of) is None
    answered = {**tables, "assignments": ibis.memtable(sent.assign(responded=[i % 3 == 0 for i in range(150)]))}
    eve = last_campaign(answered, as_of=client.as_of)
    assert eve == datetime.date(2026, 3, 31)
    outcome = responses(answered, known_by(answered, client, as_of=eve, random_state=0), as_of=client.as_of)
    assert outcome.values.dropna().isin([0, 1]).all()
    assert outcome.values.to_dict() == {one: float(int(one[1:]) % 3 == 0) for one in outcome.values.index}
