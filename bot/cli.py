"""The command line: parse, one call, print. Also installed as `close-coach`.

Each command imports what it needs when it is called: `check` answers without loading Slack or a
database.
"""

import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.cli_db import db
from bot.core.critique import Stance
from bot.errors import BotError, ContentError, UserError
from bot.lasting import lasting

UNUSABLE, FAILED = 2, 1
SERVER_EXTRA = {"psycopg", "gunicorn", "cryptography", "prometheus_client"}
NOT_INSTALLED = "Only what is installed has a version: pip install -e . in the clone."
INSTALL_SERVER = "pip install 'close-coach[server]'"

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with local variables would show what people wrote
    context_settings={"help_option_names": ["-h", "--help"]},
)
content = typer.Typer(help="The rules that a coach can edit.", no_args_is_help=True)
app.add_typer(db, name="db")
app.add_typer(content, name="content")


def main() -> None:
    """Run a command. A BotError becomes one plain message and a non-zero exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    if not logging.getLogger().handlers:
        logging.getLogger().addHandler(logging.NullHandler())  # until a command sets logging up
    try:
        app()
    except BotError as error:
        typer.echo(str(error), err=True)
        sys.exit(UNUSABLE if isinstance(error, UserError) else FAILED)
    except ModuleNotFoundError as missing:
        if missing.name not in SERVER_EXTRA:
            raise
        typer.echo(f"This needs {missing.name}, which comes with: {INSTALL_SERVER}", err=True)
        sys.exit(FAILED)
    except BrokenPipeError:
        # Whoever read our output has had enough (`| head`). Python would complain while it closes
        # standard output, so that goes nowhere from here on.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"close-coach {version('close-coach')}")
        except PackageNotFoundError:
            raise UserError(NOT_INSTALLED) from None
        raise typer.Exit


@app.callback()
def everything(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which it is."),
    ] = False,
) -> None:
    """Close Coach checks how you close a job interview."""


@app.command()
def check(
    line: Annotated[str | None, typer.Argument(help="What you would say, in quotes.")] = None,
    stance: Annotated[
        Stance, typer.Option(help="How to count asking about concerns.")
    ] = Stance.BALANCED,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_jsonl: Annotated[
        bool,
        typer.Option("--jsonl", help='Read {"id", "text"} lines from standard input, answer each.'),
    ] = False,
    maybe: Annotated[
        bool, typer.Option("--maybe", help="With --json or --jsonl: tell what is in doubt, too.")
    ] = False,
    light: Annotated[
        bool, typer.Option("--light", help="Judge faster, by the linear model alone.")
    ] = False,
) -> None:
    """Check a closing line."""
    from bot.jsonl import Say, as_object, encode, stream
    from bot.offline import build_critic

    if as_jsonl:
        if line is not None:
            raise UserError("--jsonl reads its lines from standard input: leave the line out.")
        stream(sys.stdin.buffer, sys.stdout.buffer, build_critic(light=light), Say(stance, maybe))
        return
    if line is None:
        raise UserError('Put the line in quotes: close-coach check "Thank you. What comes next?"')
    critique = build_critic(light=light).critique(line, stance)
    if as_json:
        typer.echo(encode(as_object(critique, maybe=maybe)).decode("ascii"))
    else:
        from bot.terminal import show

        show(critique, Console(highlight=False))


@app.command()
def demo(
    port: Annotated[
        int, typer.Option(min=0, max=65_535, help="The page's port; any free one without it.")
    ] = 0,
    browser: Annotated[bool, typer.Option(help="Open the page in a browser.")] = True,
    database: Annotated[
        Path | None, typer.Option(help="Keep the demo's data in this file.")
    ] = None,
) -> None:
    """Try the bot in a small Slack of its own, on this computer only."""
    from bot.demo import run_demo

    run_demo(port=port, browser=browser, database=database)


@app.command()
def run() -> None:
    """Run the bot in your Slack workspace."""
    with lasting():
        from bot.app import run_until_stopped
        from bot.settings import Settings, load

    run_until_stopped(load(Settings))


@app.command()
def serve(
    all_roles: Annotated[
        bool, typer.Option("--all", help="Also send and keep the time: the only process needed.")
    ] = False,
) -> None:
    """Answer Slack over HTTP, for one workspace or many."""
    with lasting():
        from bot.serve import serve as run_server
        from bot.settings import WebSettings, load

    run_server(load(WebSettings), alone=all_roles)


@app.command()
def worker() -> None:
    """Only send what is to be sent, beside processes that answer and keep the time."""
    from bot.roles import Worker, until_stopped
    from bot.settings import SenderSettings, load

    settings = load(SenderSettings)
    until_stopped(settings, Worker(settings), "Close Coach sends.")


@app.command()
def clock() -> None:
    """Only keep the time: find what is due, and forget what is old. It says nothing to Slack."""
    from bot.roles import Clock, until_stopped
    from bot.settings import ClockSettings, load
    from bot.storage.engine import place, read_url

    settings = load(ClockSettings)
    where = place(read_url(settings.database_url))
    begun = f"Close Coach finds each minute what is due in {where}, for other processes to send."
    until_stopped(settings, Clock(settings), begun)


@app.command()
def tick(
    at: Annotated[
        str, typer.Option(help="An instant with its time zone, in ISO 8601; now without it.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say what would be done.")
    ] = False,
) -> None:
    """Send everything that is due, once, and end: for cron. The bot may run at the same time."""
    from bot.once import look_ahead, read_instant, summary, table, tick_once
    from bot.settings import DatabaseSettings, Settings, load

    instant = read_instant(at) if at else None
    console = Console(highlight=False)
    if dry_run:
        report = look_ahead(load(DatabaseSettings), instant)
        console.print(table(report) if report.lines else "Nothing is due.")
        return
    ticked = tick_once(load(Settings), instant)
    console.print(table(ticked.report))
    typer.echo(summary(ticked))


@app.command()
def replay(
    write: Annotated[bool, typer.Option("--write", help="Mend what does not agree.")] = False,
) -> None:
    """Work out all points again, and say whether the ledger agrees."""
    from bot.replay import replay_points
    from bot.settings import DatabaseSettings, load

    replayed = replay_points(load(DatabaseSettings), write=write)
    typer.echo(replayed.text)
    if not replayed.settled:
        raise typer.Exit(FAILED)


@app.command()
def manifest(
    url: Annotated[str, typer.Argument(help="The address at which Slack reaches the server.")],
    many: Annotated[
        bool, typer.Option("--many", help="Let many workspaces install the app.")
    ] = False,
) -> None:
    """Print the app's manifest for HTTP; manifest.yml is the one for Socket Mode."""
    from bot.manifest import http_manifest
    from bot.settings import web_url

    try:
        typer.echo(http_manifest(web_url(url), many=many), nl=False)
    except ValueError as error:
        raise UserError(f"The address {error}.") from None


@app.command()
def doctor() -> None:
    """Say what is right with this installation, and how to mend what is not."""
    from bot.doctor import examine, table, wrong

    rows = examine()
    Console(highlight=False).print(table(rows))
    if wrong(rows):
        raise typer.Exit(FAILED)


@app.command()
def train(
    check_only: Annotated[
        bool, typer.Option("--check", help="Only say whether the model fits the lines.")
    ] = False,
    light: Annotated[
        bool, typer.Option("--light", help="Only the linear model: a minute, and no torch.")
    ] = False,
) -> None:
    """Fit the classifier to the lines in content/."""
    from bot import train as trainer
    from bot.content import content_folder, load_model
    from bot.training_rows import corpus_hash

    if not check_only:
        trainer.main(light=light)
        return
    model = load_model(content_folder())
    if model is None or model.corpus != corpus_hash(content_folder()):
        raise ContentError("The model was made from other lines: run close-coach train.")
    typer.echo("The model fits the lines that it was made from.")


@content.command("check")
def check_rules() -> None:
    """Check every file in content/ and prove its examples."""
    from bot.content import check_content, content_folder

    report = check_content(content_folder())
    typer.echo(str(report))
    if not report.ok:
        raise typer.Exit(FAILED)


@content.command("report")
def report_on_lines(
    file: Annotated[
        Path | None,
        typer.Argument(help="Labelled lines; without it, the corpus as judged while training."),
    ] = None,
    markdown: Annotated[
        Path | None, typer.Option(help="Write the report to this file as well.")
    ] = None,
) -> None:
    """Say how well labelled lines are judged."""
    from bot.content import content_folder
    from bot.report import kept_report, report_on

    folder = content_folder()
    report = report_on(file, folder) if file else kept_report(folder)
    if markdown:
        markdown.write_text(report, encoding="utf-8")
    typer.echo(report.rstrip())
