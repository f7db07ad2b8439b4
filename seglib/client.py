"""Who is the client, and what are the files?

``data/<client>/client.yml`` as a checked model. A mistake is reported with its line, the rule and the nearest valid
name, all mistakes at once, before anything is read.
"""

from __future__ import annotations

import os
import re
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.numbers import is_currency
from pydantic import Field, ValidationError, field_validator

from seglib import strict_yaml
from seglib.client_brand import Brand
from seglib.client_checks import contract_problems, file_problems, model_problem
from seglib.client_costs import Costs
from seglib.client_crm import Crm
from seglib.client_keys import Cleaning, ClientRule, Source, Strict
from seglib.client_questions import open_questions
from seglib.client_segments import Behavioural, Demographic, Evaluation, Geographic, Psychographic
from seglib.client_strategy import Strategy
from seglib.client_targeting import Targeting
from seglib.client_value import Roi
from seglib.contracts import columns, nearest
from seglib.questions import OpenQuestionsError

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")


class ClientError(ValueError):
    """A client folder that cannot be used; the message lists every problem with its line."""


class OpenClientError(OpenQuestionsError, ClientError):
    """A ``client.yml`` in which a value is still ``"?"``; nothing was read.

    Parameters
    ----------
    questions : iterable of seglib.questions.Question
        All of them; also an attribute.
    """


class Client(Strict):
    """A validated client: the content of ``client.yml`` and where its folders are.

    Attributes
    ----------
    slug : str
        The folder's name; ``[a-z0-9-]``, at most 64 characters.
    folder : pathlib.Path
        Holds ``client.yml``, ``raw/``, ``clean/`` and ``results/``.
    name : str
        As shown on the report.
    currency : str
        ISO 4217; money in other currencies is set aside, or converted by `rates`.
    language : str
        Locale of numbers, dates and wording.
    as_of : datetime.date
        End of observation; nothing ever asks for today's date.
    min_cell : int
        Smallest group shown on a client page, 5 to 30.
    sources : list of Source
        In reading order; several may feed one table.
    rates : str or None
        Name under ``raw/`` of a table of dated exchange rates: ``currency, date, rate``.
    cleaning : Cleaning
        What cleaning does where the right answer depends on the business.
    demographic, geographic, psychographic, behavioural : Strict
        What each type of segmentation needs to know: see :mod:`seglib.client_segments`.
    evaluation : Evaluation
        Which of them is adopted.
    roi : Roi
        What the return on campaigns is computed with.
    costs : Costs
        What customers cost: see :mod:`seglib.client_costs`.
    targeting, crm, strategy, brand : Strict
        What treating segments differently costs, lists for other programs, what is done for each segment, who sends the
        report: see `client_targeting`, `client_crm`, `client_strategy`, `client_brand`.
    """

    slug: str
    folder: Path
    name: str
    currency: str
    language: str = "en"
    as_of: date
    min_cell: int = Field(default=10, ge=5, le=30)
    sources: list[Source] = Field(min_length=1)
    rates: str | None = None
    cleaning: Cleaning = Field(default_factory=Cleaning)
    demographic: Demographic = Field(default_factory=Demographic)
    geographic: Geographic = Field(default_factory=Geographic)
    psychographic: Psychographic = Field(default_factory=Psychographic)
    behavioural: Behavioural = Field(default_factory=Behavioural)
    evaluation: Evaluation = Field(default_factory=Evaluation)
    roi: Roi = Field(default_factory=Roi)
    costs: Costs = Field(default_factory=Costs)
    targeting: Targeting = Field(default_factory=Targeting)
    crm: Crm = Field(default_factory=Crm)
    strategy: Strategy = Field(default_factory=Strategy)
    brand: Brand = Field(default_factory=Brand)

    @field_validator("currency")
    @classmethod
    def _iso_currency(cls, code: str) -> str:
        if not is_currency(code):
            raise ValueError(f"must be an ISO 4217 code such as EUR or USD; got {code!r}")
        return code

    @field_validator("language")
    @classmethod
    def _known_locale(cls, code: str) -> str:
        try:
            Locale.parse(code.replace("-", "_"))
        except (ValueError, UnknownLocaleError):
            raise ValueError(f"must be a language such as en, ar, fa or ms; got {code!r}") from None
        return code

    @field_validator("as_of", mode="before")
    @classmethod
    def _iso_day(cls, day: object) -> object:
        if isinstance(day, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day):
            raise ValueError(f"must be a day such as 2026-06-30; got {day!r}")
        return day

    @property
    def reference(self) -> str:
        """What :func:`load_client` finds the client by: its name, or the path of a folder that is not under data/."""
        inside = self.folder == project_root().resolve() / "data" / self.slug
        return self.slug if inside else str(self.folder)

    @property
    def raw(self) -> Path:
        """Folder of the files as received."""
        return self.folder / "raw"

    @property
    def clean(self) -> Path:
        """Folder of the contract's tables, written by notebook 01."""
        return self.folder / "clean"

    @property
    def results(self) -> Path:
        """Folder of everything else that a stage writes."""
        return self.folder / "results"

    def brought(self, table: str) -> list[str]:
        """Columns of a table of the contract that some source brings.

        Parameters
        ----------
        table : str
            A table of the contract.

        Returns
        -------
        list of str
            In the contract's order.
        """
        sources = [source for source in self.sources if source.table == table]
        given = {name for source in sources for name in source.brings}
        return [name for name in columns(table) if name in given]

    def files(self, source: Source) -> list[Path]:
        """Files of a source, in order of name.

        Parameters
        ----------
        source : Source
            One of :attr:`sources`.

        Returns
        -------
        list of pathlib.Path
            Empty when none is there, or the source is a table of a database.
        """
        if source.file is None:
            return []
        found = {path: path.relative_to(self.raw).as_posix() for path in self.raw.rglob("*") if path.is_file()}
        return sorted(path for path, name in found.items() if name == source.file or fnmatchcase(name, source.file))


def project_root() -> Path:
    """Folder that holds ``data/``, ``notebooks/`` and ``reports/``.

    Returns
    -------
    pathlib.Path
        ``SEGLIB_ROOT`` from the environment, or else the checkout that ``seglib`` is in.
    """
    return Path(os.environ.get("SEGLIB_ROOT") or Path(__file__).resolve().parent.parent)


def load_client(name_or_path: str | Path) -> Client:
    """Read and check a client's ``client.yml``.

    Parameters
    ----------
    name_or_path : str or pathlib.Path
        Name of a folder under ``data/``, or the path of a client's folder or of its ``client.yml``.

    Returns
    -------
    Client
        With every source's files present.

    Raises
    ------
    ClientError
        With one line for each problem: file, line, key, rule, what was found and the nearest valid name.
    OpenClientError
        If a value is still ``"?"``: every question that is open, with the lines that answer it.
    """
    folder = _client_folder(name_or_path)
    file = folder / "client.yml"
    try:
        text = file.read_text(encoding="utf-8-sig")
        content, lines = strict_yaml.load(text)
    except strict_yaml.YamlError as error:
        raise ClientError(f"{_shown(file)}:{error.line}: {error}.") from None
    except UnicodeDecodeError as error:
        raise ClientError(f"{_shown(file)}: is not UTF-8 text ({error.reason}); save it as UTF-8.") from None
    if not isinstance(content, dict):
        raise ClientError(f"{_shown(file)}:1: must be a list of `key: value` lines, starting with `name:`.")
    if questions := open_questions(content, lines, text, _shown(file)):
        raise OpenClientError(questions)
    problems: list[tuple[tuple, str]] = [
        ((key,), f"`{key}` is set by the folder, not in the file; delete the line")
        for key in ("slug", "folder")
        if key in content
    ]
    client = None
    try:
        client = Client.model_validate({**content, "slug": folder.name, "folder": folder})
    except ValidationError as error:
        problems += [model_problem(item, _known_keys(item["loc"])) for item in error.errors()]
    else:
        problems += contract_problems(client) + file_problems(client, _shown(client.raw))
    if problems:
        located = sorted((_locate(path, lines), message) for path, message in problems)
        raise ClientError("\n".join(f"{_shown(file)}:{line}: {message}" for line, message in located))
    return client


def _client_folder(name_or_path: str | Path) -> Path:
    path = Path(name_or_path)
    if path.name == "client.yml":
        path = path.parent
    if len(path.parts) == 1 and not path.is_absolute():
        if not SLUG.fullmatch(str(name_or_path)):
            raise ClientError(
                f"A client's name must be 1 to 64 small letters, digits or hyphens; got {str(name_or_path)!r}."
            )
        path = project_root() / "data" / path
    path = path.resolve()
    if not SLUG.fullmatch(path.name):
        raise ClientError(
            f"A client's folder must be named with 1 to 64 small letters, digits or hyphens; got {path.name!r}."
        )
    if not (path / "client.yml").is_file():
        known = [other.parent.name for other in path.parent.glob("*/client.yml")]
        raise ClientError(
            f"There is no {_shown(path / 'client.yml')}{nearest(path.name, known) if known else ''}. "
            f"To set up a client: make client NAME={path.name} RAW=<folder of files>."
        )
    return path


def _shown(path: Path) -> str:
    """Path relative to the project where it is inside, so that messages can be shared."""
    root = project_root()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _locate(path: tuple, lines: dict[tuple, int]) -> int:
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


def _known_keys(path: tuple) -> set[str]:
    """Keys that are known where a path of ``client.yml`` ends."""
    if path[:1] == ("sources",):
        model = Source
    elif path[:2] == ("cleaning", "rules"):
        model = ClientRule
    else:
        model = Client
        for name in path[:-1]:
            field = model.model_fields[name].annotation if name in model.model_fields else None
            model = field if isinstance(field, type) and issubclass(field, Strict) else model
    return set(model.model_fields) - {"slug", "folder"}
