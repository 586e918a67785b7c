"""What a newcomer relies on: two commands, links that lead somewhere, reasons for dependencies."""

import re
import tomllib
from pathlib import Path

import pytest

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
        "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/pytest\n",
    ]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_within_the_repository_lead_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / page).read_text(encoding="utf-8"))

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_setting_is_in_the_readme():
    from bot.settings import Settings

    rows = set(re.findall(r"^\| `([A-Z_]+)` \|", README, flags=re.MULTILINE))

    assert rows == {name.upper() for name in Settings.model_fields}


def test_every_dependency_gives_its_reason():
    lines = re.findall(r'^  "[\w-]+[<>=][^"]*",.*$', PROJECT, flags=re.MULTILINE)

    assert len(lines) > 20
    assert [line for line in lines if not re.search(r"# \w.{4,}$", line)] == []


def test_the_console_script_and_the_module_are_the_same():
    from bot import __main__
    from bot.cli import main

    assert tomllib.loads(PROJECT)["project"]["scripts"] == {"close-coach": "bot.cli:main"}
    assert vars(__main__)["main"] is main


def test_a_deployment_runs_one_worker():
    assert (ROOT / "Procfile").read_text(encoding="utf-8") == "worker: close-coach run\n"
