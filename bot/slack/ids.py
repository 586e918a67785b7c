"""Every name that Slack and the bot share. manifest.yml is tested against these."""

from enum import StrEnum


class Command(StrEnum):
    CLOSE_CHECK = "/close-check"


class Shortcut(StrEnum):
    CHECK_THIS_CLOSE = "check_this_close"


class Action(StrEnum):
    """Buttons and menus. A button's value holds an attempt id at most, or `attempt:rule`."""

    TRY_AGAIN = "try_again"
    SHOW_ALL = "show_all"
    NOT_A_TRAP = "not_a_trap"
    TRY_IT = "try_it"
    CHANGE_STANCE = "change_stance"


class Form(StrEnum):
    """Callback ids of modals."""

    CHECK = "check_form"  # takes a line
    CRITIQUE = "critique_result"  # shows a critique; its submit button goes back to the form
    NOTICE = "notice"  # one sentence and a way out


class Field(StrEnum):
    """Block ids of inputs; each input's action id is the same word."""

    LINE = "line"
    STANCE = "stance"
