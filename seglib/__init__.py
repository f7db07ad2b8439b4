"""Customer segmentation for small businesses, from raw files to a client-grade report.

Importing ``seglib`` reads nothing, prints nothing and changes no option of any other library.
"""

__version__ = "0.1.0"
