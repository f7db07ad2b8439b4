"""Which customers think alike? Segments by what they say of themselves, and what may be told of those who do not."""

from seglib.segments.psychographic.battery import Battery, read_battery
from seglib.segments.psychographic.segmenting import DID_NOT_ANSWER, FEWEST_RESPONDENTS, UNUSABLE, compare, segment

__all__ = ["DID_NOT_ANSWER", "FEWEST_RESPONDENTS", "UNUSABLE", "Battery", "compare", "read_battery", "segment"]
