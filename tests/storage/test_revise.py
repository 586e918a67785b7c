import shutil

from bot.storage.metadata import METADATA
from bot.storage.migrate import SCRIPTS
from bot.storage.revise import revise


def test_a_script_is_written_for_what_the_scripts_so_far_do_not_make(tmp_path):
    scripts = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("versions"))
    (scripts / "versions").mkdir()

    revise("All of it", scripts)

    (script,) = scripts.glob("versions/*.py")
    written = script.read_text()
    assert script.name == "0001_all_of_it.py"
    assert written.count("op.create_table(") == len(METADATA.tables)
    assert "bot.storage" not in written  # it must outlive our code


def test_there_is_nothing_to_write_when_the_scripts_make_all_the_tables(tmp_path):
    scripts = tmp_path / "migrations"
    shutil.copytree(SCRIPTS, scripts)

    revise("Nothing", scripts)

    (script,) = scripts.glob("versions/*_nothing.py")
    assert "op." not in script.read_text()
