"""Tables of every kind of difficulty, one figure each, and what can be read off a finished figure."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.text import Text

from seglib import plots

SEGMENTS = [
    "Champions",
    "Loyal",
    "New or promising",
    "Needs attention",
    "Cooling off",
    "Cannot lose",
    "At risk",
    "Hibernating",
    "Occasional buyers of gifts and decoration for home and garden",
    "مشترون في المناسبات الخاصة فقط",
    "🛒 Garden lovers 🌿",
    "Costs $5 to $9 a visit",
]

FIELDS = {
    (True, True): "Court",
    (True, False): "Learn to serve",
    (False, True): "Serve lightly",
    (False, False): "Wait",
}


@dataclass(frozen=True)
class Written:
    """A text on the canvas, in pixels."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float

    def overlaps(self, other: "Written") -> bool:
        """Tell whether two texts share more than a pixel in both directions."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide > 1 and high > 1


@dataclass(frozen=True)
class Drawn:
    """What came of a figure: its texts and size on the canvas, and what else drawing did."""

    texts: list[Written]
    canvas: tuple[int, int]
    inches_wide: float
    title: str
    warnings: list[str]
    changed_options: set[str]
    table_unchanged: bool


def read_texts(figure) -> list[Written]:
    """Draw the figure and collect its visible texts."""
    figure.canvas.draw()
    hidden = {id(text) for axes in figure.findobj(Axes) for text in _not_drawn(axes)}
    found = []
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden:
            box = Text.get_window_extent(text)
            found.append(Written(text.get_text(), box.x0, box.y0, box.x1, box.y1, text.get_fontsize()))
    return found


def _not_drawn(axes):
    """Texts that are in the tree but not on the canvas: of axes that are off, and of ticks beyond the limits."""
    for axis in (axes.xaxis, axes.yaxis):
        if not axes.axison:
            yield axis.label
        shown = axis._update_ticks() if axes.axison else []
        for tick in (*axis.majorTicks, *axis.minorTicks):
            if tick not in shown:
                yield from (tick.label1, tick.label2)


def balance(*rows):
    """Balance of rows out of (label, rows, kind)."""
    return pd.DataFrame(rows, columns=["label", "rows", "kind"])


def summary(n, *, low=-0.1):
    """A summary of n segments whose shares add up, one of which loses money where there are several."""
    margin = np.linspace(1.0, low, n) if n > 1 else np.array([1.0])
    return pd.DataFrame(
        {
            "segment_name": SEGMENTS[:n],
            "n": range(1, n + 1),
            "share": 1 / n,
            "margin_share": margin / margin.sum(),
            "total_margin": margin * 12345,
        }
    )


def traits(n, *, money=True):
    """Groups of n traits, the last group of each not known; names of every kind."""
    rows = [
        (f"Trait {t + 1}", SEGMENTS[(t + g) % 12] if told else "Not known", told, (g + 1) / 15, g / 12 - 0.05)
        for t in range(n)
        for g in range(5)
        for told in (g < 4,)
    ]
    table = pd.DataFrame(rows, columns=["trait", "group", "told", "share", "margin_share"])
    return table if money else table.assign(margin_share=np.nan)


def shares(n_rows, n_columns):
    """A grid of shares of which every fifth stands out and one is missing."""
    rows = [(SEGMENTS[r], SEGMENTS[-c - 1], (r + c) / 24) for r in range(n_rows) for c in range(n_columns)]
    table = pd.DataFrame(rows[:-1] or rows, columns=["category", "group", "share"])
    return table.assign(apart=table.index % 5 == 0)


def retention(months):
    """Triangle of cohorts, one a month."""
    first = pd.Timestamp(2024, 1, 1)
    return pd.DataFrame(
        [
            (first + pd.DateOffset(months=c), m, 1.0 if m == 0 else 0.4 / m, 100 + c)
            for c in range(months)
            for m in range(months - c)
        ],
        columns=["cohort", "periods_since", "retention", "n"],
    )


def tracking(weeks, seen, share):
    """Purchases by week, a share of what was expected; the weeks after some were not seen."""
    week = np.arange(1, weeks + 1)
    expected = 4000 * np.sqrt(week / weeks)
    table = pd.DataFrame({"week": week, "actual": (share * expected).round(), "expected": expected})
    return table.assign(forecast=expected * 0.98, held_out=week > seen)


def centres(n_segments, n_traits):
    """Standardised centres from -3 to 3."""
    z = np.linspace(-3, 3, n_segments * n_traits)
    cells = [(s, f"Days since last order {t}") for s in SEGMENTS[:n_segments] for t in range(n_traits)]
    return pd.DataFrame(cells, columns=["segment_name", "trait"]).assign(z=z)


def answers(n_segments, n_questions):
    """Answers of segments, every other one a marker, beside those of all."""
    cells = [(s, f"I look where a product comes from {q}") for s in SEGMENTS[:n_segments] for q in range(n_questions)]
    table = pd.DataFrame(cells, columns=["segment_name", "label"])
    scaled = np.linspace(0, 1, len(table))
    return table.assign(scaled=scaled, average=0.5, marker=table.index % 2 == 0, shown=[f"{x:.0%}" for x in scaled])


def rfm_cells(n_bins):
    """Every cell of the grid but one."""
    cells = [(r, f) for r in range(1, n_bins + 1) for f in range(1, n_bins + 1) if (r, f) != (1, n_bins)]
    return pd.DataFrame(cells, columns=["r_score", "f_score"]).assign(n=range(1, len(cells) + 1), value=12.5)


def months(n, value=1000.0):
    """Months with values that rise and fall."""
    return pd.DataFrame(
        {"month": pd.date_range("2024-01-01", periods=n, freq="MS"), "value": [value * (1 + i % 3) for i in range(n)]}
    )


def share_curve(bend):
    """Cumulative shares; above 1 on the way where bend is below 1 in size."""
    x = np.linspace(0, 1, 21)
    return pd.DataFrame({"customer_share": x, "value_share": x + bend * x * (1 - x)})


def towns(n):
    """Places that lie close together, of all sizes; one differs from the rest."""
    steps = np.arange(n)
    return pd.DataFrame(
        {
            "name": SEGMENTS[:n],
            "place": (["DE", "FR", "ES", "IT", "PL", "AT", "BE", "NL", "CH", "CZ", "DK", "MT"])[:n],
            "n": 10 * 2 ** (steps % 6),
            "mean": 100 + 40 * np.cos(steps),
            "value": 100 + 10 * np.cos(steps),
            "verdict": ["above"] * (n > 1) + ["as the rest"] * (n - (n > 1)),
            "latitude": 47 + np.sin(steps * 2) * 3,
            "longitude": 8 + np.cos(steps * 3) * 4,
        }
    )


def forest(labels):
    """Effects in two campaigns, some surely above what a contact costs, one without an interval."""
    effect = np.linspace(9.0, -3.0, len(labels))
    table = pd.DataFrame({"group": "Spring catalogue", "label": labels, "effect": effect})
    table = table.assign(low=effect - 4, high=effect + 6, goal=2.85, sure=effect > 6.85)
    again = table.assign(
        group="Christmas mailing (voucher)", low=np.where(np.arange(len(labels)) == 1, np.nan, effect - 9)
    )
    return pd.concat([table, again], ignore_index=True)


def contests(bases):
    outcomes = ["Sales less returns", "Bought again", "Answered a campaign"]
    rows = pd.MultiIndex.from_product([bases, outcomes], names=["label", "outcome_label"]).to_frame(index=False)
    scores = np.linspace(0.4, -0.02, len(rows))
    return rows.assign(score=scores, low=scores - 0.1, high=scores + 0.1, beyond_noise=scores > 0.1)


def targets(segments):
    worth = np.linspace(0.9, 0.1, len(segments))
    told = {"attractiveness": worth, "attractiveness_low": worth - 0.05, "attractiveness_high": worth + 0.05}
    return pd.DataFrame({"segment_name": segments, "n": 40, **told, "fit": np.linspace(0.2, 0.8, len(segments))})


def curves(groups):
    """A year that peaks at another time in each group."""
    days = np.arange(3, 365, 15)
    parts = [
        pd.DataFrame({"group": group, "day": days, "value": 1 + np.sin(2 * np.pi * (days + 30 * i) / 365)})
        for i, group in enumerate(groups)
    ]
    return pd.concat(parts, ignore_index=True)


def chance(sizes):
    """Limits that narrow with the number of customers."""
    width = 200 / np.sqrt(np.array(sizes))
    columns = {"low_998": 100 - 2 * width, "low_95": 100 - width, "high_95": 100 + width, "high_998": 100 + 2 * width}
    return pd.DataFrame({"n": sizes, **columns, "centre": 100.0})


def boxes(*ks):
    """Stability of the segments of some solutions, from certain to none."""
    table = pd.DataFrame([(k, j) for k in ks for j in range(k)], columns=["k", "segment"])
    mean = np.linspace(1, 0.2, len(table))
    spread = {"jaccard_low": -0.2, "q25": -0.1, "jaccard_median": 0.01, "q75": 0.1, "jaccard_high": 0.2}
    return table.assign(jaccard_mean=mean, **{name: np.clip(mean + by, 0, 1) for name, by in spread.items()})


def descent(*ks):
    """Segments of some solutions in the order of their ancestors, and members that go everywhere."""
    table = pd.DataFrame(
        [(k, j, k - 1 - j, 240 // k) for k in ks for j in range(k)], columns=["k", "segment", "position", "n"]
    )
    table["stability"] = np.where(table["k"] == ks[0], np.nan, np.linspace(0, 1, len(table)))
    pairs = [(k, i, m, j, 240 // (k * m)) for k, m in pairwise(ks) for i in range(k) for j in range(m)]
    return table, pd.DataFrame(pairs, columns=["k_from", "segment_from", "k_to", "segment_to", "n"])


def similarities(segments):
    """Two peaks with a gorge between them."""
    rows = [(s, i / 20, (i + 1) / 20, (i - 10) ** 2, (i - 10) ** 2 * (i > 10)) for s in segments for i in range(20)]
    return pd.DataFrame(rows, columns=["segment", "low", "high", "n", "members"])


def through(k, days=3):
    """Segments on some days, the last ones small, and bands between each and the next."""
    names, labels = SEGMENTS[:k], [f"Jun {day}, 2026" for day in range(1, days + 1)]
    sizes = [(day, segment, 10 + 400 // (i + 1)) for day in labels for i, segment in enumerate(names)]
    flows = [(a, b, one, two, 9 + 200 * (one == two) // (i + 1)) for a, b in pairwise(labels)
             for i, one in enumerate(names) for two in names]  # fmt: skip
    return (
        pd.DataFrame(sizes, columns=["day", "segment_name", "n"]),
        pd.DataFrame(flows, columns=["day", "until", "from_name", "to_name", "n"]),
    )


CAUSES = {"customers": "By customers", "redefined": "By new borders", "noise": "By chance"}


def parts_of(k):
    """What added to segments and took from them; the parts of one cause add up to nothing."""
    rows = [(SEGMENTS[i], 200 - 60 * i, 30 * (-1) ** i, 5 - 2 * i) for i in range(k)]
    return pd.DataFrame(rows, columns=["segment_name", *CAUSES])


SQUARES = {
    code: [np.array([[x, y], [x + 3, y], [x + 3, y + 3], [x, y + 3], [x, y]], dtype=float)]
    for code, x, y in (("DE", 6, 47), ("FR", 2, 44), ("ES", -5, 40), ("US", -90, 40))
}
GALLERY = {
    "waterfall": (
        plots.plot_waterfall,
        balance(("Received", 541909, "total"), ("No customer", 135080, "loss"), ("Used", 406829, "end")),
        {},
    ),
    "waterfall enlarged": (
        plots.plot_waterfall,
        balance(
            ("Received", 61234, "total"),
            (SEGMENTS[8], 210, "loss"),
            (SEGMENTS[9], 1, "loss"),
            ("Merged", 333, "loss"),
            ("Used", 60690, "end"),
        ),
        {},
    ),
    "waterfall without losses": (plots.plot_waterfall, balance(("In", 5, "total"), ("Used", 5, "end")), {}),
    "waterfall of nothing": (plots.plot_waterfall, balance(("In", 0, "total"), ("Used", 0, "end")), {}),
    "coverage": (
        plots.plot_coverage,
        pd.DataFrame(
            {"table": ["customers"] * 20 + ["order_lines"] * 20, "column": SEGMENTS * 3 + list("abcd"), "share": 0.9999}
        ),
        {},
    ),
    "coverage of one": (plots.plot_coverage, pd.DataFrame({"table": ["t"], "column": ["c"], "share": [0.0]}), {}),
    "rfm grid": (plots.plot_rfm_grid, rfm_cells(5), {"currency": "EUR"}),
    "rfm grid of ten": (plots.plot_rfm_grid, rfm_cells(10), {}),
    "rfm grid of one": (plots.plot_rfm_grid, rfm_cells(2)[:1].assign(value=0.0), {}),
    "segment bars": (plots.plot_segment_bars, summary(12), {"colors": plots.segment_colors(SEGMENTS)}),
    "segment bars of one": (plots.plot_segment_bars, summary(1), {}),
    "segment bars of zeros": (plots.plot_segment_bars, summary(3).assign(share=0.0, margin_share=0.0), {}),
    "returning": (
        plots.plot_returning,
        pd.DataFrame(
            {"days": [3, 60, 300], "returned": [0.1, 0.4, 0.8], "low": [0.05, 0.3, 0.7], "high": [0.2, 0.5, 0.9]}
        ),
        {"marks": {60.0: "half within 60 days", 300.0: "nine of ten within 300 days"}},
    ),
    "returning, one day": (
        plots.plot_returning,
        pd.DataFrame({"days": [1], "returned": [0.5], "low": [0.0], "high": [1.0]}),
        {"marks": {1.0: "all on one day"}},
    ),
    "calibration": (
        plots.plot_calibration,
        pd.DataFrame({"predicted": [0.1, 0.5], "observed": [0.15, 0.45], "low": [0.1, 0.4], "high": [0.2, 0.5]}),
        {},
    ),
    "calibration of one": (
        plots.plot_calibration,
        pd.DataFrame({"predicted": [0.01], "observed": [0.0], "low": [0.0], "high": [0.02]}),
        {},
    ),
    "calibration of numbers": (
        plots.plot_calibration,
        pd.DataFrame({"predicted": [0.5, 7.4], "observed": [0.4, 7.2], "low": [0.3, 6.5], "high": [0.6, 7.9]}),
        {"shares": False},
    ),
    "whale": (plots.plot_whale, share_curve(1.6), {}),
    "whale without a peak": (plots.plot_whale, share_curve(0.3), {}),
    "cohorts": (plots.plot_cohorts, retention(12), {}),
    "cohorts of 40": (plots.plot_cohorts, retention(40), {}),
    "cohorts of one": (plots.plot_cohorts, retention(2), {}),
    "trait bars": (plots.plot_trait_bars, traits(6), {}),
    "trait bars without money": (plots.plot_trait_bars, traits(3, money=False), {"language": "ar"}),
    "trait bars of one": (plots.plot_trait_bars, traits(1), {}),
    "share grid": (plots.plot_share_grid, shares(12, 3), {"highlight": "apart"}),
    "share grid of 7": (plots.plot_share_grid, shares(5, 7), {}),
    "share grid of 8, nearly all": (plots.plot_share_grid, shares(5, 8).assign(share=0.995), {}),
    "share grid of one": (plots.plot_share_grid, shares(1, 1), {"highlight": "apart"}),
    "answer profile": (plots.plot_answer_profile, answers(4, 11), {}),
    "answer profile of 8": (plots.plot_answer_profile, answers(8, 6), {}),
    "answer profile of one": (plots.plot_answer_profile, answers(1, 1), {}),
    "profile": (plots.plot_profile, centres(5, 7), {}),
    "profile of 12 by 15": (plots.plot_profile, centres(12, 15), {}),
    "profile of 12 by 3": (plots.plot_profile, centres(12, 3), {}),
    "profile of one": (plots.plot_profile, centres(1, 1).assign(z=0.0), {}),
    "effects": (
        plots.plot_effects,
        pd.DataFrame(
            {"variable": SEGMENTS, "effect": np.linspace(0.9, -0.1, 12), "low": -0.2, "high": 1.0, "differs": True}
        ),
        {},
    ),
    "effects of nothing": (
        plots.plot_effects,
        pd.DataFrame({"variable": ["x"], "effect": [0.0], "low": [0.0], "high": [0.0], "differs": [False]}),
        {},
    ),
    "forest": (plots.plot_forest, forest(SEGMENTS), {"value_label": "Margin a contact", "currency": "EUR"}),
    "forest with a square a segment": (
        plots.plot_forest,
        forest(["All customers", *SEGMENTS[:6]]),
        {"value_label": "Margin a contact", "currency": "EUR", "colors": plots.known_colors(SEGMENTS[:6])},
    ),
    "forest of one share": (
        plots.plot_forest,
        forest(["all"]).drop(columns="goal"),
        {"value_label": "More who respond"},
    ),
    "targeting": (plots.plot_targeting, targets(SEGMENTS[:6]), {"fields": FIELDS}),
    "targeting of one": (plots.plot_targeting, targets(["all"]), {"fields": FIELDS}),
    "battle": (plots.plot_battle, contests(SEGMENTS), {}),
    "battle of one, undecided": (
        plots.plot_battle,
        contests(["What they do"])[:1].assign(score=0.0, low=0, high=0),
        {},
    ),
    "gain curve": (
        plots.plot_gain_curve,
        pd.DataFrame(
            {"k": range(1, 13), "gain": np.linspace(0, 90_000, 12), "low": -40_000.0, "high": 1e5, "null_high": 5e4}
        ),
        {"x": "k", "y": "gain", "chosen": 12, "x_label": "Segments", "value_label": "Gain", "currency": "EUR"},
    ),
    "gain curve of nothing": (
        plots.plot_gain_curve,
        pd.DataFrame({"budget": [0.0, 25_000.0], "profit": 0.0}),
        {
            **{"x": "budget", "y": "profit", "chosen": 0.0, "x_label": "Budget", "value_label": "Left after costs"},
            "x_currency": "MYR",
        },
    ),
    "gain curve of one": (
        plots.plot_gain_curve,
        pd.DataFrame({"k": [1], "gain": [0.0]}),
        {"x": "k", "y": "gain", "chosen": 1, "x_label": "Segments", "value_label": "Gain"},
    ),
    "scan": (
        plots.plot_scan,
        pd.DataFrame(
            {"k": range(2, 21), "stability": np.linspace(1, 0.3, 19), "silhouette": np.linspace(0.5, -0.1, 19)}
        ),
        {"chosen": 4},
    ),
    "scan of one": (plots.plot_scan, pd.DataFrame({"k": [3], "stability": [0.0], "silhouette": [0.0]}), {"chosen": 3}),
    "lifecycle": (plots.plot_lifecycle, summary(12), {"currency": "EUR"}),
    "lifecycle of zeros": (plots.plot_lifecycle, summary(1).assign(n=0, total_margin=0.0), {}),
    "monthly": (plots.plot_monthly, months(30, 1e5), {"currency": "EUR"}),
    "monthly, the last not over": (plots.plot_monthly, months(13).assign(complete=[True] * 12 + [False]), {}),
    "funnel": (plots.plot_funnel, towns(12), {"limits": chance([10, 40, 320]), "currency": "EUR"}),
    "funnel of one": (plots.plot_funnel, towns(1), {"limits": chance([10])}),
    "map of points": (plots.plot_map, towns(12), {"outlines": SQUARES, "stores": [("Shop", 48.0, 8.0)]}),
    "map of areas": (plots.plot_map, towns(12), {"outlines": SQUARES, "areas": True, "centre": 100.0}),
    "map of one place without a value": (plots.plot_map, towns(1).assign(value=np.nan), {"outlines": SQUARES}),
    "season": (plots.plot_season, curves(SEGMENTS[-5:]), {}),
    "season of one, flat": (plots.plot_season, curves(["all"]).assign(value=1.0), {"language": "fa"}),
    "tracking": (plots.plot_tracking, tracking(78, 39, 1.1), {}),
    "tracking, all as expected": (plots.plot_tracking, tracking(20, 10, 1.0), {"language": "fa"}),
    "tracking of one week": (plots.plot_tracking, tracking(1, 0, 1.0), {}),
    "tracking of nothing": (plots.plot_tracking, tracking(6, 3, 0.0).assign(expected=0.0, forecast=0.0), {}),
    "monthly of one zero": (plots.plot_monthly, months(1, 0.0), {}),
    "lifts": (
        plots.plot_effects,
        pd.DataFrame(
            {"pair": SEGMENTS, "lift": 1.5, "low": 1.2, "high": np.linspace(1.6, 9, 12), "differs": [True, False] * 6}
        ),
        {"label": "pair", "value": "lift", "value_label": "Times as many customers as by chance", "baseline": 1.0},
    ),
    "lift of one": (
        plots.plot_effects,
        pd.DataFrame({"pair": ["A"], "lift": [1.0], "low": [1.0], "high": [1.0]}),
        {"label": "pair", "value": "lift", "baseline": 1.0},
    ),
    "segment stability": (plots.plot_segment_stability, boxes(*range(2, 9)), {}),
    "segment stability of one solution": (plots.plot_segment_stability, boxes(12), {}),
    "lineage": (plots.plot_lineage, descent(*range(2, 9))[0], {"flows": descent(*range(2, 9))[1]}),
    "lineage of two to twelve": (plots.plot_lineage, descent(2, 12)[0], {"flows": descent(2, 12)[1]}),
    "gorge": (plots.plot_gorge, similarities(range(6)), {}),
    "gorge of one with a long name": (
        plots.plot_gorge,
        similarities(SEGMENTS[8:9]).assign(n=0, members=0),
        {"segment_label": "{segment}"},
    ),
    "flows": (plots.plot_flows, through(7)[0], {"flows": through(7)[1]}),
    "flows of which one is gone": (plots.plot_flows, through(5)[0].drop(index=[9, 14]), {"flows": through(5)[1]}),
    "flows of twelve and of one": (plots.plot_flows, through(12, days=2)[0], {"flows": through(1, days=2)[1]}),
    "causes": (plots.plot_causes, parts_of(7), {"causes": CAUSES}),
    "causes of one": (plots.plot_causes, parts_of(1), {"causes": CAUSES, "language": "ar"}),
}
