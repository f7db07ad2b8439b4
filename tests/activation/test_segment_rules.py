"""Rules say of every customer the same in Python, in SQL, as a CRM's filter and as JSON, and do not boast."""

import json
from hashlib import sha256

import numpy as np
import pandas as pd
import pytest
import sqlglot
from shop_in_segments import HOSTILE, NAMES, by_sql, draw_shop

from seglib.activation.cutting import round_between
from seglib.activation.fields import HABITS, Field, fields_of
from seglib.activation.listing import in_order
from seglib.activation.pruning import DEPTH
from seglib.activation.rules import DIALECTS, explain


@pytest.fixture(scope="module")
def shop():
    features, assignments = draw_shop()
    return features, assignments, explain(assignments, features)


def passes(filters: list[dict], features: pd.DataFrame, fields: dict[str, Field]) -> np.ndarray:
    """Plain reading of a CRM's filter: all conditions hold."""
    kept = np.ones(len(features), dtype=bool)
    for one in filters:
        values = fields[one["field"]].values(features)
        tests = {
            "greater_than": lambda v, x: v > x,
            "at_most": lambda v, x: v <= x,
            "is_any_of": lambda v, x: v in x,
            "is_none_of": lambda v, x: v not in x,
            "is_known": lambda v, x: True,
        }
        unknown = one.get("or_unknown", False)
        kept &= [unknown if pd.isna(v) else tests[one["operator"]](v, one["value"]) for v in values]
    return kept


def test_planted_kinds_are_told_apart_by_rules_that_fit_a_line(shop):
    _, _, rules = shop
    assert rules.accuracy > 0.9 > rules.largest
    assert rules.low <= rules.accuracy <= rules.high
    assert max(len(leaf.conditions) for leaf in rules.leaves) <= DEPTH + 1
    assert rules.table["rule"].str.len().max() < 200
    assert "no orders" in rules.text()
    assert rules.table["coverage"].sum() == pytest.approx(1.0)


def test_all_forms_give_every_customer_the_same_segment(shop):
    features, _, rules = shop
    own = rules.assign(features)
    assert own.notna().all()
    assert by_sql(rules, features).tolist() == own.tolist()
    fields = {condition.field.name: condition.field for leaf in rules.leaves for condition in leaf.conditions}
    told = json.loads(rules.json())
    for segment in told["segments"]:
        inside = np.zeros(len(features), dtype=bool)
        for filters in segment["any_of"]:
            inside |= passes(filters, features, fields)
        assert (inside == (own == segment["segment"])).all()
        assert segment["any_of"] == rules.filters()[segment["segment_name"]]


def test_postgresql_gives_every_customer_the_same_segment(shop, postgres):
    features, _, rules = shop
    kinds = {name: "double precision" if features[name].dtype.kind in "if" else "text" for name in features.columns}
    columns = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
    postgres.execute(f"CREATE TABLE customer_features ({columns})")
    rows = features.astype(object).where(features.notna(), None).itertuples(index=False, name=None)
    holes = ", ".join(["%s"] * len(kinds))
    with postgres.cursor() as cursor:
        cursor.executemany(f"INSERT INTO customer_features VALUES ({holes})", list(rows))
        found = dict(row[:2] for row in cursor.execute(rules.sql(dialect="postgres")).fetchall())
    assert features["customer_id"].map(found).tolist() == rules.assign(features).tolist()


def test_spark_text_read_as_spark_gives_every_customer_the_same_segment(shop):
    """Without a Spark: its text is read by Spark's grammar and run by DuckDB."""
    features, _, rules = shop
    query = sqlglot.transpile(rules.sql(dialect="spark"), read="spark", write="duckdb")[0]
    assert by_sql(rules, features, query).tolist() == rules.assign(features).tolist()


def test_in_order_the_first_rule_that_fits_says_the_same_in_fewer_words(shop):
    features, _, rules = shop
    ordered = in_order(rules.leaves)
    assert sum(len(one.conditions) for one in ordered) < sum(len(one.conditions) for one in rules.leaves)
    left, found = np.ones(len(features), dtype=bool), np.full(len(features), "", dtype=object)
    for leaf in ordered:
        holds = leaf.holds(features) & left
        found[holds], left = leaf.segment, left & ~holds
    assert found.tolist() == rules.assign(features).tolist()
    assert rules.text().splitlines()[-1].startswith(f"{len(ordered)}. ")


def test_json_declares_its_schema_and_carries_its_hash(shop):
    content = json.loads(shop[2].json())
    said = content.pop("hash")
    assert content["schema"] == "seglib-rules-1"
    assert said == sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def test_words_of_the_data_cannot_leave_their_quotes():
    features, assignments = draw_shop()
    rules = explain(assignments, features, fields=[one for one in fields_of("geographic") if one.name == "city"])
    assert HOSTILE in {word for leaf in rules.leaves for c in leaf.conditions for word in (*c.among, *c.other_than)}
    for dialect in DIALECTS:
        parsed = sqlglot.parse_one(rules.sql(dialect=dialect), dialect=dialect)
        texts = {one.this for one in parsed.find_all(sqlglot.exp.Literal) if one.is_string}
        assert {HOSTILE, *(set(NAMES.values()) & {rules.names[leaf.segment] for leaf in rules.leaves})} <= texts
        assert {one.name for one in parsed.find_all(sqlglot.exp.Column)} <= {"customer_id", "city", "n_orders"}
    assert by_sql(rules, features).tolist() == rules.assign(features).tolist()
    with pytest.raises(ValueError, match="dialect"):
        rules.sql(dialect="oracle")


def test_segments_of_chance_are_not_explained_away():
    features, assignments = draw_shop()
    rng = np.random.default_rng(5)
    shuffled = assignments.assign(segment=rng.choice(["b1", "b2"], len(features)))
    shuffled["segment_name"] = shuffled["segment"]
    rules = explain(shuffled, features, fields=HABITS)
    assert rules.low < 0.55 and rules.accuracy < 0.6


def test_order_of_rows_changes_nothing(shop, unchanged):
    features, assignments, rules = shop
    again = explain(
        unchanged(assignments).sample(frac=1, random_state=1), unchanged(features).sample(frac=1, random_state=2)
    )
    assert again.json() == rules.json()


def test_too_few_customers_are_refused():
    features, assignments = draw_shop(20)
    with pytest.raises(ValueError, match="30 customers or more"):
        explain(assignments, features)


@pytest.mark.parametrize(("low", "high"), [(0.0, 1.0), (0.1, 0.1000001), (29, 30), (1e6, 1.1e6), (-5.5, -5.25)])
def test_a_cut_parts_its_neighbours(low, high):
    assert low <= round_between(low, high) < high
