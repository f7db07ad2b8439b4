"""How do the demo's customers meet the shop between purchases?

Touch points on web, app, social media, e-mail and in the store, and contacts with the service staff.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.demo.campaigns import CAMPAIGNS, CONTROL
from seglib.demo.draws import generator
from seglib.demo.types import TOUCHES
from seglib.demo.world import AS_OF, mixed

_EVENTS = {
    "web": ("visit", "search", "wishlist"),
    "app": ("open", "visit"),
    "social": ("like", "comment", "share", "mention"),
    "email": ("open", "click"),
    "store": ("workshop", "advice"),
}
_SOURCES = ("search", "direct", "newsletter", "social", "partner")
_TOPICS = ("advice", "delivery", "complaint", "return", "invoice")
_TOPIC_WEIGHTS = {
    "joe": (0.75, 0.1, 0.05, 0.05, 0.05),
    "bargain": (0.1, 0.2, 0.35, 0.3, 0.05),
    "trade": (0.25, 0.35, 0.05, 0.05, 0.3),
}
_LINGER_DAYS = 75  # how long a customer goes on looking after the last order


def make_touchpoints(
    customers: pd.DataFrame, lines: pd.DataFrame, assignments: pd.DataFrame, *, random_state: int
) -> pd.DataFrame:
    """Draw the touch points.

    Parameters
    ----------
    customers, lines, assignments : pandas.DataFrame
        The customers, their order lines and their campaigns' arms.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        In order of time: `customer` (position), `at`, `channel`, `event`, `source`, `campaign_id`, `seconds`.
    """
    rng = generator(random_state, "touchpoints")
    start = customers["signup_date"].to_numpy().astype("datetime64[m]")
    last = lines.groupby("customer")["at"].max().reindex(range(len(customers))).to_numpy().astype("datetime64[m]")
    end = np.where(np.isnat(last), start, last) + np.timedelta64(_LINGER_DAYS, "D")
    end = np.minimum(end, (AS_OF + 1).astype("datetime64[m]") - 1)
    minutes = (end - start).astype(int)
    parts = [_mailings(assignments, rng)]
    rates = mixed(customers, "touches")
    for number, channel in enumerate(TOUCHES):
        lively = rng.gamma(4.0, 0.25, len(customers))
        counts = rng.poisson(rates[:, number] * lively * minutes / (30.4375 * 1440))
        who = np.repeat(np.arange(len(customers)), counts)
        at = start[who] + (rng.random(len(who)) * minutes[who]).astype("timedelta64[m]")
        timed = channel in ("web", "app")
        seconds = rng.lognormal(4.3, 0.9, len(who)).round() if timed else np.full(len(who), np.nan)
        source = rng.choice(_SOURCES, len(who), p=[0.4, 0.25, 0.2, 0.1, 0.05]) if timed else ""
        event = rng.choice(_EVENTS[channel], len(who))
        columns = {"customer": who, "at": at, "channel": channel, "event": event, "source": source}
        parts.append(pd.DataFrame({**columns, "campaign_id": "", "seconds": seconds}))
    touches = pd.concat(parts, ignore_index=True)
    touches = touches.drop_duplicates(["customer", "at", "channel", "event"])
    return touches.sort_values(["at", "customer", "channel"], kind="stable", ignore_index=True)


def _mailings(assignments: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Campaign mails that were opened."""
    parts = []
    for campaign in CAMPAIGNS:
        if not campaign.by_mail:
            continue
        sent = assignments[(assignments["campaign_id"] == campaign.campaign_id) & (assignments["arm"] != CONTROL)]
        opened = sent[rng.random(len(sent)) < 0.45]
        wait = rng.exponential(900, len(opened)).clip(5, 20_000).astype("timedelta64[m]")
        at = campaign.starts.astype("datetime64[m]") + np.timedelta64(420, "m") + wait
        event = np.where(rng.random(len(opened)) < 0.3, "click", "open")
        columns = {"customer": opened["customer"].to_numpy(), "at": at, "channel": "email", "event": event}
        parts.append(pd.DataFrame({**columns, "source": "", "campaign_id": campaign.campaign_id, "seconds": np.nan}))
    return pd.concat(parts, ignore_index=True)


def make_service_contacts(customers: pd.DataFrame, lines: pd.DataFrame, *, random_state: int) -> pd.DataFrame:
    """Draw the contacts with the service staff, some days around orders.

    Parameters
    ----------
    customers, lines : pandas.DataFrame
        The customers and their order lines.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        In order of time: `customer` (position), `at`, `channel`, `minutes`, `topic`.
    """
    rng = generator(random_state, "service")
    orders = lines.drop_duplicates("order").sort_values("order", kind="stable")
    who = orders["customer"].to_numpy()
    counts = rng.poisson(mixed(customers, "contacts")[who])
    at = np.repeat(orders["at"].to_numpy().astype("datetime64[m]"), counts)
    who = np.repeat(who, counts)
    at = at + (rng.normal(3, 5, len(who)) * 1440).astype("timedelta64[m]")
    at = at.astype("datetime64[D]") + rng.integers(9 * 60, 18 * 60, len(who)).astype("timedelta64[m]")
    inside = (at >= customers["signup_date"].to_numpy()[who]) & (at < AS_OF + 1)
    who, at = who[inside], at[inside]
    kinds = customers["type"].to_numpy()[who]
    contacts = pd.DataFrame({"customer": who, "at": at})
    contacts["channel"] = [_contact_channel(kind, rng) for kind in kinds]
    mean = mixed(customers, "contact_minutes")[who]
    contacts["minutes"] = rng.gamma(4.0, mean / 4.0).clip(1, 120).round().astype(int)
    contacts["topic"] = [str(rng.choice(_TOPICS, p=_TOPIC_WEIGHTS.get(kind, (0.2,) * 5))) for kind in kinds]
    contacts = contacts.drop_duplicates(["customer", "at"])
    return contacts.sort_values(["at", "customer"], kind="stable", ignore_index=True)


def _contact_channel(kind: str, rng: np.random.Generator) -> str:
    weights = {"joe": (0.25, 0.05, 0.7, 0.0), "sarah": (0.05, 0.3, 0.0, 0.65), "trade": (0.7, 0.2, 0.1, 0.0)}
    return str(rng.choice(["phone", "email", "store", "chat"], p=weights.get(kind, (0.3, 0.35, 0.2, 0.15))))
