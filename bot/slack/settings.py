"""A member joins the daily drill and sets it up: on Home, and by the buttons of messages."""

from collections.abc import Callable
from datetime import date, datetime, time
from functools import partial
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.coach.critiques import Reply
from bot.coach.schedule import Schedules
from bot.core.enrolment import Enrolment
from bot.core.people import Member
from bot.core.slots import Slot
from bot.core.typed import parse_zone
from bot.slack.edge import Edge
from bot.slack.errors import guard
from bot.slack.home import publish
from bot.slack.ids import Action, Field, Form
from bot.slack.people import acting, ask_profile
from bot.slack.surfaces import on_home, open_modal, tell
from bot.slack.views.blocks import View
from bot.slack.views.privacy import CHOOSE_BELOW, joining_question
from bot.slack.views.settings import settings_text, zone_form

Body = dict[str, Any]
Change = Callable[..., Enrolment]
IN_MESSAGES = "Your drill is on its way to our direct messages."


def register(app: App, edge: Edge) -> None:
    """Add the listeners of this feature."""
    _register_joining(app, edge)
    _register_today(app, edge)
    _register_schedule(app, edge)
    _register_zone(app, edge)
    _register_profiles(app, edge)


def stop_for(schedules: Schedules, now: Callable[[], datetime], slot: Slot, code: str = "") -> None:
    """Stop the daily drill of a member who cannot be reached, as Slack said of a slot of theirs."""
    schedules.stop(slot.who, now=now(), event_key=f"gone:{slot.recipient}:{slot.kind}:{slot.key}")


def _register_joining(app: App, edge: Edge) -> None:
    schedules = edge.coach.schedules

    @app.action(Action.JOIN)
    def join(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Acknowledge at once: the zone is asked of Slack afterwards."""
        who = acting(context)
        ack()
        work = partial(_with_slack_zone, edge, client, body, who, "join", schedules.join)
        edge.background.submit(guard, partial(_say, edge, client, body, who), work)

    @app.action(Action.STOP)
    def stop(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _change(edge, ack, body, context, client, "stop", schedules.stop)

    @app.action(Action.DRILL_NOW)
    def ask_for_a_drill(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        who = acting(context)
        reply = Reply(schedules.of(who).channel or who.id)
        edge.coach.drills.ask(who, now=edge.now(), event_key=body["trigger_id"], reply=reply)
        ack()
        edge.delivery.wake()
        edge.background.submit(_say, edge, client, body, who, IN_MESSAGES)


def _register_today(app: App, edge: Edge) -> None:
    schedules = edge.coach.schedules

    @app.action(Action.SKIP)
    def skip(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _change(edge, ack, body, context, client, "skip", schedules.skip)

    @app.action(Action.SNOOZE)
    def snooze(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _change(edge, ack, body, context, client, "snooze", schedules.snooze)

    @app.action(Action.RESUME)
    def resume(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        _change(edge, ack, body, context, client, "resume", schedules.resume)

    @app.action(Action.PAUSE)
    def pause(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        chosen = body["actions"][0].get("selected_date")
        if chosen is None:  # the date was taken back
            _change(edge, ack, body, context, client, "resume", schedules.resume)
            return
        until = date.fromisoformat(chosen)
        _change(edge, ack, body, context, client, "pause", schedules.pause, until=until)


def _register_schedule(app: App, edge: Edge) -> None:
    schedules = edge.coach.schedules

    @app.action(Action.TIME)
    def set_hour(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        chosen = body["actions"][0].get("selected_time")
        at = time.fromisoformat(chosen) if chosen else None
        _change(edge, ack, body, context, client, "change", schedules.change, at=at)

    @app.action(Action.DAYS)
    def set_days(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        chosen = body["actions"][0].get("selected_options") or []
        days = [int(option["value"]) for option in chosen]
        _change(edge, ack, body, context, client, "change", schedules.change, weekdays=days)


def _register_zone(app: App, edge: Edge) -> None:
    schedules = edge.coach.schedules

    @app.action(Action.ZONE)
    def begin_zone(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        form = zone_form(schedules.of(acting(context)).schedule.zone)
        ack()
        edge.background.submit(open_modal, client, body, form)

    @app.action(Action.SLACK_ZONE)
    def follow_slack(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
        """Acknowledge at once: the zone is asked of Slack afterwards."""
        who = acting(context)
        ack()
        work = partial(_with_slack_zone, edge, client, body, who, "unpin", schedules.unpin)
        edge.background.submit(guard, partial(_say, edge, client, body, who), work)

    @app.view(Form.ZONE)
    def set_zone(ack: Ack, view: View, context: BoltContext, client: WebClient) -> None:
        who, typed = acting(context), view["state"]["values"][Field.ZONE][Field.ZONE].get("value")
        zone, key = parse_zone(typed or ""), f"{view['id']}:{view['hash']}"
        enrolment = schedules.change(who, zone=zone, now=edge.now(), event_key=key)
        ack()
        said = settings_text("change", enrolment)
        edge.background.submit(publish, edge, client, who, said)


def _register_profiles(app: App, edge: Edge) -> None:
    schedules = edge.coach.schedules

    @app.event("user_change")
    def follow_profile(event: Body, body: Body, context: BoltContext) -> None:
        """Slack tells of every member of the workspace: few of them take part."""
        user = event["user"]
        who = acting(context, user["id"])
        edge.directory.heard_of(who.workspace, user)
        if not schedules.of(who).joined:
            return
        if user.get("deleted"):
            schedules.stop(who, now=edge.now(), event_key=body["event_id"])
        elif user.get("tz"):
            schedules.follow(who, user["tz"], now=edge.now())


def _change(
    edge: Edge,
    ack: Ack,
    body: Body,
    context: BoltContext,
    client: WebClient,
    done: str,
    change: Change,
    **chosen: Any,
) -> None:
    """Make one change, acknowledge it, and show what holds now."""
    who = acting(context)
    enrolment = change(who, **chosen, now=edge.now(), event_key=body["trigger_id"])
    ack()
    edge.background.submit(_say, edge, client, body, who, settings_text(done, enrolment))


def _with_slack_zone(
    edge: Edge, client: WebClient, body: Body, who: Member, done: str, change: Change
) -> None:
    zone = ask_profile(client, who).zone or edge.coach.schedules.of(who).schedule.zone
    enrolment = change(who, zone=zone, now=edge.now(), event_key=body["trigger_id"])
    text = settings_text(done, enrolment)
    if done == "join" and not on_home(body):  # which has the same choice at all times
        tell(client, body, text, joining_question())
    else:
        _say(edge, client, body, who, text if done != "join" else f"{text} {CHOOSE_BELOW}")


def _say(edge: Edge, client: WebClient, body: Body, who: Member, text: str) -> None:
    """Say it where it was asked for: on top of Home, or beside the message."""
    if on_home(body):
        publish(edge, client, who, text)
    else:
        tell(client, body, text)
