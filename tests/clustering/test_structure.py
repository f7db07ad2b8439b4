"""Does the verdict find planted groups, and none where there are none? Published quantiles, planted truth, nulls."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from seglib.clustering import dip, spread_ties, structure
from seglib.clustering.dip import _reference
from seglib.clustering.kmeans_samples import centers_of_sample
from seglib.clustering.matrix import squared_distances
from seglib.clustering.nulls import FAMILIES, null_families
from seglib.clustering.separation import separated, valleys
from seglib.clustering.structure import _excess, verdict


def planted(delta, *, n=300, seed):
    """Four groups in four columns, each as far from each other."""
    rng = np.random.default_rng(seed)
    groups = rng.integers(0, 4, n)
    return (np.eye(4) * delta / np.sqrt(2))[groups] + rng.standard_normal((n, 4)), groups


def empty(family, *, n=300, d=3, seed):
    """Data sets without groups."""
    rng = np.random.default_rng(seed)
    if family == "gaussian":
        X = rng.standard_normal((n, d)) @ rng.standard_normal((d, d))
    elif family == "uniform":
        X = rng.random((n, d))
    elif family == "heavy_tails":
        X = rng.standard_normal((n, d)) / np.sqrt(rng.chisquare(3, (n, 1)) / 3)
    else:  # recency, orders and money of one population
        orders = 1 + rng.poisson(rng.gamma(0.8, 5, n))
        money = np.exp(rng.normal(3, 0.8, n)) * orders
        X = np.column_stack([rng.exponential(100, n), orders, money])
        X = np.log1p(X) if family == "skewed_log" else X
    return (X - X.mean(axis=0)) / X.std(axis=0)


def natural(X, *, ks=range(2, 8), seed):
    """Groups with valleys between them, by the parts of `structure` that ask for them alone."""
    found = centers_of_sample(X, np.ones(len(X), dtype=int), ks=list(ks), random_state=seed)
    labels = [squared_distances(X, found[k]).argmin(axis=1) for k in ks]
    smooth = spread_ties(X, random_state=seed)
    passed = separated([valleys(smooth, one, random_state=seed) for one in labels])
    return max(((k, one) for k, one, is_one in zip(ks, labels, passed, strict=True) if is_one), default=(1, None))


def test_the_dip_of_two_points_is_a_quarter_and_of_an_even_row_the_least():
    assert dip(np.repeat([0.0, 7.0], 20)).value == 0.25
    assert dip(np.arange(50.0)).value == pytest.approx(1 / 100)
    assert dip(np.full(5, 3.0)).value == pytest.approx(1 / 10)


def test_the_dip_does_not_depend_on_unit_or_direction():
    x = np.random.default_rng(1).lognormal(0, 1, 200)
    assert dip(x).value == pytest.approx(dip(-3 * x + 8).value)


def test_the_dip_has_the_published_quantiles_on_uniform_samples():
    # Medians and 95 % points of the R package diptest's table (a million draws), n = 50 and 500; here so many draws
    # that a standard error is 2 to 3 % of a quantile.
    rng = np.random.default_rng(7)
    drawn = [dip(rng.random(50)).value for _ in range(600)]
    assert np.quantile(drawn, [0.5, 0.95]) == pytest.approx([0.04885, 0.07027], rel=0.06)
    assert np.quantile(_reference(), [0.5, 0.95]) / np.sqrt(500) == pytest.approx([0.01645, 0.02373], rel=0.06)


def test_the_nearest_distribution_with_one_peak_has_one():
    rng = np.random.default_rng(2)
    found = dip(np.concatenate([rng.normal(0, 1, 200), rng.normal(6, 1, 200)]))
    assert found.p < 0.01
    slopes = np.diff(found.cumulative) / np.diff(found.knots)
    before, after = slopes[found.knots[1:] <= found.low], slopes[found.knots[:-1] >= found.high]
    assert (np.diff(before) >= -1e-9).all()
    assert (np.diff(after) <= 1e-9).all()
    one = dip(rng.gamma(2, 1, 2_000))
    drawn = one.draw(rng.random(20_000))
    assert np.quantile(drawn, [0.1, 0.5, 0.9]) == pytest.approx(np.quantile(one.knots, [0.1, 0.5, 0.9]), rel=0.1)


def test_counts_are_spread_up_to_their_neighbours_and_keep_their_order():
    counts = np.array([[1.0, 0.3], [1.0, 0.1], [2.0, 0.5], [4.0, 0.2]])
    spread = spread_ties(counts, random_state=1)
    assert (spread[:, 1] == counts[:, 1]).all()
    assert (np.abs(spread[:2, 0] - 1) <= 0.5).all()
    assert 1.5 <= spread[2, 0] <= 3 <= spread[3, 0]


def test_families_without_groups_keep_size_spread_and_relations():
    X = empty("skewed_log", n=2_000, seed=4)
    rng = np.random.default_rng(5)
    families = null_families(X)
    assert list(families) == list(FAMILIES)
    for family in ("gaussian", "skewed", "heavy_tails"):
        drawn = families[family](20_000, rng)
        assert drawn.std(axis=0) == pytest.approx(X.std(axis=0), rel=0.15)
        assert np.corrcoef(drawn.T) == pytest.approx(np.corrcoef(X.T), abs=0.12)
    box = families["uniform"](5_000, rng)
    _, axes = np.linalg.eigh(np.cov(X.T))
    turned = (X - X.mean(axis=0)) @ axes
    inside = (box - X.mean(axis=0)) @ axes
    assert (inside.min(axis=0) >= turned.min(axis=0) - 1e-9).all()
    assert (inside.max(axis=0) <= turned.max(axis=0) + 1e-9).all()


# Of 15 draws each; docs/calibration.md has the shares of 500.
@pytest.mark.parametrize(("delta", "least_right", "least_rand"), [(4.2, 11, 0.70), (5.7, 14, 0.93), (7.1, 14, 0.97)])
def test_planted_groups_are_found_in_their_number(delta, least_right, least_rand):
    right, rand = 0, []
    for seed in range(15):
        X, groups = planted(delta, seed=seed)
        k, labels = natural(X, seed=seed)
        right += k == 4
        rand.append(adjusted_rand_score(groups, labels) if k > 1 else 0.0)
    assert right >= least_right
    assert np.mean(rand) >= least_rand


@pytest.mark.parametrize("family", ["gaussian", "uniform", "heavy_tails", "skewed", "skewed_log"])
def test_in_data_without_groups_there_is_no_valley(family):
    found = sum(natural(empty(family, seed=seed), seed=seed)[0] > 1 for seed in range(15))
    assert found <= 3  # 5 % of 15 is 0.75; 99.4 % of binomial draws have 3 or fewer


def test_the_verdict_names_planted_groups_and_does_not_depend_on_order_or_unit():
    X, _ = planted(6.5, n=200, seed=3)
    found = structure(X, ks=(2, 3, 4, 5), n_null=2, n_boot=2, random_state=1)
    assert (found.verdict, found.k, found.n) == ("natural", 4, 200)
    mixed = pd.DataFrame(np.random.default_rng(0).permutation(X) * 100)
    again = structure(mixed, ks=(2, 3, 4, 5), n_null=2, n_boot=2, random_state=1)
    assert (again.verdict, again.k) == ("natural", 4)
    assert again.table["silhouette"].to_numpy() == pytest.approx(found.table["silhouette"].to_numpy())


def test_one_skewed_population_is_not_called_reproducible():
    found = structure(empty("skewed_log", seed=11), ks=(2, 3, 4), n_null=19, n_boot=3, random_state=2)
    assert found.verdict in ("constructed", "none")
    assert found.nulls.groupby("family")["draw"].nunique().tolist() == [19] * len(FAMILIES)
    assert found.p_null > 0.05
    assert verdict(empty("skewed_log", seed=11), ks=(2, 3, 4), n_null=19, n_boot=3, random_state=2) == (
        found.verdict,
        found.k,
    )


def test_groups_are_reproducible_only_beyond_what_many_draws_without_groups_reach():
    seen = pd.DataFrame({"k": [2, 3], "silhouette": 0.3, "stability": [0.8, 0.95]})

    def draws(n):
        rng = np.random.default_rng(0)
        families = pd.MultiIndex.from_product([list(FAMILIES), range(n), [2, 3]], names=["family", "draw", "k"])
        return families.to_frame(index=False).assign(stability=rng.uniform(0.76, 0.84, len(families)))

    excess, p = _excess(seen, draws(19))
    assert p == 1 / 20
    assert excess[1] == pytest.approx(0.15, abs=0.02)
    assert _excess(seen, draws(4))[1] == 1 / 5  # of so few draws, none can be called rare
    assert _excess(seen.assign(stability=[0.8, 0.81]), draws(19))[1] > 0.05


def test_what_cannot_be_asked_is_refused():
    X, _ = planted(5, n=50, seed=1)
    with pytest.raises(ValueError, match="`ks`"):
        structure(X, ks=(1, 2), random_state=1)
    with pytest.raises(ValueError, match="`n_null`"):
        structure(X, n_null=1, random_state=1)
    with pytest.raises(ValueError, match="finite"):
        dip(np.array([1.0, np.nan]))
