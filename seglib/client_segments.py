"""What may a ``client.yml`` say of each type of segmentation? Each key with its type, its rule and its default."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from itertools import pairwise
from typing import Annotated, Literal

from babel import Locale
from pydantic import Field, field_validator, model_validator

from seglib.client_keys import Strict
from seglib.contracts import CUSTOMERS, nearest

MIN_WORDS = 5  # of a reason


class Demographic(Strict):
    """What the demographic segmentation needs to know of the business.

    Attributes
    ----------
    age : list of int
        First age of each band but the lowest.
    income : list of float or None
        First income of each band but the lowest; left out, the customers' own quarters, rounded.
    order : dict of str to list of str
        Trait: its values from low to high, such as the degrees of a country's schools.
    partner, alone : list of str
        Values of ``marital_status`` of people who live with a partner, and of those who do not, beside the usual words.
    outcome : {"margin", "retention", "response"} or None
        What the split of customers is to tell apart; left out, margin, or sales where costs are not known.
    population : str or None
        Name under ``raw/`` of a CSV file ``trait,value,share`` with the shares of a population to compare with.
    reasons : dict of str to str
        Trait that shows or stands for something sensitive: why it is used all the same. The page prints it.
    """

    age: list[int] = Field(default=[18, 25, 35, 45, 55, 65, 75], min_length=1)
    income: list[float] | None = Field(default=None, min_length=1)
    order: dict[str, list[str]] = Field(default_factory=dict)
    partner: list[str] = Field(default_factory=list)
    alone: list[str] = Field(default_factory=list)
    outcome: Literal["margin", "retention", "response"] | None = None
    population: str | None = None
    reasons: dict[str, str] = Field(default_factory=dict)

    @field_validator("age", "income")
    @classmethod
    def _rising(cls, cuts: list[float] | None) -> list[float] | None:
        if cuts and (cuts[0] <= 0 or any(low >= high for low, high in pairwise(cuts))):
            raise ValueError(f"must be numbers above 0 that rise, such as [18, 35, 65]; got {cuts!r}")
        return cuts

    @field_validator("order", "reasons")
    @classmethod
    def _known_traits(cls, given: dict) -> dict:
        for name, value in given.items():
            if name not in CUSTOMERS.columns:
                raise ValueError(f"is for columns of customers, not {name!r}{nearest(name, CUSTOMERS.columns)}")
            if isinstance(value, str) and len(value.split()) < MIN_WORDS:
                raise ValueError(f"must say in {MIN_WORDS} words or more why `{name}` is needed; got {value!r}")
        return given


class Store(Strict):
    """A store of the client's, or another point that customers come to.

    Attributes
    ----------
    name : str
        As pages call it.
    latitude, longitude : float
        Degrees north and east.
    """

    name: str = Field(min_length=1)
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Geographic(Strict):
    """What the geographic segmentation needs to know of the business.

    Attributes
    ----------
    home_country : str or None
        ISO 3166-1 code of the country of customers whose country is not written.
    names : dict of str to str
        What a country or region is meant by, where the gazetteer does not know: an ISO 3166-1 code (``GB``), an
        ISO 3166-2 code (``DE-BY``), or ``unknown`` for what is no place.
    level : {"country", "region", "city", "postal_code"} or None
        Which places make the segments; left out, the finest whose places are large enough.
    smallest : int
        Customers that a place needs to be a segment of its own; smaller ones are pooled.
    stores : list of Store
        Where customers can come to.
    rings : list of float
        Upper ends, in km, of the rings around the nearest store.
    zones : dict of str to list of str
        Delivery zones: beginnings of postal codes by the zone's name, after the country where there are several
        (``DE-79``). The longest beginning counts.
    """

    home_country: str | None = None
    names: dict[str, str] = Field(default_factory=dict)
    level: Literal["country", "region", "city", "postal_code"] | None = None
    smallest: int = Field(default=30, ge=10)
    stores: list[Store] = Field(default_factory=list)
    rings: list[Annotated[float, Field(gt=0)]] = Field(default=[5.0, 15.0, 50.0], min_length=1)
    zones: dict[str, Annotated[list[str], Field(min_length=1)]] = Field(default_factory=dict)

    @field_validator("home_country")
    @classmethod
    def _country(cls, code: str | None) -> str | None:
        if code is not None and not re.fullmatch(r"[A-Z]{2}", code):
            raise ValueError(f"must be an ISO 3166-1 code such as DE or GB; got {code!r}")
        return code

    @field_validator("names")
    @classmethod
    def _codes(cls, names: dict[str, str]) -> dict[str, str]:
        for name, code in names.items():
            if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?|unknown", code):
                raise ValueError(
                    "must give a country's code such as GB, a region's such as DE-BY, or unknown; "
                    f"got {code!r} for {name!r}"
                )
        return names

    @field_validator("rings")
    @classmethod
    def _rising(cls, rings: list[float]) -> list[float]:
        if sorted(set(rings)) != rings:
            raise ValueError(f"must rise, such as [5, 15, 50]; got {rings!r}")
        return rings


class Psychographic(Strict):
    """What the psychographic segmentation needs to know of the survey.

    Attributes
    ----------
    items : list of str or None
        Questions that make the segments; left out, all that are no descriptors and have few answers to choose from.
    descriptors : list of str
        Questions that only describe the segments afterwards, such as age, gender or visits.
    scales : dict of str to list of str
        Question: its answers in words, from low to high.
    seconds : str or None
        The question whose answer is how many seconds the respondent took.
    k : int or None
        Number of segments; left out, it is recommended.
    method : {"latent_classes", "k_centroids"}
        How segments are found.
    """

    items: list[str] | None = Field(default=None, min_length=2)
    descriptors: list[str] = Field(default_factory=list)
    scales: dict[str, list[str]] = Field(default_factory=dict)
    seconds: str | None = None
    k: int | None = Field(default=None, ge=1, le=12)
    method: Literal["latent_classes", "k_centroids"] = "latent_classes"

    @field_validator("scales")
    @classmethod
    def _two_answers(cls, scales: dict[str, list[str]]) -> dict[str, list[str]]:
        for item, answers in scales.items():
            if len(answers) < 2 or len(set(answers)) < len(answers):
                raise ValueError(f"must list two or more different answers of each question, low to high; see {item!r}")
        return scales


class OwnOccasion(Strict):
    """An occasion that customers of this business buy for, beside the holidays of their countries.

    Attributes
    ----------
    name : str
        What it is called.
    day, month : int or None
        The same day of every year,
    dates : list of datetime.date
        or the days, past and coming, where they move.
    days_before, days_after : int
        How many days before it customers shop for it, and how many after it, where it lasts for several days.
    """

    name: str
    day: int | None = Field(default=None, ge=1, le=31)
    month: int | None = Field(default=None, ge=1, le=12)
    dates: list[date] = Field(default_factory=list)
    days_before: int = Field(default=28, ge=1, le=120)
    days_after: int = Field(default=0, ge=0, le=30)

    @model_validator(mode="after")
    def _one_way(self) -> OwnOccasion:
        yearly = self.day is not None and self.month is not None
        if yearly == bool(self.dates) or (self.day is None) != (self.month is None):
            raise ValueError("needs either `day` and `month`, or `dates`, such as {name: Fair, day: 12, month: 6}")
        if yearly and self.day > monthrange(2024, self.month)[1]:
            raise ValueError(f"has no day {self.day} in month {self.month}")
        return self


class Behavioural(Strict):
    """What the behavioural segmentation needs to know of the business.

    Attributes
    ----------
    country : str or None
        Country of the customers of whom none is known, as a code of two letters such as DE: its holidays count.
    occasions : list of OwnOccasion
        Occasions of the business's own, such as a fair or the start of a season.
    """

    country: str | None = None
    occasions: list[OwnOccasion] = Field(default_factory=list)

    @field_validator("country")
    @classmethod
    def _iso_country(cls, code: str | None) -> str | None:
        if code is not None and (len(code) != 2 or code not in Locale("en").territories):
            raise ValueError(f"must be an ISO code of two capital letters such as DE or GB; got {code!r}")
        return code


class Evaluation(Strict):
    """Which segmentation the business goes by.

    Attributes
    ----------
    adopt : {"demographic", "geographic", "psychographic", "behavioural"} or None
        The base that is adopted; left out, the one that is recommended.
    segments : int or None
        How many groups of like customers there are to be; left out, the number that is recommended.
    most : int
        Segments that the business can serve, each with words and offers of its own.
    smallest : int or None
        Customers that a segment needs to be worth that; left out, one in fifty.
    export_anyway : dict of str to str
        Segment that another sample would not find again (grade D): why it may go into lists for campaigns all the same.
        The page prints it.
    """

    adopt: Literal["demographic", "geographic", "psychographic", "behavioural"] | None = None
    segments: int | None = Field(default=None, ge=1, le=20)
    most: int = Field(default=8, ge=2, le=20)
    smallest: int | None = Field(default=None, ge=2)
    export_anyway: dict[str, str] = Field(default_factory=dict)

    @field_validator("export_anyway")
    @classmethod
    def _reasons(cls, given: dict[str, str]) -> dict[str, str]:
        for segment, reason in given.items():
            if len(reason.split()) < MIN_WORDS:
                raise ValueError(f"must say in {MIN_WORDS} words or more why {segment!r} may be used; got {reason!r}")
        return given
