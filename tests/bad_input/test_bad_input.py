"""Does every bad input get the verdict that is declared for it?"""

import pytest
from bad_input_case import Case, shares, verdict_of, verdicts_together
from cases_ids import CASES as IDS
from cases_orders import CASES as ORDER_CASES
from cases_sheets import CASES as SHEETS
from cases_text import CASES as TEXT
from cases_values import CASES as VALUES

CASES = [*TEXT, *SHEETS, *IDS, *VALUES, *ORDER_CASES]


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    """Verdicts of the cases that are about nothing but order lines, from one run: a run takes seconds."""
    return verdicts_together([case for case in CASES if shares(case)], tmp_path_factory.mktemp("together") / "shop")


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_the_verdict_is_as_declared(case: Case, shared, tmp_path):
    found = shared[case.id] if case.id in shared else verdict_of(case.write(tmp_path / "shop"))[0]
    wanted = case.verdict
    assert found.outcome == wanted.outcome, found.says
    assert [word for word in wanted.says if word not in found.says[0]] == [], found.says
    assert {table: found.rows[table] for table in found.rows if table in wanted.rows} == {
        table: rows for table, rows in wanted.rows.items() if table in found.rows
    }
    for part in ("quarantined", "flagged"):
        for place, reason in getattr(wanted, part).items():
            assert reason in getattr(found, part).get(place, "").split(";")
    assert {place: found.repaired.get(place) for place in wanted.repaired} == wanted.repaired
    if wanted.outcome == "used":
        assert set(found.quarantined) == set(wanted.quarantined)
