"""Are suggestions counted right, and judged on what came later? By hand, and on planted and shuffled shops."""

import dataclasses
import datetime as dt

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.segments.purchases.offering import offers, popular_offers
from seglib.segments.purchases.suggestions import Judgement, judge, months_before, recommend, suggest, uptake
from seglib.segments.purchases.views import judged, judgement_values
from seglib.segments.segmentation import build

AS_OF = dt.date(2026, 6, 30)
ITEMS = ["tea", "cake", "seeds"]


def counts_of(*rows):
    return pd.DataFrame(rows, columns=["customer_id", "item"]).assign(n_orders=1, spend=1.0)


def shop(*, planted: bool, n: int = 400):
    """After the first order half of the customers (``g…``) buy seeds, the others cake, if planted; else all alike."""
    rng = np.random.default_rng(4)
    rows = []
    for who in range(n):
        name = f"{'gh'[who % 2]}{who:04d}"
        later = [0.1, 0.1, 0.8] if name[0] == "g" else [0.1, 0.8, 0.1]
        for day in (dt.date(2025, 3, 1), dt.date(2025, 9, 1), dt.date(2026, 3, 1)):
            first = day < dt.date(2025, 6, 1)
            chances = [0.8, 0.1, 0.1] if first else later if planted else [0.1, 0.5, 0.4]
            if first or rng.random() < 0.5:
                at = dt.datetime.combine(day, dt.time(9))
                rows.append((name, f"{name}{day}", at, rng.choice(["tea", "cake", "seeds"], p=chances)))
    lines = pd.DataFrame(rows, columns=["customer_id", "order_id", "ordered_at", "product_id"])
    lines = ibis.memtable(lines.assign(amount=5.0, quantity=1))
    lines = lines.cast({"amount": "decimal(18, 4)", "ordered_at": "timestamp(6)"})
    products = ibis.memtable(pd.DataFrame({"product_id": ITEMS, "category": ITEMS}))
    people = pd.DataFrame({"customer_id": sorted({row[0] for row in rows})})
    return {"order_lines": lines, "products": products}, people


def by_letter(features):
    """Two segments by the first letter of the id."""
    definition = pd.DataFrame({"segment": ["g", "h"], "segment_name": ["Garden", "House"], "rule": "by letter"})
    rule = lambda frame: frame["customer_id"].str[0]  # noqa: E731
    return build("letters", features, definition=definition, rule=rule, details=definition)


def test_uptake_by_hand():
    before = counts_of(("a", "tea"), ("b", "tea"), ("c", "tea"), ("c", "cake"), ("d", "cake"))
    after = counts_of(("a", "cake"), ("c", "cake"), ("d", "tea"), ("new", "cake"))
    segments = pd.DataFrame({"customer_id": list("abcd"), "segment": ["x", "x", "x", "y"]}).assign(segment_name="S")
    table = uptake(before, after, segments).set_index(["segment", "item"])
    assert table.loc[("x", "cake"), ["n", "n_new"]].tolist() == [2, 1]  # a and b lack it; c had it already
    assert table.loc[("y", "tea"), ["n", "n_new"]].tolist() == [1, 1]
    assert table["shop_rate"].to_dict() == {
        ("x", "cake"): 0.5,
        ("x", "tea"): 1.0,
        ("y", "cake"): 0.5,
        ("y", "tea"): 1.0,
    }
    assert table["low"].isna().all()  # fewer than 30 customers

    suggested = suggest(table.reset_index(), before, segments).set_index("customer_id")
    assert suggested["suggested"].to_dict() == {"a": "cake", "b": "cake", "d": "tea"}  # c has both


def test_suggestions_by_segment_are_better_where_segments_differ():
    tables, people = shop(planted=True)
    judgement = judge(tables, features_at=lambda day: people, segment=by_letter, as_of=AS_OF)
    assert judgement.verdict == "better"
    assert judgement.made == dt.date(2025, 12, 31)
    values = judgement_values(judgement)
    assert values["rate"] - values["popular"] == pytest.approx(judgement.difference)
    assert 0 < judgement.low < judgement.difference < judgement.high
    suggested, rates = recommend(tables, features_at=lambda day: people, segment=by_letter, as_of="2025-12-31")
    top = offers(rates, suggested).set_index("segment_name")
    assert top["item"].to_dict() == {"Garden": "seeds", "House": "cake"}
    assert (top["low"] > 1).all()
    assert (top["rate_low"] < top["rate"]).all() and (top["rate"] < top["rate_high"]).all()


def test_they_are_no_better_where_segments_do_not_differ():
    tables, people = shop(planted=False)
    judgement = judge(tables, features_at=lambda day: people, segment=by_letter, as_of=AS_OF)
    assert judgement.verdict == "no better"
    assert judgement.low <= 0 <= judgement.high
    suggested, rates = recommend(tables, features_at=lambda day: people, segment=by_letter, as_of="2025-12-31")
    usual = popular_offers(rates, suggested, most=2)
    assert usual["segment_name"].unique().tolist() == ["All customers"]
    assert usual["item"].tolist() == suggested["popular"].value_counts().index[:2].tolist()
    first = rates[rates["item"] == usual.at[0, "item"]]
    assert usual.at[0, "rate"] == pytest.approx(first["n_new"].sum() / first["n"].sum())
    assert usual["rate_low"].lt(usual["rate"]).all()


def test_nothing_later_is_known_when_suggestions_are_made():
    tables, people = shop(planted=True)
    lines = tables["order_lines"]
    early = {**tables, "order_lines": lines.filter(lines.ordered_at < ibis.timestamp("2026-01-01"))}
    known = [
        recommend(one, features_at=lambda day: people, segment=by_letter, as_of="2025-12-31")[0]
        for one in (tables, early)
    ]
    pd.testing.assert_frame_equal(*known)


def test_two_ways_that_suggest_the_same_are_not_compared():
    rows = [("by segment", 200, 12, 0.06, 0.03, 0.1), ("by popularity", 200, 12, 0.06, 0.03, 0.1)]
    table = pd.DataFrame(rows, columns=["method", "n", "hits", "hit_rate", "low", "high"])
    same = Judgement(table, 0.0, 0.0, 0.0, 0, AS_OF, AS_OF, "no better")
    told = judged(same, word="product")
    assert told["sentence"].startswith("Groups make no difference to what is suggested")
    assert (told["popular"], told["interval"], told["n"]) == (0.06, (0.03, 0.1), 200)
    differ = judged(dataclasses.replace(same, n_differ=40), word="product")
    assert differ["sentence"].startswith("Suggesting by group is not shown to be better") and differ["difference"] == 0
    assert "n" not in judged(dataclasses.replace(same, verdict="not judged"), word="product")


def test_a_shop_without_a_past_is_not_judged():
    tables, people = shop(planted=True, n=6)
    judgement = judge(tables, features_at=lambda day: people, segment=by_letter, as_of="2025-05-01")
    assert (judgement.verdict, judgement.table["n"].tolist()) == ("not judged", [0, 0])
    suggested, rates = recommend(tables, features_at=lambda day: people, segment=by_letter, as_of="2025-05-01")
    assert offers(rates, suggested).empty


def test_months_end_where_months_end():
    assert months_before(dt.date(2026, 8, 31), 6) == dt.date(2026, 2, 28)
    assert months_before(dt.date(2026, 3, 15), 1) == dt.date(2026, 2, 15)
