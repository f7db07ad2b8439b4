"""Sensitive traits: recognised by name or values in five languages, and refused without a written reason."""

import pandas as pd
import pytest
from pydantic import ValidationError

from seglib.client_segments import Demographic
from seglib.segments.demographic.sensitive import kind_of, screen, without

SENSITIVE = [
    # English
    "religion", "Religious affiliation", "ethnicity", "ethnic_group", "race", "nationality", "country_of_birth",
    "mother_tongue", "health_status", "chronic_illness", "disability", "is_pregnant", "political_party",
    "trade_union_member", "sexual_orientation", "criminal_record", "church_tax", "skin_color", "blood_type",
    "dna_sample",
    # German
    "Religionszugehörigkeit", "Konfession", "Staatsangehörigkeit", "Migrationshintergrund", "Schwerbehinderung",
    "Krankenkasse", "Parteizugehörigkeit", "Gewerkschaftsmitglied", "sexuelle Orientierung", "Vorstrafen",
    # French
    "Confession religieuse", "Origine ethnique", "Nationalité", "État de santé", "Handicap", "Opinion politique",
    # Arabic and Persian
    "الديانة", "الجنسية", "مذهب", "ملیت",
]  # fmt: skip
HARMLESS = [
    "customer_id", "birth_date", "Age group", "gender", "household_size", "children_at_home", "marital_status",
    "income", "education", "occupation", "country", "city", "postal_code", "latitude", "language", "signup_date",
    "device", "screen_orientation", "referral", "origin_campaign", "acquisition_channel", "trace_id", "grace_period",
    "party_size", "membership_level", "account_disabled", "item_condition", "parcel_weight", "race_bib_orders",
    "web_skill", "loyalty_points", "Familienstand", "Beruf", "Kunde seit", "Haushalt", "Code postal", "Tranche d'âge",
    "المدينة", "العمر", "سن",
]  # fmt: skip


def test_recall_and_false_alarms():
    assert (len(set(SENSITIVE)), len(set(HARMLESS))) == (40, 40)
    missed = [name for name in SENSITIVE if kind_of(name) is None]
    alarms = [name for name in HARMLESS if kind_of(name) is not None]
    assert len(missed) <= 0.05 * 40, missed
    assert len(alarms) <= 0.10 * 40, alarms


@pytest.mark.parametrize(
    "values",
    [["Catholic", "Protestant", "Muslim", "other"], ["katholisch", "evangelisch"], ["مسلم", "مسيحي"], ["شیعه", "سنی"]],
)
def test_values_speak_where_the_name_does_not(values):
    assert kind_of("group", values)[0] == "faith or world view"
    assert kind_of("group", ["gold", "silver", "black", "white", "bronze"]) is None


@pytest.fixture
def people():
    return pd.DataFrame({"customer_id": ["a", "b"], "occupation": ["x", "y"], "education": ["primary", "university"]})


def test_a_disguised_trait_is_left_out_until_a_reason_is_written(people):
    names = {"occupation": ["Konfession"]}
    refused = screen(people, names=names, reasons={})
    assert refused[["trait", "column", "used"]].to_numpy().tolist() == [["Occupation", "Konfession", False]]
    assert 'demographic: {reasons: {occupation: "why"}}' in refused["fate"][0]
    assert list(without(people, refused).columns) == ["customer_id", "education"]

    reason = "The parish shop serves its own members only"
    used = screen(people, names=names, reasons={"occupation": reason})
    assert used["fate"][0] == f"Used, because: {reason}"
    assert list(without(people, used).columns) == list(people.columns)


def test_a_reason_is_a_sentence():
    with pytest.raises(ValidationError, match="must say in 5 words or more why `occupation` is needed"):
        Demographic(reasons={"occupation": "because"})
    with pytest.raises(ValidationError, match="the nearest is 'occupation'"):
        Demographic(reasons={"ocupation": "we do need it for a reason"})
