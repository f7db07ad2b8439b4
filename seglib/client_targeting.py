"""What may a ``client.yml`` say of treating customers differently? Each key with its type, its rule and its default."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from seglib.client_keys import Strict


class Targeting(Strict):
    """What treating segments differently costs, and what may be spent on it.

    Attributes
    ----------
    segment_cost : float or None
        What it costs to serve one more segment in a campaign, whatever its size: words, pictures, somebody who looks
        after it. Left out, nothing is taken off, and the page says what a segment may cost at most.
    budget : float or None
        What may be spent on contacts; left out, what the campaigns so far spent on them.
    repeat : float
        What a further contact of the same customer brings, as a share of the one before.
    most_contacts : int
        Contacts that a customer may get in a campaign.
    limits : dict of str to float
        Offer (arm of a campaign): how many can be made at most, such as vouchers printed or calls.
    """

    segment_cost: float | None = Field(default=None, ge=0)
    budget: float | None = Field(default=None, gt=0)
    repeat: float = Field(default=0.5, ge=0, le=1)
    most_contacts: int = Field(default=2, ge=1, le=20)
    limits: dict[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
