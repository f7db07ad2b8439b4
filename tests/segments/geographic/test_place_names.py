"""Written places become codes, and what is not sure is asked about."""

import gzip

import pandas as pd
import pytest
from pydantic import ValidationError

from seglib.client_segments import Geographic
from seglib.segments.countries import country_code
from seglib.segments.geographic.atlas import fit_atlas
from seglib.segments.geographic.open_names import open_names, repairs
from seglib.segments.geographic.outlines import countries, outlines
from seglib.segments.geographic.regions import region_code


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("IE", "EIRE|Ireland|irland|Irlande|أيرلندا|ایرلند|IRL|ie"),
        ("GB", "UK|U.K.|Great Britain|England|Vereinigtes Königreich|Royaume-Uni|المملكة المتحدة|انگلستان|بریتانیا"),
        ("DE", "Germany|Deutschland|Allemagne|Alemania|ألمانيا|آلمان|Jerman| GERMANY "),
        ("MA", "Morocco|المغرب|مراکش|Maghribi|Maroc"),
        ("ZA", "RSA|South Africa|Afrique du Sud"),
        ("US", "USA|U.S.A.|United States|Estados Unidos|الولايات المتحدة|ایالات متحده"),
        ("NO", "NO|Norway|Norge|Norwegen|Noruega"),
        ("IR", "Iran|ایران|إيران|Islamic Republic of Iran"),
        ("CI", "Côte d'Ivoire|Cote d’Ivoire|Ivory Coast|ساحل عاج"),
    ],
)
def test_a_country_is_known_by_its_names_in_many_languages(code, written):
    assert {name: country_code(name).code for name in written.split("|")} == dict.fromkeys(written.split("|"), code)


@pytest.mark.parametrize(
    ("name", "how", "candidates"),
    [
        ("Unspecified", "not_known", ()),
        ("غير معروف", "not_known", ()),
        (None, "missing", ()),
        ("  ", "missing", ()),
        ("Channel Islands", "several", ("JE", "GG")),
        ("European Community", "several", ()),
        ("Korea", "several", ("KR", "KP")),
        ("NA", "several", ("NA",)),
        ("Germny", "unmatched", ("DE",)),
        ("Mordor", "unmatched", ()),
    ],
)
def test_nothing_is_guessed(name, how, candidates):
    match = country_code(name)
    assert (match.code, match.how) == (None, how)
    assert match.candidates == candidates


def test_the_client_file_has_the_last_word():
    declared = {"Channel Islands": "JE", "Germany": "unknown"}
    assert country_code("CHANNEL ISLANDS", declared=declared).code == "JE"
    assert country_code("Germany", declared=declared).how == "not_known"
    assert region_code("Troms", "NO", declared={"Troms": "NO-55"}).code == "NO-55"
    assert region_code("Troms", "SE", declared={"Troms": "NO-55"}).how == "unmatched"


def test_regions_are_looked_for_in_their_country_alone():
    assert region_code("CA", "US").code == "US-CA"
    assert region_code("Victoria", "AU").code == "AU-VIC"
    assert region_code("California", "DE").how == "unmatched"
    assert [region_code(name, "ES").code for name in ("Catalunya", "Cataluña", "Madrid", "Comunidad de Madrid")] == [
        "ES-CT",
        "ES-CT",
        "ES-MD",
        "ES-MD",
    ]


def people(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)], **columns})


def test_two_spellings_share_a_key_and_cities_of_one_name_do_not():
    found = fit_atlas(customers := people(
        country=["Deutschland", "Germany", "USA", "USA", None],
        region=["Bayern", "Bavaria", "Illinois", "Oregon", "Bayern"],
        city=["MÜNCHEN", "München ", "Springfield", "Springfield", "München"],
        postal_code=["D-80331", "80 331", "62701", "97477", "80331"],
    )).read(customers)  # fmt: skip
    assert found["city"].tolist()[:2] == ["DE-BY/munchen"] * 2
    assert found["postal_code"].tolist()[:2] == ["DE/80331"] * 2
    assert found["city"].iloc[2] != found["city"].iloc[3]
    assert found.loc[4, ["country", "region", "city", "postal_code"]].isna().all()
    assert found["located_by"].tolist() == ["country", "country", "postal code", "postal code", "not known"]


def test_a_lost_zero_is_put_back_where_the_country_says_how_long_a_code_is():
    customers = people(country=["US", "US", "NO", "GB", "DE"], postal_code=["2139", "02139", "150", "N16", "4103"])
    found = fit_atlas(customers).read(customers)
    assert found["postal_code"].tolist() == ["US/02139", "US/02139", "NO/0150", "GB/N16", "DE/04103"]
    assert repairs(found)["zeros"] == 3


def test_points_come_from_coordinates_then_the_town_then_the_region_then_the_country():
    customers = people(
        country=["Germany"] * 5 + [None],
        region=["Bayern"] * 4 + [None, None],
        city=["München", "München", "Augsburg", None, None, None],
        latitude=[48.1, None, 0.0, 95.0, None, None],
        longitude=[11.6, None, 0.0, 11.0, None, None],
    )
    found = fit_atlas(customers).read(customers)
    assert found["located_by"].tolist() == ["coordinates", "city", "region", "region", "country", "not known"]
    assert found["latitude"].tolist()[:4] == [48.1] * 4  # neither nowhere in the Gulf of Guinea nor north of the pole
    assert round(found["latitude"].iloc[4]) == 52  # Berlin


def test_the_home_country_counts_where_none_is_written():
    customers = people(country=[None, "Mordor"], region=["Bayern", "Bayern"])
    found = fit_atlas(customers, home_country="DE").read(customers)
    assert found["country"].iloc[0] == "DE"
    assert found["region"].iloc[0] == "DE-BY"
    assert found.loc[1, ["country", "region"]].isna().all()  # what is written and not understood is not at home


def test_open_names_are_listed_with_counts_and_lines_that_settle_them():
    customers = people(
        country=["Channel Islands"] * 3 + ["Germny", 'Mor"dor: x', "Norway", "Unspecified"],
        region=[None] * 5 + ["Troms", None],
    )  # fmt: skip
    table = open_names(customers, fit_atlas(customers))
    assert table[["name", "n"]].values.tolist() == [
        ["Channel Islands", 3],
        ["Germny", 1],
        ['Mor"dor: x', 1],
        ["Troms", 1],
    ]
    assert table["write"].tolist() == [
        '"Channel Islands": JE  # or GG',
        '"Germny": DE  # if this is meant',
        '"Mor\\"dor: x": unknown  # or the country\'s code, such as GB',
        '"Troms": NO-?',
    ]
    declared = {"Channel Islands": "JE", "Germny": "DE", 'Mor"dor: x': "unknown", "Troms": "NO-55"}
    settings = Geographic(names=declared)
    assert open_names(customers, fit_atlas(customers, names=settings.names)).empty


def test_settings_are_checked():
    with pytest.raises(ValidationError, match="must give a country's code such as GB"):
        Geographic(names={"Holland": "Netherlands"})
    with pytest.raises(ValidationError, match="must rise"):
        Geographic(rings=[15, 5])
    with pytest.raises(ValidationError, match="ISO 3166-1"):
        Geographic(home_country="Germany")


def test_every_outline_has_a_position_and_the_borders_are_where_they_should_be():
    table = countries()
    assert set(outlines()) - set(table.index) <= {name for name in outlines() if name.startswith("no code")}
    assert {"NO", "FR", "XK", "DE", "IE", "ES"} <= set(outlines())
    assert table[["latitude", "longitude", "continent"]].notna().all(axis=None)
    germany = max(outlines()["DE"], key=len)
    assert germany.min(axis=0) == pytest.approx([5.9, 47.3], abs=0.3)
    assert germany.max(axis=0) == pytest.approx([15.0, 55.0], abs=0.3)


@pytest.mark.real
def test_countries_of_online_retail(shared_data):
    with gzip.open(shared_data / "online-retail" / "online_retail.csv.gz", "rt", encoding="utf-8") as file:
        lines = pd.read_csv(file, usecols=["CustomerID", "Country"], dtype="str")
    names = sorted(lines["Country"].unique())
    assert len(names) == 38
    how = {name: country_code(name) for name in names}
    assert {name for name, match in how.items() if match.code is None} == {
        "Channel Islands", "European Community", "Unspecified"
    }  # fmt: skip
    assert (how["EIRE"].code, how["RSA"].code, how["USA"].code) == ("IE", "ZA", "US")
    assert (lines.dropna().groupby("CustomerID")["Country"].nunique() > 1).sum() == 8


@pytest.mark.real
def test_places_of_superstore(shared_data):
    rows = pd.read_csv(shared_data / "superstore" / "superstore.csv", dtype="str", nrows=9994)
    rows = rows.rename(columns={"Country": "country", "State": "region", "City": "city", "Postal Code": "postal_code"})
    found = fit_atlas(rows).read(rows)
    assert found["region"].nunique() == 49
    assert (found["region_how"] == "name").all()
    assert found["zero_lost"].sum() == 438
    assert found["postal_code"].isna().sum() == 11
    assert (found["located_by"] == "postal code").mean() > 0.99
    assert found["city"].nunique() > 531  # 57 names are those of more than one town
