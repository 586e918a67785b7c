"""All tables at once, for whoever moves, deletes or migrates all that is kept."""

from bot.storage import board_tables, drill_tables, rule_tables  # noqa: F401 - they add their own
from bot.storage.tables import Base

METADATA = Base.metadata
