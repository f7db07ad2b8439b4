"""A place is corrected on two witnesses only: the spelling and the postal code."""

import ibis
import pandas as pd
import pytest

from seglib.cleaning.places import repair_cities


def repaired(rows: list[tuple[str, str, str]]) -> list[tuple]:
    frame = pd.DataFrame(rows, columns=["country", "city", "postal_code"]).assign(city__how=None)
    schema = ibis.schema(dict.fromkeys(frame.columns, "string"))
    found = repair_cities(ibis.memtable(frame.reset_index(), schema=ibis.schema({"index": "int64", **schema})))
    found = found.order_by("index").to_pyarrow().to_pylist()
    return [(row["city"], row["city__how"]) for row in found]


COMMON = [("Germany", "Berlin", f"10{n:03d}") for n in range(20)]


@pytest.mark.parametrize("city", ["Berlni", "Belrin", "berlin", "Berlinn", "Brlin"])
def test_a_rare_spelling_in_the_same_postal_area_is_corrected(city):
    assert repaired([*COMMON, ("Germany", city, "10999")])[-1] == ("Berlin", "place_name")


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(("Germany", "Berlni", "80999"), id="another postal area"),
        pytest.param(("Austria", "Berlni", "10999"), id="another country"),
        pytest.param(("Germany", "Bernau", "10999"), id="spelled too differently"),
        pytest.param(("Germany", "Potsdam", "10999"), id="another place"),
    ],
)
def test_one_witness_is_not_enough(row):
    assert repaired([*COMMON, row])[-1] == (row[1], None)


def test_a_name_that_is_common_itself_stays():
    # 20 of the one and 5 of the other: the first is not five times as common
    rows = [*COMMON, *[("Germany", "Berlim", "10999")] * 5]
    assert {city for city, _ in repaired(rows)[20:]} == {"Berlim"}


def test_other_rows_and_their_number_stay():
    rows = [*COMMON, ("Germany", "Berlni", "10999")]
    assert repaired(rows)[:20] == [("Berlin", None)] * 20


def test_of_two_names_as_near_the_more_common_one_is_taken_whatever_the_order_of_the_rows():
    other = [("Germany", "Berlik", f"10{n:03d}") for n in range(10)]
    rows = [*COMMON, *other, ("Germany", "Berlix", "10999")]
    assert repaired(rows)[-1] == ("Berlin", "place_name")
    assert repaired(rows[::-1])[0] == ("Berlin", "place_name")
