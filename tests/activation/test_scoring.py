"""New customers come into segments by the model where they can, by the questions otherwise; each with a reason."""

import csv
import gzip
import io
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from shop_in_segments import draw_shop

from seglib import engine, features
from seglib.activation.borders import chances, learn_borders
from seglib.activation.golden import golden_questions
from seglib.activation.models import ModelError, keep_adopted, write_model, write_questions
from seglib.activation.new_orders import new_customers
from seglib.activation.scoring import HEADER, ScoringError, score_file
from seglib.cleaning import CleaningError
from seglib.segments import behavioural
from seglib.segments.scales import standardise

TRAITS = ["n_orders", "recency_days", "average_order_value"]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A client with both models, and its features."""
    features, _ = draw_shop()
    segmentation = behavioural.segment(features, k=3, traits=TRAITS, random_state=0)
    client = SimpleNamespace(results=tmp_path_factory.mktemp("results"), sources=[], clean=Path("none"))
    write_model(segmentation, client.results / "models", model_id="adopted")
    golden = golden_questions(segmentation, features)
    write_questions(golden.score, client.results / "models")
    return client, features, segmentation, golden.score


def test_features_go_by_the_model(shop, tmp_path):
    client, features, segmentation, _ = shop
    features.to_csv(tmp_path / "new.csv", index=False)
    scored = score_file(client, tmp_path / "new.csv")
    assert scored.table["segment"].tolist() == segmentation.assignments["segment"].tolist()
    assert set(scored.table["put_by"]) == {"model"}
    with scored.path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == HEADER and len(rows) == len(features)
    assert all("Not for sole automated decisions" in row["purpose"] for row in rows)


def test_each_customer_has_a_chance_where_the_borders_are_kept(shop, tmp_path):
    _, features, segmentation, _ = shop
    client = SimpleNamespace(results=tmp_path, sources=[], clean=tmp_path / "none")
    borders = learn_borders(segmentation, features, n_again=10, random_state=0)
    keep_adopted(segmentation, tmp_path / "models", as_of="2026-06-30", borders=borders)
    parts = segmentation.rule.keywords
    between = parts["fitted"].centers[:2].mean(axis=0)  # on the border of two groups
    new = pd.concat([features, features.head(1).assign(customer_id="between")], ignore_index=True)
    for scale, z in zip(parts["scales"], between, strict=True):
        new[scale.trait.name] = new[scale.trait.name].mask(new["customer_id"] == "between", float(scale.invert(z)))
    new.to_csv(tmp_path / "new.csv", index=False)
    with score_file(client, tmp_path / "new.csv").path.open(encoding="utf-8-sig", newline="") as file:
        told = [float(row["chance_percent"]) for row in csv.DictReader(file)]
    assert told == (chances(segmentation, borders.round(4), new) * 100).round().tolist()
    assert told[-1] < 100 and np.mean(told) > 99


def test_the_reason_is_what_a_recomputation_gives(shop, tmp_path):
    client, features, segmentation, _ = shop
    features.to_csv(tmp_path / "new.csv", index=False)
    table = score_file(client, tmp_path / "new.csv").table
    fitted, scales = segmentation.rule.keywords["fitted"], segmentation.rule.keywords["scales"]
    bought = np.flatnonzero(features["n_orders"] > 0)[:20]
    for i in bought:
        z = standardise(features.iloc[[i]], scales).to_numpy()[0]
        apart = (fitted.centers - z) ** 2
        own, other = np.argsort(apart.sum(axis=1))[:2]
        order = np.argsort(-(apart[other] - apart[own]), kind="stable")[:2]
        assert table["why"][i] == "Nearest by " + " and ".join(scales[j].trait.label for j in order)


def test_answers_go_by_the_questions_in_words_or_as_values(shop, tmp_path):
    client, features, _, questions = shop
    codes = questions.codes(features)
    told = questions.assign(codes)
    names = [one.field.name for one in questions.questions]
    words = pd.DataFrame({"customer_id": features["customer_id"]})
    for i, one in enumerate(questions.questions):
        words[one.field.name] = np.array(one.answers, dtype=object)[codes[:, i]]
    values = features[["customer_id", *names]]
    assert not set(TRAITS) <= set(names), "else the model would do"
    for name, table in {"words": words, "values": values}.items():
        table.to_csv(tmp_path / f"{name}.csv", index=False, sep=";")
        found = score_file(client, tmp_path / f"{name}.csv").table
        assert set(found["put_by"]) == {"questions"}
        assert found["segment"].tolist() == told["segment"].tolist()
        assert found["chance_percent"].tolist() == told["percent"].tolist()
        assert found["why"].tolist() == questions.reasons(codes)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"customer_id,city\n1,Bath\n", "Columns are missing"),
        (b"id,city\n1,Bath\n", "customer_id"),
        (b"customer_id,city\n1,Bath\n1,Bath\n", "each customer once"),
        (b"customer_id,city\n1\n", "Row 2"),
        (b"customer_id,city\n1,\xff\n", "UTF-8"),
        (b"", "customer_id"),
    ],
)
def test_a_file_that_cannot_be_scored_is_refused_with_the_reason(shop, tmp_path, content, message):
    (tmp_path / "new.csv").write_bytes(content)
    with pytest.raises(ScoringError, match=message):
        score_file(shop[0], tmp_path / "new.csv")


def test_a_touched_model_scores_nobody(shop, tmp_path):
    _, features, segmentation, _ = shop
    other = SimpleNamespace(results=tmp_path)
    path = write_model(segmentation, tmp_path / "models", model_id="adopted")
    path.write_text(path.read_text(encoding="utf-8").replace('"b1"', '"b2"'), encoding="utf-8")
    features.to_csv(tmp_path / "new.csv", index=False)
    with pytest.raises(ModelError, match="changed"):
        score_file(other, tmp_path / "new.csv")
    assert not (tmp_path / "scored").exists()


def test_formulas_in_ids_stay_text(shop, tmp_path):
    client, features, *_ = shop
    features.assign(customer_id=["=1+1", *features["customer_id"][1:]]).to_csv(tmp_path / "new.csv", index=False)
    scored = score_file(client, tmp_path / "new.csv")
    assert "\r\n'=1+1," in scored.path.read_bytes().decode("utf-8-sig")


@pytest.fixture(scope="module")
def demo_shop(demo, tmp_path_factory):
    """The demo with a folder of its own for results, and groups of today as its model."""
    client = demo.client.model_copy(update={"folder": tmp_path_factory.mktemp("demo")})
    (client.folder / "raw").symlink_to(demo.client.raw)
    today = features.customer_features(features.without_objectors(demo.cleaned.tables), as_of=client.as_of).to_pandas()
    write_model(behavioural.segment(today, k=5, random_state=0), client.results / "models", model_id="adopted")
    return client, today


def orders_of(client, customers, path):
    """Orders of a few customers, out of the web shop's file as it was received."""
    with gzip.open(client.raw / "webshop_orders.csv.gz") as file:
        rows = list(csv.reader(io.TextIOWrapper(file, encoding="utf-8")))
    own = [row for row in rows[1:] if len(row) > 2 and row[2] in customers]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([rows[0], *own])
    return own


def test_a_file_of_orders_is_read_as_the_shop_reads_its_own(demo_shop, tmp_path):
    client, _ = demo_shop
    before = sorted(client.folder.rglob("*"))
    own = orders_of(client, {"001071", "001083"}, tmp_path / "orders.csv")
    scored = score_file(client, tmp_path / "orders.csv")
    assert scored.table["customer_id"].tolist() == sorted({row[2] for row in own})
    assert set(scored.table["put_by"]) == {"model"} and scored.table["segment"].str.match(r"b\d").all()
    assert "app visits" in scored.note and max(row[1][:10] for row in own) in scored.note
    assert {path.name for path in client.folder.rglob("*")} - {path.name for path in before} == {"scored", "orders.csv"}
    found, day = new_customers(client, tmp_path / "orders.csv")
    expected = pd.Series([row[0] for row in own]).groupby([row[2] for row in own]).nunique()
    assert found.set_index("customer_id")["n_orders"].to_dict() == expected.to_dict() and str(day) in scored.note


def test_whoever_objected_is_not_scored(demo_shop, demo, tmp_path):
    client, _ = demo_shop
    objected = features.objectors(demo.cleaned.tables["customers"]).customer_id.execute()
    engine.write_parquet({"customers": demo.cleaned.tables["customers"]}, client.clean)
    own = orders_of(client, {*objected, "001071"}, tmp_path / "orders.csv")
    scored = score_file(client, tmp_path / "orders.csv")
    assert len({row[2] for row in own}) > 1 and scored.table["customer_id"].tolist() == ["001071"]


def test_orders_that_cannot_be_read_say_so(demo_shop, tmp_path):
    client, _ = demo_shop
    own = orders_of(client, {"001071"}, tmp_path / "orders.csv")
    text = (tmp_path / "orders.csv").read_text(encoding="utf-8").replace(own[0][1], "soon")
    (tmp_path / "orders.csv").write_text("\n".join(text.splitlines()[:2]), encoding="utf-8")
    with pytest.raises(CleaningError):
        score_file(client, tmp_path / "orders.csv")
