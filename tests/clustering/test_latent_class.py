"""Latent classes: published likelihoods, full information on missing answers, honest numbers of classes and shares."""

import itertools

import numpy as np
import pandas as pd
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from seglib.clustering import (
    choose_classes,
    class_table,
    fit,
    fit_each,
    fit_latent_classes,
    likelihood_ratio_test,
    share_intervals,
)
from seglib.clustering.class_number import simulate
from seglib.clustering.mixture import to_the_end

CLASSES = [[1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 0, 0, 1, 1, 1, 1], [1, 0, 1, 0, 1, 0, 1, 0]]


@pytest.fixture(scope="module")
def planted():
    """Three classes of yes/no answers, a tenth of them missing; the classes that were drawn."""
    draw = np.random.default_rng(5)
    chances = np.where(CLASSES, 0.9, 0.1)
    members = draw.choice(3, 500, p=[0.5, 0.3, 0.2])
    answers = (draw.random((500, 8)) < chances[members]).astype(float)
    answers[draw.random(answers.shape) < 0.1] = np.nan
    return pd.DataFrame(answers, columns=list("abcdefgh")), members


@pytest.fixture(scope="module")
def found(planted):
    return fit_latent_classes(planted[0], k=3, random_state=0)


def test_one_class_by_hand():
    # Item a: 3 of 4 said 1. Item b: 1 of 2 who answered: 3 log(3/4) + log(1/4) + 2 log(1/2).
    fitted = fit_latent_classes([[1, 0], [1, 1], [1, np.nan], [0, np.nan]], k=1, random_state=0)
    assert fitted.log_likelihood == pytest.approx(3 * np.log(0.75) + np.log(0.25) + 2 * np.log(0.5))
    assert fitted.n_parameters == 2
    assert fitted.bic == pytest.approx(-2 * fitted.log_likelihood + 2 * np.log(4))
    assert [chances.tolist() for chances in fitted.chances] == [[[0.25, 0.75]], [[0.5, 0.5]]]
    assert np.isnan(fitted.entropy)


def test_planted_classes_come_back_with_answers_missing(planted, found):
    X, members = planted
    assert adjusted_rand_score(found.labels, members) > 0.8
    assert found.shares == pytest.approx([0.5, 0.3, 0.2], abs=0.05)
    assert np.stack([chance[:, 1] for chance in found.chances])[:, 0] == pytest.approx([0.9] * 4 + [0.1] * 4, abs=0.06)
    complete = X.notna().all(axis=1)
    pd.testing.assert_frame_equal(X, planted[0])  # and X stays as it was
    assert found.n == len(X) > complete.sum()


def test_bayes_rule_gives_the_memberships_and_no_answer_tells_nothing(planted, found):
    X, _ = planted
    case = X[X.notna().all(axis=1)].iloc[0].to_numpy(int)
    joint = found.shares * np.prod([chance[:, answer] for chance, answer in zip(found.chances, case, strict=True)], 0)
    assert found.posterior(case[None])[0] == pytest.approx(joint / joint.sum())
    assert found.posterior(np.full((1, 8), np.nan))[0] == pytest.approx(found.shares)
    assert (found.predict(X[list("hgfedcba")]) == found.labels).all()  # columns by name


def test_order_of_rows_and_columns_change_nothing(planted, found):
    order = np.random.default_rng(1).permutation(500)
    again = fit_latent_classes(planted[0].iloc[order], k=3, random_state=0)
    assert (again.labels == found.labels[order]).all()
    assert again.log_likelihood == found.log_likelihood
    other = fit_latent_classes(planted[0], k=3, random_state=99)
    assert adjusted_rand_score(other.labels, found.labels) == 1


def test_the_number_of_classes(planted):
    table = class_table(fit_each(planted[0], ks=range(1, 5), n_starts=20, random_state=0))
    assert (table["log_likelihood"].diff().dropna() > -1e-3).all()  # more classes never fit worse
    assert choose_classes(table).k == 3
    assert likelihood_ratio_test(planted[0], k=3, n_boot=19, random_state=0)["p"] == 0.05
    assert likelihood_ratio_test(planted[0], k=4, n_boot=9, random_state=0)["p"] > 0.1


def test_answers_that_have_nothing_to_do_with_one_another_are_one_class(planted):
    draw = np.random.default_rng(3)
    shuffled = planted[0].apply(lambda answers: draw.permutation(answers.to_numpy()))
    choice = choose_classes(class_table(fit_each(shuffled, ks=(1, 2, 3), n_starts=20, random_state=0)))
    assert (choice.k, choice.code) == (1, "one_class")
    assert likelihood_ratio_test(shuffled, k=2, n_boot=9, random_state=0)["p"] > 0.1


def test_intervals_of_the_shares_hold_the_planted_ones(found):
    low, high = share_intervals(found, n_boot=60, random_state=0).T
    assert ((low < found.shares) & (found.shares < high)).all()
    assert ((low < [0.5, 0.3, 0.2]) & (high > [0.5, 0.3, 0.2])).all()
    assert ((high - low) < 0.15).all()  # about 4 standard errors of a share known for sure are 0.09
    draw = np.random.default_rng(0)
    assert share_intervals(
        fit_latent_classes(draw.integers(0, 2, (50, 3)), k=1, random_state=0), random_state=0
    ).tolist() == [[1, 1]]


def test_normal_columns(planted):
    draw = np.random.default_rng(8)
    members = np.repeat([0, 1], [140, 60])
    X = np.where(members[:, None] == 0, [0.0, 2.0], [4.0, -1.0]) + draw.normal(size=(200, 2)) * [1.0, 0.5]
    X[draw.random(X.shape) < 0.2] = np.nan
    fitted = fit_latent_classes(X, k=2, kind="normal", random_state=0)
    assert fitted.means == pytest.approx(np.array([[0.0, 2.0], [4.0, -1.0]]), abs=0.35)
    assert np.sqrt(fitted.variances) == pytest.approx(np.array([[1, 0.5], [1, 0.5]]), abs=0.25)
    assert adjusted_rand_score(fitted.labels, members) > 0.85
    one = fit_latent_classes(X, k=1, kind="normal", random_state=0)
    known = X[~np.isnan(X[:, 0]), 0]
    assert one.means[0, 0] == pytest.approx(known.mean())
    assert one.variances[0, 0] == pytest.approx(known.var())
    drawn = simulate(fitted, draw)
    assert drawn.shape == X.shape
    assert drawn.mean(axis=0) == pytest.approx(np.nanmean(X, axis=0), abs=0.6)


@pytest.mark.parametrize(
    ("X", "options", "message"),
    [
        ([[0.5], [1]], {"k": 1}, "must hold codes 0, 1, "),
        ([[-1], [1]], {"k": 1}, "must hold codes 0, 1, "),
        ([["yes"], ["no"]], {"k": 1}, "must hold numbers only"),
        ([[np.inf], [1]], {"k": 1, "kind": "normal"}, "must be finite or missing"),
        ([[1, 0], [1, 1]], {"k": 1}, "column '0' does not"),
        ([[0], [1]], {"k": 3}, "from 1 to the number of cases, 2; got 3"),
        ([[0], [1]], {"k": 1, "kind": "ordinal"}, "must be 'categorical' or 'normal'"),
    ],
)
def test_messages(X, options, message):
    with pytest.raises(ValueError, match=message):
        fit_latent_classes(X, random_state=0, **options)


def test_messages_on_new_answers(found):
    with pytest.raises(ValueError, match="must have the column 'a' of the fit"):
        found.posterior(pd.DataFrame({"b": [1]}))
    with pytest.raises(ValueError, match="must have 8 columns as in the fit; got 2"):
        found.posterior([[1, 0]])
    with pytest.raises(ValueError, match="must hold the codes of the fit"):
        found.posterior([[2, 0, 0, 0, 0, 0, 0, 0]])
    with pytest.raises(ValueError, match="One class has none fewer"):
        likelihood_ratio_test([[0], [1]], k=1, random_state=0)
    with pytest.raises(ValueError, match="with one class"):
        choose_classes(pd.DataFrame({"k": [2]}))


@pytest.mark.real
def test_published_likelihoods_of_the_mcdonalds_survey(shared_data):
    """Independent Bernoulli mixtures of the eleven items of 1,453 respondents, best of 40 starts."""
    items = (pd.read_csv(shared_data / "mcdonalds-survey/mcdonalds.csv").iloc[:, :11] == "Yes").astype(float)
    published = [-7610.84, -7311.48, -7111.11, -7011.17, -6956.02, -6900.14, -6872.48]
    fits = fit_each(items, ks=range(2, 9), random_state=1)
    for k, value in zip(range(2, 9), published, strict=True):
        assert fits[k].log_likelihood == pytest.approx(value, abs=0.006)
    four = fits[4]
    assert (round(four.aic, 2), round(four.bic, 2)) == (14316.22, 14564.44)
    assert four.shares.round(3).tolist() == [0.383, 0.266, 0.210, 0.141]
    # The published agreement of .822 is with a solution of k-means near the best one (1,602.93; 580, 324, 309, 240).
    solutions = [KMeans(4, n_init=1, random_state=seed).fit(items) for seed in range(40)]
    near = next(one for one in solutions if round(one.inertia_, 2) == 1602.93)
    assert adjusted_rand_score(four.labels, near.labels_) == pytest.approx(0.822, abs=0.001)
    best = fit(items, k=4, random_state=0)
    assert adjusted_rand_score(four.labels, best.labels) == pytest.approx(0.813, abs=0.001)


def test_best_likelihood_of_all_hard_starts_of_a_small_table():
    # From every way to part six rows in two, EM alone comes nowhere higher.
    X = np.array([[0, 0, 1], [0, 0, 0], [1, 1, 1], [1, 1, 0], [0, 1, 1], [1, 0, 0]], float)
    data = fit_latent_classes(X, k=1, random_state=0).statistics
    parts = [np.array(part) for part in itertools.product([0.05, 0.95], repeat=6)]
    memberships = np.stack([np.stack([part, 1 - part], axis=1) for part in parts], axis=1)
    highest = to_the_end(data, memberships)[2].max()
    assert fit_latent_classes(X, k=2, random_state=0).log_likelihood == pytest.approx(highest, abs=1e-3)
