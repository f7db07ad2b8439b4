"""What may a ``client.yml`` say of money: what campaigns cost and bring where the files do not say it?"""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from seglib.client_keys import Strict

CONTROL = "control"


class Roi(Strict):
    """What the return on campaigns is computed with, where the files do not say it.

    Attributes
    ----------
    margin_rate : float or None
        Share of the revenue that is left after the cost of goods, where `assignments` have no margin; left out, that of
        the order lines.
    response_worth : float or None
        What a response brings after the cost of goods, where `assignments` have no money.
    unit_cost, fixed_cost : float or None
        Cost of a contact, and of an arm whatever its size, where `campaigns` has none.
    window_days : int or None
        Days over which results count, where `campaigns` does not say it.
    discount_rate : float
        By how much a year makes money worth less within the days over which results count. They are mostly weeks, so
        it is nothing unless set; what is to come of customers is valued by ``costs.discount_rate``.
    lift : float
        By what share more than without it a campaign is to make customers do, so that a test can be planned for it.
    by : str or None
        Column of the customers whose values are the segments that campaigns are compared by, in place of the adopted
        segmentation: something that a campaign does not change.
    shares : dict of str to dict of str to float
        By campaign, the share of each arm as it was planned, or numbers in proportion; left out, equal shares.
    """

    margin_rate: float | None = Field(default=None, gt=0, le=1)
    response_worth: float | None = Field(default=None, gt=0)
    unit_cost: float | None = Field(default=None, ge=0)
    fixed_cost: float | None = Field(default=None, ge=0)
    window_days: int | None = Field(default=None, ge=1, le=3650)
    discount_rate: float = Field(default=0.0, ge=0, le=1)
    lift: float = Field(default=0.1, gt=0, le=10)
    by: (
        Literal["acquisition_channel", "referral", "device", "web_skill", "area_type", "country", "region", "city"]
        | None
    ) = None
    shares: dict[str, dict[str, float]] = Field(default_factory=dict)

    @field_validator("shares")
    @classmethod
    def _with_control(cls, given: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
        for campaign, arms in given.items():
            if CONTROL not in arms or min(arms.values()) <= 0 or len(arms) < 2:
                raise ValueError(f"must give `{CONTROL}` and each arm of {campaign!r} a share above 0; got {arms!r}")
        return given
