"""A campaign begins: its lists are written, its draw is kept, and what it promises goes into the ledger."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from seglib import engine, features
from seglib.activation.crm.files import Written, pieces, write, write_unusable
from seglib.activation.crm.formats import FORMATS
from seglib.activation.crm.holding_out import fingerprint, salt_of
from seglib.activation.crm.lists import Lists, lists
from seglib.activation.ledger import book
from seglib.activation.ledger.expecting import can_find, promise, usual
from seglib.client import Client
from seglib.contracts import nearest
from seglib.spreadsheet import write_csv

SECRET = "SEGLIB_CRM_SALT"  # noqa: S105, the name of the variable, not what it holds
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True)
class Launched:
    """What was written.

    Parameters
    ----------
    campaign : str
    folder : pathlib.Path
        Of the lists.
    files : list of Written
    n, n_holdout : int
        Customers on the lists, and customers held out.
    objected : int
        Customers who are in no file because they objected.
    new : bool
        Whether the ledger got new lines; not if the same lists had been made before.
    """

    campaign: str
    folder: Path
    files: list[Written]
    n: int
    n_holdout: int
    objected: int
    new: bool


def campaigns_folder(client: Client) -> Path:
    """Give where a client's ledger and draws are.

    Parameters
    ----------
    client : seglib.client.Client

    Returns
    -------
    pathlib.Path
        ``campaigns/`` beside ``raw/``: it cannot be made again, so it is no result.
    """
    return client.folder / "campaigns"


def launch(client: Client, *, targets: Sequence[str] = (), campaign: str = "") -> Launched:
    """Write the lists of a campaign and its promise.

    Parameters
    ----------
    client : seglib.client.Client
    targets : sequence of str, default ()
        Programs; left out, those of `crm.targets`.
    campaign : str, default ""
        Its id; left out, the day of the data.

    Returns
    -------
    Launched

    Raises
    ------
    LedgerError
        If there is nobody to write to, the ledger was changed, or it has other lists under this id.
    """
    targets, campaign = list(targets) or client.crm.targets, campaign or client.as_of.isoformat()
    for target in targets:
        if target not in FORMATS:
            raise book.LedgerError(f"There is no program {target!r}{nearest(target, FORMATS)}.")
    if not _NAME.fullmatch(campaign):
        raise book.LedgerError(f"A campaign's id has letters, digits, - and _, at most 64; got {campaign!r}.")
    salt, tables = salt_of(secret_of(client), campaign), engine.clean_tables(client)
    made = lists(tables, client, targets=targets, campaign=campaign, salt=salt)
    if made is None:
        raise book.LedgerError("No segments were adopted yet, or there is no list of customers: run make report first.")
    if not (made.drawn["arm"] == "contact").any():
        raise book.LedgerError("Nobody can be written to: page 09 of the report says who is left out, and why.")
    folder, ledger = client.results / "crm" / campaign, campaigns_folder(client)
    ready = {target: pieces(one) for target, one in made.exports.items()}
    files = " ".join(sorted(f"{one.name}.csv={one.sha256}" for every in ready.values() for one in every))
    known = book.read(ledger)
    before = known[(known["campaign_id"] == campaign) & (known["kind"] == "planned")]
    if len(before) and (before["files"].iloc[0], before["salt"].iloc[0]) != (files, fingerprint(salt)):
        raise book.LedgerError(
            f"The ledger has other lists of campaign {campaign!r}. Give this one an id of its own: CAMPAIGN=..."
        )
    about = {"campaign": campaign, "segmentation": made.segments["scheme"].iloc[0], "as_of": client.as_of.isoformat()}
    written = [one for target, every in ready.items() for one in write(FORMATS[target], every, folder, about=about)]
    write_unusable(made.found.unusable, folder)
    if before.empty:
        ledger.mkdir(parents=True, exist_ok=True)
        write_csv(ledger / f"{campaign}.drawn.csv", list(made.drawn.columns), made.drawn.itertuples(index=False))
        told = _planned(client, tables, made, known)
        common = {"kind": "planned", "campaign_id": campaign, "date": client.as_of.isoformat(), "files": files}
        common |= {"programs": " ".join(targets), "segmentation": about["segmentation"], "salt": fingerprint(salt)}
        book.append(ledger, [{**common, "currency": client.currency, **row} for row in told])
    n = int((made.drawn["arm"] == "contact").sum())
    states = made.found.states
    objected = int(states.loc[states["state"] == "objected", "n"].sum())
    return Launched(campaign, folder, written, n, len(made.drawn) - n, objected, before.empty)


def _planned(client: Client, tables, made: Lists, ledger: pd.DataFrame) -> list[dict]:
    """Lines of the ledger: everybody, with the promise, and each segment."""
    known = features.without_objectors(tables)
    bought = usual(known, client)
    table = can_find(made.drawn, bought)
    whole = table.iloc[0]
    error = whole["scatter"] * (1 / whole["n"] + 1 / whole["n_holdout"]) ** 0.5 if whole["n_holdout"] else float("nan")
    past = known["assignments"].to_pandas() if "assignments" in known else None
    told = promise(past, client, measure=bought.measure, error=float(error), ledger=ledger)
    rows = table.drop(columns="scatter").assign(measure=bought.measure).to_dict("records")
    return [rows[0] | told, *rows[1:]]


def secret_of(client: Client) -> str:
    """Give the secret that a client's draws come from; made on first use.

    Parameters
    ----------
    client : seglib.client.Client

    Returns
    -------
    str
        What the environment has under :data:`SECRET`, or else ``campaigns/secret``, 256 bits that only the owner of
        the file can read.
    """
    if given := os.environ.get(SECRET):
        return given
    file = campaigns_folder(client) / "secret"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_hex(32) + "\n")
    return file.read_text(encoding="ascii").strip()


def drawn_of(client: Client, campaign: str) -> pd.DataFrame:
    """Read who was drawn for a campaign.

    Parameters
    ----------
    client : seglib.client.Client
    campaign : str

    Returns
    -------
    pandas.DataFrame
        `customer_id, segment, segment_name, arm`, all text.

    Raises
    ------
    LedgerError
        If the campaign is not in the ledger, or its draw is gone.
    """
    folder = campaigns_folder(client)
    known = sorted(set(book.read(folder)["campaign_id"]))
    if campaign not in known:
        raise book.LedgerError(
            f"The ledger has no campaign {campaign!r}{nearest(campaign, known) if known else ': it is empty'}."
        )
    file = folder / f"{campaign}.drawn.csv"
    if not file.exists():
        raise book.LedgerError(f"{file.name} is gone: without it nobody knows who was held out.")
    return pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig")
