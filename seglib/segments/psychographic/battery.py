"""What was asked, and what was answered? A survey in long form as one row a respondent, with its codebook."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.client_segments import Psychographic
from seglib.segments.psychographic.answers import BINARY, NOMINAL, NUMERIC, ORDINAL, Reading, read_answers

MOST_NAMES = 8  # answers to choose from, in a question that may make segments
MIN_ANSWERED = 0.05  # of the respondents, by a question that may make segments


@dataclass(frozen=True, eq=False)
class Battery:
    """Answers as numbers, one row a respondent.

    Attributes
    ----------
    answers : pandas.DataFrame
        Index: `respondent`, the customer's id where the respondent is a customer and the respondent's own otherwise;
        a column for each item that makes the segments, as answered (not turned round), missing where not answered.
    items : pandas.DataFrame
        Index: `item_id`; `wording`, `kind` (binary, ordinal, nominal), `reverse`, `construct` (empty where none),
        `low`, `high`, `answered` (share of the respondents).
    descriptors : pandas.DataFrame
        The same respondents: what only describes them; numbers, or words.
    is_customer : pandas.Series of bool
        Whether each respondent is known as a customer.
    readings : dict of str to Reading
        How each question was read.
    unread : int
        Answers that are not on their question's scale; they count as missing.
    seconds : pandas.Series of float
        How long each respondent took; missing where it is not known.
    """

    answers: pd.DataFrame
    items: pd.DataFrame
    descriptors: pd.DataFrame
    is_customer: pd.Series
    readings: dict[str, Reading]
    unread: int
    seconds: pd.Series

    @property
    def constructs(self) -> dict[str, list[str]]:
        """Items of each construct, in the order of the questionnaire."""
        named = self.items[self.items["construct"] != ""]
        return {name: group.index.tolist() for name, group in named.groupby("construct", sort=False)}

    def turned(self) -> pd.DataFrame:
        """Answers in the direction of their construct: items that are worded against it are turned round.

        Returns
        -------
        pandas.DataFrame
        """
        ends = self.items["low"] + self.items["high"]
        against = self.items.index[self.items["reverse"]]
        return self.answers.assign(**{item: ends[item] - self.answers[item] for item in against})


def read_battery(
    survey: pd.DataFrame, items: pd.DataFrame | None = None, *, settings: Psychographic | None = None
) -> Battery:
    """Put a survey together.

    Parameters
    ----------
    survey : pandas.DataFrame
        The contract's table: `customer_id`, `respondent_id` (either may be absent), `item_id`, `answer`.
    items : pandas.DataFrame, optional
        The contract's `survey_items`.
    settings : seglib.client_segments.Psychographic, optional
        Which questions make segments, and how words are in order.

    Returns
    -------
    Battery
        Without respondents or items where there is nothing that could make segments.

    Raises
    ------
    ValueError
        If the settings name a question that nobody was asked.
    """
    settings = settings or Psychographic()
    asked = sorted(set(survey["item_id"]), key=_natural)
    named = [*(settings.items or ()), *settings.descriptors, *settings.scales, *filter(None, [settings.seconds])]
    for item in named:
        if item not in asked:
            raise ValueError(
                f"`psychographic` of client.yml names the question {item!r}, which nobody was asked; "
                f"the survey has {', '.join(map(str, asked[:20])) or 'none'}."
            )
    customer = _column(survey, "customer_id")
    long = survey.assign(_respondent=customer.fillna(_column(survey, "respondent_id")), _known=customer.notna())
    long = long.drop_duplicates(["_respondent", "item_id"], keep="last")
    wide = long.pivot(index="_respondent", columns="item_id", values="answer").rename_axis(None, axis=1)
    wide = wide.rename_axis("respondent").sort_index()
    book = _codebook(asked, items)
    readings = {
        item: read_answers(wide[item], scale=book.at[item, "scale"], order=settings.scales.get(item)) for item in asked
    }
    numbers = pd.DataFrame({item: readings[item].numbers(wide[item]) for item in asked}, index=wide.index)
    chosen = settings.items or [
        item for item in asked if item not in {*settings.descriptors, settings.seconds} and _may_segment(readings[item])
    ]
    chosen = [item for item in chosen if numbers[item].nunique() > 1 and numbers[item].notna().mean() >= MIN_ANSWERED]
    about = book.loc[chosen, ["wording", "reverse", "construct"]].assign(
        kind=[readings[item].kind for item in chosen],
        low=[readings[item].low for item in chosen],
        high=[readings[item].high for item in chosen],
        answered=[float(numbers[item].notna().mean()) for item in chosen],
    )
    others = [item for item in asked if item not in chosen and item != settings.seconds]
    described = {item: wide[item] if readings[item].kind == NOMINAL else numbers[item] for item in others}
    return Battery(
        answers=numbers[chosen],
        items=about,
        descriptors=pd.DataFrame(described, index=wide.index),
        is_customer=long.groupby("_respondent")["_known"].any().reindex(wide.index),
        readings=readings,
        unread=int((wide.notna() & numbers.isna())[chosen].sum().sum()),
        seconds=numbers[settings.seconds] if settings.seconds else pd.Series(np.nan, index=wide.index),
    )


def _natural(item: str) -> list:
    """q2 before q10."""
    parts = re.split(r"(\d+)", str(item))
    return [(0, int(part), "") if part.isdigit() else (1, 0, part.casefold()) for part in parts]


def _column(survey: pd.DataFrame, name: str) -> pd.Series:
    return survey[name] if name in survey.columns else pd.Series(pd.NA, index=survey.index, dtype="str")


def _codebook(asked: list[str], items: pd.DataFrame | None) -> pd.DataFrame:
    """What is known of each question; a question that the codebook does not have stands for itself."""
    empty = pd.DataFrame(index=pd.Index(asked, name="item_id"))
    given = empty if items is None else empty.join(items.drop_duplicates("item_id").set_index("item_id"))
    book = pd.DataFrame(index=empty.index)
    book["wording"] = given.get("wording", pd.NA)
    book["wording"] = book["wording"].fillna(pd.Series(asked, index=book.index))
    book["scale"] = given["scale"].astype("object").where(given["scale"].notna(), None) if "scale" in given else None
    book["reverse"] = given["reverse"].fillna(False).astype(bool) if "reverse" in given else False
    book["construct"] = given["construct"].fillna("").astype("str") if "construct" in given else ""
    return book


def _may_segment(reading: Reading) -> bool:
    few = len(reading.codes) <= MOST_NAMES
    return reading.kind in (BINARY, ORDINAL) or (reading.kind == NOMINAL and few and reading.kind != NUMERIC)
