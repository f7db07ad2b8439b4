"""How nbval's kernels are started: with the demo's committed results in mind, which are text."""

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup():
    """Let a notebook's kernel, which its first cell starts, show blocks as text."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SEGLIB_BLOCKS", "text")
        return (yield)
