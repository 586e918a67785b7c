"""Every name that Slack and the bot share. manifest.yml is tested against these."""

from enum import StrEnum


class Command(StrEnum):
    CLOSE_CHECK = "/close-check"
    CLOSE_BOARD = "/close-board"


class Shortcut(StrEnum):
    CHECK_THIS_CLOSE = "check_this_close"


class Action(StrEnum):
    """Buttons and menus. A button's value holds ids alone, such as `attempt:rule`."""

    TRY_AGAIN = "try_again"
    SHOW_ALL = "show_all"
    NOT_A_TRAP = "not_a_trap"
    TRY_IT = "try_it"
    CHANGE_STANCE = "change_stance"

    JOIN = "join_drill"
    ANSWER = "answer_drill"
    CHOOSE = "choose_answer"  # with the number of the choice after it: they stand side by side
    HINT = "drill_hint"
    MODEL = "drill_model"
    ANSWER_AGAIN = "answer_again"
    DRILL_NOW = "drill_now"
    SKIP = "skip_today"
    SNOOZE = "snooze_drill"
    RESUME = "resume_drill"
    STOP = "stop_drill"
    TIME = "drill_time"
    DAYS = "drill_days"
    PAUSE = "pause_until"
    ZONE = "drill_zone"
    SLACK_ZONE = "follow_slack_zone"
    HOLIDAYS = "team_holidays"

    PERIOD = "board_period"
    POST_BOARD = "post_board"
    CHANGE_BOARD = "change_board"
    PAUSE_BOARD = "pause_board"
    RESUME_BOARD = "resume_board"
    REMOVE_BOARD = "remove_board"
    MY_PLACE = "my_place"
    PLACE_PERIOD = "place_period"
    SHOW_ME = "show_me"
    HIDE_ME = "hide_me"
    ASK_FOR_HELP = "ask_for_help"
    HELP_NO_MORE = "help_no_more"
    WHAT_MANAGERS_SEE = "what_managers_see"

    EXPORT_MINE = "export_my_data"
    DELETE_ME = "delete_me"

    TEAM_SETTINGS = "team_settings"
    TEAM_VIEW = "team_view"
    EXPORT = "export_csv"
    REPORT_ON = "team_report_on"
    REPORT_OFF = "team_report_off"
    MANAGERS = "team_managers"
    HELPED = "has_been_helped"  # with a number after it: they stand side by side
    DISPUTES = "team_disputes"
    ACCEPT = "accept_exception"
    KEEP_RULE = "keep_rule"
    REVOKE = "revoke_exception"
    ADD_TRAP = "add_trap"
    OWN_RULES = "own_rules"
    CHANGE_TRAP = "change_trap"
    REMOVE_TRAP = "remove_trap"
    EXCEPTIONS = "exceptions"
    NEWER = "newer_exceptions"
    OLDER = "older_exceptions"
    WITHDRAW = "withdraw_exception"


class Form(StrEnum):
    """Callback ids of modals."""

    CHECK = "check_form"  # takes a line
    CRITIQUE = "critique_result"  # shows a critique; its submit button goes back to the form
    NOTICE = "notice"  # one sentence and a way out
    DRILL = "drill_form"  # takes the answer to a drill
    GRADE = "drill_grade"  # shows its grade; its submit button goes back to the form
    ZONE = "zone_form"
    HOLIDAYS = "holidays_form"
    BOARD = "board_form"
    DELETE_ME = "delete_me_form"
    TEAM = "team_view"
    TEAM_SETTINGS = "team_settings"
    DISPUTES = "disputes_view"
    OWN_TRAP = "trap_form"
    OWN_RULES = "own_rules"
    EXCEPTIONS = "exceptions_view"


class Field(StrEnum):
    """Block ids of inputs; each input's action id is the same word."""

    LINE = "line"
    STANCE = "stance"
    ANSWER = "answer"
    PLACE = "place"  # with the number of the place after it, in an order
    ZONE = "zone"
    DRILL = "drill"
    HOLIDAYS = "holidays"
    CADENCE = "cadence"
    WEEKDAY = "weekday"
    HOUR = "hour"
    SHOWS = "shows"
    PERIOD = "period"
    MANAGERS = "managers"
    NAME = "name"  # from here on the parts of a team's own trap
    WHY = "why"
    SAY_INSTEAD = "say_instead"
    PHRASES = "phrases"
    CAUGHT = "caught"
    PASSED = "passed"
