"""Groups in a matrix: algorithms, indices, stability and the choice of their number. Knows no marketing."""

from seglib.clustering.choice import Choice, choose
from seglib.clustering.scanning import scan
from seglib.clustering.solution import METHODS, Clustering, fit

__all__ = ["METHODS", "Choice", "Clustering", "choose", "fit", "scan"]
