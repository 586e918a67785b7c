"""Files that the bot sends through Slack's own client."""

from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.sandbox.server import Sandbox
from tests.sandbox.conftest import SWIFT, Clock

ROWS = "name,points\nMaya,12\n"


def manifest_with_files(folder: Path) -> Path:
    """Write the manifest of an app that may send files."""
    echo = Path(__file__).with_name("manifest.yml").read_text(encoding="utf-8")
    manifest = folder / "manifest.yml"
    manifest.write_text(echo.replace("bot: [", "bot: [files:write, "))
    return manifest


@pytest.fixture(name="sandbox")
def _sandbox(tmp_path: Path):
    """A Slack whose app may send files."""
    with Sandbox(manifest=manifest_with_files(tmp_path), now=Clock(), timing=SWIFT) as running:
        yield running


def send(client: WebClient, channel: str, **more: Any) -> Any:
    return client.files_upload_v2(
        channel=channel, filename="board.csv", title="The board", content=ROWS, **more
    )


def test_a_file_arrives_with_its_words_and_can_be_fetched(sandbox, client):
    send(client, "D0PRIYA", initial_comment="Here is your export.")

    message = sandbox.messages("U0PRIYA", "D0PRIYA")[-1]
    file = message["files"][0]
    assert message["text"] == "Here is your export."
    assert (file["name"], file["title"], file["size"]) == ("board.csv", "The board", len(ROWS))
    assert sandbox.file(file["id"]) == ROWS.encode()
    with urlopen(f"{sandbox.url}files/{file['id']}") as answer:
        assert (answer.headers["Content-Disposition"], answer.read()) == (
            "attachment",
            ROWS.encode(),
        )


@pytest.mark.parametrize(
    ("channel", "code"), [("C0GENERAL", "not_in_channel"), ("U0PRIYA", "channel_not_found")]
)
def test_a_file_goes_only_where_the_bot_is_and_to_no_bare_person(sandbox, client, channel, code):
    with pytest.raises(SlackApiError) as caught:
        send(client, channel)

    assert caught.value.response["error"] == code


def test_a_file_that_was_never_uploaded_cannot_be_shared(client):
    file = client.files_getUploadURLExternal(filename="board.csv", length=3)["file_id"]

    with pytest.raises(SlackApiError) as caught:
        client.files_completeUploadExternal(files=[{"id": file}], channel_id="D0PRIYA")

    assert caught.value.response["error"] == "file_not_found"


def test_a_file_has_a_length(client):
    with pytest.raises(SlackApiError) as caught:
        client.files_getUploadURLExternal(filename="board.csv", length=0)

    assert caught.value.response["error"] == "invalid_arguments"
