"""Groups in which single people could be recognised are named, and nothing more is told of them."""

import pandas as pd

from seglib.segments.headline import first_orders
from seglib.segments.small_groups import large, left_out, sizes
from seglib.segments.views import settled

STAGES = pd.DataFrame(
    {"segment": ["regular", "first_time", "lost"], "segment_name": ["Regular", "First-time", "Lost"], "n": [80, 4, 30]}
)


def test_small_groups_are_left_out_and_named():
    assert large(STAGES, least=10)["segment"].tolist() == ["regular", "lost"]
    told = left_out(STAGES, least=10)
    assert (told["names"], told["least"]) == ("First-time", 10)
    assert left_out(STAGES, least=3) == {}
    assert sizes(STAGES["n"], least=10).tolist() == ["80", "fewer than 10", "30"]
    rules = STAGES.assign(rule="x", action="y")[["segment", "rule", "action"]]
    assert settled(rules, STAGES, least=10)["size"].tolist() == ["80", "fewer than 10", "30"]


def test_where_all_groups_are_small_the_shop_knows_its_customers():
    few = STAGES.assign(n=[4, 3, 2])
    assert large(few, least=10).equals(few) and left_out(few, least=10) == {}


def test_nobody_is_to_be_won_where_nobody_bought_once():
    came_back = {"n": 120, "share": 0.4, "low": 0.3, "high": 0.5, "days": 180}

    def said(n, least=10):
        stages = STAGES.assign(n=[80, n, 30])
        told = first_orders(stages, came_back, least=least)
        shown = {name: value for name, value in told.items() if name not in ("sentence", "interval", "n")}
        assert ("fresh" in shown) == (n >= least)
        return told["sentence"]

    assert said(25).startswith("Win the second order of the {fresh:count} customers who bought once")
    assert said(4).startswith("Win the second order of the few who bought once")
    assert said(0).startswith("Of those who first bought at least")
    assert "n" not in first_orders(STAGES, came_back | {"n": 0}, least=10)
