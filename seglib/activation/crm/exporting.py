"""Which rows does the import file of one program have?"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from seglib.activation.crm.addresses import for_google
from seglib.activation.crm.cells import hashed, one_line, shortened
from seglib.activation.crm.eligible import Eligible, eligible
from seglib.activation.crm.formats import FORMATS, Format
from seglib.activation.crm.holding_out import ARM, hold_out
from seglib.contracts import nearest
from seglib.features.responses import CONTROL
from seglib.spreadsheet import as_text

MARKS = {ARM: "contact", CONTROL: "hold out"}
"""How the arms are written in a file: whoever is held out gets nothing in this campaign."""
WHOLE = ("customer_id", "record_id", "email", "phone")
"""Fields of which a part would be somebody else's."""
_PICTURES = ("So", "Sk")
LONGEST_TAG = 100
"""Bytes, so that two tags fit into a cell and the mark of who is held out is never cut off."""


@dataclass(frozen=True, eq=False)
class Export:
    """The list for one program.

    Parameters
    ----------
    target : str
        Name of the program, of :data:`seglib.activation.crm.formats.FORMATS`.
    table : pandas.DataFrame
        The file's rows under its headers, cells as text, one row a key. Those held out are marked in it, or left out
        where the program has no place for a mark.
    rows : pandas.DataFrame
        Beside it, whose row it is: `customer_id, segment, segment_name, arm`.
    drawn : pandas.DataFrame
        `customer_id, segment, segment_name, arm` of everybody whom this program reaches, with those held out: the draw
        that results are measured by.
    found : seglib.activation.crm.eligible.Eligible
        Who may be written to at all, and why others may not.
    """

    target: str
    table: pd.DataFrame
    rows: pd.DataFrame
    drawn: pd.DataFrame
    found: Eligible

    @property
    def format(self) -> Format:
        """What the program imports."""
        return FORMATS[self.target]


def export(
    segments: pd.DataFrame,
    customers: pd.DataFrame,
    *,
    target: str,
    holdout: float,
    salt: str,
    campaign: str = "",
    as_of: datetime.date | str | None = None,
    held_back: Collection[str] = (),
    country: str | None = None,
    language: str = "en",
) -> Export:
    """Make the import file of one program.

    Parameters
    ----------
    segments : pandas.DataFrame
        `customer_id, segment, segment_name`, each customer once, and where it is there `as_of`.
    customers : pandas.DataFrame
        The clean customers with contacts, consent and objections; see
        :func:`seglib.activation.crm.eligible.eligible`.
    target : str
        One of :data:`seglib.activation.crm.formats.FORMATS`.
    holdout : float
        Share of each segment that is drawn to get nothing.
    salt : str
        Secret of the draw; the same salt gives the same draw, for every program.
    campaign : str, default ""
        Its id, for the marks.
    as_of : datetime.date or str, optional
        Of which day the segments are; left out, as `segments` says.
    held_back : collection of str, default ()
        Codes of segments that may not go into a list.
    country : str, optional
        Country of those of whom none is known.
    language : str, default "en"
        In which countries may be written.

    Returns
    -------
    Export

    Raises
    ------
    ValueError
        If there is no such program, or an input is not as it must be.
    """
    if target not in FORMATS:
        raise ValueError(f"`target` of `export` is not known: {target!r}{nearest(target, FORMATS)}.")
    asked = {"holdout": holdout, "salt": salt, "campaign": campaign, "as_of": as_of}
    drawn = draw(segments, customers, **asked, held_back=held_back, country=country, language=language)
    return fill(*drawn, target=target)


def draw(
    segments: pd.DataFrame,
    customers: pd.DataFrame,
    *,
    holdout: float,
    salt: str,
    campaign: str = "",
    as_of: datetime.date | str | None = None,
    held_back: Collection[str] = (),
    country: str | None = None,
    language: str = "en",
) -> tuple[Eligible, pd.DataFrame]:
    """Find who may be written to, and draw who is held out; the same for every program.

    Parameters
    ----------
    segments, customers, holdout, salt, campaign, as_of, held_back, country, language : as of :func:`export`

    Returns
    -------
    found : Eligible
    people : pandas.DataFrame
        The eligible with their `arm`, `as_of`, `campaign` and `record_id`: the id with the kind of record before it.
    """
    found = eligible(segments, customers, held_back=held_back, country=country, language=language)
    out = hold_out(found.people["customer_id"], found.people["segment"], share=holdout, salt=salt)
    day = as_of if as_of is not None else segments["as_of"].iloc[0] if "as_of" in segments and len(segments) else ""
    arm = out.map({True: CONTROL, False: ARM})
    of_record = {"record_id": "customer_" + found.people["customer_id"], "as_of": str(day)}
    return found, found.people.assign(arm=arm, **of_record, campaign=one_line(campaign))


def fill(found: Eligible, people: pd.DataFrame, *, target: str) -> Export:
    """Make the list of one program out of a draw.

    Parameters
    ----------
    found, people : Eligible, pandas.DataFrame
        From :func:`draw`.
    target : str
        One of :data:`seglib.activation.crm.formats.FORMATS`.

    Returns
    -------
    Export
    """
    kept = people[reaches(people, FORMATS[target])].reset_index(drop=True)
    drawn = kept[["customer_id", "segment", "segment_name", "arm"]]
    shown = kept if FORMATS[target].marked else kept[kept["arm"] == ARM].reset_index(drop=True)
    return Export(target, _filled(shown, FORMATS[target]), shown[drawn.columns.tolist()], drawn, found)


def reaches(people: pd.DataFrame, form: Format) -> pd.Series:
    """Tell whom a program can reach.

    Parameters
    ----------
    people : pandas.DataFrame
        Of :class:`seglib.activation.crm.eligible.Eligible`.
    form : Format

    Returns
    -------
    pandas.Series of bool
        Who has one of the sets of fields that the program needs; an address or id that is too long for it is none, for
        a part of it would be somebody else's. Of ids that are one to the program only the first is reached.
    """
    known = people.notna() & (people != "")
    for name in WHOLE:
        known[name] &= people[name].fillna("").map(lambda text: len(text.encode())) <= form.most(name)
    reached = pd.Series(False, index=people.index)
    for needed in form.needs:
        reached |= known[list(needed)].all(axis=1)
    reached &= known["customer_id"]
    return reached & ~_again(people[form.key].where(reached, "")) if form.key in form.alone else reached


def _filled(people: pd.DataFrame, form: Format) -> pd.DataFrame:
    """The cells of a file. A column of which nothing is known is left out: an empty cell would empty the field."""
    people = people.assign(
        arm=people["arm"].map(MARKS), consent="yes", tags=_tags(people, form.tags) if form.tags else ""
    )
    if form.together:
        whole = (people[list(form.together)] != "").all(axis=1)
        for name in form.together:
            people[name] = people[name].where(whole, "")
    for name in form.alone:
        people[name] = people[name].mask(_again(people[name]), "")
    cells = {}
    for header, name in form.columns.items():
        texts = people[name].astype(object).where(people[name].notna(), "")
        if name in form.hashed:
            cells[header] = [hashed(for_google(text) if name == "email" else text) for text in texts]
        else:
            cells[header] = [shortened(as_text(one_line(text)), form.most(name)) for text in texts]
    told = [header for header, name in form.columns.items() if any(cells[header]) or people.empty or name == form.key]
    return pd.DataFrame(cells, columns=told, dtype=object)


def _again(texts: pd.Series) -> pd.Series:
    """Whether an earlier row has the text, whatever its case."""
    plain = texts.fillna("").str.casefold()
    return plain.duplicated() & (plain != "")


def _tags(people: pd.DataFrame, parting: str) -> list[str]:
    """Segment and arm as tags."""
    named = zip(people["segment_name"], people["campaign"], people["arm"], strict=True)
    return [
        parting.join((_tag(f"segment {segment}", parting), _tag(campaign, parting, mark=MARKS[arm])))
        for segment, campaign, arm in named
    ]


def _tag(text: str, parting: str, *, mark: str = "") -> str:
    """A tag that is not too long, with its mark whole; neither what parts tags nor a picture can be in one."""
    plain = "".join(" " if sign == parting or unicodedata.category(sign) in _PICTURES else sign for sign in text)
    return f"{shortened(' '.join(plain.split()), LONGEST_TAG - len(mark) - 1)} {mark}".strip()
