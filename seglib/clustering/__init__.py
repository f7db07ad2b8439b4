"""Groups in a matrix: algorithms, indices, stability and the choice of their number. Knows no marketing."""

from seglib.clustering.centroid_number import scan_centroids
from seglib.clustering.centroids import Centroids, fit_centroids
from seglib.clustering.choice import Choice, choose
from seglib.clustering.class_number import (
    choose_classes,
    class_table,
    fit_each,
    likelihood_ratio_test,
    share_intervals,
)
from seglib.clustering.contrasts import DensityGroups, agreement, density_groups
from seglib.clustering.dip import Dip, dip, spread_ties
from seglib.clustering.gap import gap_choice, gap_statistic
from seglib.clustering.gorge import Gorge, gorge
from seglib.clustering.held_out import differences
from seglib.clustering.keeping import Keeping, keeping
from seglib.clustering.latent_class import LatentClasses, fit_latent_classes
from seglib.clustering.lineage import Lineage, lineage
from seglib.clustering.null_stability import draws_needed, null_jaccard, reached_without_groups
from seglib.clustering.numbers import numbers
from seglib.clustering.passport import GRADES, passports
from seglib.clustering.scanning import scan
from seglib.clustering.segment_stability import SegmentStability, segment_stability
from seglib.clustering.silhouette import silhouettes, silhouettes_of_cases
from seglib.clustering.solution import METHODS, Clustering, fit
from seglib.clustering.structure import Structure, structure

__all__ = [
    "GRADES",
    "METHODS",
    "Centroids",
    "Choice",
    "Clustering",
    "DensityGroups",
    "Dip",
    "Gorge",
    "Keeping",
    "LatentClasses",
    "Lineage",
    "SegmentStability",
    "Structure",
    "agreement",
    "choose",
    "choose_classes",
    "class_table",
    "density_groups",
    "differences",
    "dip",
    "draws_needed",
    "fit",
    "fit_centroids",
    "fit_each",
    "fit_latent_classes",
    "gap_choice",
    "gap_statistic",
    "gorge",
    "keeping",
    "likelihood_ratio_test",
    "lineage",
    "null_jaccard",
    "numbers",
    "passports",
    "reached_without_groups",
    "scan",
    "scan_centroids",
    "segment_stability",
    "share_intervals",
    "silhouettes",
    "silhouettes_of_cases",
    "spread_ties",
    "structure",
]
