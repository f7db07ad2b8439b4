"""Groups in a matrix: algorithms, indices, stability and the choice of their number. Knows no marketing."""

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
from seglib.clustering.latent_class import LatentClasses, fit_latent_classes
from seglib.clustering.scanning import scan
from seglib.clustering.silhouette import silhouettes, silhouettes_of_cases
from seglib.clustering.solution import METHODS, Clustering, fit
from seglib.clustering.structure import Structure, structure

__all__ = [
    "METHODS",
    "Centroids",
    "Choice",
    "Clustering",
    "DensityGroups",
    "Dip",
    "LatentClasses",
    "Structure",
    "agreement",
    "choose",
    "choose_classes",
    "class_table",
    "density_groups",
    "dip",
    "fit",
    "fit_centroids",
    "fit_each",
    "fit_latent_classes",
    "gap_choice",
    "gap_statistic",
    "likelihood_ratio_test",
    "scan",
    "share_intervals",
    "silhouettes",
    "silhouettes_of_cases",
    "spread_ties",
    "structure",
]
