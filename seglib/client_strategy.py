"""What may a ``client.yml`` say of the strategy: which trade, which rules, what counts how much?"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from seglib.client_keys import Strict
from seglib.contracts import nearest

MEASURES = {
    "share": "share of the customers",
    "money": "money a customer",
    "recency": "days since the last order",
    "orders": "orders",
    "average_order": "average order",
    "first_time": "share with one order so far",
    "active": "share with an order in the last year",
    "discount": "discount",
    "returns": "share of the value sent back",
    "online": "share of orders online",
    "store": "share of orders in the store",
    "phone": "share of orders by phone",
    "spring": "share of orders in April to June",
    "year_end": "share of orders in November and December",
    "web_visits": "visits on the web",
    "app_visits": "visits in the app",
    "email_contacts": "contacts by e-mail",
    "social_contacts": "contacts on social media",
    "effort": "service effort from 1 to 10",
    "help_minutes": "minutes of help an order",
    "followers": "followers",
    "reach": "share that agreed to be written to",
    "age": "age",
    "income": "income",
}
"""What rules may look at: its name in words. With ``_index`` behind it, as a multiple of the average of everybody."""

FIELDS = ("need", "objective", "message", "offer", "interests", "channel", "timing", "service", "cost", "kpi", "avoid")
"""What a strategy says of a segment."""

INDEX = "_index"


class Range(Strict):
    """Between which numbers something must lie for a rule to fit.

    Attributes
    ----------
    at_least, below : float or None
        The lower end, which belongs to it, and the upper end, which does not; one of them is needed.
    """

    at_least: float | None = None
    below: float | None = None

    @model_validator(mode="after")
    def _some_end(self) -> Self:
        if self.at_least is None and self.below is None:
            raise ValueError("must give `at_least`, `below`, or both")
        if self.at_least is not None and self.below is not None and self.at_least >= self.below:
            raise ValueError(f"`at_least` must be less than `below`; got {self.at_least} and {self.below}")
        return self


class Rule(Strict):
    """What to do for segments of which something holds.

    Attributes
    ----------
    name : str
        What the rule is called.
    when : dict of str to Range
        Measure of :data:`MEASURES`, with or without ``_index``: between which numbers; all must hold. Of what is not
        known nothing holds.
    segments, names : list of str
        Codes, or names, of the segments that it is for; left out, all.
    grades : list of {"A", "B", "C", "D"}
        Grades of the segments that it is for; left out, all.
    need, objective, message, offer, interests, channel, timing, service, cost, kpi, avoid : str or None
        What to do; what is left out is for the rules below it to say.
    """

    name: str = Field(min_length=1)
    when: dict[str, Range] = Field(default_factory=dict)
    segments: list[str] = Field(default_factory=list)
    names: list[str] = Field(default_factory=list)
    grades: list[Literal["A", "B", "C", "D"]] = Field(default_factory=list)
    need: str | None = None
    objective: str | None = None
    message: str | None = None
    offer: str | None = None
    interests: str | None = None
    channel: str | None = None
    timing: str | None = None
    service: str | None = None
    cost: str | None = None
    kpi: str | None = None
    avoid: str | None = None

    @field_validator("when")
    @classmethod
    def _known_measures(cls, given: dict[str, Range]) -> dict[str, Range]:
        for name in given:
            if name.removesuffix(INDEX) not in MEASURES:
                known = f"Rules can look at {', '.join(MEASURES)}"
                raise ValueError(f"does not know {name!r}{nearest(name, MEASURES)}. {known}")
        return given

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not any(getattr(self, field) for field in FIELDS):
            raise ValueError(f"must say what to do: at least one of {', '.join(FIELDS)}")
        return self


class Attractiveness(Strict):
    """How much each thing counts for what a segment is worth.

    Attributes
    ----------
    money, size, active : float
        Weights of the money a customer, the number of customers, and the share who bought in the last year.
    """

    money: float = Field(default=0.5, ge=0)
    size: float = Field(default=0.25, ge=0)
    active: float = Field(default=0.25, ge=0)


class Fit(Strict):
    """How much each thing counts for how well the business can serve a segment.

    Attributes
    ----------
    grade, reach, ease : float
        Weights of the grade, the share that agreed to be written to, and how little help it takes.
    """

    grade: float = Field(default=0.4, ge=0)
    reach: float = Field(default=0.3, ge=0)
    ease: float = Field(default=0.3, ge=0)


class Strategy(Strict):
    """What is done for each segment, and for which first.

    Attributes
    ----------
    business : {"shop", "beverage", "car", "streaming"}
        Whose default rules apply.
    rules : list of Rule
        The client's own, which come before the defaults, in this order.
    attractiveness, fit : Attractiveness, Fit
        Weights of the targeting matrix.
    """

    business: Literal["shop", "beverage", "car", "streaming"] = "shop"
    rules: list[Rule] = Field(default_factory=list)
    attractiveness: Attractiveness = Field(default_factory=Attractiveness)
    fit: Fit = Field(default_factory=Fit)

    @field_validator("attractiveness", "fit")
    @classmethod
    def _some_weight(cls, weights: Attractiveness | Fit) -> Attractiveness | Fit:
        if not any(dict(weights).values()):
            raise ValueError("must give something a weight above 0")
        return weights
