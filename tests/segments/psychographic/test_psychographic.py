"""Segments of those who think alike: the demo's planted types, nulls, those who did not answer, a published survey."""

import shutil

import ibis
import numpy as np
import pandas as pd
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.metrics import adjusted_rand_score
from sklearn.model_selection import cross_val_predict

from seglib.activation.personas.known import NO_GRADE, read_known
from seglib.cleaning import balance, clean
from seglib.client import load_client
from seglib.clustering import fit
from seglib.features import without_objectors
from seglib.intake import read_sources
from seglib.report.text import Formatter
from seglib.segments import evaluation, psychographic
from seglib.segments.evaluation.bases import Survey
from seglib.segments.psychographic import prediction, respondents, sentences, three_step, units, views
from seglib.segments.psychographic.class_sizes import class_sizes
from seglib.segments.psychographic.profiles import answer_profile
from seglib.segments.psychographic.segmenting import learned_again
from seglib.segments.psychographic.storing import write
from seglib.segments.storing import write_passports
from seglib.segments.worth import worth


@pytest.fixture(scope="module")
def study(demo):
    """The demo's survey: people, battery, frame, comparison, segments."""
    tables = without_objectors(demo.cleaned.tables)
    people = respondents.people(tables, as_of=demo.client.as_of)
    battery = psychographic.read_battery(*respondents.known_answers(tables, people))
    compared = psychographic.compare(battery, n_starts=20, random_state=1)
    frame = respondents.with_answers(people, battery)
    return people, battery, frame, compared, psychographic.segment(frame, battery, compared=compared, random_state=1)


def but(battery, **changed):
    return psychographic.Battery(**{**vars(battery), **changed})


def test_planted_types_are_found_nearly_as_well_as_by_one_who_knows_them(study, root):
    # The ceiling is what a classifier that is taught the types tells of them from the same scores, cross-validated.
    # Two in five customers are of no type, and types differ in few attitudes: the ceiling is low, for anybody.
    _, battery, frame, compared, segments = study
    types = pd.read_csv(root / "data/demo/truth/types.csv", dtype="str").set_index("customer_id")["type"]
    scores = compared.matrix[compared.matrix.index.isin(types.index)]
    true = types[scores.index]
    taught = cross_val_predict(LinearDiscriminantAnalysis(), scores.fillna(scores.mean()), true, cv=5)
    ceiling = adjusted_rand_score(true, taught)
    assert 0.25 < ceiling < 0.5
    assert 3 <= compared.choice.k <= 7
    six = psychographic.segment(frame, battery, k=6, compared=compared, random_state=1)
    for found, least in ((segments, 0.5), (six, 0.6)):
        codes = found.assignments.set_index("customer_id")["segment"]
        assert adjusted_rand_score(true, codes[scores.index]) >= least * ceiling


def test_everybody_is_in_a_segment_and_who_did_not_answer_is_one(study, demo):
    people, battery, frame, _, segments = study
    assert segments.assignments["customer_id"].tolist() == frame["customer_id"].tolist()
    silent = segments.assignments["segment"] == psychographic.DID_NOT_ANSWER
    assert (silent == ~frame["customer_id"].isin(battery.answers.index)).all()
    assert segments.summary["n"].sum() == len(people)
    objected = demo.cleaned.tables["customers"].filter(lambda t: t.objected).customer_id.to_pandas()
    assert len(objected)
    assert not segments.assignments["customer_id"].isin(objected).any()
    assert not battery.answers.index.isin(objected).any()


def test_memberships_add_up_and_new_answers_are_assigned(study):
    _, battery, frame, _, segments = study
    assert np.allclose(segments.posterior(frame).drop(columns="customer_id").sum(axis=1), 1)
    some = frame.sample(50, random_state=0)
    expected = segments.assignments.set_index("customer_id").loc[some["customer_id"]].reset_index()
    pd.testing.assert_frame_equal(segments.assign(some), expected)
    new = pd.DataFrame({"customer_id": ["new"], **{item: [np.nan] for item in battery.items.index}})
    assert segments.assign(new)["segment"].tolist() == ["did_not_answer"]
    new[battery.items.index] = 4.0  # agrees to everything, and to its opposite
    assert segments.assign(new)["segment"].tolist() == ["unusable"]


def test_shuffled_answers_and_few_respondents_are_one_segment(study):
    _, battery, frame, _, _ = study
    draw = np.random.default_rng(2)
    null = but(battery, answers=battery.answers.apply(lambda answers: draw.permutation(answers.to_numpy())))
    compared = psychographic.compare(null, most=3, n_starts=10, random_state=1)
    assert compared.choice.k == 1
    own = respondents.with_answers(frame[["customer_id"]], null)
    alone = psychographic.segment(own, null, compared=compared, random_state=1)
    assert alone.definition["segment_name"].tolist()[0] == "All respondents"
    head = {"answers": battery.answers.head(20), "is_customer": battery.is_customer.head(20)}
    few = psychographic.compare(but(battery, seconds=battery.seconds.head(20), **head), random_state=0)
    assert (few.choice.k, few.choice.code) == (1, "too_few")


def test_names_plan_and_money(study):
    _, battery, frame, _, segments = study
    own = segments.definition[segments.definition["segment"].str.startswith("p")]
    assert own["segment_name"].str.contains("more|less|no strong views", case=False).all()
    assert segments.definition["action"].str.len().gt(20).all()
    summary = views.respondents(frame, segments)
    assert summary[["share", "margin_share"]].sum().tolist() == pytest.approx([1, 1])
    telling = views.standing(summary, worth(frame))
    assert telling.stands_out
    assert telling.values["share"] < telling.interval[0] < telling.values["money_share"] < telling.interval[1]
    sizes = summary["share"]
    even = summary.assign(margin_share=sizes, margin_share_low=sizes - 0.05, margin_share_high=sizes + 0.05)
    same = views.standing(even, worth(frame))  # nobody stands out: the one that brings most
    assert (same.stands_out, same.values["name"]) == (
        False,
        summary.loc[summary["total_margin"].idxmax(), "segment_name"],
    )
    shape = answer_profile(segments, battery, percent="{:.0%}".format, number="{:.1f}".format)
    assert shape["scaled"].between(0, 1).all()
    assert shape["marker"].any()


def test_referral_was_drawn_by_lot_and_age_was_not(study):
    _, battery, frame, compared, segments = study
    described = respondents.describing(frame, battery, compared.used)
    posterior = views.of_respondents(segments, battery, compared.used)
    tests, _ = three_step.describe_classes(described, posterior, [str(j) for j in range(posterior.shape[1])])
    differs = tests.set_index("descriptor")["differs"]
    assert differs["Age"]
    assert not differs["Referral"]


def test_what_customers_do_tells_something_of_how_they_think_and_nothing_of_shuffled_segments(study):
    _, battery, frame, _, segments = study
    guess = prediction.predict_others(frame, segments, list(battery.items.index), random_state=0)
    assert guess.told
    assert guess.gain_low > 0
    chances = guess.probabilities.drop(columns="customer_id")
    assert np.allclose(chances.sum(axis=1), 1)
    silent = segments.assignments["segment"] == "did_not_answer"
    assert len(chances) == silent.sum()
    lot = segments.assignments["segment_name"].mask(silent)
    lot[~silent] = np.random.default_rng(3).permutation(lot[~silent].to_numpy())
    known = prediction.predictors(frame, without=tuple(battery.items.index))
    nothing = prediction.predict_segments(known, frame["customer_id"], lot, random_state=0)
    assert not nothing.told
    assert nothing.probabilities.drop(columns="customer_id").nunique().eq(1).all()  # the shares, for everybody


def test_those_who_answered_are_compared_with_the_others(study):
    people, battery, *_ = study
    answered = people["customer_id"].isin(battery.answers.index)
    assert not respondents.taking_part(people, answered, views.KNOWN_TRAITS)["differs"].any()  # drawn by lot
    biased = answered & (people["n_orders"] > people["n_orders"].median())
    table = respondents.taking_part(people, biased, views.KNOWN_TRAITS).set_index("trait")
    assert table.at["Orders", "differs"]
    assert table.at["Orders", "apart_low"] > 0.3
    told, values = sentences.bias_sentence(table)
    assert "{differ:count} of {n_traits:count}" in told
    assert values["differ"] == table["differs"].sum()
    shown = units.with_units(table.reset_index(), Formatter("en", "EUR")).set_index("trait")
    assert shown.at["Margin", "answered"].startswith("€")  # each in its unit
    assert shown.at["Discount", "answered"].endswith("%")


def test_respondents_who_are_no_customers_are_kept_apart(study, make_client):
    _, battery, *_ = study
    outside = but(battery, is_customer=~battery.is_customer)
    frame = respondents.with_answers(None, outside)
    assert frame["customer_id"].str.startswith("respondent ").all()
    segments = psychographic.segment(frame, outside, k=2, random_state=1)
    yml = "name: A\ncurrency: EUR\nas_of: 2026-06-30\nsources: [{table: survey, file: a.csv, items: [i], columns: {}}]"
    client = make_client({"a.csv": b"i\n1\n"}, yml)
    guess = prediction.predict_others(frame, segments, list(outside.items.index), random_state=0)
    write(client, segments, frame, guess)
    assert not (client.results / "segments/psychographic.parquet").exists()
    assert len(pd.read_parquet(client.results / "psychographic_respondents.parquet")) == len(frame)
    assert not guess.told
    advice = pd.read_parquet(client.results / "psychographic_advice.parquet").set_index("segment")
    assert advice["action"].to_dict() == segments.definition.set_index("segment")["action"].to_dict()
    told = advice.loc[["p1", "p2"]]
    marked = segments.details[segments.details["marker"].astype(bool)]
    assert told["says"].astype(bool).tolist() == told.index.isin(marked["segment"]).tolist()
    for segment, said in told["says"].items():
        mentioned = [label in said for label in marked.loc[marked["segment"] == segment, "label"]]
        assert any(mentioned) == bool(said)


def test_segments_of_strangers_have_passports_and_personas_tell_their_grades(study, demo, make_client):
    _, battery, *_ = study
    outside = but(battery, is_customer=~battery.is_customer)
    yml = (
        "name: A\ncurrency: EUR\nas_of: 2026-06-30\nsources: [{table: survey, file: a.csv, items: [i], columns: {}}]\n"
    )
    client = make_client({"a.csv": b"i\n1\n"}, yml + "psychographic: {k: 2}\n")
    survey = Survey(outside, psychographic.compare(outside, most=2, n_starts=5, random_state=1))
    issued = evaluation.passports_of_strangers(survey, client, n_boot=4, random_state=1)
    assert issued["n"].sum() == survey.strangers == survey.compared.used.sum()
    assert set(issued["grade"]) <= set("ABCD")
    known = Survey(battery, survey.compared)
    assert evaluation.passports_of_strangers(known, client, n_boot=4, random_state=1) is None

    frame = respondents.with_answers(None, outside)
    segments = psychographic.segment(frame, outside, k=2, compared=survey.compared, random_state=1)
    guess = prediction.predict_others(frame, segments, list(outside.items.index), random_state=0)
    write(client, segments, frame, guess)
    asked = demo.cleaned.tables["survey"]
    tables = {"survey": asked.mutate(respondent_id=asked.customer_id, customer_id=ibis.null("string"))}
    tables["survey_items"] = demo.cleaned.tables["survey_items"]
    write_passports(client, issued, base="psychographic", by="classes")
    told = read_known(tables, client)
    assert told.passports["grade"].tolist() == issued["grade"].tolist()
    assert told.advice.keys() == {"p1", "p2"}
    write_passports(client, issued.assign(segment_name="Others"), base="psychographic", by="classes")
    assert set(read_known(tables, client).passports["grade"]) == {NO_GRADE}
    write_passports(client, None, base="", by="")
    assert set(read_known(tables, client).passports["grade"]) == {NO_GRADE}


def test_messages(study):
    _, battery, frame, compared, _ = study
    with pytest.raises(ValueError, match="must be latent_classes or k_centroids; got 'magic'"):
        psychographic.segment(frame, battery, method="magic", compared=compared, random_state=0)
    with pytest.raises(ValueError, match="must have the column `q01`"):
        psychographic.segment(frame.drop(columns="q01"), battery, compared=compared, random_state=0)


@pytest.fixture(scope="module")
def mcdonalds(root, shared_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("public") / "mcdonalds"
    (folder / "raw").mkdir(parents=True)
    shutil.copy(root / "docs/clients/mcdonalds.yml", folder / "client.yml")
    shutil.copy(shared_data / "mcdonalds-survey/mcdonalds.csv", folder / "raw")
    client = load_client(folder)
    cleaned = clean(read_sources(client), client)
    assert balance(cleaned.ledger)["used"].tolist() == [1453 * 15]  # rows that repeat others are people of their own
    return psychographic.read_battery(*respondents.known_answers(cleaned.tables), settings=client.psychographic)


@pytest.mark.real
def test_the_mcdonalds_survey_as_published(mcdonalds):
    """Appendix A of Dolnicar, Grün and Leisch (2018), Market Segmentation Analysis; recomputed from the data."""
    answers, described = mcdonalds.answers, mcdonalds.descriptors
    assert answers.shape == (1453, 11)
    assert answers.notna().all().all()
    book = {"yummy": 0.55, "convenient": 0.91, "spicy": 0.09, "fattening": 0.87, "greasy": 0.53, "fast": 0.90}
    book |= {"cheap": 0.60, "tasty": 0.64, "expensive": 0.36, "healthy": 0.20, "disgusting": 0.24}
    assert answers.mean().round(2).to_dict() == book
    spread = np.linalg.eigvalsh(answers.cov())[::-1]
    published = [0.7570, 0.6075, 0.5046, 0.3988, 0.3374, 0.3103, 0.2897, 0.2751, 0.2653, 0.2488, 0.2369]
    assert np.sqrt(spread).round(4).tolist() == published
    assert (spread / spread.sum())[:3].round(4).tolist() == [0.2994, 0.1928, 0.1330]
    assert ((described["Liking"] == -5).sum(), (described["Liking"] == 5).sum()) == (152, 143)
    assert (round(described["Liking"].mean(), 3), round(described["Age"].mean(), 2)) == (0.777, 44.60)
    assert described["Visits"].value_counts().sort_index().tolist() == [131, 252, 342, 439, 235, 54]
    female = (described["Gender"] == "Female").to_numpy(float)
    assert female.sum() == 788
    kmeans = fit(answers, k=4, random_state=0)
    sizes = np.bincount(kmeans.labels)
    by_size = np.argsort(-sizes)
    assert sizes[by_size].tolist() == [580, 318, 315, 240]
    means, *_ = three_step.compare_means(female[:, None], np.eye(4)[kmeans.labels])
    assert means[by_size, 0].round(3).tolist() == [0.602, 0.478, 0.590, 0.421]


@pytest.mark.real
def test_the_mcdonalds_survey_has_four_segments_with_names(mcdonalds):
    compared = psychographic.compare(mcdonalds, most=4, random_state=2026)
    frame = respondents.with_answers(None, mcdonalds)
    segments = psychographic.segment(frame, mcdonalds, k=4, compared=compared, random_state=2026)
    assert compared.fits[4].bic == pytest.approx(14564.44, abs=0.01)
    names = segments.definition["segment_name"].tolist()[:4]
    assert names == ["Cheap, tasty", "Expensive, not cheap", "Not yummy, not tasty", "Expensive, disgusting"]
    said = segments.definition.set_index("segment_name")["action"]["Expensive, disgusting"]  # no praise of either
    assert said.startswith("More than others they say: expensive, disgusting; less: ")
    assert said.endswith(". Keep what pleases them, and answer what does not.")
    posterior = views.of_respondents(segments, mcdonalds, compared.used)
    assert three_step.describe_classes(mcdonalds.descriptors, posterior, names)[0]["differs"].all()
    typical = psychographic.compare(mcdonalds, method="k_centroids", most=5, random_state=2026)
    assert (typical.choice.k, typical.choice.code) == (4, "best_silhouette")  # as many as the book's
    hard = psychographic.segment(frame, mcdonalds, k=4, method="k_centroids", compared=compared, random_state=0)
    assert adjusted_rand_score(hard.assignments["segment"], segments.assignments["segment"]) > 0.7


def test_sizes_of_classes_come_with_the_models_interval(study):
    *_, compared, segments = study
    sizes = class_sizes(segments, compared, random_state=0)
    assert len(sizes) == compared.choice.k
    assert sizes["share"].sum() == pytest.approx(1)
    assert ((sizes["low"] < sizes["share"]) & (sizes["share"] < sizes["high"])).all()
    assert sizes["low"].min() > 0 and sizes["high"].max() < 1
    counted = segments.assignments["segment_name"].value_counts()[sizes["segment_name"]]
    assert sizes["assigned"].to_numpy() == pytest.approx(counted.to_numpy() / counted.sum())


def test_typical_answers_can_be_learned_again_from_some_respondents(study):
    *_, compared, _ = study
    n = int(compared.used.sum())
    labels = learned_again(compared, np.arange(0, n, 2), k=3, method="k_centroids", random_state=0)
    assert labels.shape == (n,) and set(labels) == {0, 1, 2}
