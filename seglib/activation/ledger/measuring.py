"""A campaign ends: its results are read, checked against the draw, measured, and set beside what was promised."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from seglib.activation.crm.holding_out import ARM
from seglib.activation.ledger import book
from seglib.activation.ledger.expecting import window_days
from seglib.activation.ledger.launching import campaigns_folder, drawn_of
from seglib.client import Client
from seglib.features.responses import CONTROL
from seglib.value.experiments import Effects, effects
from seglib.value.trials.audit import MISMATCH
from seglib.value.trials.outcomes import EVERYBODY

OUTCOMES = ("margin", "revenue", "responded")
_YES = {"yes": 1.0, "true": 1.0, "1": 1.0, "no": 0.0, "false": 0.0, "0": 0.0}


@dataclass(frozen=True, eq=False)
class Measured:
    """What became of a campaign.

    Parameters
    ----------
    effects : seglib.value.experiments.Effects
        Of those who were drawn, overall and by segment.
    rows : list of dict
        The lines that went into the ledger, everybody first.
    notes : list of str
        What the checks found; empty where all is well.
    """

    effects: Effects
    rows: list[dict]
    notes: list[str]


def measure(client: Client, *, campaign: str, file: Path) -> Measured:
    """Read the results of a campaign and complete its line in the ledger.

    Parameters
    ----------
    client : seglib.client.Client
    campaign : str
        Its id in the ledger.
    file : pathlib.Path
        CSV with `customer_id`, one or more of `responded`, `revenue` and `margin`, of those contacted and of those held
        out, and where it is known `contacted`: who was really written to.

    Returns
    -------
    Measured
        Customers count as they were drawn, whatever was done with them.

    Raises
    ------
    LedgerError
        If the file cannot be read, the campaign is not known, or these results are in the ledger already.
    """
    content = Path(file).read_bytes()
    digest = f"{Path(file).name}={hashlib.sha256(content).hexdigest()}"
    drawn, folder = drawn_of(client, campaign), campaigns_folder(client)
    ledger = book.read(folder)
    own = ledger[ledger["campaign_id"] == campaign]
    if (own["files"].str.partition("=")[2] == digest.partition("=")[2]).any():
        raise book.LedgerError("These results are in the ledger already.")
    planned = own[(own["kind"] == "planned") & (own["segment"] == EVERYBODY)].iloc[0]
    results = read_results(content)
    notes = _strangers(results, drawn) + _contamination(client, results, drawn, campaign, planned["date"], ledger)
    rows = drawn.merge(results, on="customer_id").assign(campaign_id=campaign)
    if rows["arm"].nunique() < 2:
        raise book.LedgerError("The results must be of customers contacted and of customers held out; one is missing.")
    sizes = drawn["arm"].value_counts().to_dict()
    found = effects(rows, by="segment", shares={campaign: sizes})
    notes += _sizes(found, len(rows), len(drawn))
    lines = _measured(found, planned, drawn, client)
    common = {name: planned[name] for name in ("campaign_id", "date", "programs", "segmentation", "currency", "salt")}
    common |= {"kind": "measured", "files": digest, "trusted": not notes, "notes": " ".join(notes)}
    lines = [{**common, **row} for row in lines]
    book.append(folder, lines)
    return Measured(found, lines, notes)


def read_results(content: bytes) -> pd.DataFrame:
    """Read a file of results.

    Parameters
    ----------
    content : bytes
        CSV, UTF-8, with commas.

    Returns
    -------
    pandas.DataFrame
        `customer_id` (text, each once), and what there is of `responded, revenue, margin, contacted` as numbers.

    Raises
    ------
    LedgerError
        With the line, if something cannot be read.
    """
    try:
        table = pd.read_csv(io.BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise book.LedgerError(f"The results must be a CSV file in UTF-8, parted by commas: {error}") from None
    table.columns = table.columns.str.strip()
    known = [name for name in (*OUTCOMES, "contacted") if name in table.columns]
    if "customer_id" not in table.columns or not {*known} & {*OUTCOMES}:
        raise book.LedgerError(
            "The results must have a column customer_id and one of responded, revenue and margin; "
            f"got {', '.join(table.columns)}."
        )
    out = pd.DataFrame({"customer_id": table["customer_id"].str.strip()})
    for name in known:
        out[name] = _numbers(table[name], name)
    out = out.drop_duplicates(ignore_index=True)
    if (twice := out["customer_id"].duplicated()).any():
        raise book.LedgerError(f"Customer {out.loc[twice, 'customer_id'].iloc[0]!r} has two different results.")
    return out


def _numbers(texts: pd.Series, name: str) -> pd.Series:
    plain = texts.str.strip().str.lower()
    yes_or_no = name in ("responded", "contacted")
    numbers = plain.map(_YES) if yes_or_no else pd.to_numeric(plain, errors="coerce")
    wrong = (plain != "") & ~np.isfinite(numbers.fillna(np.inf))
    if wrong.any():
        place = int(np.flatnonzero(wrong)[0])
        rule = "yes or no" if yes_or_no else "a number with a decimal point"
        raise book.LedgerError(f"Line {place + 2} of the results: {name} must be {rule}; got {texts.iloc[place]!r}.")
    return numbers.astype(float)


def _strangers(results: pd.DataFrame, drawn: pd.DataFrame) -> list[str]:
    strange = int((~results["customer_id"].isin(drawn["customer_id"])).sum())
    return [f"{strange} customers in the results were not drawn for this campaign; they are left out."] * bool(strange)


def _contamination(
    client: Client, results: pd.DataFrame, drawn: pd.DataFrame, campaign: str, date: str, ledger: pd.DataFrame
) -> list[str]:
    """Who was held out and still got something: of this campaign, or of another one in the same days."""
    held, notes = set(drawn.loc[drawn["arm"] == CONTROL, "customer_id"]), []
    if "contacted" in results.columns:
        reached = held & set(results.loc[results["contacted"] == 1, "customer_id"])
        if reached:
            notes.append(f"{len(reached)} customers who were held out were contacted all the same.")
    whole = ledger[(ledger["kind"] == "planned") & (ledger["segment"] == EVERYBODY)]
    apart = (pd.to_datetime(whole["date"]) - pd.Timestamp(date)).abs().dt.days
    for other in whole.loc[(whole["campaign_id"] != campaign) & (apart < window_days(client)), "campaign_id"]:
        theirs = drawn_of(client, other)
        both = len(held & set(theirs.loc[theirs["arm"] == ARM, "customer_id"]))
        if both:
            notes.append(f"{both} of {len(held)} customers who were held out were contacted by campaign {other}.")
    return notes


def _sizes(found: Effects, n: int, of: int) -> list[str]:
    p = found.audit.set_index("check")["p"].get("sizes", np.nan)
    if not p < MISMATCH:
        return []
    return [f"Results came back of {n} of {of} customers, and not alike of those contacted and those held out."]


def _measured(found: Effects, planned: pd.Series, drawn: pd.DataFrame, client: Client) -> list[dict]:
    """Lines of the ledger: everybody, set beside the promise, and each segment drawn towards the mean of all."""
    table = found.table
    measure = next(name for name in OUTCOMES if (table["outcome"] == name).any())
    table = table[table["outcome"] == measure]
    names = drawn.drop_duplicates("segment").set_index("segment")["segment_name"]
    whole = table[table["segment"] == EVERYBODY].iloc[0]
    cost = client.roi.unit_cost
    first = {"segment": EVERYBODY, "segment_name": EVERYBODY, "effect": whole["effect"]}
    first |= {"effect_low": whole["low"], "effect_high": whole["high"]}
    if measure == planned["measure"]:
        first["roi"] = (whole["effect"] - cost) / cost if cost else None
        if planned["promised_low"] == planned["promised_low"] and whole["effect"] == whole["effect"]:
            first["kept"] = bool(planned["promised_low"] <= whole["effect"] <= planned["promised_high"])
    rows = [first | {"n": whole["n"], "n_holdout": whole["n_control"]}]
    for part in table[table["segment"] != EVERYBODY].sort_values("segment").itertuples():
        row = {"segment": part.segment, "segment_name": names[part.segment], "n": part.n, "n_holdout": part.n_control}
        rows.append(row | {"effect": part.shrunken, "effect_low": part.shrunken_low, "effect_high": part.shrunken_high})
    return [row | {"measure": measure} for row in rows]
