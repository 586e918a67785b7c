"""Block Kit's text objects and interactive elements, with their limits."""

from collections.abc import Mapping

from bot.sandbox.schema import (
    Check,
    anything,
    choice,
    items,
    shape,
    text,
    truth,
    typed,
    whole,
)

ID = text(255)
KIND = anything  # the type itself was looked at already
URL = text(3000)


def plain(longest: int) -> Check:
    """A plain_text object."""
    fields = {"type": KIND, "text": text(longest)}
    return typed({"plain_text": shape(fields, {"emoji": truth})})


def words(longest: int) -> Check:
    """A plain_text or mrkdwn object."""
    fields = {"type": KIND, "text": text(longest)}
    return typed(
        {
            "plain_text": shape(fields, {"emoji": truth}),
            "mrkdwn": shape(fields, {"verbatim": truth}),
        }
    )


CONFIRM = shape(
    {"title": plain(100), "text": words(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)
OPTION = shape({"text": words(75), "value": text(150)}, {"description": words(75), "url": URL})
GROUP = shape({"label": plain(75), "options": items(OPTION, 100)})
ACTING: Mapping[str, Check] = {"type": KIND}
NAMED: Mapping[str, Check] = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": truth}
HINTED: Mapping[str, Check] = {**NAMED, "placeholder": plain(150)}
DISPATCH = shape(
    {}, {"trigger_actions_on": items(choice("on_enter_pressed", "on_character_entered"), 2)}
)


def menu(required: Mapping[str, Check], optional: Mapping[str, Check]) -> Check:
    """A menu or a picker with a placeholder."""
    return shape({**ACTING, **required}, {**HINTED, **optional})


def chooser(initial: str, *, several: bool = False) -> Check:
    """A menu that Slack fills with people or channels."""
    if several:
        return menu({}, {initial: items(ID, 100), "max_selected_items": whole(1, 100)})
    return menu({}, {initial: ID, "response_url_enabled": truth, "filter": anything})


OPTIONS: Mapping[str, Check] = {
    "options": items(OPTION, 100),
    "option_groups": items(GROUP, 100),
}
MENUS: dict[str, Check] = {
    "static_select": menu({}, {**OPTIONS, "initial_option": OPTION}),
    "multi_static_select": menu(
        {},
        {**OPTIONS, "initial_options": items(OPTION, 100), "max_selected_items": whole(1, 100)},
    ),
    "users_select": chooser("initial_user"),
    "multi_users_select": chooser("initial_users", several=True),
    "channels_select": chooser("initial_channel"),
    "multi_channels_select": chooser("initial_channels", several=True),
    "multi_conversations_select": menu(
        {},
        {
            "initial_conversations": items(ID, 100),
            "max_selected_items": whole(1, 100),
            "filter": anything,
        },
    ),
    "conversations_select": menu(
        {},
        {
            "initial_conversation": ID,
            "default_to_current_conversation": truth,
            "response_url_enabled": truth,
            "filter": anything,
        },
    ),
    "datepicker": menu({}, {"initial_date": text(10, 10)}),
    "timepicker": menu({}, {"initial_time": text(5, 5), "timezone": text(100)}),
    "datetimepicker": menu({}, {"initial_date_time": whole(10**9, 10**10 - 1)}),
    "radio_buttons": shape(
        {**ACTING, "options": items(OPTION, 10)}, {**NAMED, "initial_option": OPTION}
    ),
    "checkboxes": shape(
        {**ACTING, "options": items(OPTION, 10)},
        {**NAMED, "initial_options": items(OPTION, 10)},
    ),
}
BUTTON = shape(
    {**ACTING, "text": plain(75)},
    {
        "action_id": ID,
        "confirm": CONFIRM,
        "url": URL,
        "value": text(2000),
        "style": choice("primary", "danger"),
        "accessibility_label": text(75),
    },
)
OVERFLOW = shape({**ACTING, "options": items(OPTION, 5, 2)}, {"action_id": ID, "confirm": CONFIRM})
IMAGE = shape({**ACTING, "alt_text": text(2000)}, {"image_url": URL, "slack_file": anything})
TYPED_TEXT = menu(
    {},
    {
        "initial_value": text(3000, 0),
        "multiline": truth,
        "min_length": whole(0, 3000),
        "max_length": whole(1, 3000),
        "dispatch_action_config": DISPATCH,
    },
)
NUMBER = menu(
    {"is_decimal_allowed": truth},
    {
        "initial_value": text(100),
        "min_value": text(100),
        "max_value": text(100),
        "dispatch_action_config": DISPATCH,
    },
)
ADDRESS = menu({}, {"initial_value": text(3000), "dispatch_action_config": DISPATCH})
RICH_INPUT = menu({}, {"initial_value": anything, "dispatch_action_config": DISPATCH})
FILES = shape(
    ACTING, {"action_id": ID, "filetypes": items(text(20), 100), "max_files": whole(1, 10)}
)

ACTIONS = typed({**MENUS, "button": BUTTON, "overflow": OVERFLOW})
ACCESSORY = typed({**MENUS, "button": BUTTON, "overflow": OVERFLOW, "image": IMAGE})
INPUT = typed(
    {
        **MENUS,
        "plain_text_input": TYPED_TEXT,
        "number_input": NUMBER,
        "email_text_input": ADDRESS,
        "url_text_input": ADDRESS,
        "rich_text_input": RICH_INPUT,
        "file_input": FILES,
    }
)
THUMB = shape({"text": plain(75), "value": text(2000)}, {"accessibility_label": text(75)})
CONTEXT_ACTIONS = typed(
    {
        "feedback_buttons": shape(
            {**ACTING, "positive_button": THUMB, "negative_button": THUMB}, {"action_id": ID}
        ),
        "icon_button": shape(
            {**ACTING, "icon": text(100), "text": plain(75)},
            {
                "action_id": ID,
                "value": text(2000),
                "confirm": CONFIRM,
                "accessibility_label": text(75),
                "visible_to_user_ids": items(ID, 100),
            },
        ),
    }
)
