"""Under which headings, and in which formats, does the reader see the tables of the survey?"""

from __future__ import annotations

from seglib.segments.headings import Columns
from seglib.segments.worth import Worth

QUESTIONS: Columns = {"wording": "Statement", "construct": "What it measures", "against": "Worded"}
QUALITY: Columns = {"reason": "Answers", "n": ("Respondents", "count"), "share": ("Share", "percent")}
PART: Columns = {
    "trait": "What is known of all",
    "answered": "Answered",
    "others": "Did not",
    "apart": ("Difference, in standard deviations", "number"),
    "range": "95% interval",
}
SCALES: Columns = {
    "construct": "Scale",
    "n_items": ("Statements", "count"),
    "alpha": ("Alpha", "number"),
    "alpha_range": "95% interval",
    "omega": ("Omega", "number"),
    "omega_range": "95% interval ",
}
CLASSES: Columns = {
    "k": ("Segments", "count"),
    "log_likelihood": ("Log-likelihood", "number"),
    "bic": ("BIC", "number"),
    "adjusted_bic": ("Adjusted BIC", "number"),
    "entropy": ("Entropy", "number"),
    "smallest_share": ("Smallest", "percent"),
}
TYPICAL: Columns = {
    "k": ("Segments", "count"),
    "stability": ("Found again", "number"),
    "silhouette": ("Apart", "number"),
    "smallest_share": ("Smallest", "percent"),
}
PROFILE: Columns = {"segment_name": "Segment", "label": "Question", "shown": "Segment's answer", "all": "All"}
CLASS_SIZES: Columns = {
    "segment_name": "Segment",
    "assigned": ("Most likely in it", "percent"),
    "share": ("By the model", "percent"),
    "low": ("95% from", "percent"),
    "high": ("to", "percent"),
}
DIFFER: Columns = {
    "descriptor": "What",
    "highest": "Highest in",
    "lowest": "Lowest in",
    "p_holm": "As likely by chance",
}
GUESSED: Columns = {
    "segment_name": "Segment",
    "answered": ("Of those who answered", "percent"),
    "others": ("Expected of those who did not", "percent"),
}


def factor_columns(n: int) -> Columns:
    """Columns of the table of questions and themes.

    Parameters
    ----------
    n : int
        Themes.

    Returns
    -------
    dict
        Column to heading and format.
    """
    themes: Columns = {f"factor_{i + 1}": (f"Theme {i + 1}", "number") for i in range(n)}
    return {"wording": "Question", **themes, "explained": ("Explained", "percent")}


def plan_columns(money: Worth | None) -> Columns:
    """Columns of :func:`plan`.

    Parameters
    ----------
    money : Worth or None
        The money that is shared out.

    Returns
    -------
    dict
        Column to heading and format.
    """
    of_money = {"of_money": f"Share of their {money.word}"} if money else {}
    start = {"segment_name": "Segment", "n": ("Respondents", "count"), "size": "Share of respondents"}
    return {**start, **of_money, "action": "What to do"}
