"""Does the released table have the promises of the register, and are they kept in a few data sets drawn now?"""

import pandas as pd
import pytest

from seglib.calibration import groups, register, table, trust
from seglib.calibration.running import run

SEED = 20260630
PROMISES = {
    (study.name, promise.words): [study.setting, promise.sense, promise.nominal, study.replicates]
    for study in register.studies()
    for promise in study.promises
}


@pytest.fixture(scope="module")
def short():
    return run(register.studies(), seed=SEED, short=True, workers=1).set_index(["study", "promise"])


@pytest.mark.parametrize("promise", PROMISES, ids=" ".join)
def test_a_promise_is_kept_in_the_short_version(short, promise):
    assert short.loc[promise, "verdict"] != "broken", short.loc[promise].to_dict()


def test_the_released_table_has_the_promises_of_the_register_and_none_is_broken(root):
    released = table.read(root / "docs/calibration.csv").set_index(["study", "promise"])
    asked = released[["setting", "sense", "nominal"]]
    told = dict(zip(asked.index, asked.to_numpy().tolist(), strict=True))
    assert told == {promise: words for promise, (*words, _) in PROMISES.items()}
    planned = pd.Series({promise: n for promise, (*_, n) in PROMISES.items()})
    assert (released["replicates"] <= planned.reindex(released.index)).all()  # some promises say nothing of a data set
    assert (released["replicates"] >= 0.5 * planned.reindex(released.index)).all()
    assert set(released["verdict"]) <= {"kept", "within chance"}


def test_the_released_page_is_that_of_the_released_file(root):
    page = root / "docs/calibration.md"
    written = table.markdown(table.read(root / "docs/calibration.csv"), seed=table.seed_of(page))
    assert page.read_text(encoding="utf-8") == written


def test_names_of_studies_are_unique(monkeypatch):
    monkeypatch.setattr(trust, "STUDIES", groups.STUDIES[:1])
    with pytest.raises(ValueError, match="must be unique"):
        register.studies()
