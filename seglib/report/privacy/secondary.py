"""Which rows must go beside the small ones, so that nobody can compute what was left out from what is left?

Who knows the total of a column and all rows but one knows that one as well. Rows are therefore taken out, the smallest
first, until a hidden number could lie anywhere in a wide range: each may be nothing, or all that is hidden together.
"""

from __future__ import annotations

from collections.abc import Sequence

PROTECTION = 5
"""No hidden number of people may be known to within so many."""


def hidden_rows(sizes: Sequence[float | None], least: int) -> set[int]:
    """Choose the rows of a column of sizes whose numbers are not shown.

    Parameters
    ----------
    sizes : sequence of float or None
        Numbers of people in disjoint groups, whose total may be known; None where a row has none.
    least : int
        The minimum.

    Returns
    -------
    set of int
        Places of the rows: those under the minimum, and the smallest of the others that are needed to protect them.
        Where one row alone is left, it goes as well.

    Examples
    --------
    >>> sorted(hidden_rows([120, 3, 40, 15], 10)), sorted(hidden_rows([120, 40, 15], 10))
    ([1, 3], [])
    """
    known = sorted((size, place) for place, size in enumerate(sizes) if size is not None)
    small = [size for size, _ in known if size < least]
    if not small:
        return set()
    taken = len(small)
    while taken < len(known) and not _protected([size for size, _ in known[:taken]]):
        taken += 1
    return {place for _, place in known[:taken]}


def _protected(sizes: Sequence[float]) -> bool:
    """Tell whether each hidden size could be more than `PROTECTION` away from itself, its total being known."""
    total = sum(sizes)
    return len(sizes) > 1 and all(max(size, total - size) > PROTECTION for size in sizes)
