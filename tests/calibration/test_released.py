"""Are the promises of the register kept in a few data sets drawn now?"""

import pytest

from seglib.calibration import groups, register, trust
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


def test_names_of_studies_are_unique(monkeypatch):
    monkeypatch.setattr(trust, "STUDIES", groups.STUDIES[:1])
    with pytest.raises(ValueError, match="must be unique"):
        register.studies()
