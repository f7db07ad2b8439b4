"""How does intake say that a file cannot be taken in?"""

from __future__ import annotations


class IntakeError(ValueError):
    """A file that cannot be taken in; the message names file, place, cause and remedy."""
