"""Which file does a CRM import, with whom in it, and who is left out and why?

:func:`export` makes the file of one program out of segments and customers; :func:`eligible` says who may be written to
at all; :func:`hold_out` draws by lot who gets nothing, so that what a campaign did can be known later.
"""

from seglib.activation.crm.eligible import eligible
from seglib.activation.crm.exporting import Export, export
from seglib.activation.crm.formats import FORMATS, Format
from seglib.activation.crm.holding_out import hold_out

__all__ = ["FORMATS", "Export", "Format", "eligible", "export", "hold_out"]
