"""How does a notebook tell of a segment: through a person, or at a glance?"""

from collections.abc import Sequence

from seglib.report import tabular
from seglib.report.blocks import Card, Persona
from seglib.report.persona import decoration, told_line


class Segments:
    """What a `Page` makes of segments."""

    def persona(
        self,
        id: str,
        name: str,
        story: str,
        *,
        n: int,
        population: str,
        sources: Sequence[str],
        lines: Sequence[tuple] = (),
        portrait: str | None = None,
        slot: str | None = None,
    ) -> Persona:
        """Tell a segment through one typical, invented person.

        Parameters
        ----------
        id, name, story : str
            Anchor, unique in the notebook; the person's first name; whom the person stands for.
        n, population, sources : see `Block`
            What the result rests on.
        lines : sequence of tuple, optional
            What is told: heading, sentence with placeholders, values, n and source of each.
        portrait : str, optional
            A square ``<svg>`` element that is decoration only.
        slot : str, optional
            See `Block`.

        Returns
        -------
        Persona
            Put it last in its cell to show it.
        """
        told = {"lines": tuple(told_line(*line) for line in lines), "portrait": decoration(portrait)}
        evidence = self._evidence(n, population, sources, None, slot)
        return self._add(Persona(id=id, name=name, story=story, **told, **evidence))

    def card(
        self,
        id: str,
        name: str,
        *,
        share: float,
        act: str,
        see: str,
        n: int,
        population: str,
        sources: Sequence[str],
        how: str = "",
        brings: float | None = None,
        word: str = "",
        interval: tuple[float, float] | None = None,
        grade: str = "",
        portrait: str | None = None,
    ) -> Card:
        """Show a segment at a glance, on the summary alone.

        Parameters
        ----------
        id, name : str
            Id, unique in the notebook, and name of the segment.
        share, act, see : see `Card`
            What is told of it, and the block of this notebook that tells more.
        n, population, sources : see `Block`
            What the result rests on.
        how, brings, word, interval, grade : see `Card`
            How and when to do it, its money and how far it can be relied on, where they are known.
        portrait : str, optional
            A square ``<svg>`` element that is decoration only.

        Returns
        -------
        Card
            Put it last in its cell to show it.
        """
        told = {"share": tabular.plain(share), "brings": tabular.plain(brings), "word": word}
        evidence = self._evidence(n, population, sources, interval, None)
        told |= {"act": act, "how": how, "see": see, "grade": grade, "portrait": decoration(portrait)}
        return self._add(Card(id=id, name=name, **told, **evidence))
