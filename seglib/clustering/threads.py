"""How does a sum come out the same on every machine? Linear algebra on one thread, which small matrices like best."""

from __future__ import annotations

import functools
from contextlib import AbstractContextManager

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager:
    """Limit linear algebra to one thread for a while.

    Returns
    -------
    context manager
    """
    return _threads().limit(limits=1)


@functools.cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()
