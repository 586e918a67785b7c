"""What a newcomer relies on: two commands, links that lead somewhere, reasons for dependencies."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_readme_is_short():
    assert len(README.splitlines()) <= 200


def test_the_readme_has_two_shell_commands_each_of_one_line():
    blocks = re.findall(r"^```sh\n(.*?)^```$", README, flags=re.DOTALL | re.MULTILINE)

    assert blocks == [
        "python3 -m venv .venv && .venv/bin/pip install -e '.[demo]'"
        " && .venv/bin/close-coach demo\n",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest -n auto\n",
    ]


@pytest.mark.parametrize(
    "page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "docs/deploy.md"]
)
def test_links_within_the_repository_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8"))

    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []


def test_every_setting_is_in_the_guide_with_its_default():
    from bot.settings import Settings, WebSettings

    guide = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    table = guide[guide.index("## Settings") :]
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| ([^|]*?) \|", table, flags=re.MULTILINE))
    fields = {**WebSettings.model_fields, **Settings.model_fields}
    defaults = {
        name.upper(): f"`{field.default}`"
        for name, field in fields.items()
        if not field.is_required() and field.default is not None
    }

    assert set(rows) == {name.upper() for name in fields}
    assert {name: rows[name] for name in defaults} == defaults


def test_every_dependency_gives_its_reason():
    lines = re.findall(r'^  "[\w-]+[<>=][^"]*",.*$', PROJECT, flags=re.MULTILINE)

    assert len(lines) > 20
    assert [line for line in lines if not re.search(r"# \w.{4,}$", line)] == []


def test_how_long_things_are_kept_is_told_as_it_is():
    from bot.coach.upkeep import AUDIT_KEPT, EVENTS_KEPT, SLOTS_KEPT
    from bot.settings import WebSettings
    from bot.web.install import LASTS

    told = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", told, flags=re.MULTILINE))
    texts = WebSettings.model_fields["text_retention_days"].default
    grace = WebSettings.model_fields["uninstall_grace_days"].default

    assert rows["ids of events that had their effect"] == f"{EVENTS_KEPT.days} days"
    assert rows["what was delivered, or could not be"] == f"{SLOTS_KEPT.days} days"
    assert rows["what managers did: who, when, what, on what"] == f"{AUDIT_KEPT.days} days"
    assert rows["an installation that somebody began"] == f"{LASTS.seconds // 60} minutes"
    assert f"`TEXT_RETENTION_DAYS`, {texts} unless" in rows["the text of a line or an answer"]
    assert f"`UNINSTALL_GRACE_DAYS`, {grace} unless" in rows["a workspace that removed the bot"]


def test_the_lock_pins_every_dependency_within_its_bounds_with_the_hashes_of_its_files():
    project = tomllib.loads(PROJECT)["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["demo"], *extras["server"]]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([\w.-]+)==(\S+)(.*?)(?=^\w|\Z)", lock, flags=re.DOTALL | re.MULTILINE)
    versions = {name: version for name, version, _ in pins}

    for requirement in map(Requirement, wanted):
        name = canonicalize_name(requirement.name)
        assert name in versions, f"{name} is missing: see CONTRIBUTING.md"
        assert requirement.specifier.contains(versions[name]), name
    assert [name for name, _, rest in pins if "--hash=sha256:" not in rest] == []


def test_the_console_script_and_the_module_are_the_same():
    from bot import __main__
    from bot.cli import main

    assert tomllib.loads(PROJECT)["project"]["scripts"] == {"close-coach": "bot.cli:main"}
    assert vars(__main__)["main"] is main


def test_every_process_of_a_deployment_is_a_command():
    from bot.cli import app

    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    processes = dict(line.split(": ") for line in lines)
    functions = (command.callback for command in app.registered_commands)
    commands = {function.__name__ for function in functions if function} | {"db"}

    assert processes.keys() == {"release", "web", "worker", "clock"}
    for command in processes.values():
        assert command.split()[0] == "close-coach"
        assert command.split()[1] in commands
