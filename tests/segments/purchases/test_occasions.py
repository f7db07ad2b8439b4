"""For which occasions do people buy? Days that are known, planted rises, seasons that only look like one."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from seglib.client_segments import Behavioural, OwnOccasion
from seglib.segments.purchases.calendar import occasions
from seglib.segments.purchases.occasion_buyers import match, when_to_write
from seglib.segments.purchases.occasions import located, rises
from seglib.segments.purchases.views import clearest_rise, rise_title, rises_shown

FIRST, AS_OF = dt.date(2023, 1, 1), dt.date(2026, 6, 30)
KNOWN = {  # from almanacs, not from the package
    ("DE", "Christmas"): "2025-12-25",
    ("GB", "Easter"): "2025-04-20",
    ("GR", "Easter"): "2024-05-05",
    ("US", "Mother's Day"): "2025-05-11",
    ("GB", "Mother's Day"): "2025-03-30",
    ("FR", "Mother's Day"): "2025-05-25",
    ("NO", "Mother's Day"): "2026-02-08",
    ("DE", "Father's Day"): "2025-05-29",
    ("US", "Thanksgiving"): "2025-11-27",
    ("US", "Black Friday"): "2025-11-28",
    ("CN", "Lunar New Year"): "2025-01-29",
    ("SG", "Diwali"): "2025-10-20",
    ("SA", "Eid al-Fitr"): "2025-03-30",
    ("TR", "Eid al-Adha"): "2025-06-06",
    ("IR", "Nowruz"): "2025-03-21",
    ("IE", "National day"): "2025-03-17",
    ("US", "National day"): "2025-07-04",
    ("BR", "Valentine's Day"): "2025-06-12",
}


def days_of(dates, country="Germany", name="c"):
    """One customer a row of dates."""
    rows = [(f"{name}{who:04d}", country, pd.Timestamp(day)) for who, days in enumerate(dates) for day in days]
    return pd.DataFrame(rows, columns=["customer_id", "country", "day"])


def any_time(rng, n, each=6):
    return [[FIRST + dt.timedelta(days=int(day)) for day in rng.integers(0, 1276, each)] for _ in range(n)]


def before(rng, moments, spread):
    """A day in the weeks before each moment."""
    return [moment - dt.timedelta(days=int(rng.integers(1, spread))) for moment in moments]


@pytest.fixture(scope="module")
def calendar():
    return occasions(["DE", "IE"], first=FIRST, last=AS_OF + dt.timedelta(days=400))


def dates_of(calendar, country, occasion):
    rows = calendar[(calendar["country"] == country) & (calendar["occasion"] == occasion)]
    return [day for day in rows["date"] if day < AS_OF]


@pytest.mark.parametrize(("country", "occasion"), KNOWN)
def test_occasions_fall_on_the_days_that_almanacs_give(country, occasion):
    day = dt.date.fromisoformat(KNOWN[country, occasion])
    table = occasions([country], first=day - dt.timedelta(days=20), last=day + dt.timedelta(days=20))
    assert table.loc[table["occasion"] == occasion, "date"].tolist() == [day]


def test_occasions_are_looked_for_where_they_are_kept():
    table = occasions(["IR", "DE", "XX", ""], first=dt.date(2025, 1, 1), last=dt.date(2025, 12, 31))
    kept = table.groupby("country")["occasion"].agg(set)
    assert "Christmas" not in kept["IR"]
    assert {"Ramadan", "Eid al-Fitr", "Nowruz"} <= kept["IR"]
    assert not {"Ramadan", "Nowruz", "Lunar New Year"} & kept["DE"]
    assert set(kept.index) == {"IR", "DE"}


def test_a_clients_own_occasions_are_added_everywhere():
    own = [OwnOccasion(name="Fair", day=29, month=2), OwnOccasion(name="Ball", dates=["2025-03-01"], days_before=7)]
    table = occasions(["DE", ""], first=dt.date(2024, 1, 1), last=dt.date(2025, 12, 31), own=own)
    assert table.loc[table["occasion"] == "Fair", "date"].astype(str).tolist() == ["2024-02-29", "2025-02-28"] * 2
    assert table.loc[table["occasion"] == "Ball", ["country", "days_before"]].to_numpy().tolist() == [
        ["", 7],
        ["DE", 7],
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"occasions": [{"name": "Fair"}]}, "needs either `day` and `month`, or `dates`"),
        ({"occasions": [{"name": "Fair", "day": 30, "month": 2}]}, "has no day 30 in month 2"),
        ({"occasions": [{"name": "Fair", "day": 3, "dates": ["2025-01-01"]}]}, "needs either"),
        ({"country": "UK"}, "such as DE or GB; got 'UK'"),
    ],
)
def test_settings_that_cannot_be_are_refused(given, message):
    with pytest.raises(ValueError, match=message):
        Behavioural(**given)


def test_countries_are_known_as_businesses_write_them():
    names = pd.Series(
        ["Deutschland", "Germany", "DE", "España", "EIRE", "U.K.", "USA", "ایران", "مصر", "Atlantis", None]
    )
    days = pd.DataFrame({"customer_id": "a", "country": names, "day": FIRST})
    assert located(days)["country"].tolist() == ["DE", "DE", "DE", "ES", "IE", "GB", "US", "IR", "EG", "", ""]


def test_a_planted_occasion_is_found_and_chance_makes_none(calendar):
    rng = np.random.default_rng(0)
    christmas = dates_of(calendar, "DE", "Christmas")
    days = pd.concat(
        [
            days_of(any_time(rng, 300)),
            days_of([before(rng, christmas, 30) for _ in range(80)], name="x"),
            days_of(any_time(rng, 300), country="Ireland", name="i"),
        ]
    )
    table = rises(located(days), calendar, as_of=AS_OF)
    verdicts = table.set_index(["country", "occasion"])["verdict"]
    assert verdicts["DE", "Christmas"] == "occasion"
    row = table.set_index(["country", "occasion"]).loc[("DE", "Christmas")]
    assert 1 < row["low"] < row["lift"] < row["high"]
    assert row["n_years"] == 3
    assert (verdicts.drop([("DE", "Christmas"), ("DE", "Black Friday")]) == "none").all()
    shown = rises_shown(table, least=10)
    assert shown.loc[0, ["label", "differs"]].tolist() == ["Christmas, Germany", True]


def test_the_title_speaks_of_an_occasion_before_a_season():
    shown = pd.DataFrame(
        {"occasion": ["Easter", "Black Friday", "Christmas"], "who": "customers in Spain", "lift": [1.8, 1.7, 1.6]}
    ).assign(
        low=[0.9, 1.2, 1.3], verdict=["none", "season", "occasion"], differs=[False, False, True], days_after=[0, 3, 0]
    )
    assert clearest_rise(shown) == {"occasion": "Christmas", "who": "customers in Spain", "lift": 1.6}
    assert rise_title(shown).endswith("and less again after it")
    assert rise_title(shown).startswith("Before {occasion}, {who} order")
    assert rise_title(shown.iloc[:2]).startswith("Around {occasion}, ")  # a sale that goes on after the day
    assert rise_title(shown.iloc[:2]).endswith("perhaps only for the season")
    assert clearest_rise(shown.iloc[:2])["occasion"] == "Black Friday"  # not the higher one that may be chance
    assert rise_title(shown.iloc[:1]).startswith("Before no occasion")
    assert clearest_rise(shown.iloc[:1]) == {}
    sure = shown.iloc[[1, 1]].assign(occasion=["Mother's Day", "Black Friday"], lift=[1.9, 1.5], low=[1.1, 1.4])
    assert clearest_rise(sure)["occasion"] == "Black Friday"  # not the higher one of whom few are known


def test_a_sale_of_several_days_is_an_occasion_and_its_last_days_are_not_after_it(calendar):
    rng = np.random.default_rng(6)
    fridays = dates_of(calendar, "DE", "Black Friday")
    sale = [[day + dt.timedelta(days=int(rng.integers(0, 4))) for day in fridays] for _ in range(60)]
    days = located(pd.concat([days_of(any_time(rng, 300)), days_of(sale, name="s")]))
    table = rises(days, calendar, as_of=AS_OF)
    friday = table.set_index(["country", "occasion"]).loc[("DE", "Black Friday")]
    assert (friday["verdict"], friday["days_after"], friday["n_years"]) == ("occasion", 3, 3)
    first_day_only = rises(days, calendar.assign(days_after=0), as_of=AS_OF).set_index(["country", "occasion"])
    assert first_day_only.loc[("DE", "Black Friday"), "verdict"] == "season"
    found = match(days, calendar, customers=pd.Series(days["customer_id"].unique()), seasons=table, as_of=AS_OF)
    buyers = found[found["customer_id"].str.startswith("s")]
    assert (buyers["occasion"] == "Black Friday").mean() > 0.9
    assert buyers["n_before"].eq(3).mean() > 0.9


def test_a_season_is_not_taken_for_the_occasion_in_it(calendar):
    # Everybody, in both countries, buys from mid-April to the end of May: Mother's Day in Germany lies in the middle.
    rng = np.random.default_rng(1)
    spring = [dt.date(year, 4, 15) for year in (2023, 2024, 2025, 2026)]
    people = [[day + dt.timedelta(days=int(rng.integers(0, 46))) for day in spring] for _ in range(300)]
    days = pd.concat(
        [days_of(people), days_of(people, country="Ireland", name="i"), days_of(any_time(rng, 300), name="a")]
    )
    table = rises(located(days), calendar, as_of=AS_OF).set_index(["country", "occasion"])
    mothers = table.loc[("DE", "Mother's Day")]
    assert mothers["low"] > 1.2
    assert (mothers["verdict"], mothers["elsewhere"] > 1.2) == ("season", True)


def test_few_customers_or_no_country_are_no_finding(calendar):
    few = located(days_of(any_time(np.random.default_rng(2), 10)))
    assert set(rises(few, calendar, as_of=AS_OF)["verdict"]) == {"too few"}
    nowhere = located(days_of([[FIRST]], country=None))
    nothing = occasions([], first=FIRST, last=AS_OF)
    found = rises(nowhere, nothing, as_of=AS_OF)
    assert found.empty
    assert (
        match(nowhere, nothing, customers=nowhere["customer_id"], seasons=found, as_of=AS_OF)["occasion"].isna().all()
    )
    assert rises_shown(found, least=10).empty
    assert located(days_of([[FIRST]], country=None), country="ES")["country"].tolist() == ["ES"]


def test_each_occasion_buyer_gets_her_own_occasion_or_none(calendar):
    rng = np.random.default_rng(3)
    christmas, mothers = dates_of(calendar, "DE", "Christmas"), dates_of(calendar, "DE", "Mother's Day")
    own_dates = [[dt.date(year, 1 + who % 12, 1 + who % 28) for year in (2023, 2024, 2025)] for who in range(60)]
    days = located(
        pd.concat(
            [
                days_of([before(rng, christmas, 25) for _ in range(40)], name="x"),
                days_of([before(rng, mothers, 15) for _ in range(40)], name="m"),
                days_of(own_dates, name="o"),
            ]
        )
    )
    none = pd.DataFrame({"country": ["DE"], "occasion": ["Easter"], "verdict": ["season"]})
    table = match(days, calendar, customers=days["customer_id"], seasons=none, as_of=AS_OF)
    found = table["occasion"].groupby(table["customer_id"].str[0]).value_counts(dropna=False)
    assert found["x", "Christmas"] >= 30
    assert found["m", "Mother's Day"] >= 30
    assert table.loc[table["customer_id"].str[0] == "o", "occasion"].notna().mean() < 0.25
    assert (table["n_before"] <= table["n_days"]).all()

    plan = when_to_write(table, calendar, as_of=AS_OF).set_index("occasion")
    assert plan.loc["Christmas", "next_date"] == dt.date(2026, 12, 25)
    usual = plan.loc["Christmas", "days_before"]
    assert plan.loc["Christmas", "write_on"] < dt.date(2026, 12, 25) - dt.timedelta(days=usual + 6)
    assert plan.loc["Mother's Day", "next_date"] == dt.date(2027, 5, 9)
    assert plan["low"].lt(plan["share"]).all() and plan["high"].gt(plan["share"]).all()


def test_dates_of_ones_own_are_no_occasion(calendar):
    rng = np.random.default_rng(4)
    starts = [dt.date(2023, 1, 1) + dt.timedelta(days=int(day)) for day in rng.integers(0, 365, 150)]
    people = [
        [start + dt.timedelta(days=365 * year + int(rng.integers(0, 14))) for year in range(3)] for start in starts
    ]
    days = located(days_of(people))
    none = pd.DataFrame({"country": [], "occasion": [], "verdict": []})
    table = match(days, calendar, customers=days["customer_id"], seasons=none, as_of=AS_OF)
    assert table["occasion"].notna().mean() < 0.1
