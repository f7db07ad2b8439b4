"""Which customers may be one person? Listed always, merged only where the client says so, and reversible."""

import pytest

HEADER = "id,email,phone,country,since,objected,consent"
PEOPLE = """  - table: customers
    file: c.csv
    delimiter: ','
    columns:
      customer_id: id
      email: email
      phone: phone
      country: country
      signup_date: since
      objected: objected
      marketing_consent: consent"""


@pytest.fixture
def found(shop):
    def of(*people, orders=("a,o1,2026-01-31,mug,1,10",), cleaning=""):
        rows = [row + "," * (HEADER.count(",") - row.count(",")) for row in people]
        files = {"c.csv": "\n".join([HEADER, *rows]).encode()}
        return shop(*orders, sources=PEOPLE, files=files, cleaning=cleaning)

    return of


def listed(cleaned) -> list[tuple]:
    rows = cleaned.duplicates[["group", "customer_id", "evidence", "merged_into"]].astype("object")
    return [tuple(row) for row in rows.where(rows.notna(), None).values.tolist()]


SAME = {
    "e-mail in capitals": ("a,Ann@Shop.example", "b, ann@shop.example "),
    "phone with blanks and marks": ("a,,+49 (0)30 123-4567", "b,,+49301234567"),
    "00 for +": ("a,,0049 30 1234567", "b,,+49 30 1234567"),
    "national number of a country that is known": ("a,,030 1234567,Germany", "b,,+49 30 1234567"),
    "no leading 0 there": ("a,,912 345 678,ES", "b,,+34 912345678"),
    "as written, in one country that is not known": ("a,,030 1234567,Freedonia", "b,,0301234567,Freedonia"),
    "Persian digits": ("a,,+۴۹۳۰۱۲۳۴۵۶۷", "b,,+49301234567"),
}
DIFFERENT = {
    "dots in an address": ("a,an.n@gmail.com", "b,ann@gmail.com"),
    "no address at all": ("a,none", "b,none"),
    "a national number elsewhere": ("a,,030 1234567,Germany", "b,,030 1234567,Spain"),
    "a national number of who knows where": ("a,,030 1234567", "b,,+49 30 1234567"),
    "too short": ("a,,12345", "b,,12345"),
    "nothing": ("a", "b"),
}


@pytest.mark.parametrize("case", SAME)
def test_who_shares_an_address_or_number_is_listed_and_marked_and_stays(found, lines, case):
    cleaned = found(*SAME[case])
    kind = "email" if "@" in SAME[case][0] else "phone"
    assert listed(cleaned) == [(1, "a", kind, None), (1, "b", kind, None)]
    assert lines(cleaned.tables["customers"], "customer_id") == [("a",), ("b",)]
    assert lines(cleaned.flagged, "table", "line", "reasons") == [
        ("customers", 2, "shared_contact"),
        ("customers", 3, "shared_contact"),
    ]


@pytest.mark.parametrize("case", DIFFERENT)
def test_who_shares_nothing_is_not(found, case):
    assert listed(found(*DIFFERENT[case])) == []


def test_groups_hang_together_through_others_and_a_stand_in_joins_nobody(found):
    people = [
        "a,ann@x.example,+49301234567",
        "b,,+49301234567",
        "c,ann@x.example",
        "d,dan@x.example",
        "e,dan@x.example",
    ]
    crowd = [f"z{n},none@none.example" for n in range(11)]
    assert listed(found(*people, *crowd)) == [
        (1, "a", "email phone", None),
        (1, "b", "phone", None),
        (1, "c", "email", None),
        (2, "d", "email", None),
        (2, "e", "email", None),
    ]


def test_a_copy_of_a_row_is_no_second_customer(found):
    assert listed(found("a,ann@x.example", "a,ann@x.example")) == []


def test_they_are_merged_into_the_first_to_sign_up_where_the_client_says_so(found, lines):
    orders = ["a,o1,2026-01-31,mug,1,10", "b,o2,2026-02-01,mug,1,20", "c,o3,2026-02-02,mug,1,40"]
    people = ["a,ann@x.example,+49301234567,,2025-05-01", "b,ann@x.example,,,2024-05-01", "c,,+49301234567,,2023-05-01"]
    cleaned = found(*people, orders=orders, cleaning="same_customer: [email]")
    assert listed(cleaned) == [(1, "a", "email phone", "b"), (1, "b", "email", None), (1, "c", "phone", None)]
    assert lines(cleaned.tables["customers"], "customer_id") == [("b",), ("c",)]
    assert lines(cleaned.tables["order_lines"], "customer_id", "order_id") == [("b", "o1"), ("b", "o2"), ("c", "o3")]
    assert lines(cleaned.merged, "table", "line", "reasons", "into") == [("customers", 2, "same_customer", "c.csv:3")]
    assert lines(cleaned.repairs, "table", "line", "column", "old", "new", "how") == [
        ("order_lines", 2, "customer_id", "a", "b", "same_customer")
    ]
    ledger = cleaned.ledger[cleaned.ledger["rule"] == "same_customer"]
    assert ledger[["table", "outcome", "rows", "rows_any"]].values.tolist() == [
        ["customers", "merge", 1, 1],
        ["order_lines", "repair", 0, 1],
    ]


def test_an_objection_and_a_refusal_hold_for_the_one_that_stays(found, lines):
    people = ["a,ann@x.example,,,2024-01-01,no,yes", "b,ann@x.example,,,2025-01-01,yes,no", "c,,,,2025-01-01,no,yes"]
    cleaned = found(*people, cleaning="same_customer: [email, phone]")
    assert lines(cleaned.tables["customers"], "customer_id", "objected", "marketing_consent") == [
        ("a", True, False),
        ("c", False, True),
    ]
    assert lines(cleaned.repairs, "line", "column", "new", "how") == [
        (2, "marketing_consent", "false", "same_customer"),
        (2, "objected", "true", "same_customer"),
    ]


def test_whoever_said_nothing_is_not_made_to_agree(found, lines):
    people = ["a,ann@x.example,,,2024-01-01,,", "b,ann@x.example,,,2025-01-01,no,yes"]
    cleaned = found(*people, cleaning="same_customer: [email]")
    assert lines(cleaned.tables["customers"], "objected", "marketing_consent") == [(None, None)]


def test_tables_that_do_not_know_customers_stay_as_they_are(shop):
    people = b"id,email\na,ann@x.example\nb,ann@x.example\n"
    sources = """  - {table: customers, file: c.csv, columns: {customer_id: id, email: email}}
  - {table: survey, file: s.csv, columns: {respondent_id: who, item_id: item, answer: says}}"""
    files = {"c.csv": people, "s.csv": b"who,item,says\nr1,q1,4\nr2,q1,5\n"}
    cleaned = shop("a,o1,2026-01-31,mug,1,10", sources=sources, files=files, cleaning="same_customer: [email]")
    assert cleaned.tables["survey"].respondent_id.to_pandas().tolist() == ["r1", "r2"]
    assert cleaned.tables["customers"].customer_id.to_pandas().tolist() == ["a"]
