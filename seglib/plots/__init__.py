"""Figures: each draws one finished table. The only room that imports matplotlib."""

from seglib.plots.answer_profile import plot_answer_profile
from seglib.plots.battle import plot_battle
from seglib.plots.calibration import plot_calibration
from seglib.plots.causes import plot_causes
from seglib.plots.cohorts import plot_cohorts
from seglib.plots.coverage import plot_coverage
from seglib.plots.effects import plot_effects
from seglib.plots.flows import plot_flows
from seglib.plots.forest import plot_forest
from seglib.plots.funnel import plot_funnel
from seglib.plots.gain_curve import plot_gain_curve
from seglib.plots.gorge import plot_gorge
from seglib.plots.lifecycle import plot_lifecycle
from seglib.plots.lineage import plot_lineage
from seglib.plots.map import plot_map
from seglib.plots.monthly import plot_monthly
from seglib.plots.palette import known_colors, segment_colors
from seglib.plots.profile import plot_profile
from seglib.plots.returning import plot_returning
from seglib.plots.rfm_grid import plot_rfm_grid
from seglib.plots.scan import plot_scan
from seglib.plots.season import plot_season
from seglib.plots.segment_bars import plot_segment_bars
from seglib.plots.segment_stability import plot_segment_stability
from seglib.plots.share_grid import plot_share_grid
from seglib.plots.targeting import plot_targeting
from seglib.plots.tracking import plot_tracking
from seglib.plots.trait_bars import plot_trait_bars
from seglib.plots.waterfall import plot_waterfall
from seglib.plots.whale import plot_whale

__all__ = [
    "known_colors",
    "plot_answer_profile",
    "plot_battle",
    "plot_calibration",
    "plot_causes",
    "plot_cohorts",
    "plot_coverage",
    "plot_effects",
    "plot_flows",
    "plot_forest",
    "plot_funnel",
    "plot_gain_curve",
    "plot_gorge",
    "plot_lifecycle",
    "plot_lineage",
    "plot_map",
    "plot_monthly",
    "plot_profile",
    "plot_returning",
    "plot_rfm_grid",
    "plot_scan",
    "plot_season",
    "plot_segment_bars",
    "plot_segment_stability",
    "plot_share_grid",
    "plot_targeting",
    "plot_tracking",
    "plot_trait_bars",
    "plot_waterfall",
    "plot_whale",
    "segment_colors",
]
