"""Who objected to profiling is out before anything is made of the tables, and everybody else stays."""

import ibis

from seglib.features import customer_features, objectors, without_objectors

PEOPLE = {"customer_id": ["ann", "bob", "cem"], "objected": [True, False, None]}
ANSWERS = {"respondent_id": ["1", "2", "3"], "customer_id": ["ann", "bob", None], "item_id": ["q"] * 3}


def test_every_table_loses_their_rows_and_no_others():
    tables = {
        "customers": ibis.memtable(PEOPLE),
        "survey": ibis.memtable(ANSWERS),
        "products": ibis.memtable({"a": [1]}),
    }
    kept = without_objectors(tables)
    assert objectors(tables["customers"]).execute()["customer_id"].tolist() == ["ann"]
    assert sorted(kept["customers"].execute()["customer_id"]) == ["bob", "cem"]
    assert sorted(kept["survey"].execute()["respondent_id"]) == ["2", "3"]  # who is no customer stays
    assert kept["products"].equals(tables["products"])


def test_without_a_list_of_customers_nobody_can_have_objected():
    survey = ibis.memtable(ANSWERS)
    assert without_objectors({"survey": survey})["survey"].equals(survey)


def test_the_demos_objectors_are_in_no_table_that_is_profiled(demo):
    tables = demo.cleaned.tables
    objected = set(objectors(tables["customers"]).execute()["customer_id"])
    assert len(objected) >= 50
    kept = without_objectors(tables)
    for name in (name for name, table in kept.items() if "customer_id" in table.columns):
        assert not objected & set(kept[name].select("customer_id").execute()["customer_id"]), name
    features = customer_features(kept, as_of=demo.client.as_of).execute()
    everybody = customer_features(tables, as_of=demo.client.as_of).execute()
    assert len(features) == len(everybody) - len(objected)
