"""Bands, stages of life, and segments by them: every customer somewhere, every boundary where it is declared."""

import numpy as np
import pandas as pd
import pytest

from seglib.client_segments import Demographic
from seglib.segments import demographic
from seglib.segments.demographic import collecting
from seglib.segments.demographic.bands import NOT_KNOWN, OTHER, bands
from seglib.segments.demographic.life_stage import STAGES, life_stage
from seglib.segments.demographic.ranges import read_range


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("19-24", (19, 24)),
        ("65+", (65, np.inf)),
        ("65 and over", (65, np.inf)),
        ("über 65", (65, np.inf)),
        ("moins de 25", (0, 25)),
        ("unter 18", (0, 18)),
        ("<18", (0, 18)),
        ("15-24K", (15_000, 24_000)),
        ("€15.000 – €24.999", (15_000, 24_999)),
        ("50 000 to 74 999", (50_000, 74_999)),
        ("۲۵ تا ۳۴", (25, 34)),
        ("أكثر من ٦٥", (65, np.inf)),
        ("42", (42, 42)),
        ("54-45", None),
        ("1-2-3", None),
        ("unknown", None),
    ],
)
def test_ranges_in_words(text, ends):
    assert read_range(text) == ends


def test_bands_by_declared_cut_points():
    people = pd.DataFrame({"age": [17, 18, 24, 25, None], "income": [9999.99, 10_000, 30_000, None, 10.0]})
    banded = bands(people, settings=Demographic(age=[18, 25], income=[10_000, 20_000]))
    assert banded["age"].tolist() == ["Under 18", "18 to 24", "18 to 24", "25 and over", NOT_KNOWN]
    assert banded["income"].tolist() == [
        "Under 10,000",
        "10,000 to 20,000",
        "20,000 and over",
        NOT_KNOWN,
        "Under 10,000",
    ]
    assert list(banded["age"].cat.categories)[-1] == NOT_KNOWN
    assert banded["age"].cat.ordered


def test_texts_are_ordered_where_their_order_is_known():
    people = pd.DataFrame(
        {
            "education": ["PhD", "Basic", "Master", None],
            "income_band": ["250K+", "15-24K", "Under 15K", "100-124K"],
            "occupation": [f"work {i}" for i in range(4)],
            "device": [None, None, None, None],
        }
    )
    banded = bands(people)
    assert list(banded["education"].cat.categories) == ["Basic", "Master", "PhD", NOT_KNOWN]
    assert list(banded["income"].cat.categories) == ["Under 15K", "15-24K", "100-124K", "250K+", NOT_KNOWN]
    assert not banded["occupation"].cat.ordered
    assert "device" not in banded
    declared = bands(people, settings=Demographic(order={"occupation": ["work 3", "work 0"]}))["occupation"]
    assert list(declared.cat.categories) == ["work 3", "work 0", "work 1", "work 2", NOT_KNOWN]


def test_rare_values_of_a_text_are_together():
    people = pd.DataFrame({"occupation": ["a"] * 5 + [f"rare {i}" for i in range(30)]})
    counts = bands(people)["occupation"].value_counts()
    assert (counts["a"], counts[OTHER], len(counts)) == (5, 20, 13)  # 11 values by themselves, Other, Not known


@pytest.mark.parametrize(
    ("person", "stage"),
    [
        ({"age": 34, "children": 0, "marital_status": "single"}, "young_alone"),
        ({"age": 34, "children": 0, "marital_status": "verheiratet"}, "young_couple"),
        ({"age": 35, "children": 0, "marital_status": "Divorced"}, "middle_alone"),
        ({"age": 64, "household_size": 2, "children": 0}, "middle_couple"),
        ({"age": 65, "household_size": 1}, "older_alone"),  # nobody else there, so no children
        ({"age": 65, "children": 0, "marital_status": "متأهل"}, "older_couple"),
        ({"age": 39, "children": 1, "marital_status": "Together"}, "young_family"),
        ({"age": 40, "children": 1, "household_size": 3}, "family"),
        ({"age": 40, "children": 2, "household_size": 3}, "one_parent"),
        ({"children": 2}, "parent"),
        ({"age": 30, "marital_status": "single"}, "young"),  # children may live elsewhere
        ({"age": 50, "marital_status": "YOLO", "children": 0}, "middle"),
        ({"age_band": "65+", "household_size": 1}, "older_alone"),
        ({"age_band": "45-54", "children": 1, "marital_status": "Married"}, "family"),
        ({"marital_status": "Married"}, "not_known"),
        ({}, "not_known"),
    ],
)
def test_stages_of_life(person, stage):
    assert life_stage(pd.DataFrame([person], index=[0])).tolist() == [stage]
    assert stage in STAGES


def test_words_of_the_client():
    people = pd.DataFrame({"age": [30, 30], "children": [0, 0], "marital_status": ["YOLO", "Handfast"]})
    settings = Demographic(alone=["yolo"], partner=["handfast"])
    assert life_stage(people, settings=settings).tolist() == ["young_alone", "young_couple"]


def test_who_is_not_known_is_a_segment_with_a_size():
    people = pd.DataFrame({"customer_id": list("abc"), "n_orders": [1, 1, 0], "age": [20.0, None, None]})
    result = demographic.segment(people, by="age")
    assert result.summary.set_index("segment_name")["n"].to_dict() == {"Age: 18 to 24": 1, NOT_KNOWN: 2}
    nobody = demographic.segment(people[["customer_id", "n_orders"]], by="income")
    assert nobody.summary["segment_name"].tolist() == [NOT_KNOWN]


def test_a_new_customer_is_in_the_bands_of_the_fit():
    people = pd.DataFrame({"customer_id": list("abcd"), "n_orders": 1, "income": [10e3, 20e3, 30e3, 40e3]})
    result = demographic.segment(people, by="income")
    rich = result.assign(pd.DataFrame({"customer_id": ["z"], "n_orders": [0], "income": [1e9]}))
    assert rich["segment"].tolist() == [result.assignments["segment"].iloc[-1]]


def test_unknown_trait_is_refused(features):
    with pytest.raises(ValueError, match="must be one of life_stage, age, income"):
        demographic.segment(features, by="shoe size")


def test_the_form_asks_for_what_is_missing():
    people = pd.DataFrame(
        {"age": [30, 40, None], "age_band": [None] * 3, "children": [1, None, None], "income": [1.0] * 3}
    )
    form = collecting.collection_form(people).set_index("trait")
    assert {"Age", "Income"} & set(form.index) == set()
    assert form.loc["Children", "known"] == pytest.approx(1 / 3)
    assert (form[["question", "answers", "where"]].map(len) > 3).all(axis=None)
    asked = collecting.collection_form(people.drop(columns="income"), settings=Demographic(income=[20_000, 40_000]))
    assert "20,000, 40,000" in asked.set_index("trait").loc["Income", "answers"]
