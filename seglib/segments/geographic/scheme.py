"""Which segments follow from where customers are? By place, climate, delivery zone or kind of place."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

import pandas as pd

from seglib.client_segments import Geographic
from seglib.segments.checks import check_features, has_ordered
from seglib.segments.geographic import climate, stores
from seglib.segments.geographic.atlas import WRITTEN, Atlas, fit_atlas
from seglib.segments.geographic.funnel import funnel
from seglib.segments.geographic.places import ELSEWHERE, NOT_KNOWN, Pooling, pool
from seglib.segments.geographic.shrinkage import shrink
from seglib.segments.segmentation import Segmentation, build
from seglib.segments.worth import worth

BY = ("place", "climate", "zone", "area")
AREA = "area_type"
"""The column that says in what kind of place a customer lives."""

FEWEST = 10
"""Customers with an order that a segment needs for its worth to be estimated, and to tell how much segments differ."""

_OTHER = "other"
_LEVELS = {"country": "country", "region": "region", "city": "city", "postal_code": "postal code"}


def segment(
    features: pd.DataFrame,
    *,
    by: str = "place",
    settings: Geographic | None = None,
    language: str = "en",
    random_state: int,
) -> Segmentation:
    """Segment customers by where they are.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer: `customer_id`, `n_orders`, the money, and any of `country`, `region`, `city`,
        `postal_code`, `area_type`, `latitude`, `longitude` as the clean `customers` have them. With none of these
        everybody's place is not known.
    by : {"place", "climate", "zone", "area"}, default "place"
        By country, region, city or postal code, small places pooled; by band of the climate; by delivery zone (rings
        around stores, where no zones are declared); or by the kind of place, as the client writes it.
    settings : Geographic, optional
        What ``client.yml`` says under ``geographic``.
    language : str, default "en"
        The client's.
    random_state : int
        Seed of the draws that tell differences from chance.

    Returns
    -------
    Segmentation
        `definition` has an `action` a segment, `details` what a customer with an order is worth there: `n` of them,
        `mean`, the shrunken `estimate` with `low` and `high` (missing where fewer than 10 have ordered), and the
        `verdict` of :func:`funnel`. New customers go
        the same way; a place that was never seen falls into the rest of its country or continent, or "Elsewhere".

    Raises
    ------
    ValueError
        If `by` is none of the four, or there is neither store nor zone for ``"zone"``.
    """
    check_features(features, ["n_orders"], "geographic.segment")
    if by not in BY:
        raise ValueError(f"`by` of `geographic.segment` must be one of {', '.join(BY)}; got {by!r}.")
    settings = settings or Geographic()
    atlas = fit_atlas(features, names=settings.names, home_country=settings.home_country, language=language)
    found = _read(features, atlas)
    names, rules, code_of, why = _scheme(by, found, features, atlas, settings)
    details = _details(features, code_of(found), names, random_state)
    definition = pd.DataFrame({"segment": list(names), "segment_name": list(names.values())})
    definition["rule"] = [rules(code) for code in names]
    most = code_of(found).value_counts(normalize=True).gt(0.5)
    definition["action"] = [
        _action(code, by, verdict, bool(most.get(code, False)))
        for code, verdict in zip(names, details["verdict"], strict=True)
    ]
    rule = functools.partial(_segment_of, atlas=atlas, code_of=code_of)
    return build(f"geographic_{by}", features, definition=definition, rule=rule, details=details, note=why)


def with_places(features: pd.DataFrame, customers: pd.DataFrame | None) -> pd.DataFrame:
    """Put where customers are beside their features.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    customers : pandas.DataFrame or None
        The clean `customers`, or a part of their columns; None where the client has no such table.

    Returns
    -------
    pandas.DataFrame
        The features in their order, with every column of where customers are.
    """
    if customers is None:
        return features.reindex(columns=[*features.columns, *WRITTEN, AREA])
    written = customers.set_index("customer_id").reindex(columns=[*WRITTEN, AREA])
    return features.join(written, on="customer_id")


Scheme = tuple[Mapping[str, str], Callable[[str], str], Callable[[pd.DataFrame], pd.Series], str]


def _scheme(by: str, found: pd.DataFrame, features: pd.DataFrame, atlas: Atlas, settings: Geographic) -> Scheme:
    """Names of the segments, the rule of each in words, who is where, and why there are so many."""
    if by == "zone":
        names = stores.zone_names(settings)
        return names, _zone_rule(names, settings), functools.partial(stores.zone_codes, settings=settings), ""
    if by == "climate":
        sizes = climate.bands(found).value_counts()
        kept = [code for code in climate.BANDS if sizes.get(code, 0) >= settings.smallest]
        names = {code: climate.BANDS[code] for code in kept} | {
            _OTHER: "Other climates",
            NOT_KNOWN: "Climate not known",
        }
        why = f"bands with fewer than {settings.smallest} customers are together"
        return names, _climate_rule, functools.partial(_climate_codes, kept=tuple(kept)), why
    if by == "area":
        sizes = found[AREA].value_counts()
        kept = sorted(sizes[sizes >= settings.smallest].index)
        names = {name: name.capitalize() for name in kept} | {
            _OTHER: "Other kinds of place",
            NOT_KNOWN: "Kind of place not known",
        }
        return names, _area_rule, functools.partial(_area_codes, kept=tuple(kept)), ""
    pooling = pool(found, features, atlas, level=settings.level, smallest=settings.smallest)
    names = dict(pooling.kept) | {ELSEWHERE: "Elsewhere", NOT_KNOWN: "Place not known"}
    return names, _place_rule(pooling, settings), pooling.codes, f"By {_LEVELS[pooling.level]}: {pooling.why}."


def _read(features: pd.DataFrame, atlas: Atlas) -> pd.DataFrame:
    """Where customers are, with the kind of place in small letters."""
    area = features.reindex(columns=[AREA])[AREA].astype("str").str.strip().str.lower()
    return atlas.read(features).assign(**{AREA: area.where(area != "").to_numpy()})


def _segment_of(features: pd.DataFrame, *, atlas: Atlas, code_of: Callable[[pd.DataFrame], pd.Series]) -> pd.Series:
    return code_of(_read(features, atlas))


def _area_codes(found: pd.DataFrame, *, kept: tuple[str, ...]) -> pd.Series:
    return found[AREA].where(found[AREA].isin(kept), _OTHER).mask(found[AREA].isna(), NOT_KNOWN).astype("str")


def _area_rule(code: str) -> str:
    if code == NOT_KNOWN:
        return "Nobody says in what kind of place they live"
    return "A kind of place with too few customers" if code == _OTHER else f"Kind of place is {code}"


def _climate_codes(found: pd.DataFrame, *, kept: tuple[str, ...]) -> pd.Series:
    bands = climate.bands(found)
    return bands.where(bands.isin(kept), _OTHER).mask(bands.isna(), NOT_KNOWN).astype("str")


def _details(features: pd.DataFrame, codes: pd.Series, names: Mapping[str, str], random_state: int) -> pd.DataFrame:
    """What a customer with an order is worth in each segment; empty where nobody has ordered."""
    columns = ["n", "mean", "estimate", "low", "high", "weight", "verdict", "p_holm"]
    money = worth(features).column
    bought = has_ordered(features) & features[money].notna().to_numpy()
    table = pd.DataFrame({"segment": list(names), "segment_name": list(names.values())})
    if not bought.any():
        return table.reindex(columns=[*table.columns, *columns]).assign(n=0)
    values, where = features.loc[bought, money], codes[bought]
    tested, _ = funnel(values, where, random_state=random_state)
    large = where.groupby(where).transform("size") >= FEWEST  # few customers would draw all others towards themselves
    worths = tested[["place", "n", "mean", "p_holm", "verdict"]]
    if large.any():
        shrunken = shrink(values, where.where(large)).table
        worths = worths.merge(shrunken.drop(columns=["n", "mean"]), on="place", how="left")
    table = table.merge(worths.rename(columns={"place": "segment"}), on="segment", how="left")
    return table.assign(n=table["n"].fillna(0).astype(int)).reindex(columns=["segment", "segment_name", *columns])


def _place_rule(pooling: Pooling, settings: Geographic) -> Callable[[str], str]:
    level = _LEVELS[pooling.level]

    def rule(code: str) -> str:
        if code == NOT_KNOWN:
            return "No country is known"
        if code == ELSEWHERE:
            return f"A place with fewer than {settings.smallest} customers, also with the rest around it"
        if code.startswith("rest:"):
            return f"In {pooling.kept[code].removeprefix('Rest of ')}, in no {level} with {settings.smallest} customers"
        return f"{level.capitalize()} is {code}"

    return rule


def _zone_rule(names: Mapping[str, str], settings: Geographic) -> Callable[[str], str]:
    def rule(code: str) -> str:
        if code == stores.NO_DISTANCE:
            return "No postal code is known" if settings.zones else "Nothing nearer than the region is known"
        if code == stores.OUTSIDE:
            return "Postal code begins otherwise" if settings.zones else f"{names[code]} from the nearest store"
        if settings.zones:
            return f"Postal code begins with {', '.join(settings.zones[code.removeprefix('zone:')])}"
        return f"{names[code]} from the nearest store"

    return rule


def _climate_rule(code: str) -> str:
    if code == NOT_KNOWN:
        return "No place is known, or only a country with several climates"
    if code == _OTHER:
        return "A climate in which too few customers live"
    return f"{climate.MEANING[code]}, by Köppen and Geiger's class at the customer's coordinates"


def _action(code: str, by: str, verdict: object, most: bool) -> str:
    if code in (NOT_KNOWN, stores.NO_DISTANCE):
        return "Ask for the postal code with the next order: one field, no more."
    if verdict in ("above", "below") and most:
        degree = "more" if verdict == "above" else "less"
        return f"Most customers are here, worth {degree} each than elsewhere: keep them well, look at the others apart."
    if verdict == "above":
        return "Worth more here than chance explains: look for more customers like these, here first, and measure it."
    if verdict == "below":
        return "Worth less here than chance explains: find out why (delivery, price, range) before spending on adverts."
    if pd.isna(verdict):
        return "What they bring is not known, so no difference can be told: treat as everywhere."
    if by == "climate":
        return "No difference in worth that chance does not explain: spend as everywhere, write by their season."
    if by == "zone":
        return "Treat as everywhere; let the cost of delivery decide, not sales."
    return "No difference that chance does not explain: treat as everywhere."
