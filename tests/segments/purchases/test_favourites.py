"""Who has a favourite? Those whose orders say so, and nobody in a shop where all are alike."""

import numpy as np
import pandas as pd
import pytest

from seglib.segments.purchases.counts import count_matrix
from seglib.segments.purchases.favourites import favourite_summary, favourites, prior_weight
from seglib.segments.purchases.views import favourite_values, favourites_shown


def counts_of(*rows):
    return pd.DataFrame(rows, columns=["customer_id", "item", "n_orders", "spend"])


def test_nobody_has_a_favourite_where_all_are_alike(alike):
    table = favourites(alike)
    assert table["favourite"].notna().mean() < 0.01
    assert (table["most_bought"] == "candles").sum() > 100  # the best-seller is what most buy most


def test_planted_tastes_are_found_and_the_best_seller_is_not_everybodys_favourite(tool_lovers):
    table = favourites(tool_lovers).set_index("customer_id")
    lovers = table.index < "c0100"
    assert (table.loc[lovers, "favourite"] == "tools").mean() > 0.35
    assert (table.loc[~lovers, "favourite"] == "tools").mean() < 0.02
    assert table.loc[~lovers, "favourite"].notna().mean() < 0.1
    assert (table.loc[~lovers, "most_bought"] == "candles").mean() > 0.3
    assert (table["lift"].dropna() >= 1.25).all()


def test_weight_of_the_shops_shares_is_recovered():
    draw = np.random.default_rng(5)
    shares = draw.dirichlet(4.0 * np.array([0.5, 0.3, 0.2]), size=3000)
    cells = np.array([draw.multinomial(8, own) for own in shares])
    counts = pd.DataFrame(cells, columns=list("abc")).melt(ignore_index=False, var_name="item", value_name="n_orders")
    counts = counts[counts["n_orders"] > 0].rename_axis("customer_id").reset_index().assign(spend=1.0)
    assert prior_weight(counts) == pytest.approx(4.0, rel=0.1)


def test_one_order_is_thin_evidence_however_rare_the_item():
    others = [(f"o{i}", "tea", 5, 50.0) for i in range(50)] + [(f"p{i}", "tin", 5, 50.0) for i in range(5)]
    table = favourites(counts_of(*others, ("once", "tin", 1, 10.0))).set_index("customer_id")
    assert pd.isna(table.loc["once", "favourite"])
    assert table.loc["p0", "favourite"] == "tin"
    assert table.loc["p0", "most_bought"] == table.loc["p0", "favourite"]


def test_summary_by_hand():
    rows = [(f"t{i}", "tea", 9, 90.0) for i in range(30)] + [(f"m{i}", "mug", 9, 45.0) for i in range(10)]
    counts = counts_of(*rows, ("both", "tea", 1, 10.0), ("both", "mug", 1, 5.0))
    favourite = favourites(counts)
    summary = favourite_summary(favourite, counts).set_index("item")
    assert summary["n_customers"].to_dict() == {"mug": 11, "tea": 31}
    assert summary["n_most_bought"].to_dict() == {"mug": 10, "tea": 30}  # whoever buys both alike buys none most
    assert summary.loc["mug", "fans_share"] == pytest.approx(450 / 455)
    assert summary["spend_share"].sum() == pytest.approx(1)
    assert (summary["low"] <= summary["favourite_share"]).all() and (
        summary["favourite_share"] <= summary["high"]
    ).all()
    assert favourites_shown(summary.reset_index(), least=11)["segment_name"].tolist() == ["tea"]
    values = favourite_values(favourite)
    assert values == {"count": 40, "total": 41, "most_bought": "tea", "most_bought_count": 30}


def test_one_item_or_no_row_is_no_favourite(unchanged):
    counts = unchanged(counts_of(("a", "tea", 5, 1.0), ("b", "tea", 2, 1.0)))
    assert favourites(counts)["favourite"].isna().all()
    nothing = favourites(counts[:0])
    assert nothing.empty
    assert favourite_values(nothing)["count"] == 0


def test_matrix_keeps_every_customer_and_known_item(planted):
    matrix = count_matrix(planted, items=["wine", "elephants"])
    assert len(matrix) == planted["customer_id"].nunique()
    assert matrix["wine"].sum() == planted.loc[planted["item"] == "wine", "n_orders"].sum()
    assert matrix["elephants"].sum() == 0


def test_what_is_no_table_of_counts_is_refused(planted):
    with pytest.raises(ValueError, match=r"must have the column `spend`"):
        favourites(planted.drop(columns="spend"))
    with pytest.raises(ValueError, match=r"got \d+ repeated"):
        favourites(pd.concat([planted, planted]))
    with pytest.raises(TypeError, match="got list"):
        favourites([])
    with pytest.raises(ValueError, match=r"must lie between 0\.5 and 1; got 1"):
        favourites(planted, sure=1)
