"""In which stage of life is each customer? Age, children, and whether somebody else lives in the household.

The stages follow the family life cycle of Wells and Gubar (1966), without a sequence that everybody is to go through:
people with children by their own age, people without by age and by whether they live alone.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.client_segments import Demographic
from seglib.segments.demographic.bands import NOT_KNOWN
from seglib.segments.demographic.ranges import middle, read_range

YOUNG, OLDER, YOUNG_PARENT = 35, 65, 40
PARTNER = (
    "married", "together", "partner", "with partner", "partnered", "couple", "cohabiting", "civil partnership",
    "verheiratet", "zusammenlebend", "verpartnert", "eingetragene lebenspartnerschaft", "in partnerschaft",
    "marié", "mariée", "marié(e)", "pacsé", "pacsée", "pacsé(e)", "en couple", "concubinage", "casado", "casada",
    "casado/a", "pareja", "en pareja", "متزوج", "متزوجة", "متأهل", "متاهل", "berkahwin", "m",
)  # fmt: skip
ALONE = (
    "single", "unmarried", "never married", "divorced", "widowed", "widow", "widower", "separated", "alone",
    "widowed or divorced", "ledig", "geschieden", "verwitwet", "getrennt", "alleinstehend", "célibataire",
    "divorcé", "divorcée", "divorcé(e)", "veuf", "veuve", "séparé", "séparée", "soltero", "soltera", "soltero/a",
    "divorciado", "divorciada", "viudo", "viuda", "أعزب", "عزباء", "مطلق", "مطلقة", "أرمل", "أرملة", "مجرد", "مطلقه",
    "بیوه", "bujang", "bercerai", "s",
)  # fmt: skip

STAGES = {
    "young_alone": ("Young, living alone", "Under 35, no children, no partner in the household"),
    "young_couple": ("Young couples", "Under 35, no children, a partner in the household"),
    "young_family": ("Young families", "Under 40, children, a partner in the household"),
    "family": ("Established families", "40 or over, children, a partner in the household"),
    "one_parent": ("One-parent families", "Children, no partner in the household"),
    "middle_alone": ("Middle-aged, living alone", "35 to 64, no children, no partner in the household"),
    "middle_couple": ("Middle-aged couples", "35 to 64, no children, a partner in the household"),
    "older_alone": ("Older, living alone", "65 or over, no children, no partner in the household"),
    "older_couple": ("Older couples", "65 or over, no children, a partner in the household"),
    "young": ("Young, household not known", "Under 35; children or partner not known"),
    "middle": ("Middle-aged, household not known", "35 to 64; children or partner not known"),
    "older": ("Older, household not known", "65 or over; children or partner not known"),
    "parent": ("Families, age not known", "Children; age or partner not known"),
    "not_known": (NOT_KNOWN, "Age not known, and no children known of"),
}
"""Code: name and rule, in the order of presentation."""


def life_stage(features: pd.DataFrame, *, settings: Demographic | None = None) -> pd.Series:
    """Give each customer a stage of life.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with columns of :data:`seglib.features.TRAITS`; absent ones are not known.
    settings : seglib.client_segments.Demographic, optional
        Further words for marital status.

    Returns
    -------
    pandas.Series of str
        A code of :data:`STAGES` for everybody. A range of age counts by its middle. Where the marital status says
        nothing, two adults in a household are a couple; a household of one has no children.

    Examples
    --------
    >>> people = pd.DataFrame({"age": [30, None], "children": [2, None], "marital_status": ["Married", None]})
    >>> life_stage(people).tolist()
    ['young_family', 'not_known']
    """
    settings = settings or Demographic()
    age = ages(features)
    children, partner = _children(features), _partner(features, settings)
    parent, childless = children > 0, children == 0
    young, older = age < YOUNG, age >= OLDER
    middle_aged = ~young & ~older & age.notna()
    couple, alone = partner == 1, partner == 0
    rules = {
        "one_parent": parent & alone,
        "young_family": parent & couple & (age < YOUNG_PARENT),
        "family": parent & couple & (age >= YOUNG_PARENT),
        "parent": parent,
    }
    for name, group in (("young", young), ("middle", middle_aged), ("older", older)):
        rules |= {f"{name}_alone": group & childless & alone, f"{name}_couple": group & childless & couple, name: group}
    stage = np.select([rule.to_numpy(bool) for rule in rules.values()], list(rules), "not_known")
    return pd.Series(stage, index=features.index, dtype="str")


def ages(features: pd.DataFrame) -> pd.Series:
    """Give each customer's age as a number.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with `age` or `age_band`, or neither.

    Returns
    -------
    pandas.Series of float
        The age; where only its range is known, the middle of it; missing where neither is.
    """
    age = _numbers(features, "age")
    if "age_band" not in features.columns:
        return age
    ends = {text: read_range(text) for text in features["age_band"].dropna().unique()}
    return age.fillna(features["age_band"].map({text: middle(one) for text, one in ends.items() if one}).astype(float))


def _numbers(features: pd.DataFrame, column: str) -> pd.Series:
    known = features[column] if column in features.columns else np.nan
    return pd.Series(known, index=features.index, dtype=float)


def _children(features: pd.DataFrame) -> pd.Series:
    """Number of children; none in a household of one."""
    size = _numbers(features, "household_size")
    return _numbers(features, "children").fillna((size == 1).map({True: 0.0, False: np.nan}))


def _partner(features: pd.DataFrame, settings: Demographic) -> pd.Series:
    """1 with a partner, 0 without, missing where it cannot be told."""
    words = dict.fromkeys(PARTNER, 1.0) | dict.fromkeys(ALONE, 0.0)
    words |= {word.casefold(): 1.0 for word in settings.partner} | {word.casefold(): 0.0 for word in settings.alone}
    told = _numbers(features, "household_size") - _numbers(features, "children").fillna(0)
    no_children_known = _numbers(features, "children").isna()
    adults = told.where(~no_children_known | (told == 1))
    by_size = (adults >= 2).astype(float).where(adults.notna())
    if "marital_status" not in features.columns:
        return by_size
    said = {text: words.get(str(text).strip().casefold()) for text in features["marital_status"].dropna().unique()}
    return features["marital_status"].map(said).astype(float).fillna(by_size)
