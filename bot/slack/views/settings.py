"""What a member reads about their own daily drill, and where they change it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.core.calendar import Schedule
from bot.core.enrolment import Enrolment
from bot.slack.ids import Action, Field, Form
from bot.slack.views.blocks import (
    Block,
    Element,
    Message,
    View,
    actions,
    bullets,
    button,
    confirmed,
    context,
    fallback,
    header,
    label,
    modal,
    paragraph,
    plain_text,
    rich,
    run,
    section,
    words,
)
from bot.slack.views.privacy import joining_question

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_OFFER = "One drill a day, a minute each, on what your own closes show. You choose the hour."
_OUT = "You get no daily drill. Send “join” to begin, or “drill” for a single one."
_DONE = {
    "join": "You are in.",
    "stop": "Done: no more daily drills. Your settings are kept.",
    "change": "Saved.",
    "unpin": "Saved. The hour follows your Slack time zone again.",
    "pause": "Saved: no drill until then, and nothing is lost by it.",
    "resume": "Welcome back.",
    "skip": "Today is left out. It breaks no streak.",
    "snooze": "I come back with it in an hour.",
}
_WORDS = (
    ("time 9am", "another hour"),
    ("days mon-fri", "other days"),
    ("zone Europe/London", "another time zone; “zone slack” follows Slack"),
    ("pause until 2026-12-01", "no drills until that day; “resume” ends it"),
    ("skip", "no drill today"),
    ("snooze", "an hour later"),
    ("drill", "one right now"),
    ("stop", "no more drills"),
)


def settings_message(done: str, enrolment: Enrolment, now: datetime) -> Message:
    """Build the answer to a change, or to `status`: what holds now, and the words to change it."""
    said = settings_text(done, enrolment)
    blocks = [section(said), *(_state(enrolment, now) if enrolment.joined else [])]
    if done == "join":
        blocks += joining_question()
    if done in ("join", "status"):
        blocks.append(
            rich(paragraph(label("Words that I understand")), bullets(map(_word, _WORDS)))
        )
    return Message(fallback(said), blocks)


def settings_text(done: str, enrolment: Enrolment) -> str:
    """Say in a sentence or two what was done, and when the next drill comes."""
    now = f"Your next drill comes on {next_drill(enrolment)}." if enrolment.next else _OUT
    return f"{_DONE[done]} {now}" if done in _DONE else now


def next_drill(enrolment: Enrolment) -> str:
    """Say when the next drill comes, in the member's own time. Empty without one."""
    if enrolment.next is None:
        return ""
    zone = enrolment.schedule.zone
    at = enrolment.next.at.astimezone(ZoneInfo(zone))
    return f"{_day(at)} at {at:%H:%M} ({zone})"


def drill_section(enrolment: Enrolment, now: datetime) -> list[Block]:
    """Build the part of Home about the daily drill."""
    if not enrolment.joined:
        return [
            header("The daily drill"),
            section(_OFFER),
            actions(join_button(), button("One drill now", Action.DRILL_NOW)),
        ]
    schedule = enrolment.schedule
    return [
        header("The daily drill"),
        *_state(enrolment, now),
        section("Time of day") | {"accessory": _hour(schedule)},
        section("Days") | {"accessory": _weekdays(schedule)},
        section("Pause until") | {"accessory": _pause(schedule, now)},
        actions(*_today_buttons(schedule, now), *_zone_buttons(enrolment)),
        actions(button("One drill now", Action.DRILL_NOW), _stop_button()),
        context("In our direct messages, “status” tells you the words that do the same."),
    ]


def join_button() -> Element:
    return button("Join the daily drill", Action.JOIN)


def invitation() -> list[Block]:
    """Build the offer at the foot of a first critique."""
    return [context(_OFFER), actions(join_button()) | {"block_id": Field.DRILL}]


def zone_form(zone: str) -> View:
    """Build the form that takes a time zone."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": Field.ZONE,
        "initial_value": zone,
        "max_length": 60,
        "placeholder": plain_text("Europe/London", 150),
    }
    block: Block = {
        "type": "input",
        "block_id": Field.ZONE,
        "label": plain_text("A city, or the name of a time zone", 75),
        "element": element,
    }
    return modal(Form.ZONE, "Your time zone", [block], submit="Save", close="Cancel")


def _state(enrolment: Enrolment, now: datetime) -> list[Block]:
    schedule = enrolment.schedule
    today = schedule.local_date(now)
    whose = "your choice" if enrolment.pinned else "as in your Slack profile"
    rows = [
        ("Next drill", next_drill(enrolment) or "none"),
        ("Every", f"{days_text(schedule)} at {schedule.time:%H:%M}"),
        ("Time zone", f"{schedule.zone} ({whose})"),
    ]
    if schedule.paused_until and schedule.paused_until > today:
        rows.append(("Paused until", _day(schedule.paused_until)))
    if schedule.skip == today:
        rows.append(("Left out", _day(today)))
    return [rich(bullets([label(f"{name}: "), words(value, 200)] for name, value in rows))]


def days_text(schedule: Schedule) -> str:
    """Name the days of the week of a schedule."""
    days = sorted(schedule.weekdays)
    if len(days) == len(_DAYS):
        return "day"
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{_DAYS[days[0]]} to {_DAYS[days[-1]]}"
    return ", ".join(_DAYS[day] for day in days)


def _day(day: date | datetime) -> str:
    return f"{_DAYS[day.weekday()]} {day.day} {day:%B}"


def _word(entry: tuple[str, str]) -> list[Element]:
    word, meaning = entry
    return [run(word, code=True), run(f": {meaning}")]


def _hour(schedule: Schedule) -> Element:
    return {
        "type": "timepicker",
        "action_id": Action.TIME,
        "initial_time": f"{schedule.time:%H:%M}",
        "placeholder": plain_text("Time of day", 150),
    }


def _weekdays(schedule: Schedule) -> Element:
    options = [
        {"text": plain_text(name, 75), "value": str(number)} for number, name in enumerate(_DAYS)
    ]
    return {
        "type": "multi_static_select",
        "action_id": Action.DAYS,
        "placeholder": plain_text("Choose days", 150),
        "options": options,
        "initial_options": [options[day] for day in sorted(schedule.weekdays)],
    }


def _pause(schedule: Schedule, now: datetime) -> Element:
    picker: Element = {
        "type": "datepicker",
        "action_id": Action.PAUSE,
        "placeholder": plain_text("Choose a day", 150),
    }
    if schedule.paused_until and schedule.paused_until > schedule.local_date(now):
        picker["initial_date"] = schedule.paused_until.isoformat()
    return picker


def _zone_buttons(enrolment: Enrolment) -> list[Element]:
    change = button("Change time zone", Action.ZONE)
    follow = button("Follow Slack's time zone", Action.SLACK_ZONE)
    return [change, follow] if enrolment.pinned else [change]


def _today_buttons(schedule: Schedule, now: datetime) -> list[Element]:
    today = schedule.local_date(now)
    paused = schedule.paused_until is not None and schedule.paused_until > today
    resume = [button("Resume", Action.RESUME)] if paused or schedule.skip == today else []
    skip, snooze = button("Skip today", Action.SKIP), button("Snooze one hour", Action.SNOOZE)
    return [skip, snooze, *resume]


def _stop_button() -> Element:
    stop = button("Stop the daily drill", Action.STOP) | {"style": "danger"}
    said = "Your settings are kept, and you may join again at any time."
    return confirmed(stop, "Stop the daily drill?", said, yes="Stop", no="Keep it")
