"""What does the reader see of lists and campaigns? Counts, and no person."""

from __future__ import annotations

import pandas as pd

from seglib.activation.crm.eligible import STATES
from seglib.activation.crm.formats import FORMATS
from seglib.activation.crm.lists import Lists
from seglib.activation.ledger.keeping import campaigns
from seglib.segments.sentences import with_interval
from seglib.value.trials.outcomes import EVERYBODY

OTHER = "Other reasons"
TOO_FEW = "Too few to be shown"
NOT_TAKEN = "No address that these programs take"


def waterfall(made: Lists, *, least: int) -> pd.DataFrame:
    """Go from all customers to those on the lists, reason by reason.

    Parameters
    ----------
    made : Lists
    least : int
        Smallest number that may be shown; smaller ones are put together.

    Returns
    -------
    pandas.DataFrame
        `label, rows, kind`, as :func:`seglib.plots.plot_waterfall` takes it; without rows where fewer than that are on
        the lists, or fewer are left out.
    """
    counts = made.found.states.groupby("state")["n"].sum()
    total, end = int(counts.sum()), len(made.drawn)
    losses = {label: int(counts.get(state, 0)) for state, label in STATES.items() if state != "eligible"}
    losses = {label: n for label, n in (losses | {NOT_TAKEN: total - end - sum(losses.values())}).items() if n}
    together = [label for label, n in losses.items() if n < least]
    while together and sum(losses[label] for label in together) < least and len(together) < len(losses):
        together.append(min((label for label in losses if label not in together), key=losses.get))
    other = sum(losses.pop(label) for label in together)
    if end < least or 0 < other < least:
        return pd.DataFrame(columns=["label", "rows", "kind"])
    rows = [("Customers", total, "total"), *((label, n, "loss") for label, n in losses.items())]
    rows += [(OTHER, other, "loss")] * bool(other) + [("On the lists", end, "end")]
    return pd.DataFrame(rows, columns=["label", "rows", "kind"])


def by_segment(made: Lists, *, least: int) -> pd.DataFrame:
    """Say of each segment how many are on the lists, and why most of the others are not.

    Parameters
    ----------
    made : Lists
    least : int
        Smallest number that may be shown.

    Returns
    -------
    pandas.DataFrame
        `segment_name, n, listed, share, why`, the largest first. Where a number, or what is left of it, is below
        `least`, nothing is shown of the segment.
    """
    listed, rows = made.drawn["segment_name"].value_counts(), []
    for name, own in made.found.states.dropna(subset="segment_name").groupby("segment_name"):
        n, there = int(own["n"].sum()), int(listed.get(name, 0))
        if any(0 < count < least for count in (n, there, n - there)):
            rows.append({"segment_name": name, "n": None, "listed": None, "share": None, "why": TOO_FEW, "of": n})
            continue
        against = own[own["state"] != "eligible"].sort_values("n", ascending=False)
        why = STATES[against["state"].iloc[0]] if len(against) else NOT_TAKEN if n > there else "–"
        rows.append({"segment_name": name, "n": n, "listed": there, "share": there / n, "why": why, "of": n})
    columns = ["segment_name", "n", "listed", "share", "why", "of"]
    table = pd.DataFrame(rows, columns=columns).sort_values("of", ascending=False, kind="stable", ignore_index=True)
    return table.drop(columns="of")


def programs(made: Lists, *, least: int) -> pd.DataFrame:
    """Say of each program whether a list is ready, or what is missing.

    Parameters
    ----------
    made : Lists
        Of all programs.
    least : int
        Smallest number that may be shown.

    Returns
    -------
    pandas.DataFrame
        `program, ready, n, next`; a number under `least` is missing.
    """
    rows = []
    for name, one in made.exports.items():
        n = len(one.drawn)
        row = {"program": one.format.label, "ready": "ready" if n else "not ready", "n": n if n >= least else None}
        rows.append(row | {"next": one.format.update if n else _missing(made, name)})
    return pd.DataFrame(rows)


def finds(table: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """Show how small an effect each segment's campaign can find.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.activation.ledger.expecting.can_find`.
    least : int
        Smallest number that may be shown: segments with fewer to contact or held out are left out.

    Returns
    -------
    pandas.DataFrame
        `segment_name, n, n_holdout, least_effect, least_response`.
    """
    shown = table[(table["n"] >= least) & (table["n_holdout"] >= least)]
    return shown.assign(segment_name=shown["segment_name"].replace(EVERYBODY, "All segments"))


def ledger(table: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Show what was promised of each campaign beside what was measured.

    Parameters
    ----------
    table : pandas.DataFrame
        The ledger.
    formatter : seglib.report.text.Formatter

    Returns
    -------
    pandas.DataFrame
        `campaign_id, date, size, promised, measured, kept`, the last campaign first.
    """
    rows = []
    for one in campaigns(table).iloc[::-1].to_dict("records"):
        kind = "percent" if one["measure"] == "responded" else "cents"
        row = {"campaign_id": one["campaign_id"], "date": one["date"], "kept": _kept(one)}
        row["size"] = f"{formatter.count(one['n'])} / {formatter.count(one['n_holdout'])}"
        row["promised"] = _told(formatter, "cents", one["promised"], one["promised_low"], one["promised_high"])
        row["measured"] = _told(formatter, kind, one["effect"], one["effect_low"], one["effect_high"])
        rows.append(row)
    return pd.DataFrame(rows, columns=["campaign_id", "date", "size", "promised", "measured", "kept"])


def unusable(made: Lists, *, least: int) -> pd.DataFrame:
    """Count the addresses that cannot be used, by reason.

    Parameters
    ----------
    made : Lists
    least : int
        Smallest number that may be shown.

    Returns
    -------
    pandas.DataFrame
        `column, reason, n`; the list itself is beside the files.
    """
    found = made.found.unusable
    counts = found.groupby(["column", "reason"]).size().rename("n").reset_index()
    return counts[counts["n"] >= least].sort_values("n", ascending=False, ignore_index=True)


def kept_back(made: Lists) -> pd.DataFrame:
    """Show which segments are not trusted, and whether they are on the lists all the same.

    Parameters
    ----------
    made : Lists

    Returns
    -------
    pandas.DataFrame
        `segment_name, held_back_by, used`.
    """
    table = made.kept_back
    used = ("yes: " + table["reason"].astype(str)).where(table["exported"].astype(bool), "no")
    return table.assign(used=used)[["segment_name", "held_back_by", "used"]]


def _missing(made: Lists, name: str) -> str:
    """What a program lacks of which nobody is on the list."""
    counts, people = made.found.states, made.found.people
    if not counts["state"].isin(["eligible", "no_address", "shared_address", "address_of_objector"]).any():
        agreed = "Nobody is known to have agreed to be written to: bring marketing_consent with the customers."
        trusted = counts["state"].isin(["no_consent"]).any()
        return agreed if trusted else "No segment is to be trusted: see page 06."
    if people.empty:
        return "Nobody who agreed has an address that can be used: bring email or phone with the customers."
    lacking = {one for needed in FORMATS[name].needs for one in needed if (people[one].fillna("") == "").all()}
    return f"It takes {', '.join(sorted(lacking)).replace('_', ' ')} of a customer."


def _kept(one: dict) -> str:
    if pd.isna(one["effect"]):
        return "no results yet"
    if one["trusted"] == "no":
        return "cannot be told: a check failed"
    return one["kept"] if one["kept"] in ("yes", "no") else "nothing was promised"


def _told(formatter: object, kind: str, value: float, low: float, high: float) -> str:
    return with_interval(value, low, high, lambda one: formatter.format(one, kind))
