"""What may a ``client.yml`` say of what customers cost? Nothing is made up: what is not given counts as nothing."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from seglib.client_keys import Strict

Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Costs(Strict):
    """What serving and winning customers costs, in the client's currency, and how the future is valued.

    Attributes
    ----------
    minute : float or None
        A minute of the staff's time, for `service_contacts`.
    effort_point : float or None
        A point of `service_effort` an order, where no minutes are on record.
    order : float or dict of str to float or None
        Handling an order (packing, postage, fees), for all or by sales channel.
    return_order : float or None
        Handling an order that comes back, in whole or in part.
    acquisition : float or dict of str to float or None
        Winning a customer, for all or by `acquisition_channel`.
    quarters : int
        Over how many quarters of 13 weeks, back from the end of observation, profit is added up.
    horizon_days : int
        How far the value of a customer looks ahead.
    discount_rate : float
        By how much a year makes money worth less that is still to come of customers; within the days of a campaign it
        is ``roi.discount_rate``.
    self_serve : float
        Share of the staff's minutes that self-service would take over.
    withhold : float
        Share of the discounts that need not be given.
    """

    minute: Money | None = None
    effort_point: Money | None = None
    order: Money | dict[Literal["online", "store", "phone"], Money] | None = None
    return_order: Money | None = None
    acquisition: Money | dict[str, Money] | None = None
    quarters: int = Field(default=8, ge=2, le=20)
    horizon_days: int = Field(default=365, ge=30, le=1830)
    discount_rate: float = Field(default=0.1, ge=0, le=1)
    self_serve: float = Field(default=0.5, ge=0, le=1)
    withhold: float = Field(default=0.5, ge=0, le=1)
