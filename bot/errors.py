"""Everything that can go wrong on purpose.

BotError                    its text is fit for the person who reads it
|-- UserError               said to the rep or the manager, who can put it right
|   |-- UnusableLine        empty, too long, or nothing in it that can be read
|   |-- AtField             something typed or chosen in a form, said beside it
|   |-- NotAllowed          the action needs a manager
|   `-- Gone                the attempt is unknown, or its text has passed its retention
`-- StartupError            stops the process, said to the operator
    |-- SettingsError       names the variable and where to get it
    |-- ContentError        lists every problem in content/ with its file and key
    `-- StoreError          the database cannot be opened or is not migrated
"""


class BotError(Exception):
    """The base of them all. `str(error)` is one or more plain sentences."""


class UserError(BotError):
    """Something the person who acts can put right."""


class UnusableLine(UserError):
    """The text cannot be critiqued as it is."""


class AtField(UserError):
    """What is wrong with one input of a form, which `field` names."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field = field


class NotAllowed(UserError):
    """The action needs a role that the person does not have."""


class Gone(UserError):
    """What the action refers to is no longer there."""


class StartupError(BotError):
    """The process cannot start, or must not go on."""


class SettingsError(StartupError):
    """A setting is missing or malformed."""


class ContentError(StartupError):
    """content/ does not hold together."""


class StoreError(StartupError):
    """The database cannot be used."""
