"""Who is probably one person, by name, birthday, address and place? Listed with the reason, and nobody is merged."""

import sys

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.cleaning import CleaningError
from seglib.cleaning.examples import one_person
from seglib.cleaning.linkage import likely_pairs
from seglib.client import load_client

SCHEMA = ibis.schema(
    dict.fromkeys(["customer_id", "name", "email", "phone", "postal_code", "city"], "string")
    | {"birth_date": "date", "birth_year": "int64"}
)
TWICE, HOUSEHOLDS, NAMESAKES = 150, 80, 40


def listed(people: pd.DataFrame) -> pd.DataFrame:
    return likely_pairs(ibis.memtable(people[list(SCHEMA)], schema=SCHEMA))


def pairs_of(found: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(found["first"], found["second"], strict=True))


def slip(rng, text: str) -> str:
    """Two letters swapped, one left out or one doubled."""
    i = int(rng.integers(1, len(text) - 1))
    after = [text[i + 1] + text[i] + text[i + 2 :], text[i + 1 :], text[i] + text[i:]]
    return text[:i] + after[int(rng.integers(3))]


def entered_again(rng, one: dict, other: dict) -> dict:
    """The same person as a second counter would write it: a slip or two, and no address or number in common."""
    one = dict(one)
    changes = ["slip", "surname first", "moved", "another birthday", "no birthday", "nothing"]
    for change in rng.choice(changes, rng.integers(1, 3), replace=False, p=[0.35, 0.15, 0.12, 0.10, 0.08, 0.20]):
        if change == "slip":
            one["name"] = slip(rng, one["name"])
        elif change == "surname first":
            given, surname = one["name"].rsplit(" ", 1)
            one["name"] = f"{surname}, {given}"
        elif change == "moved":
            one |= {"postal_code": other["postal_code"], "city": other["city"]}
        elif change == "another birthday" and one["birth_date"]:
            one["birth_date"] += pd.Timedelta(days=int(rng.choice([1, -1, 10, 30])))
        elif change == "no birthday":
            one["birth_date"] = None
    address, number = rng.random(2)
    one["email"] = (
        None if address < 0.5 or not one["email"] else f"{slip(rng, one['email'].split('@')[0])}@mail.example"
    )
    one["phone"] = None if number < 0.6 or not one["phone"] else one["phone"][:-1] + "0"
    return one


@pytest.fixture(scope="module")
def demo_people() -> pd.DataFrame:
    """The demo's customers, each once."""
    raw = pd.read_csv(load_client("demo").raw / "crm_customers.csv", sep=";", dtype=str, encoding="utf-8-sig")
    names = dict(zip(["Kundennr", "Name", "E-Mail", "Telefon", "PLZ", "Ort"], list(SCHEMA), strict=False))
    people = raw.rename(columns=names).drop_duplicates("customer_id")
    born = pd.to_datetime(people["Geburtsdatum"], format="%d.%m.%Y", errors="coerce").dt.date
    people = people[list(SCHEMA)[:6]].assign(birth_date=born, birth_year=None).astype(object)
    return people.where(people.notna(), None)


@pytest.fixture(scope="module")
def planted(demo_people) -> tuple[pd.DataFrame, set[tuple[str, str]]]:
    """The demo's customers; some entered again, some with a relative in the house or a namesake elsewhere."""
    rng = np.random.default_rng(7)
    people = demo_people.to_dict("records")
    chosen = rng.choice(len(people), TWICE + HOUSEHOLDS + NAMESAKES, replace=False)
    rows, truth = [], set()
    for number, i in enumerate(chosen):
        one, other = people[i], people[int(rng.integers(len(people)))]
        if number < TWICE:
            row = entered_again(rng, one, other)
            truth.add((one["customer_id"], f"X{number:03d}"))
        elif number < TWICE + HOUSEHOLDS:
            names = other["name"].split(" ")[0] + " " + one["name"].split(" ")[-1]
            row = one | {"name": names, "birth_date": other["birth_date"], "email": None}
        else:
            row = other | {"name": one["name"], "email": None, "phone": None}
        rows.append(row | {"customer_id": f"X{number:03d}"})
    return pd.DataFrame([*people, *rows], dtype=object), truth


def test_seven_of_ten_second_entries_are_found_and_nearly_all_that_is_found_is_right(planted):
    people, truth = planted
    found = listed(people)
    assert len(pairs_of(found) & truth) / len(found) >= 0.93  # 111 of 117
    assert len(pairs_of(found) & truth) / len(truth) >= 0.70  # 111 of 150
    sure = found[found["probability"] >= 0.95]
    assert len(pairs_of(sure) & truth) / len(sure) >= 0.97
    assert found["probability"].between(0.8, 1).all()
    again = listed(people.sample(frac=1, random_state=1))
    pd.testing.assert_frame_equal(again, found)


def crowd(n: int, **columns) -> pd.DataFrame:
    """People who have nothing in common but what is given."""
    rng = np.random.default_rng(1)
    letters = rng.integers(97, 123, (n, 14))
    rows = {
        "customer_id": [f"k{i:03d}" for i in range(n)],
        "name": ["".join(map(chr, row[:6])) + " " + "".join(map(chr, row[6:])) for row in letters],
        "email": [f"{''.join(map(chr, row[:8]))}@mail.example" for row in rng.integers(97, 123, (n, 8))],
        "phone": None,
        "postal_code": [f"{code}" for code in rng.integers(10000, 99999, n)],
        "city": None,
        "birth_date": pd.to_datetime("1940-01-01") + pd.to_timedelta(rng.integers(0, 25000, n), unit="D"),
        "birth_year": None,
    }
    return pd.DataFrame(rows | columns, dtype=object)


def test_writing_does_not_hide_a_person_and_a_birthday_kept_as_a_year_does_not_deny_one():
    people = crowd(120)
    people.loc[0, ["name", "postal_code"]] = ["José Ødegård-Weiß", "AB1 2CD"]
    people.loc[1, ["name", "postal_code"]] = ["ODEGARD WEISS, jose", "ab1-2cd"]
    people.loc[1, "birth_date"] = people.loc[0, "birth_date"]
    people.loc[2, "name"], people.loc[3, "name"] = "علي كريمي", "علی کریمی"
    people.loc[3, ["postal_code", "birth_date"]] = people.loc[2, ["postal_code", "birth_date"]]
    found = listed(people)
    assert pairs_of(found) == {("k000", "k001"), ("k002", "k003")}
    assert set(found["agrees"]) == {"name birth place"}
    people.loc[1, "birth_date"], people.loc[1, "birth_year"] = None, 1980
    assert "birth" not in listed(people).set_index("first").loc["k000", "agrees"]


def test_people_who_have_nothing_in_common_are_not_listed():
    assert listed(crowd(150)).empty


def test_what_a_crowd_has_in_common_is_no_reason_to_compare():
    assert listed(crowd(150, birth_date=pd.Timestamp("1900-01-01"), postal_code="00000")).empty


TOO_LITTLE = {
    "too few customers": (crowd(99), "There are 99; "),
    "too few fields": (crowd(120, email=None, postal_code=None), "filled: name 120, birth 120, email 0"),
}


@pytest.mark.parametrize("case", TOO_LITTLE)
def test_too_little_to_compare_is_refused_with_what_is_there(case):
    people, says = TOO_LITTLE[case]
    with pytest.raises(CleaningError, match="too little to link customers") as refused:
        listed(people)
    assert says in str(refused.value)
    assert "take out `linkage: probabilistic`" in str(refused.value)


def test_without_the_package_the_message_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "splink", None)
    with pytest.raises(CleaningError, match=r"pip install 'seglib\[linkage\]'"):
        listed(crowd(120))


PEOPLE = """  - table: customers
    file: c.csv
    delimiter: ','
    columns: {customer_id: id, name: name, email: email, postal_code: code, birth_date: born}"""
ORDERS = ("k000,o1,2026-01-31,mug,1,10", "k119,o2,2026-02-01,mug,1,20")


@pytest.fixture(scope="module")
def people_file() -> dict[str, bytes]:
    """120 people, the last of whom is the first again, with a letter left out and another address."""
    people = crowd(120)
    people.loc[119, ["postal_code", "birth_date"]] = people.loc[0, ["postal_code", "birth_date"]]
    people.loc[119, "name"] = people.loc[0, "name"][:-1]
    columns = ["customer_id", "name", "email", "postal_code", "birth_date"]
    file = people[columns].to_csv(index=False, header=["id", "name", "email", "code", "born"])
    return {"c.csv": file.replace(" 00:00:00", "").encode()}


def test_a_client_that_asks_gets_the_list_and_keeps_its_customers(shop, lines, people_file):
    cleaned = shop(*ORDERS, sources=PEOPLE, files=people_file, cleaning="linkage: probabilistic")
    duplicates = cleaned.duplicates
    assert duplicates["customer_id"].tolist() == ["k000", "k119"]
    assert duplicates["like"].tolist() == ["k119", "k000"]
    assert set(duplicates["evidence"]) == {"alike"}
    assert set(duplicates["agrees"]) == {"birth place"}
    assert set(duplicates["nearly"]) == {"name"}
    assert duplicates["write"].iloc[0] == 'same_person: [["k000", "k119"]]'
    assert duplicates["merged_into"].isna().all()
    assert cleaned.tables["customers"].count().to_pandas() == 120
    assert lines(cleaned.flagged, "line", "reasons") == [(2, "alike"), (121, "alike")]
    shown = one_person(duplicates)
    assert shown[["customers", "merged"]].values.tolist() == [[2, 0]]
    assert shown["example"].tolist() == ["x999 and x999: birthday, place, nearly name"]


def test_whom_the_client_knows_to_be_one_person_is_merged(shop, lines, people_file):
    known = {"sources": PEOPLE, "files": people_file, "cleaning": 'same_person: [["k000", "k119"]]'}
    cleaned = shop(*ORDERS, **known)
    assert cleaned.duplicates[["customer_id", "evidence", "merged_into", "write"]].fillna("").values.tolist() == [
        ["k000", "named", "", ""],
        ["k119", "named", "k000", ""],
    ]
    assert lines(cleaned.merged, "line", "reasons", "into") == [(121, "same_customer", "c.csv:2")]
    assert lines(cleaned.tables["order_lines"], "customer_id", "order_id") == [("k000", "o1"), ("k000", "o2")]
    (rule,) = (
        cleaned.ledger.loc[cleaned.ledger["rule"] == "same_customer"].query("outcome == 'merge'").to_dict("records")
    )
    assert rule["rows"] == 1
    assert rule["reason"] == "Merged into another customer with an id that is named as the same, as client.yml says"


def test_an_id_that_nobody_has_is_refused(shop, people_file):
    with pytest.raises(CleaningError, match="No customer that can be used has the id 'k999'"):
        shop(*ORDERS, sources=PEOPLE, files=people_file, cleaning='same_person: [["k000", "k999"]]')
