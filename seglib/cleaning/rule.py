"""What is a cleaning rule? A name, a predicate over the typed rows, an outcome and a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import ibis
import ibis.expr.types as ir

Outcome = Literal["quarantine", "merge", "flag"]
Predicate = Callable[[ibis.Table], ir.BooleanValue]


@dataclass(frozen=True)
class Rule:
    """One cleaning rule.

    Attributes
    ----------
    name : str
        Code, as in the ledger.
    outcome : {"quarantine", "merge", "flag"}
        What happens to rows that it applies to.
    reason : str
        Sentence for the reader: why.
    predicate : callable
        Typed table with evidence → boolean expression; missing counts as false.
    """

    name: str
    outcome: Outcome
    reason: str
    predicate: Predicate
