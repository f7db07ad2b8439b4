"""Cohorts worked out by hand from the tiny order lines of conftest.py."""

from seglib.features import cohorts


def test_cells(connection, tables):
    frame = connection.to_pandas(cohorts(tables["order_lines"], as_of="2026-01-30").order_by("cohort", "periods_since"))
    # ann first buys in January 2025 and again in March 2025 (14.90); bob in January 2026, for nothing; cem's return is
    # no purchase. Months with any sale until 30 January 2026: 2025-01, 2025-03, 2026-01 (cut short by a day).
    assert frame[["periods_since", "n", "n_active", "revenue", "complete"]].values.tolist() == [
        [0, 1, 1, 45.1, True],
        [2, 1, 1, 14.9, True],
        [12, 1, 0, 0.0, False],
        [0, 1, 1, 0.0, False],
    ]
    assert frame["retention"].tolist() == [1, 1, 0, 1]
    assert frame["cohort"].astype(str).tolist() == ["2025-01-01"] * 3 + ["2026-01-01"]


def test_last_month_is_complete_on_its_last_day(connection, tables):
    frame = connection.to_pandas(cohorts(tables["order_lines"], as_of="2026-01-31"))
    assert frame["complete"].all()


def test_first_cells_hold_everyone_and_revenue_reconciles(connection, tables):
    frame = connection.to_pandas(cohorts(tables["order_lines"], as_of="2026-02-28"))
    first = frame[frame["periods_since"] == 0]
    assert (first["n_active"] == first["n"]).all()
    assert first["n"].sum() == 3
    assert frame["revenue"].sum() == 380.9  # 100 + 270.90 + 10


def test_rows_come_in_the_order_of_cohorts_and_periods(tables):
    for period in ("month", "quarter"):
        rows = cohorts(tables["order_lines"], as_of="2026-06-30", period=period).to_pandas()
        keys = list(zip(rows["cohort"], rows["periods_since"], strict=True))
        assert keys == sorted(keys)
