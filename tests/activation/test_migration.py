"""The demo on three days: segments keep their identity, moves have causes that add up, planted ones are found."""

import dataclasses
import datetime
from types import SimpleNamespace

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib import features
from seglib.activation.migration import verdicts, views
from seglib.activation.migration.dates import days_back, only_after, windows
from seglib.activation.migration.drifting import drifted
from seglib.activation.migration.following import follow
from seglib.activation.migration.naming import keep_names
from seglib.activation.migration.performing import against_last_year, by_segment, quarters
from seglib.activation.migration.reading import maker, read_days
from seglib.activation.migration.storing import migration_table
from seglib.activation.models import keep_adopted
from seglib.clustering.flow import PARTS
from seglib.segments import behavioural
from seglib.segments.evaluation import Adopted
from seglib.segments.evaluation.later import history_days

SEED = {"random_state": 1}
GONE = 150


def shop_of(demo, results):
    return SimpleNamespace(as_of=demo.client.as_of, results=results)


@pytest.fixture(scope="module")
def tables(demo):
    return features.without_objectors(demo.cleaned.tables)


@pytest.fixture(scope="module")
def by_rule(demo, tables, tmp_path_factory):
    """Days and moves by recency, frequency and money."""
    days = read_days(tables, shop_of(demo, tmp_path_factory.mktemp("none")), **SEED)
    return days, follow(days.days, n_refits=2, **SEED)


@pytest.fixture(scope="module")
def in_groups(demo, tables, tmp_path_factory):
    """Days and moves by groups of behaviour that a report of today went by."""
    shop = shop_of(demo, tmp_path_factory.mktemp("kept"))
    today = features.customer_features(tables, as_of=shop.as_of).to_pandas()
    keep_adopted(behavioural.segment(today, k=6, **SEED), shop.results / "models", as_of=shop.as_of)
    days = read_days(tables, shop, **SEED)
    return days, follow(days.days, n_refits=2, **SEED)


@pytest.mark.parametrize("which", ["by_rule", "in_groups"])
def test_every_customer_of_three_days_is_accounted_for(which, request):
    days, found = request.getfixturevalue(which)
    assert days.adopted == (which == "in_groups") and len(days.days) == 3
    for number, step in enumerate(found.steps):
        sizes = step.sizes.set_index("segment")
        added = sizes[["then", "came", "left", *PARTS]].sum(axis=1)
        assert added.to_numpy() == pytest.approx(sizes["now"].to_numpy(), abs=1e-8)
        for day, column in ((number, "then"), (number + 1, "now")):
            counted = found.labels[day].value_counts().reindex(sizes.index, fill_value=0)
            assert counted.to_numpy() == pytest.approx(sizes[column].to_numpy())
        moved = step.moves["before"] != step.moves["after"]
        assert step.moves[list(PARTS)].sum(axis=1).to_numpy() == pytest.approx(moved.to_numpy(float))
        assert 0 < moved.mean() < 0.6
        shown = views.sizes(found, step, least=10)
        parts = shown[["customers", "redefined", "noise"]].sum(axis=1)
        assert (shown["then"] + parts == shown["now"]).all()  # whole numbers, too


@pytest.mark.parametrize("noise", [-1e-12, 0.0, 1e-12])
def test_of_parts_cut_off_alike_the_first_is_rounded_up_whatever_the_last_digit_says(noise):
    assert views._whole(np.array([212.5 + noise, 69.5 - noise, 20.0]), 302.0).tolist() == [213, 69, 20]


def test_groups_of_the_demo_keep_their_identity(in_groups):
    days, found = in_groups
    assert [day.was_kept for day in days.days] == [False, False, False]
    same = found.segments.query("state == 'same'").groupby("day").size()
    assert (same >= 5).all() and len(same) == 2  # of six
    told = views.same(found, SimpleNamespace(percent="{:.0%}".format), [day.date for day in days.days])
    assert (told["since"] == days.days[0].date).sum() >= 5 and len(told) == 6


def test_a_declared_rule_keeps_its_names(by_rule):
    found = by_rule[1]
    assert found.segments.groupby("identity")["segment"].nunique().max() == 1


def test_planted_leavers_are_customers_who_changed(demo, tables, by_rule, tmp_path):
    days, _ = by_rule
    middle = days.days[1]
    best = middle.labels
    gone = best[best.isin(["champions", "loyal"])].index[:GONE]
    assert len(gone) == GONE
    lines = tables["order_lines"]
    late = lines.ordered_at.date() > ibis.literal(middle.date)
    without = {**tables, "order_lines": lines.filter(~(lines.customer_id.isin(list(gone)) & late))}
    planted = follow(read_days(without, shop_of(demo, tmp_path), **SEED).days, n_refits=2, **SEED)
    before, last = (step.moves for step in planted.steps)
    went = last.loc[gone]
    assert (went["before"] != went["after"]).mean() > 0.95  # all lapsed, and by their own doing
    assert went["changed"].mean() > 2 / 3 > 2 * went["redefined"].mean() and went["noise"].mean() < 0.05
    really = by_rule[1].steps[1].moves.loc[gone, "changed"].mean()
    assert went["changed"].mean() > really + 0.25  # many of the best lapse anyway
    pd.testing.assert_series_equal(before["changed"], by_rule[1].steps[0].moves["changed"])  # nothing was planted there
    table = migration_table(planted)
    assert table["n"].sum() == len(before) + len(last)


def test_rules_of_earlier_reports_are_those_that_were_kept(demo, tables, in_groups, tmp_path):
    shop, days = shop_of(demo, tmp_path), in_groups[0].days
    for day, k in ((days[1], 4), (days[2], 6)):
        keep_adopted(behavioural.segment(day.features.reset_index(drop=True), k=k, **SEED), tmp_path / "models",
                     as_of=day.date)  # fmt: skip
    found = read_days(tables, shop, **SEED)
    assert [(day.date, day.was_kept) for day in found.days] == [(days[1].date, True), (days[2].date, False)]
    followed = follow(found.days, n_refits=1, **SEED)
    states = followed.segments.query("day == 1")["state"].value_counts()
    assert states["new"] >= 2  # of six groups four at most can be one of the four
    new = followed.segments.query("day == 1 and state == 'new'")
    assert all(set(parents) <= {"s1", "s2", "s3", "s4"} for parents in new["parents"])
    told = views.same(followed, SimpleNamespace(percent="{:.0%}".format), [day.date for day in found.days])
    came = told.set_index("segment_name")["comes_from"]
    assert (came.loc[new["segment_name"]] != "–").any() and (told["since"] == days[2].date).sum() == len(new)


def test_groups_that_are_found_again_keep_the_name_of_the_last_report(demo, tables, in_groups, tmp_path):
    before, today = in_groups[0].days[1:]
    former = behavioural.segment(before.features.reset_index(drop=True), k=6, **SEED)
    old = former.definition.assign(segment_name="List " + former.definition["segment"])
    keep_adopted(dataclasses.replace(former, definition=old), tmp_path / "models", as_of=before.date)
    features_now = today.features.reset_index(drop=True)
    made = behavioural.segment(features_now, k=7, **SEED)
    listed = made.definition["segment_name"].iloc[:-1]
    adopted = Adopted("behavioural", "Behaviour", "groups", made, pd.DataFrame({"segment_name": listed, "n": 1}))
    named = keep_names(adopted, tables, shop_of(demo, tmp_path))
    kept, renamed = named.adopted, named.renamed
    names = kept.segmentation.definition.set_index("segment")["segment_name"]
    assert 5 <= names.str.startswith("List b").sum() <= 6 and names.is_unique
    assert (
        renamed["now"].isin(made.definition["segment_name"]).all()
        and len(renamed) == names.str.startswith("List").sum()
    )
    assert kept.passports["segment_name"].tolist() == names.iloc[:-1].tolist()
    one = kept.segmentation.assignments
    assert (one["segment_name"] == one["segment"].map(names)).all()
    assert kept.segmentation.assign(features_now)["segment_name"].tolist() == one["segment_name"].tolist()
    again = keep_names(adopted, tables, SimpleNamespace(as_of=before.date, results=tmp_path))  # none before
    assert again.adopted is adopted and again.renamed.empty and not again.unreadable
    assert keep_names(None, tables, shop_of(demo, tmp_path)).adopted is None


def test_a_kept_rule_that_cannot_be_read_is_told_and_passed_over(demo, tables, in_groups, tmp_path):
    first, middle, last = in_groups[0].days
    shop, folder = shop_of(demo, tmp_path), tmp_path / "models"
    rule = behavioural.segment(first.features.reset_index(drop=True), k=6, **SEED)
    for day in (first.date, middle.date, last.date):
        keep_adopted(rule, folder, as_of=day)
    broken = {
        f"adopted-{middle.date}.json": "was changed after it was written",
        "adopted-x.json": "has no day in its name",
    }
    changed = folder / f"adopted-{middle.date}.json"
    changed.write_text(changed.read_text(encoding="utf-8").replace("b1", "b9"), encoding="utf-8")
    (folder / "adopted-x.json").write_text("{}", encoding="utf-8")
    (folder / "adopted-2020-01-01.json").write_text("no model", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    found = read_days(tables, shop, **SEED)
    assert [(day.date, day.was_kept) for day in found.days] == [(first.date, True), (last.date, False)]
    told = broken | {"adopted-2020-01-01.json": "cannot be read as a model"}
    assert found.unreadable == told and found.adopted
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    sentences = [one.pop("sentence").format(**one) for one in verdicts.unreadable(found.unreadable)]
    assert all(f"{file} {reason}." in " ".join(sentences) for file, reason in told.items())
    made = Adopted("behavioural", "Behaviour", "groups", rule, pd.DataFrame({"segment_name": ["a"], "n": 1}))
    assert keep_names(made, tables, shop).unreadable == broken  # the one before them is found first
    (folder / "adopted.json").write_text("{", encoding="utf-8")
    without = read_days(tables, shop, **SEED)
    assert not without.adopted and without.unreadable == {"adopted.json": "cannot be read as a model"}


def test_the_demo_is_compared_with_the_year_before(demo, tables, tmp_path):
    found = drifted(tables, shop_of(demo, tmp_path), make=maker(None), **SEED)
    assert found.windows.whole_years and (found.windows.end - found.windows.middle).days == 364
    assert set(found.table["kind"]) >= {"input", "size", "profile"}
    said = verdicts.not_compared(found)
    assert "April to June" in said["traits"] and "November and December" in said["traits"]
    assert not {"share_april_june", "share_november_december"} & set(found.table["trait"])
    orders = found.table.query("kind == 'input' and trait == 'n_orders'").iloc[0]
    within = features.customer_features(only_after(tables, found.windows.middle), as_of=demo.client.as_of).to_pandas()
    assert orders["typical"] == pytest.approx(within.loc[within["n_orders"] > 0, "n_orders"].mean())


def test_a_shop_whose_customers_moved_online_raises_the_alarm(demo, tables, tmp_path):
    middle = windows(history_days(tables, as_of=demo.client.as_of), as_of=demo.client.as_of).middle
    lines = tables["order_lines"]
    turned = (lines.ordered_at.date() > ibis.literal(middle)) & lines.order_id.right(1).isin(list("0123456"))
    moved = {**tables, "order_lines": lines.mutate(sales_channel=turned.ifelse("online", lines.sales_channel))}
    found = drifted(moved, shop_of(demo, tmp_path), make=maker(None), **SEED)
    of_all = found.alarms.query("kind == 'input'").set_index("trait")
    assert of_all["effect"].abs().idxmax() == "share_online" and of_all.loc["share_online", "effect"] > 0.5


def test_quarters_count_what_was_bought_in_them(demo, tables, by_rule):
    day = by_rule[0].days[-1]
    found = quarters(tables, day.rule, as_of=day.date, history=history_days(tables, as_of=day.date), n_quarters=2)
    assert sorted(found["quarter"].unique()) == [0, 1]
    last = found[found["quarter"] == 0].set_index("customer_id")
    start = day.date - datetime.timedelta(days=91)
    told = features.customer_period(tables, after=start, as_of=day.date).to_pandas().set_index("customer_id")
    spent = told["spend"].reindex(last.index).fillna(0)
    assert last["spend"].to_numpy() == pytest.approx(spent.to_numpy(), abs=1e-6)
    averages = by_segment(found).set_index(["segment", "quarter", "measure"])
    segment = last["segment"].iloc[0]
    assert averages.loc[(segment, 0, "spend"), "mean"] == pytest.approx(spent[last["segment"] == segment].mean())
    assert against_last_year(found).empty


def test_too_short_a_history_has_no_days():
    assert days_back(111, as_of="2026-06-30") == [] and len(days_back(112, as_of="2026-06-30")) == 3
    assert windows(55, as_of="2026-06-30") is None and not windows(56, as_of="2026-06-30").whole_years
