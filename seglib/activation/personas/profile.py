"""What sets each segment apart, how large is it, what does it bring, and can it be trusted?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.activation.personas.contrasts import effect, index
from seglib.activation.personas.known import Known
from seglib.activation.personas.measures import ALL, measured
from seglib.activation.personas.middle import around_medoid
from seglib.client_strategy import INDEX
from seglib.segments.psychographic.answers import Reading
from seglib.segments.psychographic.respondents import DESCRIBES
from seglib.segments.summary import NORMAL_95, exact_sum
from seglib.value.trials.proportions import difference_of_shares, share_interval

CLEAR = 0.1  # effects below are hardly any difference, however sure
CATEGORIES = (
    *("gender", "education", "occupation", "marital_status", "web_skill", "device", "referral"),
    *("acquisition_channel", "area_type", "top_category"),
)
LABELS = DESCRIBES | {"top_category": "Buys most of"}


@dataclass(frozen=True, eq=False)
class Profile:
    """What is known of each segment.

    Parameters
    ----------
    segments : pandas.DataFrame
        One row a segment that is large enough: `segment`, `segment_name`, `n`, `share` with `share_low` and
        `share_high`, `grade`, `held_back_by`; where orders are known, `money` (so far), `money_share` and `money_year`
        (of the last year), each with `_low` and `_high`.
    traits : pandas.DataFrame
        One row a segment and trait: `segment`, `segment_name`, `trait`, `label`, `value_label` (of a category),
        `format`, `middle`, `n` (members of whom it is known), `value`, `low_quarter` and `high_quarter` (of numbers),
        `everybody`, `typical` and `typical_n` (of numbers: the middle of those nearest to the medoid, and how many they
        are), `index` and `effect`, each with `_low` and `_high`; `value_word` and `everybody_word`, where the numbers
        stand for words.
    """

    segments: pd.DataFrame
    traits: pd.DataFrame

    @property
    def numbers(self) -> pd.DataFrame:
        """What rules look at: one row a segment code, a column a measure and its index, and `grade`."""
        numeric = self.traits[self.traits["value_label"] == ""]
        values = numeric.pivot(index="segment", columns="trait", values="value")
        indices = numeric.pivot(index="segment", columns="trait", values="index").add_suffix(INDEX)
        table = pd.concat([values, indices], axis=1).reindex(self.segments["segment"])
        own = self.segments.set_index("segment")
        mean = 1 / len(own)
        table = table.assign(share=own["share"], **{f"share{INDEX}": own["share"] / mean}, grade=own["grade"])
        return table.rename_axis(columns=None)

    def distinctive(self, segment: str, *, most: int = 5) -> pd.DataFrame:
        """List what sets a segment apart, the clearest first.

        Parameters
        ----------
        segment : str
            Its code.
        most : int, default 5
            Rows at most.

        Returns
        -------
        pandas.DataFrame
            Rows of `traits` whose effect is at least 0.1 in size with an interval that leaves out 0; of a trait with
            several categories only the clearest.
        """
        own = self.traits[self.traits["segment"] == segment]
        sure = (own["effect_low"] > 0) | (own["effect_high"] < 0)
        own = own[sure & (own["effect"].abs() >= CLEAR)]
        own = own.sort_values("effect", key=np.abs, ascending=False, kind="stable")
        return own.drop_duplicates("trait").head(most).reset_index(drop=True)


def segment_profile(known: Known) -> Profile:
    """Profile each segment that is large enough to be shown.

    Parameters
    ----------
    known : Known
        From :func:`seglib.activation.personas.known.read_known`.

    Returns
    -------
    Profile
        Indices hold a segment against everybody who has a segment, effects against the others. A category is shown
        where at least `min_cell` members have it and as many have it not.
    """
    shown = known.shown
    segments = pd.DataFrame([_size(known, row) for row in shown.itertuples(index=False)])
    rows = []
    code = known.frame["segment"].to_numpy(object)
    numbers = measured(known.frame, known.money)
    for row in shown.itertuples(index=False):
        about = {"segment": row.code, "segment_name": row.segment_name}
        inside = code == row.code
        near = around_medoid(numbers, inside, least=known.min_cell)
        rows += [about | one for one in _numbers(numbers, inside, near, known.min_cell)]
        rows += [about | one for one in _answers(known, inside)]
        rows += [about | one for one in _categories(known, inside)]
    words = {"value_word": "", "everybody_word": ""}
    return Profile(segments, pd.DataFrame([words | row for row in rows], columns=COLUMNS))


COLUMNS = [
    *("segment", "segment_name", "trait", "label", "value_label", "format", "middle", "n", "value", "low_quarter"),
    *(
        "high_quarter",
        "everybody",
        "typical",
        "typical_n",
        "index",
        "index_low",
        "index_high",
        "effect",
        "effect_low",
        "effect_high",
        "value_word",
        "everybody_word",
    ),
]


def _size(known: Known, row: object) -> dict[str, object]:
    everybody = len(known.frame)
    low, high = share_interval(row.n, everybody)
    about = {"segment": row.code, "segment_name": row.segment_name, "n": int(row.n), "share": row.n / everybody}
    about |= {"share_low": float(low), "share_high": float(high), "grade": row.grade, "held_back_by": row.held_back_by}
    if known.money is None:
        return about
    members = (known.frame["segment"] == row.code).to_numpy()
    money = known.frame["money"].astype(float)
    total = exact_sum(money)
    share = exact_sum(money[members]) / total if total > 0 else np.nan
    n = int(money.notna().sum())
    moved = (members - share) * money.fillna(0)
    half = NORMAL_95 * float(np.sqrt(n / max(n - 1, 1) * (moved**2).sum())) / total if total > 0 else np.nan
    about |= {"money": exact_sum(money[members])}
    about |= {"money_share": share, "money_share_low": share - half, "money_share_high": share + half}
    year = known.frame.loc[members, "money_year"].astype(float).dropna()
    half = NORMAL_95 * float(year.std(ddof=1)) * np.sqrt(len(year)) if len(year) > 1 else np.nan
    total = exact_sum(year)
    return about | {"money_year": total, "money_year_low": total - half, "money_year_high": total + half}


def _numbers(
    numbers: dict[str, pd.Series], inside: np.ndarray, near: np.ndarray, min_cell: int
) -> list[dict[str, object]]:
    rows = []
    for measure in ALL:
        values = numbers.get(measure.name)
        if values is None:
            continue
        there = values.notna().to_numpy()
        own = values[there & inside]
        if len(own) < min_cell:
            continue
        about = {"trait": measure.name, "label": measure.label, "value_label": "", "format": measure.format}
        middle = values[there & near]
        if len(middle) >= min_cell:
            about |= {"typical": float(middle.agg(measure.middle)), "typical_n": len(middle)}
        rows.append(about | _number(values[there], inside[there], measure.middle))
    return rows


def _answers(known: Known, inside: np.ndarray) -> list[dict[str, object]]:
    """What respondents said of themselves in numbers."""
    rows = []
    for label in known.descriptors.select_dtypes("number").columns:
        values = known.descriptors[label].astype(float)
        there = values.notna().to_numpy()
        if (there & inside).sum() >= known.min_cell:
            about = {"trait": label, "label": label, "value_label": "", "format": "number"}
            no_ratio = dict.fromkeys(("index", "index_low", "index_high"), np.nan)  # a scale's zero is anywhere
            told = _number(values[there], inside[there], "median")
            rows.append(about | told | no_ratio | _in_words(told, known.readings.get(label)))
    return rows


def _in_words(told: dict[str, float], reading: Reading | None) -> dict[str, str]:
    """The words for which the middles stand, where answers are words."""
    return {f"{name}_word": reading.word(told[name]) for name in ("value", "everybody")} if reading else {}


def _number(values: pd.Series, inside: np.ndarray, middle: str) -> dict[str, object]:
    own = values[inside]
    low, high = own.quantile([0.25, 0.75]).tolist()
    about = {"middle": middle, "n": len(own), "value": float(own.agg(middle)), "low_quarter": low, "high_quarter": high}
    about |= {"everybody": float(values.agg(middle))}
    return about | _contrasts(values.to_numpy(float), inside)


def _contrasts(values: np.ndarray, inside: np.ndarray) -> dict[str, float]:
    told = {}
    for name, (middle, low, high) in {"index": index(values, inside), "effect": effect(values, inside)}.items():
        told |= {name: middle, f"{name}_low": low, f"{name}_high": high}
    return told


def _categories(known: Known, inside: np.ndarray) -> list[dict[str, object]]:
    columns = {LABELS[name]: known.frame[name] for name in CATEGORIES if name in known.frame.columns}
    columns |= {name: known.descriptors[name] for name in known.descriptors.select_dtypes(exclude="number").columns}
    rows = []
    for label, values in columns.items():
        there = values.notna().to_numpy()
        told = values[there].astype("str").to_numpy(object)
        members = inside[there]
        own = pd.Series(told[members]).value_counts().sort_index()
        for value, count in own.items():
            if min(count, members.sum() - count) >= known.min_cell:
                rows.append({"trait": label, "label": label, "value_label": value} | _share(told == value, members))
    return rows


def _share(has: np.ndarray, inside: np.ndarray) -> dict[str, object]:
    n, others = int(inside.sum()), int((~inside).sum())
    against = difference_of_shares(has[inside].sum(), n, has[~inside].sum(), max(others, 1))
    middle, low, high = index(has.astype(float), inside)
    about = {"format": "percent", "middle": "share", "n": n, "value": float(has[inside].mean())}
    about |= {"everybody": float(has.mean()), "index": middle, "index_low": low, "index_high": high}
    found = [float(against[name]) if others else np.nan for name in ("effect", "low", "high")]
    return about | dict(zip(("effect", "effect_low", "effect_high"), found, strict=True))
