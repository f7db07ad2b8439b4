"""A slider over a what-if table, for an analyst in JupyterLab: what would be left if the budget were another one?

It moves by mouse and by keyboard, for JupyterLab is told to leave the arrow keys alone. It is plain HTML with the
finished numbers inside, so it needs no further package and no kernel. Where HTML is not shown its text is the table. A
client's page is made of blocks alone and never has it.
"""

from __future__ import annotations

import html
import json

import pandas as pd

_PAGE = """\
<div id="{id}" style="font: 14px sans-serif; max-width: 36em">
<label>{label} <input type="range" data-lm-suppress-shortcuts="true" min="0" max="{last}" value="{start}"
style="width: 100%"></label>
<table><tbody></tbody></table>
<script type="application/json">{rows}</script>
<script>
(() => {{
  const box = document.getElementById("{id}");
  const rows = JSON.parse(box.querySelector("script[type='application/json']").textContent);
  const body = box.querySelector("tbody");
  const show = (at) => {{
    body.replaceChildren(...Object.entries(rows[at]).map(([name, value]) => {{
      const line = document.createElement("tr");
      for (const text of [name, value]) {{
        const cell = document.createElement("td");
        cell.textContent = text;
        cell.style.textAlign = "start";
        line.append(cell);
      }}
      return line;
    }}));
  }};
  const slider = box.querySelector("input");
  slider.addEventListener("input", () => show(slider.value));
  show(slider.value);
}})();
</script>
</div>"""


class Slider:
    """Rows of a table, one at a time.

    Parameters
    ----------
    table : pandas.DataFrame
        Texts, as a reader sees them; one row a position of the slider, one column a line.
    label : str
        What the slider moves.
    start : int, default 0
        Position at first.
    id : str, default "slider"
        Unique in the notebook.
    """

    def __init__(self, table: pd.DataFrame, *, label: str, start: int = 0, id: str = "slider") -> None:
        self.table, self.label, self.start, self.id = table.astype(str), label, start, id

    def __repr__(self) -> str:
        return self.table.to_string(index=False)

    def _repr_html_(self) -> str:
        rows = json.dumps(self.table.to_dict("records"), ensure_ascii=True)
        for sign in "<>&":
            rows = rows.replace(sign, f"\\u{ord(sign):04x}")
        parts = {"id": html.escape(self.id), "label": html.escape(self.label), "rows": rows}
        return _PAGE.format(**parts, last=len(self.table) - 1, start=self.start)


def what_if_slider(
    table: pd.DataFrame, formatter: object, *, columns: dict[str, str | tuple[str, str]], moves: str
) -> Slider:
    """Make a slider of a what-if table.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.value.budget.what_if`, with a row for each position.
    formatter : object
        With a method ``format``, such as :attr:`seglib.report.Page.formatter`.
    columns : dict
        Column to heading, or heading and format.
    moves : str
        Column that the slider moves; its heading is the slider's label.

    Returns
    -------
    Slider
        Set out in the middle.
    """
    shown = {}
    for name, heading in columns.items():
        words, kind = heading if isinstance(heading, tuple) else (heading, "text")
        shown[words] = [formatter.format(value, kind) for value in table[name]]
    label = columns[moves] if isinstance(columns[moves], str) else columns[moves][0]
    return Slider(pd.DataFrame(shown), label=label, start=len(table) // 2, id=f"{moves}-slider")
