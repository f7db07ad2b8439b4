"""By which short rules can one tell a customer's segment? A tree that was not asked about those who judge it."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
import pandas as pd
from sqlglot import exp

from seglib.activation.cart import Leaf, grow, leaves_of, table_of
from seglib.activation.conditions import Condition, merged
from seglib.activation.fields import HABITS, Field, known_fields
from seglib.activation.judging import judged, share_right
from seglib.activation.listing import in_order
from seglib.activation.placing import NothingTellsError, placed
from seglib.activation.pruning import DEPTH, fewest_leaves, out_of_fold
from seglib.segments.checks import check_features, has_ordered
from seglib.segments.segmentation import NOT_YET_BOUGHT, Segmentation

DIALECTS = ("duckdb", "postgres", "spark")
FEWEST, LEAST_SHARE, LEAST = 30, 0.01, 5
SCHEMA = "seglib-rules-1"
_ORDERS = next(one for one in HABITS if one.name == "n_orders")
_NONE, _SOME = Condition(_ORDERS, up_to=0.0, missing=True), Condition(_ORDERS, above=0.0)


@dataclass(frozen=True, eq=False)
class Rules:
    """Short rules that lead to the segments of a segmentation, or near them.

    Parameters
    ----------
    leaves : tuple of Leaf
        Every customer is in exactly one.
    names : dict of str to str
        Name of each segment, by code, in the order of the segmentation.
    table : pandas.DataFrame
        One row a segment: `segment`, `segment_name`, `n` customers in it, `rule` in words, `coverage` (share of all
        customers whom the rule takes), and of customers who did not make the rule: `precision` (of those whom it takes,
        in the segment) and `recall` (of the segment, taken), each with `_low` and `_high` (95%, Wilson).
    accuracy, low, high : float
        Share of customers put into their own segment by rules that were made without them, with its interval (95%).
    largest : float
        What one would get by putting everybody into the largest segment.
    n : int
        Customers.
    complete : frozenset of str, optional
        Fields that are known of everybody who has ordered: words say nothing of the others.
    """

    leaves: tuple[Leaf, ...]
    names: dict[str, str]
    table: pd.DataFrame
    accuracy: float
    low: float
    high: float
    largest: float
    n: int
    complete: frozenset[str] = frozenset()

    def assign(self, features: pd.DataFrame) -> pd.Series:
        """Put customers into segments by the rules.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer.

        Returns
        -------
        pandas.Series of str
            Codes of segments, with the index of the features.
        """
        found = pd.Series(pd.NA, index=features.index, dtype="str")
        for leaf in self.leaves:
            found[leaf.holds(features)] = leaf.segment
        return found

    def text(self) -> str:
        """Write the rules for a reader.

        Returns
        -------
        str
            A line a rule, in an order in which the first that fits counts.
        """
        return "\n".join(f"{i}. {words}: {self.names[code]}" for i, (words, code) in enumerate(self.steps(), start=1))

    def steps(self) -> list[tuple[str, str]]:
        """Give the rules in words, in an order in which the first that fits counts.

        Returns
        -------
        list of (str, str)
            The words, and the code of the segment; each customer comes where :meth:`assign` puts them.
        """
        return [(_words(leaf, self.complete), leaf.segment) for leaf in in_order(self.leaves)]

    def sql(self, *, dialect: str = "duckdb", table: str = "customer_features") -> str:
        """Write the rules as a query.

        Parameters
        ----------
        dialect : {"duckdb", "postgres", "spark"}, default "duckdb"
            Of which database.
        table : str, default "customer_features"
            Where the features are.

        Returns
        -------
        str
            Of `customer_id`, `segment` and `segment_name`; names quoted, values escaped.

        Raises
        ------
        ValueError
            If the dialect is another one.
        """
        if dialect not in DIALECTS:
            raise ValueError(f"`dialect` of `Rules.sql` must be one of {', '.join(DIALECTS)}; got {dialect!r}.")
        code, name = exp.Case(), exp.Case()
        for leaf in self.leaves:
            holds = exp.and_(*(one.sql() for one in leaf.conditions)) if leaf.conditions else exp.true()
            code = code.when(holds, exp.Literal.string(leaf.segment))
            name = name.when(holds.copy(), exp.Literal.string(self.names[leaf.segment]))
        query = exp.select(
            exp.column("customer_id", quoted=True),
            exp.alias_(code, "segment", quoted=True),
            exp.alias_(name, "segment_name", quoted=True),
        ).from_(exp.to_table(exp.table_(table, quoted=True)))
        return query.sql(dialect=dialect, pretty=True)

    def filters(self) -> dict[str, list[list[dict[str, object]]]]:
        """Write the rules as filters of a CRM.

        Returns
        -------
        dict of str to list
            By name of the segment: lists of which one must hold, each of conditions that must all hold, as of
            :meth:`seglib.activation.conditions.Condition.filters`.
        """
        told: dict[str, list[list[dict[str, object]]]] = {self.names[code]: [] for code in self.names}
        for leaf in self.leaves:
            told[self.names[leaf.segment]].append([one for c in leaf.conditions for one in c.filters()])
        return told

    def json(self) -> str:
        """Write the rules for programs.

        Returns
        -------
        str
            `schema`, `fields`, `segments` with their `any_of` conditions, the accuracy, and `hash` of all of that.
        """
        fields = {c.field.name: c.field for leaf in self.leaves for c in leaf.conditions}
        filters = self.filters()
        content = {
            "schema": SCHEMA,
            "fields": [{"name": f.name, "label": f.label, "kind": f.kind, "parts": f.parts} for f in fields.values()],
            "segments": [
                {"segment": code, "segment_name": name, "any_of": filters[name]} for code, name in self.names.items()
            ],
            "accuracy": {"share": self.accuracy, "low": self.low, "high": self.high, "n": self.n},
        }
        content["hash"] = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
        return json.dumps(content, indent=1, ensure_ascii=False)


def explain(
    segmentation: Segmentation | pd.DataFrame,
    features: pd.DataFrame,
    *,
    fields: Sequence[Field] | None = None,
    random_state: int = 0,
) -> Rules:
    """Find short rules that tell in which segment a customer is.

    Parameters
    ----------
    segmentation : Segmentation or pandas.DataFrame
        A segmentation, or its assignments: `customer_id`, `segment`, `segment_name`.
    features : pandas.DataFrame
        One row a customer, as the segmentation was made from.
    fields : sequence of Field, optional
        By what customers may be told apart; left out, by everything in the features that has words.
    random_state : int, default 0
        Seed of the folds.

    Returns
    -------
    Rules
        At most six conditions lead to a rule (whether somebody has ordered at all comes before them), and there are at
        most three rules for each segment on average. How many there are is chosen by customers who did not make them:
        the fewest within a standard error of the best. The accuracy is of customers who had no part in that choice.

    Raises
    ------
    NothingTellsError
        If fewer than 30 customers are in segments, or no field tells them apart.
    """
    check_features(features, [], "explain")
    people, segments, names = placed(segmentation, features)
    bought = segments != NOT_YET_BOUGHT if NOT_YET_BOUGHT in names else np.ones(len(segments), dtype=bool)
    buyers = people[bought]
    usable = [] if len(buyers) < FEWEST else known_fields(buyers, of=fields) if fields else known_fields(buyers)
    if not usable:
        raise NothingTellsError(
            f"`features` of `explain` must tell {FEWEST} customers or more apart by a field that is known; "
            f"got {len(buyers)} customers with an order and {len(usable)} fields."
        )
    table = table_of(buyers, usable)
    least = max(LEAST, round(LEAST_SHARE * len(buyers)))
    found = segments.copy()
    found[bought] = out_of_fold(table.X, segments[bought], least, random_state)
    n_leaves = fewest_leaves(table.X, segments[bought], least, random_state)
    tree = grow(table.X, segments[bought], n_leaves=n_leaves, depth=DEPTH, least=least)
    leaves = _with_nobody(leaves_of(tree, table), NOT_YET_BOUGHT in names)
    share, low, high = share_right(segments, found)
    told = judged(segments, found, names)
    return Rules(
        leaves=tuple(leaves),
        names=names,
        table=_told(told, leaves, people),
        accuracy=share,
        low=low,
        high=high,
        largest=float(pd.Series(segments).value_counts(normalize=True).iloc[0]),
        n=len(segments),
        complete=_complete(leaves, people),
    )


def _with_nobody(leaves: list[Leaf], is_there: bool) -> list[Leaf]:
    """Who has not ordered is told first."""
    if not is_there:
        return leaves
    return [Leaf((_NONE,), NOT_YET_BOUGHT), *(Leaf(merged((*leaf.conditions, _SOME)), leaf.segment) for leaf in leaves)]


def _words(leaf: Leaf, complete: Collection[str]) -> str:
    said = [one.text(complete=one.field.name in complete) for one in leaf.conditions if one != _SOME]
    return ", ".join(text for text in said if text) or "everybody else"


def _complete(leaves: Sequence[Leaf], people: pd.DataFrame) -> frozenset[str]:
    there = people[has_ordered(people)] if "n_orders" in people.columns else people
    used = {one.field.name: one.field for leaf in leaves for one in leaf.conditions}
    return frozenset(name for name, field in used.items() if field.values(there).notna().all())


def _told(table: pd.DataFrame, leaves: Sequence[Leaf], people: pd.DataFrame) -> pd.DataFrame:
    """Words and coverage beside what was judged."""
    words: dict[str, list[str]] = {}
    taken: dict[str, int] = {}
    complete = _complete(leaves, people)
    for leaf in leaves:
        words.setdefault(leaf.segment, []).append(_words(leaf, complete))
        taken[leaf.segment] = taken.get(leaf.segment, 0) + int(leaf.holds(people).sum())
    out = table.copy()
    out.insert(3, "rule", [" – or ".join(words.get(code, ["no short rule tells it"])) for code in table["segment"]])
    out.insert(4, "coverage", [taken.get(code, 0) / len(people) for code in table["segment"]])
    return out
