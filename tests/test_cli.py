"""The command line: what it prints, where, and the exit code it leaves."""

import io
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError

import pytest

from bot.cli import main
from bot.core.people import Member
from bot.core.scoring import Award, Entry
from bot.storage.engine import open_engine
from bot.storage.store import Store
from tests.databases import make_database
from tests.processes import close_coach, finished
from tests.small_content import write_all
from tests.storage.values import ATTEMPT

LINE = "Thank you for your time. I'll just wait to hear from you."
pytestmark = pytest.mark.usefixtures("empty_folder")


@pytest.fixture(name="run")
def _run(monkeypatch, capsys):
    """Run a command in this process; returns its exit code, standard output and standard error."""

    def run(*words, stdin=b""):
        monkeypatch.setattr(sys, "argv", ["close-coach", *words])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as left:
            main()
        return (left.value.code or 0, *capsys.readouterr())

    return run


def test_a_critique_marks_the_risky_words_and_ends_with_0(run):
    code, out, err = run("check", LINE)

    assert (code, err) == (0, "")
    assert "/100" in out.splitlines()[0]
    assert "[1: " in out.splitlines()[1]
    assert "\x1b" not in out


def test_json_prints_one_object(run):
    code, out, err = run("check", LINE, "--json")

    assert (code, err) == (0, "")
    answer = json.loads(out)
    assert list(answer) == ["kind", "score", "verdict", "findings", "steps", "rewrite"]
    assert "passive-exit" in [finding["id"] for finding in answer["findings"]]


@pytest.mark.parametrize("line", ["", "   ", "\U0001f600", "12 34", "a" * 4_001])
def test_unusable_input_ends_with_2_and_a_kind_sentence(run, line):
    code, out, err = run("check", line)

    assert (code, out) == (2, "")
    assert err.endswith(".\n")
    assert "Traceback" not in err


def test_too_long_a_line_is_told_the_limit(run):
    _, _, err = run("check", "word " * 8_000)

    assert "4,000" in err


def test_without_a_line_it_says_how_to_give_one(run):
    assert run("check") == (
        2,
        "",
        'Put the line in quotes: close-coach check "Thank you. What comes next?"\n',
    )


def test_a_stream_takes_no_line_beside_it(run):
    said = "--jsonl reads its lines from standard input: leave the line out.\n"
    assert run("check", "--jsonl", LINE) == (2, "", said)


def test_an_unknown_stance_names_those_there_are(run):
    code, _, err = run("check", LINE, "--stance", "harsh")

    assert code == 2
    assert all(stance in err for stance in ("strict", "balanced", "open"))


def test_the_stance_decides_what_a_concern_check_costs(run):
    line = "I want this job. Do you have any concerns about me that would stop you from hiring me?"
    scores = {
        stance: json.loads(run("check", line, "--json", "--stance", stance)[1])["score"]
        for stance in ("strict", "balanced", "open")
    }

    assert scores["strict"] < scores["balanced"] <= scores["open"]


def test_a_stream_answers_each_line_and_survives_bad_ones(monkeypatch, capfdbinary):
    lines = [{"id": 1, "text": LINE}, "oops", {"id": 3}]
    fed = "\n".join(json.dumps(line) for line in lines).encode() + b"\nnot json\n"
    monkeypatch.setattr(sys, "argv", ["close-coach", "check", "--jsonl"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(fed)))

    with pytest.raises(SystemExit) as left:
        main()

    answers = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert left.value.code in (0, None)
    assert [answer["id"] for answer in answers] == [1, None, 3, None]
    assert ["error" in answer for answer in answers] == [False, True, True, True]


def test_a_stream_answers_before_it_is_asked_again(empty_folder):
    process = close_coach("check", "--jsonl", folder=empty_folder)
    assert process.stdin is not None
    assert process.stdout is not None

    for id in (1, 2):
        process.stdin.write(json.dumps({"id": id, "text": LINE}) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == id

    assert finished(process) == (0, "", "")


def test_a_reader_that_leaves_early_causes_no_complaint(empty_folder):
    asked = empty_folder / "asked.jsonl"
    asked.write_text((json.dumps({"id": 1, "text": LINE}) + "\n") * 500, encoding="utf-8")

    with asked.open("rb") as source:
        process = close_coach("check", "--jsonl", folder=empty_folder, stdin=source)
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["id"] == 1
        process.stdout.close()
        process.wait(60)

    assert process.stderr is not None
    with process.stderr:
        assert process.stderr.read() == ""


def test_checking_a_line_loads_neither_slack_nor_a_database(empty_folder):
    process = close_coach("check", LINE, "--json", folder=empty_folder, PYTHONPROFILEIMPORTTIME="1")

    code, _, imported = finished(process)

    heavy = (
        "slack_bolt",
        "slack_sdk",
        "sqlalchemy",
        "alembic",
        "apscheduler",
        "aiohttp",
        "sklearn",
    )
    assert code == 0
    assert [name for name in heavy if f" {name}\n" in imported] == []


def test_the_content_is_checked(run):
    code, out, err = run("content", "check")

    assert (code, err) == (0, "")
    assert out.startswith("All is well")


def test_the_report_is_printed_and_kept(run, tmp_path):
    code, printed, _ = run("content", "report", "--markdown", str(tmp_path / "report.md"))

    assert code == 0
    assert printed == (tmp_path / "report.md").read_text(encoding="utf-8").rstrip() + "\n"
    assert printed.startswith("# How lines are judged\n")


def test_a_labelled_file_is_reported_on_and_a_missing_one_is_refused(run, tmp_path):
    file = tmp_path / "lines.jsonl"
    file.write_text('{"text": "Do I have any red flags?", "labels": ["red-flags"]}\n')

    assert "- lines: 1, of which 0 hold no trap\n" in run("content", "report", str(file))[1]
    assert run("content", "report", "nowhere.jsonl") == (2, "", "nowhere.jsonl cannot be read.\n")


def test_doubts_are_told_when_asked_for(run):
    _, plain, _ = run("check", "--json", "Do I have any red flags?")
    _, more, _ = run("check", "--json", "--maybe", "Do I have any red flags?")

    assert "sure" not in json.loads(plain)["findings"][0]
    assert json.loads(more)["findings"][0]["sure"] is True


def test_the_model_fits_the_lines_it_was_made_from(run):
    assert run("train", "--check") == (
        0,
        "The model fits the lines that it was made from.\n",
        "",
    )


def test_the_database_is_brought_up_to_date(run, empty_folder):
    assert run("db", "upgrade") == (0, "The database is up to date.\n", "")
    assert (empty_folder / "close-coach.db").exists()


def test_a_database_is_backed_up_verified_restored_and_copied(run, empty_folder):
    assert run("db", "upgrade")[0] == 0
    backed_up = run("db", "backup", "coach.backup")
    verified = run("db", "restore", "coach.backup", "--verify")
    refused = run("db", "restore", "coach.backup")
    restored = run("db", "restore", "coach.backup", "--force")
    copied = run("db", "copy", "sqlite:///close-coach.db", "sqlite:///other.db")

    ends = [(code, err) for code, _, err in (backed_up, verified, restored, copied)]
    assert ends == [(0, "")] * 4
    for (_, out, _), begins in (
        (backed_up, "Backed up and verified: 0 rows in "),
        (verified, "Verified: 0 rows in "),
        (restored, "Restored: 0 rows in "),
        (copied, "Copied and compared: 0 rows in "),
    ):
        assert out.startswith(begins)
    assert (refused[0], refused[2].count("\n")) == (1, 1)
    assert (empty_folder / "other.db").is_file()


def test_what_a_missing_driver_comes_with_is_said(run, monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)  # as if it were not installed
    monkeypatch.setenv("DATABASE_URL", "postgres://ada:canary@db.example/coach")

    assert run("db", "upgrade") == (
        1,
        "",
        "This needs psycopg, which comes with: pip install 'close-coach[server]'\n",
    )


def test_a_malformed_setting_stops_a_command_with_one_sentence(run, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://db")

    code, out, err = run("db", "upgrade")

    assert (code, out) == (1, "")
    assert err.startswith("DATABASE_URL must be an address")
    assert err.count("\n") == 1


def test_a_wrong_address_is_named_as_the_command_names_it(run):
    code, out, err = run("db", "copy", "sqlite:///coach.db", "elsewhere")

    assert (code, out) == (1, "")
    assert err.startswith("TO is not a database URL")


def test_it_says_which_version_it_is(run, monkeypatch):
    monkeypatch.setattr("importlib.metadata.version", lambda name: "1.2.3")
    assert run("--version") == (0, "close-coach 1.2.3\n", "")


def test_without_an_installation_there_is_no_version(run, monkeypatch):
    def missing(name):
        raise PackageNotFoundError(name)

    monkeypatch.setattr("importlib.metadata.version", missing)
    code, out, err = run("--version")

    assert (code, out) == (2, "")
    assert "pip install" in err


def test_a_short_h_helps_too(run):
    for words in ([], ["check"], ["db", "copy"]):
        code, out, _ = run(*words, "-h")
        assert code == 0
        assert "Usage" in out


def test_a_port_that_cannot_be_is_refused_in_a_sentence(run):
    code, _, err = run("demo", "--port", "99999")

    assert code == 2
    assert "65535" in err
    assert "Traceback" not in err


def test_a_dry_run_with_nothing_due_says_so(run):
    assert run("db", "upgrade")[0] == 0
    assert run("tick", "--dry-run") == (0, "Nothing is due.\n", "")


def test_running_without_tokens_names_the_first_that_is_missing(run):
    code, out, err = run("run")

    assert (code, out) == (1, "")
    assert err.startswith("SLACK_BOT_TOKEN is missing: ")
    assert err.count("\n") == 1


def test_the_doctor_finds_the_missing_tokens_and_ends_with_1(run, empty_folder, monkeypatch):
    write_all(empty_folder)  # what is shipped takes seconds: it is examined in test_doctor.py
    monkeypatch.setattr("bot.doctor.content_folder", lambda: empty_folder)

    code, out, _ = run("doctor")

    assert code == 1
    assert "SLACK_BOT_TOKEN" in out
    assert "missing" in out


def test_without_a_command_it_explains_itself(run):
    _, out, err = run()

    assert "check" in out + err
    assert "demo" in out + err


def test_a_replay_of_the_points_says_whether_the_ledger_agrees_and_mends_it(
    run, empty_folder, monkeypatch
):
    url = make_database(empty_folder)
    monkeypatch.setenv("DATABASE_URL", url)
    before = run("replay")
    tamper(url)
    wrong, mended, after = run("replay"), run("replay", "--write"), run("replay")

    assert before == (
        0,
        "0 lines and answers of 0 members bring 0 points. The ledger agrees to the point.\n",
        "",
    )
    assert (wrong[0], mended[0], after[0]) == (1, 0, 0)
    assert "T1 U1 drill:stray 24: 5 points, should be 0\n" not in wrong[1]
    assert "  T1 U1 drill:stray 00: 5 points, should be 0\n" in wrong[1]
    assert "  and 5 more\nRun close-coach replay --write to mend it." in wrong[1]
    assert "All of it is mended" in mended[1]


def tamper(url: str) -> None:
    """Give somebody points that they never earned."""
    engine = open_engine(url)
    who, now = Member("T1", "U1"), datetime(2026, 3, 2, 12, tzinfo=UTC)
    stray = Entry(who, "", Award.DRILL, 5, now, now.date())
    Store(engine).record_attempt(replace(ATTEMPT, who=who), "Ev1")
    Store(engine).mend(
        who, [replace(stray, source=f"drill:stray {number:02}") for number in range(25)], []
    )
    engine.dispose()
