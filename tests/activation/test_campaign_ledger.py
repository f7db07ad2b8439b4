"""From the lists to what became of them: does the ledger say what happened, and does nobody change it unseen?"""

import csv
import json

import numpy as np
import pandas as pd
import pytest

from seglib.activation.crm.lists import lists
from seglib.activation.ledger import book, keeping
from seglib.activation.ledger.expecting import Usual, can_find, foretold, promise
from seglib.activation.ledger.launching import campaigns_folder, drawn_of, launch
from seglib.activation.ledger.measuring import measure, read_results
from seglib.cli import app

YML = """
name: Tea House
currency: EUR
as_of: 2026-06-30
sources:
  - {table: customers, file: people.csv, columns: {customer_id: id, email: mail}}
roi: {unit_cost: 0.5}
crm: {targets: [mailchimp, csv], holdout: 0.25, promise: {margin: 2, low: 0.5, high: 3.5}}
"""
N = 2400


@pytest.fixture
def shop(make_client):
    """Clean tables and adopted segments of a shop of 2,400 customers; b4 is not to be trusted, c0000 objected."""
    client = make_client({"people.csv": b"id,mail\n1,a@x.org\n"}, YML)
    ids = [f"c{number:04d}" for number in range(N)]
    segment = [f"b{number % 4 + 1}" for number in range(N)]
    people = pd.DataFrame({"customer_id": ids, "email": [f"{one}@x.org" for one in ids], "name": "A B"})
    people = people.assign(marketing_consent=True, objected=[one == "c0000" for one in ids])
    adopted = pd.DataFrame({"customer_id": ids, "scheme": "behavioural", "segment": segment})
    adopted["segment_name"] = "segment " + adopted["segment"]
    draw = np.random.default_rng(0)
    bought = draw.random(N) < 0.3
    lines = pd.DataFrame({"customer_id": np.array(ids)[bought]})
    lines["order_id"] = [f"o{number}" for number in range(len(lines))]
    lines["ordered_at"] = pd.Timestamp("2026-06-15 12:00")
    lines["amount"] = draw.gamma(2, 10, len(lines)).round(2)
    lines["margin"] = (lines["amount"] / 2).round(2)
    passports = pd.DataFrame({"code": ["b1", "b2", "b3", "b4"], "segment_name": "s", "n": N // 4, "held_back_by": "x"})
    passports["grade"] = ["A", "B", "C", "D"]
    for folder in (client.clean, client.results / "segments"):
        folder.mkdir(parents=True)
    people.to_parquet(client.clean / "customers.parquet")
    lines.to_parquet(client.clean / "order_lines.parquet")
    adopted.to_parquet(client.results / "segments" / "adopted.parquet")
    passports.to_parquet(client.results / "passports.parquet")
    return client


def _results(client, campaign: str, *, effect: float, seed: int = 1) -> bytes:
    """A made-up campaign: one in three buys for about 12, and a contact brings `effect` more on average."""
    drawn, draw = drawn_of(client, campaign), np.random.default_rng(seed)
    spent = (draw.random(len(drawn)) < 1 / 3) * draw.gamma(4, 3, len(drawn))
    margin = spent + (drawn["arm"] == "contact") * draw.gamma(1, effect, len(drawn))
    told = drawn[["customer_id"]].assign(responded=np.where(spent > 0, "yes", "no"), margin=margin.round(2))
    return told.to_csv(index=False).encode()


def _write(tmp_path, content: bytes, name: str = "back.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_campaign_from_its_lists_to_what_became_of_it(shop, tmp_path, page_of, monkeypatch):
    monkeypatch.setenv("SEGLIB_CRM_SALT", "one draw, the same in every run")
    done = launch(shop, campaign="autumn")
    assert (done.n + done.n_holdout, done.n_holdout, done.objected) == (N * 3 // 4 - 1, 450, 1)
    planned = book.read(campaigns_folder(shop))
    assert planned["segment"].tolist() == ["everybody", "b1", "b2", "b3"]  # b4 is held back
    assert planned["date"].unique().tolist() == ["2026-06-30"]
    whole = planned.iloc[0]
    assert (whole["n"], whole["n_holdout"], whole["measure"], whole["currency"]) == (1349, 450, "margin", "EUR")
    assert (whole["promised"], whole["promised_low"], whole["promised_roi"]) == (2, 0.5, 3)
    assert 0 < whole["least_effect"] < planned["least_effect"].iloc[1:].min()
    measured = measure(shop, campaign="autumn", file=_write(tmp_path, _results(shop, "autumn", effect=1.5)))
    assert measured.notes == []
    ledger = book.read(campaigns_folder(shop))
    row = keeping.campaigns(ledger).iloc[0]
    assert row["effect_low"] <= 1.5 <= row["effect_high"]
    assert row["effect_high"] - row["effect_low"] < 1.8
    assert (row["kept"], row["trusted"]) == ("yes", "yes")
    assert row["roi"] == pytest.approx((row["effect"] - 0.5) / 0.5, abs=1e-3)
    assert ledger["kind"].tolist() == ["planned"] * 4 + ["measured"] * 4
    assert ledger.iloc[:4].equals(planned)  # what was promised is as it was written
    page = page_of(shop)
    assert "Finding who: 1,799 of 2,400 customers can be on a list. 25% of each segment" in page
    assert "Table kept-back: Segments that are not trusted" in page
    assert "€2.00 (€0.50 to €3.50)" in page
    assert f"€{row['effect']:.2f} (€{row['effect_low']:.2f} to €{row['effect_high']:.2f})" in page
    assert "Finding kept: Promises kept so far: 1 of 1. That is too few campaigns to say more; it takes 10." in page
    assert "c0001" not in page


def test_the_same_lists_again_add_nothing_and_other_lists_need_an_id_of_their_own(shop):
    assert launch(shop, campaign="autumn").new
    before = (campaigns_folder(shop) / "ledger.csv").read_bytes()
    assert not launch(shop, campaign="autumn").new
    with pytest.raises(book.LedgerError, match="other lists of campaign 'autumn'"):
        launch(shop, targets=["odoo"], campaign="autumn")
    assert (campaigns_folder(shop) / "ledger.csv").read_bytes() == before
    first = drawn_of(shop, "autumn").set_index("customer_id")["arm"]
    launch(shop, campaign="winter")
    assert (first != drawn_of(shop, "winter").set_index("customer_id")["arm"]).sum() > 300  # drawn anew


def test_the_salt_is_secret_and_its_fingerprint_tells_it(shop, monkeypatch):
    launch(shop, campaign="autumn")
    secret = campaigns_folder(shop) / "secret"
    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(secret.read_text().strip()) == 64
    everything = [path for path in shop.folder.rglob("*") if path.is_file() and path != secret]
    assert all(secret.read_text().strip().encode() not in path.read_bytes() for path in everything)
    one = book.read(campaigns_folder(shop))["salt"].iloc[0]
    monkeypatch.setenv("SEGLIB_CRM_SALT", "another")
    launch(shop, campaign="winter")
    assert book.read(campaigns_folder(shop))["salt"].iloc[-1] != one


@pytest.mark.parametrize("change", ["promise", "drop", "swap", "put in"])
def test_a_ledger_that_somebody_changed_is_not_read(shop, change):
    launch(shop, campaign="autumn")
    path = campaigns_folder(shop) / "ledger.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    if change == "promise":
        lines[1][list(book.COLUMNS).index("promised")] = "1"
    elif change == "drop":
        del lines[2]
    elif change == "swap":
        lines[2], lines[3] = lines[3], lines[2]
    else:
        lines.insert(2, lines[1])
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(lines)
    with pytest.raises(book.LedgerError, match=r"entry \d is not as it was written"):
        launch(shop, campaign="winter")


def test_the_schema_says_what_each_column_is(shop):
    launch(shop, campaign="autumn")
    schema = json.loads((campaigns_folder(shop) / "ledger.schema.json").read_text())
    header = (campaigns_folder(shop) / "ledger.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert [field["name"] for field in schema["fields"]] == header.split(",")
    assert all(field["description"] for field in schema["fields"])


def test_strangers_contamination_and_lost_customers_are_found(shop, tmp_path):
    launch(shop, campaign="autumn")
    drawn = drawn_of(shop, "autumn")
    back = pd.read_csv(_write(tmp_path, _results(shop, "autumn", effect=1)), dtype=str)
    held = set(drawn.loc[drawn["arm"] == "control", "customer_id"])
    back["contacted"] = ["no" if one in held else "yes" for one in back["customer_id"]]
    back.loc[back["customer_id"].isin(sorted(held)[:7]), "contacted"] = "yes"
    back = back[~back["customer_id"].isin(sorted(held)[100:250])]  # of many held out nothing came back
    back = pd.concat([back, back.head(2).assign(customer_id=["x1", "x2"])])
    done = measure(shop, campaign="autumn", file=_write(tmp_path, back.to_csv(index=False).encode()))
    assert done.notes[0].startswith("2 customers in the results were not drawn")
    assert done.notes[1].startswith("7 customers who were held out were contacted")
    assert done.notes[2].startswith("Results came back of 1649 of 1799 customers, and not alike")
    assert book.read(campaigns_folder(shop))["trusted"].iloc[-1] == "no"
    assert keeping.promises(book.read(campaigns_folder(shop))).n == 0  # it says nothing of promises


def test_another_campaign_in_the_same_days_is_seen(shop, tmp_path):
    launch(shop, campaign="autumn")
    launch(shop, campaign="winter")
    done = measure(shop, campaign="autumn", file=_write(tmp_path, _results(shop, "autumn", effect=1)))
    assert len(done.notes) == 1
    assert done.notes[0].endswith("of 450 customers who were held out were contacted by campaign winter.")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,margin\n1,2\n", "must have a column customer_id"),
        ("customer_id\n1\n", "one of responded, revenue and margin"),
        ("customer_id,margin\n1,\"2,50\"\n", "Line 2 of the results: margin must be a number"),
        ("customer_id,margin\n1,inf\n", "margin must be a number"),
        ("customer_id,responded\n1,maybe\n", "responded must be yes or no; got 'maybe'"),
        ("customer_id,margin\n1,2\n1,3\n", "Customer '1' has two different results"),
        ("", "must be a CSV file"),
    ],
)  # fmt: skip
def test_results_that_cannot_be_read_are_refused_with_the_reason(content, said):
    with pytest.raises(book.LedgerError, match=said):
        read_results(content.encode())


def test_the_same_results_are_not_counted_twice(shop, tmp_path):
    launch(shop, campaign="autumn")
    file = _write(tmp_path, _results(shop, "autumn", effect=1))
    measure(shop, campaign="autumn", file=file)
    with pytest.raises(book.LedgerError, match="in the ledger already"):
        measure(shop, campaign="autumn", file=file)
    with pytest.raises(book.LedgerError, match="no campaign 'autum'; the nearest is 'autumn'"):
        measure(shop, campaign="autum", file=file)


def test_what_can_be_found_is_what_four_of_five_campaigns_find():
    draw = np.random.default_rng(3)
    n, n_holdout = 600, 200
    drawn = pd.DataFrame({"customer_id": [f"c{number}" for number in range(n + n_holdout)], "segment": "b1"})
    drawn = drawn.assign(segment_name="one", arm=["contact"] * n + ["control"] * n_holdout)
    money = pd.Series(draw.normal(20, 10, n + n_holdout), index=drawn["customer_id"])
    least = can_find(drawn, Usual(money, "margin", known=True))["least_effect"].iloc[0]
    found = 0
    for _ in range(1000):
        gain = draw.normal(20 + least, 10, n).mean() - draw.normal(20, 10, n_holdout).mean()
        found += abs(gain) > 1.96 * 10 * np.sqrt(1 / n + 1 / n_holdout)
    assert 760 < found < 840


def test_the_promised_interval_holds_in_four_of_five_campaigns():
    draw, held, errors = np.random.default_rng(5), 0, np.array([0.8, 1.0, 1.2, 1.0, 0.9, 1.1])
    for _ in range(200):  # campaigns whose true effects differ by 1 around 2
        measured = draw.normal(draw.normal(2, 1, len(errors)), errors)
        _, low, high = foretold(measured, errors, error=1.0)
        held += low <= draw.normal(draw.normal(2, 1), 1.0) <= high
    assert 142 <= held <= 182  # 160, or a little more where six campaigns make the spread seem larger


def test_former_campaigns_make_the_promise_where_the_client_makes_none(shop):
    drawn = pd.DataFrame({"customer_id": [f"c{number}" for number in range(600)], "campaign_id": "spring"})
    drawn = drawn.assign(arm=np.repeat(["control", "mail"], 300), margin=np.random.default_rng(1).normal(20, 5, 600))
    drawn.loc[300:, "margin"] += 3
    open_ = shop.model_copy(update={"crm": shop.crm.model_copy(update={"promise": None})})
    told = promise(drawn, open_, measure="margin", error=0.4)
    assert 2 < told["promised"] < 4
    half = (told["promised_high"] - told["promised_low"]) / 2
    assert half == pytest.approx(1.2816 * np.hypot(0.4, 5 * np.sqrt(2 / 300)), rel=0.06)
    assert told["promised_roi"] == pytest.approx((told["promised"] - 0.5) / 0.5)
    assert np.isnan(promise(None, open_, measure="margin", error=0.4)["promised"])
    back = {"kind": "measured", "segment": "everybody", "measure": "margin", "effect_low": 5.0, "effect_high": 7.0}
    rows = [{**back, "campaign_id": one, "trusted": yes, "effect": 6.0} for one, yes in (("a", "yes"), ("b", "no"))]
    ledger = pd.DataFrame(rows, columns=list(book.COLUMNS))
    assert promise(None, open_, measure="margin", error=0.4, ledger=ledger)["promised"] == 6  # what passed its checks
    assert np.isnan(promise(None, open_, measure="revenue", error=0.4, ledger=ledger)["promised"])


@pytest.mark.parametrize(
    ("kept", "of", "verdict"),
    [(0, 0, "none"), (9, 9, "too few"), (16, 20, "as promised"), (5, 20, "too sure"), (60, 60, "too careful")],
)
def test_promises_are_judged_from_ten_campaigns_on(kept, of, verdict):
    plan = {"kind": "planned", "segment": "everybody", "n": 100.0}
    back = {"kind": "measured", "segment": "everybody", "trusted": "yes"}
    rows = [{**plan, "campaign_id": str(number)} for number in range(of)]
    rows += [{**back, "campaign_id": str(number), "kept": "yes" if number < kept else "no"} for number in range(of)]
    found = keeping.promises(pd.DataFrame(rows, columns=list(book.COLUMNS)))
    assert (found.n, found.kept, found.verdict) == (of, kept, verdict)


def test_lists_are_none_without_segments(shop, tmp_path):
    (shop.results / "segments" / "adopted.parquet").unlink()
    assert lists({}, shop, targets=["csv"], campaign="x", salt="s") is None
    with pytest.raises(book.LedgerError, match="run make report first"):
        launch(shop)


def test_the_commands_say_what_was_done_and_what_is_next(shop, tmp_path):
    from typer.testing import CliRunner

    run = CliRunner().invoke
    said = run(app, ["crm", "--client", str(shop.folder), "--target", "csv", "--campaign", "autumn"])
    assert "1,349 customers" in said.output
    assert "450 more are held out" in said.output
    file = _write(tmp_path, _results(shop, "autumn", effect=1.5))
    said = run(app, ["results", "autumn", str(file), "--client", str(shop.folder)])
    assert "1,349 contacted, 450 held out" in said.output
    assert "passed their checks" in said.output
    refused = run(app, ["crm", "--client", str(shop.folder), "--target", "hubspott"])
    assert refused.exit_code == 2
