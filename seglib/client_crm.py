"""What may a ``client.yml`` say of lists for the CRM? Each key with its type, its rule and its default."""

from __future__ import annotations

from typing import Literal

from babel import Locale
from pydantic import Field, field_validator, model_validator

from seglib.client_keys import Strict

Target = Literal["hubspot", "mailchimp", "mautic", "klaviyo", "shopify", "salesforce", "google_ads", "odoo", "csv"]


class Promise(Strict):
    """What a campaign is expected to bring, as it will be measured.

    Attributes
    ----------
    margin : float
        More margin a contacted customer than one who is held out.
    low, high : float
        Between which it will lie in four of five campaigns.
    """

    margin: float
    low: float
    high: float

    @model_validator(mode="after")
    def _in_order(self) -> Promise:
        if not self.low <= self.margin <= self.high:
            raise ValueError(f"must have low ≤ margin ≤ high; got {self.low}, {self.margin}, {self.high}")
        return self


class Crm(Strict):
    """Into which programs lists go, who is held out, and what is expected.

    Attributes
    ----------
    targets : list of str
        Programs for which `make crm` writes files when it names none.
    holdout : float
        Share of each segment that is drawn by lot to get nothing, so that what a campaign does can be known.
    country : str or None
        Country of the customers of whom none is known, as a code of two letters: phone numbers are read by it.
    promise : Promise or None
        What a campaign is expected to bring; left out, what the campaigns so far brought.
    """

    targets: list[Target] = Field(default_factory=lambda: ["csv"], min_length=1)
    holdout: float = Field(default=0.1, ge=0.01, le=0.5)
    country: str | None = None
    promise: Promise | None = None

    @field_validator("country")
    @classmethod
    def _iso_country(cls, code: str | None) -> str | None:
        if code is not None and (len(code) != 2 or code not in Locale("en").territories):
            raise ValueError(f"must be an ISO code of two capital letters such as DE or GB; got {code!r}")
        return code
