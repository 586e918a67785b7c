"""Refusals as a person reads them."""

from bot.sandbox.refusal import SlackRefusal

SENTENCES = {
    "action_not_found": "That button is no longer there.",
    "already_in_channel": "They are in this channel already.",
    "cant_update_message": "You can only change your own messages.",
    "channel_not_found": "There is no such channel.",
    "clock_backwards": "The clock only moves forwards: pick a time that is still to come.",
    "clock_too_far": "That is more than a year ahead: pick a time within a year.",
    "dispatch_failed": "The app is not connected, so Slack could not reach it (dispatch_failed).",
    "invalid_command_response": "The app answered with something Slack does not accept.",
    "invalid_time": "Pick a date and a time, such as 2026-11-23 and 09:00.",
    "invalid_view_response": "The app answered with something Slack does not accept.",
    "is_archived": "This channel is archived.",
    "message_not_found": "That message is no longer there.",
    "messages_tab_disabled": "Sending messages to this app has been turned off.",
    "msg_too_long": "That message is longer than Slack accepts.",
    "no_text": "Write something first.",
    "not_found": "That window is no longer open.",
    "not_in_channel": "You are not in this channel.",
    "operation_timeout": "The app did not answer within three seconds (operation_timeout).",
    "unknown_shortcut": "The app has no such shortcut.",
    "user_not_found": "There is no such person.",
}
SPOKEN = ("command_in_thread", "own_command", "unknown_command")


def sentence(error: SlackRefusal) -> str:
    """One plain sentence, with Slack's own complaint where it names a place."""
    if error.code in SPOKEN:
        return error.problems[0]
    said = SENTENCES.get(error.code, f"Slack refused this ({error.code}).")
    return " ".join([said, *error.problems])
