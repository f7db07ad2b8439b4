"""The demo, from its lists to what became of them: ten campaigns of known effect, the ledger, and the page."""

import datetime
import shutil

import numpy as np
import pandas as pd
import pytest

from seglib import engine, features
from seglib.activation.ledger import book, keeping
from seglib.activation.ledger.expecting import usual
from seglib.activation.ledger.launching import campaigns_folder, drawn_of, launch
from seglib.activation.ledger.measuring import measure
from seglib.client import load_client
from seglib.segments.rfm import rfm_by_worth
from seglib.segments.storing import write_segments
from seglib.segments.worth import worth

CAMPAIGNS, APART = 10, 31  # and days from one to the next, so that none falls into the days of another
EFFECT = 5.0  # more margin a contacted customer, on average of the campaigns


@pytest.fixture(scope="module")
def shop(demo, root, tmp_path_factory):
    """The demo in a folder of its own, with clean tables and segments to go by."""
    folder = tmp_path_factory.mktemp("round") / "demo"
    of_its_own = shutil.ignore_patterns("raw", "clean", "results", "campaigns", ".*")
    shutil.copytree(root / "data" / "demo", folder, ignore=of_its_own)
    (folder / "raw").symlink_to(root / "data" / "demo" / "raw")
    client = load_client(folder)
    engine.write_parquet(demo.cleaned.tables, client.clean)
    known = features.without_objectors(demo.cleaned.tables)
    today = features.customer_features(known, as_of=client.as_of).to_pandas()
    write_segments(client, "adopted", {"rfm": rfm_by_worth(today, worth(today))})
    return client


def came_back(client, campaign: str, tables, *, seed: int) -> bytes:
    """What customers usually bring in as many days, and a known effect on those who were contacted."""
    drawn, draw = drawn_of(client, campaign), np.random.default_rng(seed)
    money = usual(tables, client).money.reindex(drawn["customer_id"]).fillna(0.0).to_numpy()
    effect = draw.normal(EFFECT, 1.0)
    gained = (drawn["arm"] == "contact") * draw.gamma(1.0, 1.0, len(drawn)) * effect
    told = pd.DataFrame({"customer_id": drawn["customer_id"], "margin": (draw.permutation(money) + gained).round(2)})
    return told.to_csv(index=False).encode()


def test_ten_campaigns_from_lists_to_a_calibrated_ledger(shop, demo, tmp_path, monkeypatch, page_of):
    monkeypatch.setenv("SEGLIB_CRM_SALT", "one draw, the same in every run")
    tables = features.without_objectors(demo.cleaned.tables)
    for number in range(CAMPAIGNS):
        day = shop.as_of - datetime.timedelta(days=APART * (CAMPAIGNS - 1 - number))
        that_day, name = shop.model_copy(update={"as_of": day}), f"month-{number + 1:02d}"
        launch(that_day, targets=["csv"], campaign=name)
        back = tmp_path / f"{name}.csv"
        back.write_bytes(came_back(that_day, name, tables, seed=number))
        assert measure(that_day, campaign=name, file=back).notes == []
    ledger = book.read(campaigns_folder(shop))
    told = keeping.campaigns(ledger)
    assert len(told) == CAMPAIGNS and (told["trusted"] == "yes").all()
    covered = (told["effect_low"] <= EFFECT) & (told["effect_high"] >= EFFECT)
    assert covered.mean() > 0.7  # of 95% intervals about effects that differ by 1 around it
    assert told["promised"].iloc[-1] == pytest.approx(EFFECT, abs=3)  # learned from what came back
    width = (told["promised_high"] - told["promised_low"]).astype(float)
    assert width.iloc[-1] < width.iloc[0]
    kept = keeping.promises(ledger)
    assert kept.n == CAMPAIGNS and kept.verdict == "as promised"
    page = page_of(shop)
    said = f"Promises can be relied on. 80% of campaigns should end where they were said to end; of {CAMPAIGNS}, it was"
    assert said in page and all(f"month-{number + 1:02d}" in page for number in range(CAMPAIGNS))


def test_no_objector_of_the_demo_is_in_any_file(shop, demo):
    customers = demo.cleaned.tables["customers"].select("customer_id", "email", "objected").to_pandas()
    gone = customers[customers["objected"].fillna(False).astype(bool)]
    assert len(gone) > 50
    launch(shop, targets=["csv", "mailchimp", "odoo"], campaign="objectors")
    files = sorted((shop.results / "crm" / "objectors").iterdir())
    text = "\n".join(path.read_text(encoding="utf-8-sig") for path in files).casefold()
    assert not [one for one in gone["email"].dropna().str.strip().str.casefold() if one in text]
    assert not [one for one in gone["customer_id"] if f"\n{one}," in text or f"customer_{one}," in text]
    assert "customer_" in text and "@" in text
