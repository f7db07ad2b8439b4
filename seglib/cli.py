"""The commands under the Makefile: each finds the client, calls one function and turns an error into a sentence."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from seglib.cli_words import reports, sentences, shown
from seglib.client import load_client

ClientName = Annotated[str, typer.Option(help="Name of a folder under data/, or its path.")]

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)


@app.command()
def execute(notebook: Path, client: ClientName = "demo") -> None:
    """Run one notebook for a client and keep it, executed, under reports/.build/.

    Parameters
    ----------
    notebook : Path
        The notebook.
    client : str
        Name of a folder under data/, or its path.
    """
    import nbformat

    from seglib.report import parameters, runner
    from seglib.report.lacking import lacks, reduced
    from seglib.report.publish import build_folder

    with sentences(runner.NotebookFailed, runner.NotebookRefused, parameters.ParameterError):
        found = load_client(client)
        out_dir = build_folder(found, reports())
        if lack := lacks(notebook.stem, found):
            short = out_dir / ".short" / notebook.name
            short.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(reduced(nbformat.read(notebook, as_version=4), notebook.stem, lack), short)
            notebook = short
        runner.execute(notebook, found, out_dir=out_dir)


@app.command()
def publish(client: ClientName = "demo", edition: str = "client") -> None:
    """Render the executed notebooks, check the pages and put them in place of the former report.

    Parameters
    ----------
    client : str
        Name of a folder under data/, or its path.
    edition : str
        One of client, analyst and student.
    """
    from seglib.report import publish as publisher

    with sentences(publisher.PublishError):
        found = load_client(client)
        built = publisher.build_folder(found, reports())
        publisher.publish(found, build_dir=built, reports_dir=reports(), edition=edition, **publisher.hashes_of(found))


@app.command()
def pdf(client: ClientName = "demo", edition: str = "client") -> None:
    """Print the published report into one PDF.

    Parameters
    ----------
    client : str
        Name of a folder under data/, or its path.
    edition : str
        One of client, analyst and student.
    """
    from seglib.report import publish as publisher
    from seglib.report.contents import CHAPTERS
    from seglib.report.pdf import PdfError, write_pdf

    with sentences(PdfError, FileNotFoundError):
        found = load_client(client)
        folder = reports() / found.slug / publisher.FOLDERS[edition]
        target = write_pdf(folder, folder / f"{found.slug}.pdf", names=[chapter.name for chapter in CHAPTERS])
        print(f"The report on paper: {shown(target)}")


@app.command()
def verify(client: ClientName = "demo") -> None:
    """Check all published editions against the client's tables by a second computation; fail on any difference.

    Parameters
    ----------
    client : str
        Name of a folder under data/, or its path.
    """
    from seglib.report.verifying import verify as verifier

    with sentences(verifier.VerifyError):
        checked, wrong = load_client(client), False
        for edition in verifier.editions(checked, reports_dir=reports()) or ["client"]:
            found = verifier.verify(checked, reports_dir=reports(), edition=edition)
            print(f"The {edition} edition")
            sys.stderr.write("".join(f"{problem}\n" for problem in found.problems))
            print("\n".join(verifier.told(found)))
            wrong |= bool(found.problems)
        if wrong:
            raise SystemExit(1)


@app.command()
def store(client: ClientName = "demo", to: str = "duckdb") -> None:
    """Write the clean tables, features and segments to the client's own store.

    Parameters
    ----------
    client : str
        Name of a folder under data/, or its path.
    to : str
        One of duckdb and postgres.
    """
    from seglib import store as stores

    with sentences(FileNotFoundError):
        where, rows = stores.publish(load_client(client), to=to)
        print(f"Published to {where}: " + ", ".join(f"{name} ({n:,} rows)" for name, n in rows.items()))


@app.command()
def client(name: str, config: str = "", raw: str = "") -> None:
    """Set up data/NAME out of a folder of files: with a configuration, or with one suggested from the files.

    Parameters
    ----------
    name : str
        1 to 64 small letters, digits or hyphens.
    config : str
        A client.yml; left out, one is suggested.
    raw : str
        The folder of files as received.
    """
    from seglib.client_setup import new_client, suggested_client

    with sentences():
        folder = Path(raw) if raw else None
        if config:
            found = new_client(name, config=Path(config), raw=folder)
            files = len({path for source in found.sources for path in found.files(source)})
            print(f"data/{name} is ready ({files} files). Next: make report CLIENT={name}")
            return
        questions = suggested_client(name, raw=folder)
        print(f"data/{name}/client.yml says what the files seem to be, and why. Read it.")
        for question in questions:
            print(question)
        if questions:
            many = "One question is" if len(questions) == 1 else f"{len(questions)} questions are"
            print(f"{many} open. Next: answer in data/{name}/client.yml, then make check CLIENT={name}")
        else:
            print(f"Nothing is open. Next: make check CLIENT={name}, which reads all rows and writes nothing")


@app.command()
def check(client: ClientName = "demo") -> None:
    """Read and judge a client's files without writing anything: what was found, or what is open.

    Parameters
    ----------
    client : str
        Name of a folder under data/, or its path.
    """
    from seglib.cleaning import check as checks
    from seglib.cleaning import clean
    from seglib.intake import read_sources
    from seglib.report.brand import changes

    with sentences():
        loaded = load_client(client)
        intake = read_sources(loaded)
        print("\n".join([*checks.found(intake, clean(intake, loaded)), *changes(loaded.brand)]))
        print(f"No questions are open. Next: make report CLIENT={loaded.reference}")


@app.command()
def crm(client: ClientName = "demo", target: str = "", campaign: str = "") -> None:
    """Write the lists of a campaign for other programs, hold some customers out, and put its promise on record.

    Parameters
    ----------
    client : str
        Name of a folder under data/, or its path.
    target : str
        Programs, parted by commas; left out, those of client.yml.
    campaign : str
        Id of the campaign; left out, the day of the data.
    """
    from seglib.activation.ledger.book import LedgerError
    from seglib.activation.ledger.launching import launch

    with sentences(LedgerError, FileNotFoundError):
        targets = [name.strip() for name in target.split(",") if name.strip()]
        done = launch(load_client(client), targets=targets, campaign=campaign)
        print(f"{len(done.files)} lists of campaign {done.campaign} are in {shown(done.folder)}: {done.n:,} customers.")
        print(f"{done.n_holdout:,} more are held out; they are marked, or not in the file: do not contact them.")
        print(f"{done.objected:,} customers objected and are in no file.")
        print(f"Next: make results CLIENT={client} CAMPAIGN={done.campaign} FILE=<what became of them>")


@app.command()
def results(campaign: str, file: Path, client: ClientName = "demo") -> None:
    """Read what became of a campaign, check it against the draw, and complete its line in the ledger.

    Parameters
    ----------
    campaign : str
        Its id in the ledger.
    file : Path
        CSV: customer_id, and what there is of responded, revenue, margin; of those held out as well.
    client : str
        Name of a folder under data/, or its path.
    """
    from seglib.activation.ledger.book import LedgerError
    from seglib.activation.ledger.measuring import measure

    with sentences(LedgerError, FileNotFoundError):
        done = measure(load_client(client), campaign=campaign, file=file)
        whole = done.rows[0]
        print(
            f"A contacted customer brought {whole['effect']:,.2f} more than one held out ({whole['measure']}; 95% "
            f"interval {whole['effect_low']:,.2f} to {whole['effect_high']:,.2f}; {int(whole['n']):,} contacted, "
            f"{int(whole['n_holdout']):,} held out)."
        )
        print("\n".join(done.notes or ["The draw and the results passed their checks."]))


@app.command()
def score(file: Path, client: ClientName = "demo") -> None:
    """Put the customers of a CSV file into the client's segments, each with a reason.

    Parameters
    ----------
    file : Path
        Orders in the shape of one of the client's own files, features of the segments, or answers to the golden
        questions.
    client : str
        Name of a folder under data/, or its path.
    """
    from seglib.activation.models import ModelError
    from seglib.activation.scoring import ScoringError, score_file

    with sentences(ScoringError, ModelError):
        scored = score_file(load_client(client), file)
        print(f"{len(scored.table):,} customers. {scored.note}\nWritten: {shown(scored.path)}")


@app.command()
def refresh(notebooks: list[Path]) -> None:
    """Run notebooks on the demo and store their results in them, as text.

    Parameters
    ----------
    notebooks : list of Path
        The notebooks; rewritten in place.
    """
    from seglib.report import committed, runner

    with sentences(runner.NotebookFailed):
        for path in notebooks:
            committed.refresh(path, load_client("demo"))


@app.command()
def certify(seed: int, short: bool = False, folder: str = "docs") -> None:
    """Test the statistical promises on made-up data and write the table of what came out; fail if one is broken.

    Parameters
    ----------
    seed : int
        Seed of all data; the same seed gives the same bytes.
    short : bool
        A few data sets only; the table is printed and not written.
    folder : str
        Where calibration.md and calibration.csv are written.
    """
    from seglib.calibration import table
    from seglib.calibration.register import studies
    from seglib.calibration.running import run

    print(f"Seed {seed}.", flush=True)
    found = run(studies(), seed=seed, short=short, say=lambda sentence: print(sentence, flush=True))
    if short:
        print(table.markdown(found, seed=seed))
    else:
        print("Written: " + ", ".join(map(str, table.write(found, seed=seed, folder=Path(folder)))))
    if broken := found.loc[found["verdict"] == "broken", "study"].unique().tolist():
        sys.stderr.write(f"Broken promises: {', '.join(broken)}.\n")
        raise SystemExit(1)


if __name__ == "__main__":
    app()
