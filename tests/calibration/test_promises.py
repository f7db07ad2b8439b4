"""Is a broken promise found, a kept one let pass, and is the table the same whoever computes it?"""

from functools import partial

import numpy as np
import pytest
from scipy import stats

from seglib.calibration import table
from seglib.calibration.promise import Promise, Study, judge
from seglib.calibration.running import run


def tosses(n_yes, n):
    return np.repeat([1.0, 0.0], [n_yes, n - n_yes])


def coin(chance, rng):
    return {"heads": float(rng.random() < chance), "height": rng.normal(chance)}


def study(chance, *, name="V99 coin"):
    promises = (
        Promise("heads", "Heads", "at most", 0.05),
        Promise("height", "Mean height", "at least", 0.0, "mean"),
    )
    return Study(name, "a coin", partial(coin, chance), promises, replicates=60, short=12)


def test_the_band_is_that_of_the_binomial_distribution():
    row = judge(Promise("covered", "Covered", "within", 0.95), tosses(1_900, 2_000))
    low, high = row["band_low"], row["band_high"]
    assert (low, high) == pytest.approx((0.934, 0.966), abs=1e-3)  # the rule's own example: 93.4 to 96.6 %
    assert stats.binom.cdf(high * 2_000, 2_000, 0.95) - stats.binom.cdf(low * 2_000 - 1, 2_000, 0.95) >= 0.999
    assert row["mc_error"] == pytest.approx(np.sqrt(0.95 * 0.05 / 2_000))


@pytest.mark.parametrize(
    ("sense", "nominal", "n_yes", "verdict"),
    [
        ("at most", 0.05, 25, "kept"),
        ("at most", 0.05, 42, "within chance"),  # the band of 500 ends at 42
        ("at most", 0.05, 43, "broken"),
        ("at least", 0.90, 450, "kept"),
        ("at least", 0.90, 430, "within chance"),
        ("at least", 0.90, 420, "broken"),
        ("within", 0.05, 5, "broken"),  # too good is not what was promised either
        ("at most", 0.0, 1, "broken"),
    ],
)
def test_verdicts(sense, nominal, n_yes, verdict):
    assert judge(Promise("a", "A", sense, nominal), tosses(n_yes, 500))["verdict"] == verdict


def test_outcomes_that_do_not_apply_are_left_out_and_means_have_a_normal_band():
    assert judge(Promise("a", "A", "at most", 0.5), np.array([1.0, 0.0, np.nan]))["replicates"] == 2
    values = np.array([0.7, 0.8, 0.9])
    row = judge(Promise("a", "A", "at least", 0.8, "mean"), values)
    assert row["band_low"] == pytest.approx(0.8 - 3.2905 * values.std() / np.sqrt(3), abs=1e-4)
    assert judge(Promise("a", "A", "at least", 1.5, "mean"), values)["verdict"] == "broken"
    with pytest.raises(ValueError, match="0 or 1"):
        judge(Promise("a", "A", "at most", 0.5), values)
    with pytest.raises(ValueError, match="A promise is"):
        Promise("a", "A", "about", 0.5)


def test_a_false_promise_is_found_and_a_true_one_kept_whatever_the_number_of_processes():
    said = []
    alone = run([study(0.02), study(0.5, name="V99 false")], seed=3, workers=1, say=said.append)
    assert alone["verdict"].tolist() == ["kept", "kept", "broken", "kept"]
    assert [sentence.split(":")[0] for sentence in said] == ["V99 coin", "V99 false"]
    shared = run([study(0.5, name="V99 false"), study(0.02)], seed=3, workers=2)
    assert shared.sort_values("study", kind="stable", ignore_index=True).equals(alone)
    assert run([study(0.02)], seed=3, short=True, workers=1)["replicates"].tolist() == [12, 12]


def test_the_page_has_every_row_and_is_made_of_the_file_beside_it(tmp_path):
    found = run([study(0.02)], seed=3, workers=1)
    page, csv = table.write(found, seed=3, folder=tmp_path)
    text = page.read_text(encoding="utf-8")
    assert table.seed_of(page) == 3
    assert text == table.markdown(table.read(csv), seed=3)
    row = found.iloc[0]
    assert f"| coin | Heads | at most 0.05 | {row['realised']:.3f} ± " in text and "| 60 | 0 to 0.167 | kept |" in text
    assert "Of 2 promises 2 kept, 0 within chance, 0 broken." in text
    written = page.read_bytes(), csv.read_bytes()
    assert written == tuple(path.read_bytes() for path in table.write(found, seed=3, folder=tmp_path))
    page.write_text("no number", encoding="utf-8")
    with pytest.raises(ValueError, match="make certify"):
        table.seed_of(page)
