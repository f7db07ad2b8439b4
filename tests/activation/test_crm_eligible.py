"""Who is in a list, and who never is?"""

import hashlib
import shutil
import subprocess

import pandas as pd
import pytest

from seglib.activation import crm
from seglib.activation.crm.addresses import read_email, read_phone
from seglib.activation.crm.files import pieces, write, write_unusable
from seglib.activation.crm.holding_out import salt_of


@pytest.fixture(scope="module")
def folder(people, segments, tmp_path_factory):
    """Every file that an export writes, of every program."""
    out = tmp_path_factory.mktemp("crm")
    for name in crm.FORMATS:
        made = crm.export(segments, people, target=name, holdout=0.2, salt="s", campaign="spring")
        write(made.format, pieces(made), out, about={"segmentation": "behavioural"})
    write_unusable(made.found.unusable, out)
    return out


def _traces(customer: str) -> list[str]:
    """What tells a customer of the fixture in any file."""
    email = f"{customer}@example.org"
    return [customer, email, f"last{customer}", hashlib.sha256(email.encode()).hexdigest()]


def test_fifty_who_objected_are_in_no_file(folder, people):
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())).lower()
    objected = people.loc[people["objected"], "customer_id"]
    assert len(objected) == 50
    assert [one for customer in objected for one in _traces(customer)[1:] if one in text] == []
    assert [customer for customer in objected if f"\n{customer}," in text or f",{customer}," in text] == []
    assert all(one in text for one in _traces("c025"))  # the search finds who is there


def test_who_did_not_agree_is_in_no_file(folder, people):
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())).lower()
    without = people.loc[~people["marketing_consent"] & ~people["objected"], "customer_id"]
    assert len(without) == 30
    assert [one for customer in without for one in _traces(customer)[1:] if one in text] == []


def test_without_a_column_of_consent_nobody_agreed(people, segments):
    made = crm.export(segments, people.drop(columns="marketing_consent"), target="csv", holdout=0.1, salt="s")
    assert (len(made.table), len(made.drawn)) == (0, 0)
    assert made.found.states.query("state == 'no_consent'")["n"].sum() == 150


def test_everybody_is_counted_once_with_the_first_reason(people, segments):
    found = crm.eligible(segments, people, held_back=["b3"])
    counts = found.states.groupby("state")["n"].sum()
    assert counts.sum() == len(people)
    assert counts["objected"] == 50
    assert counts["held_back"] == (segments["segment"] == "b3").sum()
    assert set(found.people["segment"]) == {"b1", "b2"}
    every = crm.eligible(segments, people).states.groupby("state")["n"].sum()
    assert (every["no_address"], every["shared_address"], every["address_of_objector"]) == (3, 1, 1)
    assert every["eligible"] == 200 - 50 - 30 - 3 - 1 - 1


def test_addresses_that_cannot_be_used_are_listed_with_the_reason(people, segments):
    unusable = crm.eligible(segments, people).unusable.set_index(["customer_id", "column"])["reason"]
    assert unusable["c011", "email"] == "no e-mail address"
    assert unusable["c011", "phone"] == "not a number that its country has"
    assert unusable["c013", "email"] == "begins as a formula does"
    assert not {one for one, _ in unusable.index} & set(people.loc[people["objected"], "customer_id"])


def test_the_same_salt_draws_the_same_whatever_the_order(people, segments):
    asked = {"holdout": 0.2, "salt": "s"}
    first = crm.export(segments, people, target="csv", **asked).drawn.set_index("customer_id")["arm"]
    turned = segments.sample(frac=1, random_state=1), people.sample(frac=1, random_state=2)
    pd.testing.assert_series_equal(
        first, crm.export(*turned, target="csv", **asked).drawn.set_index("customer_id")["arm"]
    )
    other = crm.export(segments, people, target="csv", holdout=0.2, salt="t").drawn.set_index("customer_id")["arm"]
    assert (first != other).any()
    by_mail = crm.export(segments, people, target="mautic", **asked).drawn.set_index("customer_id")["arm"]
    pd.testing.assert_series_equal(first[by_mail.index], by_mail)  # held out is held out everywhere


def test_the_draw_is_that_of_the_published_function():
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl on this machine")
    ids, digits = pd.Series(["a", "b", "c", "d"]), {}
    for one in ids:
        command = ["openssl", "dgst", "-sha256", "-hmac", "salt"]
        digits[one] = subprocess.run(command, input=one.encode(), capture_output=True, check=True).stdout.split()[-1]
    held = crm.hold_out(ids, pd.Series("all", index=ids.index), share=0.25, salt="salt")
    assert ids[held].tolist() == [min(digits, key=digits.get)]


def test_each_segment_gives_its_share_and_each_campaign_draws_anew(people, segments):
    drawn = crm.export(segments, people, target="csv", holdout=0.2, salt="s").drawn
    for _, own in drawn.groupby("segment"):
        assert (own["arm"] == "control").sum() == round(0.2 * len(crm_of(own, people, segments)))
    salts = [salt_of("secret", f"campaign {number}") for number in range(40)]
    ids = pd.Series([f"c{number}" for number in range(500)])
    held = sum(crm.hold_out(ids, pd.Series("x", index=ids.index), share=0.1, salt=salt).astype(int) for salt in salts)
    assert held.sum() == 40 * 50
    assert held.max() < 16  # of 40, each with a chance of 1 in 10


def crm_of(own: pd.DataFrame, people: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """Who of a segment may be written to."""
    return crm.eligible(segments, people).people.query("segment == @own.segment.iloc[0]")


@pytest.mark.parametrize("text", ["a b@x.de", "a@@x.de", "a@x", "@x.de", "a@-x.de", "a..b@x.de", "a@x.123", "é@x.de"])
def test_what_is_no_address_is_not_written_to(text):
    address, reason = read_email(text)
    assert address is None
    assert reason


@pytest.mark.parametrize(
    ("text", "country", "read"),
    [
        ("030/90 18 20", "DE", "+4930901820"),
        ("+44 (0)20 7946 0018", "DE", "+442079460018"),
        ("0034 915 555 555", None, "+34915555555"),
        ("۰۳۰۹۰۱۸۲۰", "DE", "+4930901820"),
        ("030 901820 ext. 5", "DE", None),
        ("call me", "DE", None),
    ],
)
def test_phone_numbers_come_in_one_form(text, country, read):
    assert read_phone(text, country)[0] == read


def test_a_customer_who_comes_twice_is_refused(people, segments):
    with pytest.raises(ValueError, match="each customer once; 'c000'"):
        crm.eligible(pd.concat([segments, segments.head(1)]), people)


def test_a_spreadsheet_finds_no_formula_in_any_file(folder, tmp_path):
    if not shutil.which("soffice"):
        pytest.skip("there is no LibreOffice on this machine (apt-get install libreoffice-calc-nogui)")
    control = tmp_path / "control.csv"
    control.write_text("name\n=1+1\n", encoding="utf-8")  # one that is found, so that the search can fail
    files = [control, *sorted(folder.glob("*.csv"))]
    as_typed = "--infilter=Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false,false,false,-1,true"
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", as_typed]
    command += ["--convert-to", "fods", "--outdir", str(tmp_path / "out"), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    converted = sorted((tmp_path / "out").glob("*.fods"))
    assert converted
    live = {path.stem for path in converted if "table:formula=" in path.read_text(encoding="utf-8")}
    assert live == {"control"}
