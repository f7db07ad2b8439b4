"""Under which headings, and in which formats, does the reader see the number of segments and their trust?"""

from __future__ import annotations

from seglib.segments.evaluation.headings import Columns

NUMBERS: Columns = {
    "k": ("Segments", "count"),
    "kind": "They are",
    "stability": ("Stability", "number"),
    "above": "More than without groups?",
    "silhouette": ("Silhouette", "number"),
    "agreement": ("Agreement of methods", "number"),
    "smallest": "Smallest has",
    "use": "Can be used?",
}
CRITERIA: Columns = {
    "k": ("Segments", "count"),
    "calinski_harabasz": ("Calinski-Harabasz", "number"),
    "davies_bouldin": ("Davies-Bouldin", "number"),
    "gap": ("Gap", "number"),
    "gap_error": ("Its error", "number"),
    "bic": ("BIC", "count"),
    "icl": ("ICL", "count"),
    "excess": ("Stability above the nearest family", "number"),
    "p_valley": ("Valley, p of the shallowest", "number"),
}
WHAT_IF: Columns = {
    "smallest": ("Customers that a segment needs", "count"),
    "most": ("Segments that can be served, at most", "count"),
    "k": ("Segments to work with", "count"),
    "why": "Because",
    "members": ("Customers in the smallest", "count"),
    "runner_up": ("Next best", "count"),
}
VOTES: Columns = {"criterion": "Criterion", "asks": "What it looks for", "k": ("Its number", "count")}
NULLS: Columns = {
    "k": ("Segments", "count"),
    "stability": ("Stability", "number"),
    "stability_low": ("Without groups, from", "number"),
    "stability_high": ("to", "number"),
    "silhouette": ("Silhouette", "number"),
    "silhouette_low": ("Without groups, from", "number"),
    "silhouette_high": ("to", "number"),
}
PASSPORTS: Columns = {
    "segment_name": "Segment",
    "grade": "Grade",
    "n": ("Customers", "count"),
    "again": "Found again (95% of samples)",
    "elsewhere": ("Could be elsewhere", "percent"),
    "apart": "Sets it apart (standard deviations)",
}
GRADES: Columns = {
    "grade": "Grade",
    "meaning": "What it means",
    "least_jaccard": ("Found again, at least", "number"),
    "most_elsewhere": ("Could be elsewhere, at most", "percent"),
}
DETAILS: Columns = {
    "segment_name": "Segment",
    "size": "Share (95% interval)",
    "reading": "Reading",
    "null_jaccard": ("Without groups, at most", "number"),
    "silhouette": ("Silhouette", "number"),
    "ancestor_share": ("From one segment before", "percent"),
    "stability": ("Stability across numbers", "number"),
    "held_back_by": "What a better grade lacks",
}
HELD_BACK: Columns = {
    "segment_name": "Segment",
    "n": ("Customers", "count"),
    "why": "Why it has grade D",
    "reason": "Used all the same, because",
}
KEPT: Columns = {
    "kind": "Made again from",
    "runs": ("Tries", "count"),
    "worst": ("Kept, worst try", "percent"),
    "mean": ("On average", "percent"),
    "best": ("Best try", "percent"),
}
STABILITY: Columns = {
    "k": ("Segments", "count"),
    "segment": ("Segment", "count"),
    "n": ("Customers", "count"),
    "jaccard_mean": ("Jaccard, mean", "number"),
    "jaccard_low": ("From", "number"),
    "jaccard_high": ("To", "number"),
    "reading": "Reading",
}
LINEAGE: Columns = {
    "k": ("Segments", "count"),
    "segment": ("Segment", "count"),
    "n": ("Customers", "count"),
    "ancestor": ("Comes from segment", "count"),
    "ancestor_share": ("Share of members", "percent"),
    "stability": ("Stability across numbers", "number"),
}
GORGE: Columns = {
    "segment": ("Segment", "count"),
    "n": ("Customers", "count"),
    "similarity": ("Similarity of members", "number"),
    "members_middle": ("Members in the middle", "percent"),
    "middle": ("All in the middle", "percent"),
}
SCALES_PITFALL: Columns = {"done": "What was done", "adjusted_rand": ("Agreement with the planted groups", "number")}
SKEW_PITFALL: Columns = {
    "done": "What was done",
    "smallest_share": ("Smallest group", "percent"),
    "largest_share": ("Largest group", "percent"),
}
OUTLIER_PITFALL: Columns = {
    "done": "What was done",
    "smallest": ("Customers in the smaller group", "count"),
    "silhouette": ("Silhouette", "number"),
}
ELBOW_PITFALL: Columns = {
    "k": ("Groups", "count"),
    "within": ("Left within groups", "percent"),
    "below": ("Below the straight line", "percent"),
    "at": "Elbow",
    "verdict": "Verdict on all",
}
P_PITFALL: Columns = {
    "done": "What was tested",
    "n": ("Tries", "count"),
    "significant": ("Below 5%", "percent"),
    "low": ("From", "percent"),
    "high": ("To", "percent"),
}
RENAMED: Columns = {"name": "Segment", "now": "Would be called, by what it is today"}
