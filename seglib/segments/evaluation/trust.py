"""Which segments can be trusted, and which may go into a campaign? Passports with names, for groups and for rules.

Groups of k-means have theirs from :func:`seglib.clustering.passports`. A segmentation by rules or classes learns from
the customers too: cut points, bands, which places are large enough, how a class answers. So it is learned again from
bootstrap samples, and each time everybody is put into segments by what was learned.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy import stats
from scipy.optimize import linear_sum_assignment

from seglib import clustering
from seglib.client_segments import Evaluation
from seglib.clustering.passport import COLUMNS, grade, sets_apart
from seglib.clustering.segment_stability import HELD, jaccard, reading
from seglib.segments.evaluation.bases import UNKNOWN
from seglib.segments.evaluation.subject import Subject
from seglib.segments.psychographic.segmenting import Comparison, learned_again
from seglib.segments.segmentation import NOT_YET_BOUGHT, Segmentation

NULL_BOOT = 10
LAST = "D"
"""The grade with which a segment is kept out of campaigns."""
NOBODYS = (*UNKNOWN, NOT_YET_BOUGHT)
"""Segments of those of whom nothing is known or who have not bought; they have no passport."""


def group_passports(subject: Subject, *, k: int, natural: bool = False, n_boot: int, random_state: int) -> pd.DataFrame:
    """Issue the passports of k groups.

    Parameters
    ----------
    subject : Subject
        In what groups are looked for.
    k : int
        Their number, at least 2.
    natural : bool, default False
        Whether valleys lie between all of them: then they are more than pieces of a cloud, however stable those are.
    n_boot : int
        Bootstrap samples.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        As :func:`seglib.clustering.passports` gives it, with `code` (``b1``, ``b2``, … as page 05 has them) and
        `segment_name`. Unless they are natural, groups are held against those of data without groups.
    """
    reached = None
    if not natural:
        asked = {"ks": [k], "n_null": clustering.draws_needed(k), "n_boot": NULL_BOOT}
        drawn = clustering.null_jaccard(subject.X, **asked, random_state=random_state)
        reached = clustering.reached_without_groups(drawn)
    table = clustering.passports(
        subject.X, k=k, n_boot=n_boot, random_state=random_state, held_out=subject.held_out, null_jaccard=reached
    )
    names = subject.names(clustering.fit(subject.X, k=k, random_state=random_state))
    return table.assign(code=[f"b{label + 1}" for label in table["segment"]], segment_name=names)


def rule_passports(
    make: Callable[[pd.DataFrame], Segmentation],
    features: pd.DataFrame,
    *,
    named: bool = True,
    held_out: pd.DataFrame | None = None,
    n_boot: int,
    random_state: int,
) -> pd.DataFrame:
    """Issue the passports of a segmentation by rules that are learned from the customers.

    Parameters
    ----------
    make : callable
        Features to a segmentation, such as RFM with its cut points.
    features : pandas.DataFrame
        One row a customer with `customer_id`.
    named : bool, default True
        Whether a code stands for the same rule in every sample, as *champions* or a country does, so that a segment is
        compared with that of its own code. Otherwise with the one that it is most alike, one to one.
    held_out : pandas.DataFrame, optional
        What had no part in making the segments, in the same order.
    n_boot : int
        Bootstrap samples.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a segment that somebody is in, but for :data:`NOBODYS`, with the columns of
        :func:`seglib.clustering.passports` (what is only known of groups is missing), `code` and `segment_name`.
    """
    made, rng = make(features), np.random.default_rng(random_state)
    own, names = made.assignments["segment"].to_numpy(), made.definition.set_index("segment")["segment_name"]
    samples = []
    for _ in range(n_boot):
        drawn = features.iloc[np.sort(rng.integers(0, len(features), len(features)))]
        drawn = drawn.assign(customer_id=[str(number) for number in range(len(drawn))]).reset_index(drop=True)
        again = make(drawn).assign(features)["segment"].to_numpy()
        samples.append(again if named else _most_alike(again, own))
    return _passports(own, np.array(samples), names=names, held_out=held_out)


def class_passports(
    segments: Segmentation,
    compared: Comparison,
    *,
    method: str,
    held_out: pd.DataFrame | None = None,
    n_boot: int,
    random_state: int,
) -> pd.DataFrame:
    """Issue the passports of segments of a survey, which are learned again from bootstrap samples of its respondents.

    Parameters
    ----------
    segments : Segmentation
        From :func:`seglib.segments.psychographic.segment`, with two segments or more.
    compared : Comparison
        From :func:`seglib.segments.psychographic.compare`.
    method : {"latent_classes", "k_centroids"}
        As it was segmented.
    held_out : pandas.DataFrame, optional
        What describes the respondents in use, in the order of the battery.
    n_boot : int
        Bootstrap samples.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        As :func:`rule_passports`. Segments of a sample have no names, so each is taken for the one that it is most
        alike, one to one.
    """
    names = segments.definition.set_index("segment")["segment_name"].drop(list(UNKNOWN), errors="ignore")
    answers = compared.measures.battery.answers[compared.used.to_numpy()]
    told = segments.memberships(answers.reset_index())[names.index].to_numpy().argmax(axis=1)
    own, rng = names.index.to_numpy()[told], np.random.default_rng(random_state)
    samples = []
    for _ in range(n_boot):
        drawn = np.sort(rng.integers(0, len(told), len(told)))
        again = learned_again(compared, drawn, k=len(names), method=method, random_state=random_state)
        samples.append(_most_alike(again, own))
    return _passports(own, np.array(samples), names=names, held_out=held_out)


def held_back(passports: pd.DataFrame, *, settings: Evaluation) -> pd.DataFrame:
    """List the segments that may not go into lists for campaigns, unless the client has written why.

    Parameters
    ----------
    passports : pandas.DataFrame
        With `code`, `segment_name`, `n`, `grade` and `held_back_by`.
    settings : seglib.client_segments.Evaluation
        Where `export_anyway` may hold a reason.

    Returns
    -------
    pandas.DataFrame
        One row a segment of grade D: `code`, `segment_name`, `n`, `held_back_by`, `exported` and `reason` (the
        client's, empty where there is none).
    """
    last = passports.loc[passports["grade"] == LAST, ["code", "segment_name", "n", "held_back_by"]]
    reasons = pd.Series([settings.export_anyway.get(code, "") for code in last["code"]], index=last.index, dtype="str")
    return last.assign(exported=reasons != "", reason=reasons).reset_index(drop=True)


def _most_alike(again: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Segments of a sample under the codes of those that they are most alike, one to one; None for what is left."""
    found, labels = np.unique(again, return_inverse=True)
    codes, told = np.unique(own, return_inverse=True)
    rows, match = linear_sum_assignment(-jaccard(labels, told, np.ones(len(own))))
    named = np.full(len(found), None, dtype=object)
    named[rows] = codes[match]
    return named[labels]


def _passports(
    own: np.ndarray, samples: np.ndarray, *, names: pd.Series, held_out: pd.DataFrame | None
) -> pd.DataFrame:
    """Passports out of the segment of everybody, and that by what was learned of each sample."""
    codes = [code for code in names.index if (own == code).any() and code not in NOBODYS]
    held, rows = (samples == own).mean(axis=0), []
    for code in codes:
        members, others = own == code, samples == code
        both, either = (others & members).sum(axis=1), (others | members).sum(axis=1)
        rows.append({"code": code} | _row(members, both / either, held[members]))
    labels = pd.Series(own).map({code: at for at, code in enumerate(codes)}).to_numpy()
    return (
        pd.DataFrame(rows)
        .reindex(columns=["code", *COLUMNS])
        .assign(
            segment=range(len(codes)),
            segment_name=[names[code] for code in codes],
            apart=sets_apart(labels, held_out, k=len(codes)),
        )
    )


def _row(members: np.ndarray, coefficients: np.ndarray, held: np.ndarray) -> dict[str, object]:
    n, total = int(members.sum()), len(members)
    interval = stats.binomtest(n, total).proportion_ci(method="wilson")
    elsewhere, mean = float((held < HELD).mean()), float(coefficients.mean())
    given, lacking = grade(mean, float("nan"), elsewhere)
    low, high = np.quantile(coefficients, [0.025, 0.975])
    about = {"n": n, "share": n / total, "share_low": interval.low, "share_high": interval.high}
    found = {"jaccard": mean, "jaccard_low": low, "jaccard_high": high, "reading": reading(mean)}
    return about | found | {"elsewhere": elsewhere, "grade": given, "held_back_by": lacking}
