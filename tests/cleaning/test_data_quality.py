"""Does the data-quality page say what can be asked, what to collect, and show rows without telling whose they are?"""

from dataclasses import replace

import ibis
import pandas as pd
import pytest

from seglib.cleaning import account, clean
from seglib.cleaning.abilities import abilities, history, unanswered
from seglib.cleaning.as_read import as_read, proven, worth_knowing
from seglib.cleaning.decisions import decisions
from seglib.cleaning.examples import examples, masked
from seglib.cleaning.ledger import LEDGER
from seglib.cleaning.stands_out import stands_out
from seglib.cleaning.wishes import wishes
from seglib.intake import read_sources

CUSTOMERS = """
  - table: customers
    file: customers.csv
    delimiter: ","
    columns: {customer_id: id, email: email, country: country}
"""
PEOPLE = b"id,email,country\na,a@example.org,Spain\nb,,Spain\nc,,\nd,d@example.org,\n"


SETTLED = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: order_lines
    file: orders.csv
    columns: {customer_id: customer, order_id: order, ordered_at: day, product_id: product, quantity: units,
              unit_price: price}
"""


@pytest.fixture(scope="module")
def small(shop):
    """Four customers; sales of 10, 20 and 40 by a, b and c, one of 5 by nobody and one that cannot be read."""
    return shop(
        "a,o1,2026-01-31,mug,1,10.00",
        "b,o2,2026-01-31,mug,2,10.00",
        "c,o3,2026-01-31,mug,4,10.00",
        ",o4,2026-01-31,mug,1,5.00",
        "a,o5,2026-02-30,mug,1,7.50",
        sources=CUSTOMERS,
        files={"customers.csv": PEOPLE},
    )


def test_a_question_is_answered_where_half_is_known(small):
    answers = abilities(small.tables).set_index("rests_on")
    assert answers.loc["a place", "share"] == 0.5
    assert answers.loc["a place", "answer"] == "yes"
    assert answers.loc["margin of the order lines", "answer"] == "no"
    assert answers.loc["answers to a survey", "answer"] == "no"
    assert answers["share"].isna().sum() == 4  # survey, touchpoints, service contacts and assignments are not there


def test_the_demo_can_answer_everything_at_least_in_part(demo):
    assert set(abilities(demo.cleaned.tables)["answer"]) == {"yes", "in part"}


@pytest.mark.parametrize(("last", "days", "answer"), [("2026-01-31", 1, "no"), ("2026-03-08", 37, "in part")])
def test_the_worth_over_time_is_asked_of_as_much_of_a_year_as_is_known(last, days, answer):
    orders = ibis.memtable({"ordered_at": [pd.Timestamp("2026-01-31 23:00"), pd.Timestamp(f"{last} 23:30")]})
    orders = orders.mutate(amount=1, margin=1)
    assert history({"order_lines": orders})["days"] == days
    found = abilities({"order_lines": orders}).set_index("rests_on").loc["a year of orders"]
    assert (found["answer"], found["share"]) == (answer, pytest.approx(days / 365))


def test_without_orders_there_is_no_history():
    assert history({})["days"] == 0


MARK = ("order_lines", "flag", "huge_order", None, "huge_order", 0, 1, 5000.0)


def test_what_one_customer_spent_is_in_the_ledger_and_on_no_page():
    one = ("order_lines", "flag", "dominant_customer", None, "dominant_customer", 0, 7, 9000.0)
    ledger = pd.DataFrame([MARK, one], columns=list(LEDGER))
    shown = account.lines(ledger, outcomes=["flag"]).set_index("reason")["money"]
    assert shown["huge_order"] == 5000 and pd.isna(shown["dominant_customer"])


def test_lines_without_a_customer_are_those_whose_money_is_told_whatever_kept_them_out_first():
    nobody = ["order_lines", "quarantine", "missing_customer_id", None, "There is no customer", 2, 3, 30.0]
    told = account.money(pd.DataFrame([nobody], columns=list(LEDGER)))
    assert (told["anonymous_rows"], told["anonymous"]) == (3, 30.0)


@pytest.mark.parametrize(
    ("quarantined", "merged", "said", "values"),
    [
        (0, 0, account.ALL_USED, {"rows"}),
        (0, 3, account.USED + account.COPIES + ".", {"used", "rows", "copies"}),
        (1, 0, account.USED + account.ASIDE + account.WORTH + ".", {"used", "rows", "aside", "money"}),
    ],
)
def test_of_what_was_left_out_only_what_there_is_is_said(small, quarantined, merged, said, values):
    books = pd.Series({"rows_in": 10, "used": 10 - quarantined - merged, "quarantined": quarantined, "merged": merged})
    told = account.told(books, small)
    assert (told.pop("sentence"), told.pop("n"), set(told)) == (said, 10, values)


def test_what_stands_out_is_said_in_words(small):
    words, values = stands_out(small)
    assert words.startswith("The orders span {days:count} days")
    assert values["days"] == 1
    ledger = pd.concat([small.ledger, pd.DataFrame([MARK], columns=list(LEDGER))])
    long = ibis.memtable({"ordered_at": [pd.Timestamp("2025-01-31"), pd.Timestamp("2026-03-08")]})
    words, values = stands_out(replace(small, ledger=ledger, tables={"order_lines": long}))
    assert words.startswith("{rows:count} order lines are of orders larger than {times:count} times the median order")
    assert values == {"rows": 1, "money": 5000.0, "times": 1000}
    assert stands_out(replace(small, tables={"order_lines": long})) == ("", {})


def test_wishes_are_ranked_by_the_sales_they_speak_of(small):
    found = wishes(small.tables, small.ledger)
    assert found["collect"].iloc[0] == "The customer's number on every order"  # 5 of 70: sales that are lost outright
    assert (found["missing_for"].iloc[0], found["money"].iloc[0]) == (1, 5.0)
    rest = found["money"].iloc[1:]
    assert rest.is_monotonic_decreasing
    assert len(found) == 5
    contact = found.set_index("collect").reindex(["An e-mail address or a phone number"])
    assert contact["money"].isna().all()  # 60 of 70, behind five others with 70


def test_a_wish_that_is_fulfilled_is_not_made(demo):
    found = wishes(demo.cleaned.tables, demo.cleaned.ledger)
    assert "What each product costs, or its margin" not in set(found["collect"])
    assert (found["missing_for"] > 0).all()


def test_without_customers_less_can_be_said(shop):
    alone = shop("a,o1,2026-01-31,mug,1,10.00")
    assert set(wishes(alone.tables, alone.ledger)["collect"]) == {"What each product costs, or its margin"}
    assert (abilities(alone.tables)["answer"] == "yes").sum() == 1


def test_each_reason_has_one_example(small):
    found = examples(small.quarantine, small.ledger).set_index("rule")
    assert set(found.index) == {"missing_customer_id", "impossible_date_ordered_at"}
    assert found.loc["impossible_date_ordered_at", "row"].startswith("ordered at 2026-02-30 · quantity 1")
    assert (found["rows"] == 1).all()
    assert found.loc["missing_customer_id", "line"] == 5


def test_examples_tell_nobodys_name(demo):
    people = demo.cleaned.tables["customers"].select("customer_id", "name", "email").to_pandas()
    told = " ".join(examples(demo.cleaned.quarantine, demo.cleaned.ledger)["row"])
    for column in people:
        assert not [value for value in people[column].dropna() if str(value) in told]


@pytest.mark.parametrize(
    ("raw", "form"),
    [
        ("Ana,Ruiz;7\t5", "Xxx, Xxxx; 9 9"),
        ('{"email": "ana@example.org", "phone": "+34 600"}', "email xxx@xxxxxxx.xxx · phone +99 999"),
        ('{"name": "مريم", "quantity": "-5"}', "quantity -5 · name xxxx"),
        ("x" * 100, "x" * 79 + "…"),
        ('"not closed', '"xxx xxxxxx'),
    ],
)
def test_a_masked_row_keeps_its_form(raw, form):
    assert masked(raw) == form


def test_a_question_is_open_until_the_client_settles_it(write_client, tmp_path):
    rows = ["a,o1,2026-01-31,mug,1,10.00"] * 2 + ["a,o2,2026-02-01,mug,-1,99.00", "a,o3,2026-03-01,P1,1,4.00"]
    content = "\n".join(["customer,order,day,product,units,price", *rows]) + "\n"
    products = b"no,name\nmug,Delivery van in a mug of blue\nP1,Delivery fee\n"
    yml = SETTLED + "\n  - {table: products, file: p.csv, columns: {product_id: no, product: name}}\n"

    def asked(name, cleaning):
        files = {"orders.csv": content.encode(), "p.csv": products}
        client = write_client(tmp_path / name, files, yml + cleaning)
        cleaned = clean(read_sources(client), client)
        return decisions(cleaned.tables, cleaned.ledger, client)

    found = asked("open", "")
    assert found["write"].tolist() == ["unmatched_returns: quarantine", "exact_duplicates: merge", "non_products: [P1]"]
    assert found["rows"].tolist() == [1, 1, 1]
    assert found["money"].tolist() == [-99.0, 10.0, 4.0]
    settled = "cleaning: {exact_duplicates: keep, unmatched_returns: use, non_products: [P1]}"
    assert asked("settled", settled).empty


def test_the_demo_is_asked_at_which_rates_and_who_is_one_person(demo):
    found = decisions(demo.cleaned.tables, demo.cleaned.ledger, demo.client).set_index("write")
    aside = demo.cleaned.ledger.set_index("rule")["rows"]
    assert (
        found.loc["rates: rates.csv, above sources:", "rows"]
        == aside["other_currency"] + aside.filter(like="foreign_currency").sum()
    )
    assert found.loc["same_customer: [email, phone]", "rows"] == 6


def test_what_proves_a_reading_is_told_but_not_whose_birthday(write_client, tmp_path):
    files = {
        "orders.csv": b"customer,order,day,product,units,price\na,o1,31.12.2025,mug,1,12.5\n",
        "people.csv": b"id,born\na,1984-05-30\n",
    }
    people = "\n  - {table: customers, file: people.csv, columns: {customer_id: id, birth_date: born}}\n"
    intake = read_sources(write_client(tmp_path / "shop", files, SETTLED + people))
    read = as_read(intake).set_index("column")
    assert read.loc["day"].tolist()[2:] == ["31.12.2026", "line 2: 31.12.2025"]
    assert read.loc["price", "proof"] == "line 2: 12.5"
    assert read.loc["units", "proof"] == "every reading gives the same"
    assert read.loc["born", "proof"] == "line 2"
    assert proven(intake) == {"all": 4, "declared": 0, "found": 3, "same": 1}
    assert worth_knowing(intake).empty


def test_what_is_unusual_about_a_file_is_told(write_client, tmp_path):
    content = "customer,order,day,product,units,price\na,o1,2025-12-31,mug,1,12.50\nregion,person\nwest,Joe\n"
    yml = SETTLED.replace("file: orders.csv", "file: orders.csv\n    last_line: 2")
    intake = read_sources(write_client(tmp_path / "shop", {"orders.csv": content.encode("utf-16")}, yml))
    told = worth_knowing(intake)["what"].tolist()
    assert told[0].startswith("UTF-16")
    assert told[1] == "2 lines of the file belong to no source and were not read"


@pytest.mark.parametrize(
    ("answers", "says", "values"),
    [
        (["yes", "no", "in part"], "cannot be answered with what is there, and", {"no": 1, "part": 1, "all": 3}),
        (["yes", "no", "no"], "cannot be answered with what is there.", {"no": 2, "all": 3}),
        (["yes", "in part"], "can be answered only in part", {"part": 1, "all": 2}),
        (["yes"], "All {all:count} questions", {"all": 1}),
    ],
)
def test_the_questions_that_stay_open_are_said_and_none_are_not(answers, says, values):
    told = unanswered(pd.DataFrame({"answer": answers}))
    assert says in told.pop("sentence") and told.pop("n") == len(answers) and told == values
