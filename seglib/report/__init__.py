"""How do results reach a reader: blocks, pages, and the published report."""

from seglib.report.page import Page

__all__ = ["Page"]
