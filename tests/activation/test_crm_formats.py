"""Is each file as its vendor describes it?

Headers, encodings and limits are typed here a second time, from what is published of them: the table of formats is not
read.
"""

import csv
import hashlib
import io
from typing import get_args

import pytest

from seglib.activation import crm
from seglib.activation.crm.files import NOT_ALONE, pieces, write
from seglib.client_crm import Target

HEADERS = {
    "hubspot": "Email,First Name,Last Name,Phone Number,City,Country/Region,Segment,Segment as of,Campaign,"
    "Campaign arm",
    "mailchimp": "Email Address,First Name,Last Name,Phone Number,Country,Segment as of,Tags",
    "mautic": "email,firstname,lastname,phone,city,country,tags",
    "klaviyo": "Email,Phone Number,First Name,Last Name,City,Country,Segment,Segment as of,Campaign,Campaign arm",
    "shopify": "First Name,Last Name,Email,Phone,Accepts Email Marketing,Tags",
    "salesforce": "External ID,First Name,Last Name,Company,Email,Phone,City,Country,Member Status,Segment,"
    "Segment as of,Campaign",
    "google_ads": "Email,Phone,First Name,Last Name,Country,Zip",
    "odoo": "External ID,Name,Email,Phone,City,Country,Tags",
    "csv": "customer_id,email,phone,name,country,segment,segment_name,as_of,campaign,arm",
}
LIMITS = {"hubspot": 20_000_000, "klaviyo": 50_000_000, "shopify": 1_000_000, "salesforce": 100_000_000}
KEYS = {"mailchimp": "Email Address", "mautic": "email", "salesforce": "External ID", "odoo": "External ID"}
KEYS |= {"hubspot": "Email", "klaviyo": "Email", "shopify": "Email", "csv": "customer_id"}


@pytest.fixture(scope="module")
def made(people, segments):
    """The list of every program."""
    asked = {"holdout": 0.2, "salt": "s", "campaign": "spring"}
    return {name: crm.export(segments, people, target=name, **asked) for name in crm.FORMATS}


@pytest.fixture(scope="module")
def read(made):
    """The bytes of each file, and what a reader of CSV finds in them."""
    return {name: [(file.content, _table(file.content)) for file in pieces(one)] for name, one in made.items()}


def _table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def _rows(read, name) -> list[dict]:
    return [dict(zip(table[0], row, strict=True)) for _, table in read[name] for row in table[1:]]


def test_every_target_of_the_client_file_has_a_format():
    assert list(crm.FORMATS) == list(get_args(Target)) == list(HEADERS)


@pytest.mark.parametrize("name", HEADERS)
def test_headers_encoding_line_ends_and_cells_are_as_the_vendor_asks(read, name):
    assert read[name]
    for content, table in read[name]:
        assert ",".join(table[0]) == HEADERS[name]
        assert content.startswith(b"\xef\xbb\xbf") == (name == "csv")  # for Excel; the programs want it plain
        assert content.endswith(b"\r\n")
        assert content.count(b"\n") == content.count(b"\r\n") == len(table)
        most = 32_767 if name == "csv" else 255
        assert all(len(cell.encode()) <= most for row in table for cell in row)


@pytest.mark.parametrize("name", KEYS)
def test_one_row_a_key_and_no_key_is_empty(read, name):
    keys = [row[KEYS[name]] for row in _rows(read, name)]
    assert len(keys) > 60
    assert all(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("name", LIMITS)
def test_a_file_is_no_larger_than_the_vendor_takes(name):
    assert crm.FORMATS[name].most_bytes <= LIMITS[name]
    assert crm.FORMATS["salesforce"].most_rows == 50_000


def test_a_phone_number_of_two_customers_is_written_once_where_the_program_takes_it_once(people, segments):
    shared = people.assign(phone=people["phone"].mask(people["customer_id"].isin(["c021", "c022"]), "0301234020"))
    for name, header in {"klaviyo": "Phone Number", "shopify": "Phone"}.items():
        table = crm.export(segments, shared, target=name, holdout=0.2, salt="s").table.set_index("Email")[header]
        told = table.reindex([f"{one}@example.org" for one in ("c020", "c021", "c022")])
        assert told.tolist() == ["+49301234020", "", ""]  # all three are in the list
        assert not table[table != ""].duplicated().any()
    table = crm.export(segments, shared, target="hubspot", holdout=0.2, salt="s").table
    assert (table["Phone Number"] == "+49301234020").sum() == 3


def test_salesforce_gets_one_of_the_ids_that_it_takes_for_one(people, segments):
    twin = {"c021": "C020"}
    asked = {"holdout": 0.2, "salt": "s"}
    changed = [frame.assign(customer_id=frame["customer_id"].replace(twin)) for frame in (segments, people)]
    ids = crm.export(*changed, target="salesforce", **asked).table["External ID"]
    assert "C020" in set(ids) and "c020" not in set(ids) and not ids.str.casefold().duplicated().any()
    assert {"C020", "c020"} <= set(crm.export(*changed, target="csv", **asked).table["customer_id"])


def test_odoo_ids_say_of_what_they_are(read):
    assert all(row["External ID"].startswith("customer_c") for row in _rows(read, "odoo"))


@pytest.mark.parametrize("name", ["mailchimp", "mautic", "shopify", "odoo"])
def test_a_long_name_of_a_segment_never_cuts_off_who_is_held_out(people, segments, name):
    named = segments.assign(segment_name="مشتری " * 40 + "⭐🏽")
    made = crm.export(named, people, target=name, holdout=0.2, salt="s", campaign="spring" * 12)
    header = "tags" if name == "mautic" else "Tags"
    tags = made.table[header].str.split("|" if name == "mautic" else ",", regex=False)
    assert (tags.map(len) == 2).all()
    assert tags.str[1].str.endswith("hold out").tolist() == (made.rows["arm"] == "control").tolist()
    assert tags.map(lambda pair: max(len(one.encode()) for one in pair) <= 100).all()
    assert not made.table[header].str.contains("⭐|🏽").any()


def test_a_column_of_which_nothing_is_known_is_left_out_so_that_it_empties_no_field(people, segments):
    table = crm.export(segments, people.assign(phone=None, city=None), target="odoo", holdout=0.2, salt="s").table
    assert list(table) == ["External ID", "Name", "Email", "Country", "Tags"]


def test_addresses_are_in_their_one_form(read):
    first = {row["customer_id"]: row for row in _rows(read, "csv")}
    assert first["c020"]["email"] == "c020@example.org"
    assert first["c020"]["phone"] == "+49301234020"
    assert first["c012"]["email"] == ""
    assert first["c012"]["phone"] == "+49301234012"  # who has no e-mail is reached by phone


def test_mailchimp_takes_codes_of_countries_and_tags_parted_by_commas(read):
    found = {row["Email Address"]: row for row in _rows(read, "mailchimp")}
    assert {row["Country"] for row in found.values()} == {"DE", "GB"}
    assert {row["Tags"].split(",")[0] for row in found.values()} == {
        "segment Few orders long silent", "segment =Champions|of all", "segment مشتری",
    }  # fmt: skip
    assert {row["Tags"].split(",")[1] for row in found.values()} == {"spring contact", "spring hold out"}
    assert {row["Segment as of"] for row in found.values()} == {"2026-06-30"}


def test_mautic_parts_tags_by_bars(read):
    assert {len(row["tags"].split("|")) for row in _rows(read, "mautic")} == {2}


def test_shopify_says_yes_to_consent(read):
    assert {row["Accepts Email Marketing"] for row in _rows(read, "shopify")} == {"yes"}


def test_salesforce_has_a_last_name_and_a_company_in_every_row(read):
    found = _rows(read, "salesforce")
    assert all(row["Last Name"] and row["Company"] for row in found)
    assert "c008" not in {row["External ID"] for row in found}  # who has no name is no lead
    assert all(len(row["First Name"].encode()) <= 40 and len(row["Last Name"].encode()) <= 80 for row in found)


def test_google_gets_hashes_and_the_name_only_with_country_and_zip(made, read):
    found = _rows(read, "google_ads")
    assert [one.name for one in pieces(made["google_ads"])] == ["google_ads-b1", "google_ads-b2", "google_ads-b3"]
    by_email = {row["Email"]: row for row in found}
    drawn = made["google_ads"].drawn.set_index("customer_id")["arm"]
    known = next(one for one in ("c022", "c023", "c025", "c026") if drawn[one] == "contact")
    row = by_email[hashlib.sha256(f"{known}@example.org".encode()).hexdigest()]
    assert row["Phone"] == hashlib.sha256(f"+49301234{known[1:]}".encode()).hexdigest()
    assert row["First Name"] == hashlib.sha256(b"first").hexdigest()
    assert (row["Country"], row["Zip"]) == ("DE", "01234")
    for row in found:
        together = [row[name] for name in ("First Name", "Last Name", "Country", "Zip")]
        assert all(together) or not any(together)
    control = drawn[drawn == "control"].index
    assert len(control) > 10
    hashes = {hashlib.sha256(f"{one}@example.org".encode()).hexdigest() for one in control}
    assert not hashes & {row["Email"] for row in found}  # who is held out is not in the list at all


def test_names_are_one_line_and_run_nothing(read):
    named = {row["Email"]: row for row in _rows(read, "hubspot")}
    assert named["c000@example.org"]["Last Name"].startswith("'=HYPERLINK")
    assert named["c001@example.org"]["Last Name"] == "Ana"  # "Ana, …": the last name comes first
    assert named["c002@example.org"]["First Name"] == "ليلى"
    assert named["c003@example.org"]["First Name"].startswith("👩\u200d👩\u200d👧 é")
    assert named["c005@example.org"]["First Name"] == "'@SUM(A1)"
    assert named["c021@example.org"]["First Name"] == "'=1+1"
    assert {row["City"] for row in named.values()} == {"'=Bath"}


def test_long_lists_are_split_by_rows_and_by_bytes_with_the_header_in_each(made, monkeypatch):
    form = made["mautic"].format
    monkeypatch.setitem(crm.FORMATS, "mautic", type(form)(**{**vars(form), "most_rows": 50}))
    found = pieces(made["mautic"])
    assert [one.name for one in found] == [f"mautic-{number:02d}" for number in range(1, len(found) + 1)]
    assert sum(one.n for one in found) == len(made["mautic"].table) > 50
    assert all(one.n <= 50 and one.content.startswith(b"email,") for one in found)
    monkeypatch.setitem(crm.FORMATS, "mautic", type(form)(**{**vars(form), "most_bytes": 2000}))
    found = pieces(made["mautic"])
    assert len(found) > 3
    assert all(len(one.content) <= 2000 for one in found)
    assert sum(one.n for one in found) == len(made["mautic"].table)


def test_an_address_that_is_too_long_for_a_program_is_not_cut(people, segments):
    address = "x" * 60 + "@" + "y" * 40 + ".org"
    long = people.assign(email=people["email"].mask(people["customer_id"] == "c020", address))
    asked = {"holdout": 0.1, "salt": "s"}
    assert "c020" not in set(crm.export(segments, long, target="salesforce", **asked).rows["customer_id"])
    assert "c020" in set(crm.export(segments, long, target="hubspot", **asked).rows["customer_id"])


def test_each_file_has_a_sheet_that_says_what_it_is(made, tmp_path):
    written = write(
        crm.FORMATS["google_ads"],
        pieces(made["google_ads"]),
        tmp_path,
        about={"segmentation": "behavioural", "as_of": "2026-06-30"},
    )
    assert len(written) == 3
    for one in written:
        content = one.path.read_bytes()
        sheet = one.path.with_name(one.path.stem + ".provenance.csv").read_bytes()
        told = dict(_table(sheet)[1:])
        assert told["sha256"] == one.sha256 == hashlib.sha256(content).hexdigest()
        assert told["rows"] == str(one.n) == str(len(content.splitlines()) - 1)
        assert (told["segmentation"], told["as_of"]) == ("behavioural", "2026-06-30")
        assert told["decisions"] == NOT_ALONE
        assert told["purpose"].startswith("marketing")


def test_an_unknown_program_is_refused_with_the_nearest(people, segments):
    with pytest.raises(ValueError, match="'hubspott'; the nearest is 'hubspot'"):
        crm.export(segments, people, target="hubspott", holdout=0.1, salt="s")
