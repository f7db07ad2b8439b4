"""Who are the demo's customers, behind what the files show?

The clean customers with everything that is latent: type, conviction, purchase rate, dropout, spend. All other parts of
the demo read this table; nothing outside of the demo sees the latent columns.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.demo.draws import generator, pick_rows
from seglib.demo.names import ARABIC_SCRIPT, FIRST_NAMES, LAST_NAMES, ascii_letters
from seglib.demo.places import DIALLING_CODES, PLACES, SEASON_SHIFT
from seglib.demo.types import COUNTRIES, TYPES

START = np.datetime64("2024-01-01")
AS_OF = np.datetime64("2026-06-30")
N_DAYS = int((AS_OF - START).astype(int)) + 1
N_CUSTOMERS = 3_000
NEVER_BOUGHT = 0.04
LATENT = ["type", "conviction", "purchase_rate", "dropout", "spend_rate", "buys"]
"""Columns of the customers that no file shows."""


def mixed(customers: pd.DataFrame, attribute: str) -> np.ndarray:
    """An attribute of each customer's type, mixed with the rest's by conviction.

    Parameters
    ----------
    customers : pandas.DataFrame
        With `type` and `conviction`.
    attribute : str
        Numeric attribute of :class:`~seglib.demo.types.PlantedType`.

    Returns
    -------
    numpy.ndarray, n or n x m
        Conviction x type + (1 - conviction) x rest.
    """
    by_type = np.array([getattr(planted, attribute) for planted in TYPES], dtype=float)
    weight = customers["conviction"].to_numpy()
    weight = weight.reshape(-1, *[1] * (by_type.ndim - 1))
    return weight * by_type[type_numbers(customers)] + (1 - weight) * by_type[-1]


def type_numbers(customers: pd.DataFrame) -> np.ndarray:
    """Position of each customer's type in :data:`~seglib.demo.types.TYPES`.

    Parameters
    ----------
    customers : pandas.DataFrame
        The clean customers.

    Returns
    -------
    numpy.ndarray, n
        From 0.
    """
    return pd.Index([planted.name for planted in TYPES]).get_indexer(customers["type"])


def seasons(customers: pd.DataFrame) -> np.ndarray:
    """How much each customer is inclined to buy on each day, 1 on average over a year.

    Parameters
    ----------
    customers : pandas.DataFrame
        With `type`, `conviction` and `country`.

    Returns
    -------
    numpy.ndarray, n x days
        From the first day of observation to the last.
    """
    days = START + np.arange(N_DAYS)
    year_start = days.astype("datetime64[Y]").astype("datetime64[D]")
    month = (days - year_start).astype(int) / 30.4375
    curves = {}
    for planted in TYPES:
        for country, shift in SEASON_SHIFT.items():
            curve = np.ones(N_DAYS)
            for centre, width, weight, climatic in planted.season:
                distance = np.abs(month - centre - shift * climatic)
                distance = np.minimum(distance, 12 - distance)
                curve = curve + weight * 6 * np.exp(-0.5 * (distance / width) ** 2) / (width + 0.5)
            curves[planted.name, country] = curve / curve[:365].mean()
    weight = customers["conviction"].to_numpy()[:, None]
    own = np.array([curves[key] for key in zip(customers["type"], customers["country"], strict=True)])
    rest = np.array([curves[TYPES[-1].name, country] for country in customers["country"]])
    return weight * own + (1 - weight) * rest


def make_customers(*, random_state: int) -> pd.DataFrame:
    """Draw the customers.

    Parameters
    ----------
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a customer in order of sign-up: the contract's columns of `customers`, clean, and :data:`LATENT`.
    """
    rng = generator(random_state, "customers")
    counts = np.array([round(planted.share * N_CUSTOMERS) for planted in TYPES])
    counts[-1] += N_CUSTOMERS - counts.sum()
    names = rng.permutation(np.repeat([planted.name for planted in TYPES], counts))
    people = pd.DataFrame({"type": pd.Series(names, dtype="str")})
    people["conviction"] = np.where(people["type"] == TYPES[-1].name, 0.0, rng.beta(7.0, 1.6, N_CUSTOMERS)).round(3)
    kind = type_numbers(people)
    people["purchase_rate"] = rng.gamma(_own(kind, "r"), 1 / _own(kind, "alpha"))
    people["dropout"] = rng.beta(_own(kind, "a"), _own(kind, "b"))
    people["spend_rate"] = rng.gamma(_own(kind, "q"), 1 / _own(kind, "v"))
    people["buys"] = rng.random(N_CUSTOMERS) >= NEVER_BOUGHT
    _settle(people, rng)
    _describe(people, rng)
    people["signup_date"] = START + _signup_day(people, rng)
    people = people.sort_values("signup_date", kind="stable", ignore_index=True)
    steps = rng.integers(1, 8, N_CUSTOMERS).cumsum()
    people.insert(0, "customer_id", [f"{1000 + step:06d}" for step in steps])
    _reach(people, rng)
    return people


def _own(kind: np.ndarray, attribute: str) -> np.ndarray:
    return np.array([getattr(planted, attribute) for planted in TYPES])[kind]


def _settle(people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Country, town, postal code and coordinates."""
    country = pick_rows(rng, mixed(people, "countries"))
    weights = np.array([[place.weight * (place.country == name) for place in PLACES] for name in COUNTRIES])
    homes = [PLACES[number] for number in pick_rows(rng, weights[country])]
    for column in ("country", "region", "city"):
        people[column] = pd.Series([getattr(home, column) for home in homes], dtype="str")
    people["postal_code"] = pd.Series([str(rng.choice(home.postal_codes)) for home in homes], dtype="str")
    scatter = rng.normal(0, 0.03, (2, len(people)))
    people["latitude"] = (np.array([home.latitude for home in homes]) + scatter[0]).round(2)
    people["longitude"] = (np.array([home.longitude for home in homes]) + scatter[1]).round(2)


def _describe(people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Age, household, income, skill, effort and followers; some answers are missing, as in life."""
    n = len(people)
    age_mean, age_sd = mixed(people, "age").T
    age = np.clip(rng.normal(age_mean, age_sd), 17, 88)
    people["birth_date"] = AS_OF - (age * 365.25).astype(int)
    draw = rng.random(n)
    female = mixed(people, "female")
    people["gender"] = np.select([draw < 0.97 * female, draw < 0.97, draw < 0.985], ["female", "male", "diverse"], "")
    median = mixed(people, "income") * np.where(age < 25, 0.8, 1.0)
    income = rng.lognormal(np.log(median), 0.38).round(-2)
    people["income"] = np.where(rng.random(n) < 0.22, np.nan, income)
    level = np.clip(rng.normal(1.5 + (median - 34_000) / 30_000, 0.9), 0, 3).round().astype(int)
    people["education"] = np.array(["primary", "secondary", "vocational", "university"])[level]
    trade = (people["type"] == "trade") & (rng.random(n) < 0.75)
    work = rng.choice(["employee", "employee", "self-employed", "civil servant", "homemaker"], n)
    people["occupation"] = np.select(
        [trade, age < 24, age > 66], [np.where(draw < 0.5, "landscaper", "florist"), "student", "retired"], work
    )
    partner = rng.random(n) < np.clip((age - 18) / 25, 0.05, 0.7)
    people["marital_status"] = np.where(partner, "married", np.where(age < 50, "single", "widowed or divorced"))
    children = np.where((age > 27) & (age < 58), rng.poisson(0.4 + 0.8 * partner), 0)
    people["children"] = np.minimum(children, 6)
    people["household_size"] = 1 + partner + people["children"]
    skill = np.clip(rng.normal(mixed(people, "skill") - (age - 45) / 60, 0.5), 1, 3).round().astype(int)
    people["web_skill"] = np.array(["", "novice", "average", "expert"])[skill]
    device = rng.random(n) + 0.25 * (skill - 2) - (age - 40) / 120
    people["device"] = np.select([device > 0.55, device > 0.4], ["smartphone", "tablet"], "computer")
    effort = np.clip(rng.normal(mixed(people, "effort"), 1.5), 1, 10).round()
    people["service_effort"] = np.where(rng.random(n) < 0.12, np.nan, effort)
    crowd = rng.lognormal(np.log(mixed(people, "followers")), 1.0).round()
    people["followers"] = np.where(rng.random(n) < np.where(skill == 3, 0.25, 0.6), np.nan, crowd)


def _signup_day(people: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Day of observation on which each customer came: many when the card was introduced, then by season."""
    day = np.arange(N_DAYS)
    arrival = seasons(people) * (1 + 5 * np.exp(-day / 60)) * (day < N_DAYS - 14)
    return pick_rows(rng, arrival)


def _reach(people: pd.DataFrame, rng: np.random.Generator) -> None:
    """Name, e-mail, phone, how the customer was won, consent."""
    names, mails, phones = [], [], []
    for person in people.itertuples():
        gender = person.gender if person.gender in ("female", "male") else "female"
        name = f"{rng.choice(FIRST_NAMES[person.country][gender])} {rng.choice(LAST_NAMES[person.country])}"
        if rng.random() < 0.04:
            name = str(rng.choice(ARABIC_SCRIPT[gender]))
        names.append(name)
        local = ascii_letters(name.split()[-1]) or "kunde"
        mails.append(f"{local}{int(person.customer_id)}@example.com")
        phones.append(f"{DIALLING_CODES[person.country]} 555 {rng.integers(10_000, 99_999)}")
    n = len(people)
    people["name"] = pd.Series(names, dtype="str")
    people["email"] = pd.Series(mails, dtype="str").where(rng.random(n) < 0.86)
    people["phone"] = pd.Series(phones, dtype="str").where(rng.random(n) < 0.42)
    shares = mixed(people, "channels")
    weights = np.c_[shares[:, 0], shares[:, 1], 0.25 * shares[:, 2] + 0.05, 0.35 * mixed(people, "touches")[:, 2]]
    people["acquisition_channel"] = np.array(["web", "store", "fair", "social"])[pick_rows(rng, weights)]
    referral = np.array(["", "friend", "newsletter", "search", "influencer"])
    people["referral"] = referral[rng.choice(5, n, p=[0.55, 0.17, 0.1, 0.13, 0.05])]
    people["marketing_consent"] = rng.random(n) < 0.71
    people["objected"] = rng.random(n) < 0.018
