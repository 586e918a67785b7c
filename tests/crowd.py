"""Very many members who take part: written at once, as their own clicks would have left them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.core.enrolment import Enrolment
from bot.storage.database import insert_all
from bot.storage.drill_tables import EnrolmentRow
from bot.storage.engine import WRITING
from bot.storage.rows import enrolment_columns
from bot.storage.tables import MemberRow, WorkspaceRow


def join_all(engine: Engine, joined: Sequence[Enrolment], now: datetime) -> None:
    """Let all of them join, who were not here before."""
    teams = {each.who.workspace for each in joined}
    members = [{"workspace": each.who.workspace, "id": each.who.id} for each in joined]
    with Session(engine.execution_options(**{WRITING: True})) as session, session.begin():
        insert_all(session, WorkspaceRow, [{"id": team, "created_at": now} for team in teams])
        insert_all(session, MemberRow, [member | {"created_at": now} for member in members])
        insert_all(session, EnrolmentRow, list(map(enrolment_columns, joined)))
