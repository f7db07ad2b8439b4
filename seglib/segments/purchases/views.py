"""Which tables and sentences does the reader see of what customers buy? Finished, named, small groups left out."""

from __future__ import annotations

import pandas as pd

from seglib.segments.countries import country_name
from seglib.segments.purchases.suggestions import Judgement
from seglib.segments.segmentation import NOT_YET_BOUGHT, Segmentation
from seglib.segments.sentences import told

LEAST_SHARE = 0.05  # of an interest, for an item to be named
MEANINGS = {
    "occasion": "The occasion: orders fall again after it",
    "season": "Perhaps only the season",
    "none": "No rise",
}


def favourites_shown(summary: pd.DataFrame, *, least: int, most: int = 12) -> pd.DataFrame:
    """Favourites of enough customers, as bars can be drawn of them.

    Parameters
    ----------
    summary : pandas.DataFrame
        From :func:`seglib.segments.purchases.favourites.favourite_summary`.
    least : int
        Fewest customers with a favourite that is shown.
    most : int, default 12
        Most rows.

    Returns
    -------
    pandas.DataFrame
        Its rows with the item as `segment_name`.
    """
    shown = summary[summary["n_favourite"] >= least].head(most)
    return shown.rename(columns={"item": "segment_name"}).reset_index(drop=True)


def favourite_values(favourite: pd.DataFrame) -> dict[str, object]:
    """How many have a favourite at all, for a sentence.

    Parameters
    ----------
    favourite : pandas.DataFrame
        From :func:`seglib.segments.purchases.favourites.favourites`.

    Returns
    -------
    dict
        ``count`` with a favourite, of ``total`` customers, and ``most_bought``, which ``most_bought_count`` of them
        buy most.
    """
    top = favourite["most_bought"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    name, most = (top.index[0], int(top.iloc[0])) if len(top) else ("–", 0)
    n = int(favourite["favourite"].notna().sum())
    return {"count": n, "total": len(favourite), "most_bought": name, "most_bought_count": most}


def no_favourite(values: dict[str, object], words: str) -> str:
    """Say that nobody has a favourite.

    Parameters
    ----------
    values : dict
        From :func:`favourite_values`.
    words : str
        What is bought, as several.

    Returns
    -------
    str
    """
    if not values["total"]:
        return "Nothing is known of what was bought."
    return (
        f"Nobody has a favourite: no customer surely buys more of one of the {words} than others do. What each buys "
        "most is what everybody buys most."
    )


def pairs_shown(together: pd.DataFrame, *, least: int, most: int = 8) -> pd.DataFrame:
    """Pairs that the same customers surely buy, and enough of them.

    Parameters
    ----------
    together : pandas.DataFrame
        From :func:`seglib.segments.purchases.together.bought_together`.
    least : int
        Fewest customers with both.
    most : int, default 8
        Most rows.

    Returns
    -------
    pandas.DataFrame
        `pair` (both names), `n_both`, `expected`, `lift`, `low`, `high`; perhaps without a row.
    """
    sure = together[(together["verdict"] == "together") & (together["n_both"] >= least)].head(most)
    sure = sure.assign(pair=sure["item_a"] + " + " + sure["item_b"])
    return sure[["pair", "n_both", "expected", "lift", "low", "high"]].reset_index(drop=True)


def interests_shown(segments: Segmentation, *, most: int = 4) -> pd.DataFrame:
    """Each interest with its items, and what to do for who has it.

    Parameters
    ----------
    segments : seglib.segments.segmentation.Segmentation
        From :func:`seglib.segments.purchases.interest_segments.segment`.
    most : int, default 4
        Most items of an interest.

    Returns
    -------
    pandas.DataFrame
        The summary of the segments with customers but for those who have not bought, with `items` and `action`.
    """
    large = segments.details[segments.details["share"] >= LEAST_SHARE]
    top = large.groupby("segment").head(most)
    made_of = [f"{item} {share:.0%}" for item, share in zip(top["item"], top["share"], strict=True)]
    words = pd.Series(made_of, index=top.index, dtype="str").groupby(top["segment"]).agg(", ".join)
    table = segments.summary.merge(segments.definition[["segment", "action"]], on="segment")
    table = table[table["segment"] != NOT_YET_BOUGHT]
    return table.assign(items=[words.get(code, "–") for code in table["segment"]]).reset_index(drop=True)


def rises_shown(rises: pd.DataFrame, *, least: int, most: int = 12, language: str = "en") -> pd.DataFrame:
    """Rises before occasions, whatever explains them, and the occasions next in line.

    Parameters
    ----------
    rises : pandas.DataFrame
        From :func:`seglib.segments.purchases.occasions.rises`.
    least : int
        Fewest order days in the weeks before an occasion.
    most : int, default 12
        Most rows.
    language : str, default "en"
        Locale of the countries' names.

    Returns
    -------
    pandas.DataFrame
        The highest lift first, with `label` (occasion, and country where there are several), `who` (customers, and
        where), `meaning` in words, and `differs` (true for an occasion).
    """
    shown = rises[(rises["verdict"] != "too few") & (rises["n_days"] >= least)].head(most)
    several = rises["country"].nunique() > 1
    places = [f", {country_name(code, language=language)}" if several and code else "" for code in shown["country"]]
    labels = [f"{occasion}{place}" for occasion, place in zip(shown["occasion"], places, strict=True)]
    who = [f"customers in {place[2:]}" if place else "customers" for place in places]
    shown = shown.assign(label=pd.Series(labels, index=shown.index, dtype="str"), who=who)
    shown = shown.assign(meaning=shown["verdict"].map(MEANINGS), differs=shown["verdict"] == "occasion")
    return shown.reset_index(drop=True)


def clearest_rise(shown: pd.DataFrame) -> dict[str, object]:
    """Give the values of :func:`rise_title`.

    Parameters
    ----------
    shown : pandas.DataFrame
        From :func:`rises_shown`; one row at least.

    Returns
    -------
    dict
        ``occasion``, ``who`` and ``lift`` of the occasion whose rise is surely the highest, by the low end of its
        interval; of a rise that may be the season's where none is an occasion's; nothing where there is no rise.
    """
    risen = shown[shown["verdict"].isin(("occasion", "season"))]
    if risen.empty:
        return {}
    row = risen.sort_values(["differs", "low"], ascending=False, kind="stable").iloc[0]
    return {"occasion": row["occasion"], "who": row["who"], "lift": row["lift"]}


def rise_title(shown: pd.DataFrame) -> str:
    """Say what rises before occasions come to.

    Parameters
    ----------
    shown : pandas.DataFrame
        From :func:`rises_shown`.

    Returns
    -------
    str
        A sentence with placeholders.
    """
    found = clearest_rise(shown)
    if not found:
        return "Before no occasion do customers order more than chance explains"
    lasts = (shown.loc[shown["occasion"] == found["occasion"], "days_after"] > 0).any()
    order = ("Around" if lasts else "Before") + " {occasion}, {who} order {lift:number} times as often as usual, "
    return order + ("and less again after it" if shown["differs"].any() else "perhaps only for the season")


JUDGED = {
    "better": "Suggesting by group is better than suggesting the most popular:",
    "worse": "Suggesting by group is worse than suggesting the most popular:",
    "no better": "Suggesting by group is not shown to be better than suggesting the most popular:",
}
RATES = (
    " {{rate:percent}} of the customers bought what would have been suggested to them half a year ago, and "
    "{{popular:percent}} the most popular {word} that each had not bought yet, a difference of {{difference:percent}} "
    "of the customers."
)
ALIKE = (
    "Groups make no difference to what is suggested: half a year ago, each customer would have been offered the most "
    "popular {word} not bought yet, in whatever group, and {{popular:percent}} bought it."
)
UNJUDGED = "Whether suggestions work cannot be judged: too few customers with half a year before and after."


def judged(judgement: Judgement, *, word: str) -> dict[str, object]:
    """Say whether suggestions by group are worth it.

    Parameters
    ----------
    judgement : seglib.segments.purchases.suggestions.Judgement
    word : str
        What is suggested, as one.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders, ``interval`` of the last of them and ``n``; without an ``n`` where
        it cannot be judged.
    """
    if judgement.verdict not in JUDGED:
        return {"sentence": UNJUDGED}
    values = judgement_values(judgement)
    if not judgement.n_differ:
        usual = judgement.table.set_index("method").loc["by popularity"]
        said = told(ALIKE.format(word=word), values)
        return said | {"interval": (float(usual["low"]), float(usual["high"])), "n": values["total"]}
    said = told(JUDGED[judgement.verdict] + RATES.format(word=word), values)
    return said | {"interval": (judgement.low, judgement.high), "n": values["total"]}


def judgement_values(judgement: Judgement) -> dict[str, object]:
    """How suggestions fared, for a sentence.

    Parameters
    ----------
    judgement : seglib.segments.purchases.suggestions.Judgement

    Returns
    -------
    dict
        ``rate`` and ``popular``, shares of the ``total`` customers who bought the category suggested by segment and by
        popularity, their ``difference``, and ``made`` and ``until``, between which it was judged.
    """
    rates = judgement.table.set_index("method")["hit_rate"]
    return {
        "rate": float(rates["by segment"]),
        "popular": float(rates["by popularity"]),
        "difference": judgement.difference,
        "total": int(judgement.table["n"].iloc[0]),
        "made": judgement.made,
        "until": judgement.until,
    }
