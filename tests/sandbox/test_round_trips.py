"""A Bolt app talks to the sandbox over real sockets as it would to Slack."""

from slack_sdk import WebClient

MODAL = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "A form"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "line",
            "label": {"type": "plain_text", "text": "Your line"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        }
    ],
}


def test_a_command_is_answered_in_its_acknowledgement_to_its_sender_alone(sandbox, echo):
    @echo.app.command("/echo")
    def say_again(ack, command):
        ack(text=f"You said: {command['text']}")

    answer = sandbox.command("U0MAYA", "C0PRACTICE", "/echo <b> & you")

    assert answer["text"] == "You said: &lt;b&gt; &amp; you"
    assert answer["ephemeral"] is True
    assert answer in sandbox.messages("U0MAYA", "C0PRACTICE")
    assert answer not in sandbox.messages("U0TOM", "C0PRACTICE")


def test_a_command_opens_a_modal_whose_submission_comes_back(sandbox, echo):
    @echo.app.command("/ask")
    def ask(ack, body, client):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)

    @echo.app.view("form")
    def answer(ack, view, client):
        ack()
        text = view["state"]["values"]["line"]["text"]["value"]
        client.chat_postMessage(channel="U0MAYA", text=f"You wrote: {text}")

    sandbox.command("U0MAYA", "C0PRACTICE", "/ask")
    assert sandbox.view("U0MAYA")["callback_id"] == "form"

    assert sandbox.submit("U0MAYA", {"line": "Shall we?"}) == {}
    assert sandbox.view("U0MAYA") is None
    sandbox.wait_for(lambda: sandbox.messages("U0MAYA", "D0MAYA"))
    assert [m["text"] for m in sandbox.messages("U0MAYA", "D0MAYA")] == ["You wrote: Shall we?"]


def test_a_direct_message_reaches_the_app_and_the_reply_lands_in_its_thread(sandbox, echo):
    @echo.app.event("message")
    def reply(event, client):
        client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="Seen.")

    ts = sandbox.send_message("U0TOM", sandbox.dm("U0TOM"), "Hello")
    sandbox.settle()

    assert [m["text"] for m in sandbox.thread("U0TOM", "D0TOM", ts)] == ["Hello", "Seen."]


def test_the_home_tab_shows_what_the_app_publishes_when_it_is_opened(sandbox, echo):
    @echo.app.event("app_home_opened")
    def publish(event, client):
        blocks = [{"type": "divider"}]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    assert sandbox.home("U0PRIYA") is None
    sandbox.open_home("U0PRIYA")
    sandbox.settle()

    assert [block["type"] for block in sandbox.home("U0PRIYA")["blocks"]] == ["divider"]


def test_a_button_in_an_ephemeral_answer_replaces_it_through_the_response_url(sandbox, echo):
    @echo.app.command("/echo")
    def offer(ack):
        label = {"type": "plain_text", "text": "Go"}
        button = {"type": "button", "action_id": "go", "value": "7", "text": label}
        ack(text="Ready?", blocks=[{"type": "actions", "elements": [button]}])

    @echo.app.action("go")
    def went(ack, action, respond):
        ack()
        respond(text=f"Went with {action['value']}.", replace_original=True)

    sandbox.command("U0MAYA", "C0GENERAL", "/echo")
    sandbox.click("U0MAYA", "go", "C0GENERAL")

    assert sandbox.messages("U0MAYA", "C0GENERAL")[-1]["text"] == "Went with 7."
    body = echo.bodies[-1]
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body


def test_a_message_shortcut_carries_the_whole_message(sandbox, echo):
    @echo.app.shortcut("look")
    def look(ack, body, client):
        ack()
        text = body["message"]["text"]
        client.chat_postEphemeral(channel="C0PRACTICE", user="U0MAYA", text=f"Saw: {text}")

    ts = sandbox.send_message("U0TOM", "C0PRACTICE", "My line")
    sandbox.shortcut("U0MAYA", "C0PRACTICE", ts, "look")

    assert sandbox.messages("U0MAYA", "C0PRACTICE")[-1]["text"] == "Saw: My line"


def test_the_web_client_learns_who_the_bot_is(client: WebClient):
    answer = client.auth_test()

    assert (answer["team_id"], answer["user_id"]) == ("T0DEMO", "U0COACH")
    assert answer.headers["x-oauth-scopes"] == (
        "chat:write,commands,im:history,im:write,users:read"
    )


def test_a_changed_profile_is_told_and_looked_up(sandbox, client, echo):
    echo.app.event("user_change")(lambda: None)
    sandbox.change_person("U0MAYA", tz="Europe/Lisbon")
    sandbox.settle()

    body = echo.bodies[-1]
    assert (body["event"]["type"], body["event"]["user"]["tz"]) == ("user_change", "Europe/Lisbon")
    assert body["event"]["user"] == client.users_info(user="U0MAYA")["user"]
