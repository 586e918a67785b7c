"""What managers did: written together with what it did, and forgotten after its time."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from bot.core.audit import Managed, Record
from bot.storage.board_tables import AuditRow
from bot.storage.database import Database, admit_workspace, changed


class AuditStore(Database):
    """The records of a workspace."""

    def audit(self, record: Record) -> None:
        """Keep what a manager did that changed nothing, such as taking figures along."""
        with self._writing(record.workspace) as session:
            note(session, record)

    def audited(self, workspace: str, limit: int) -> tuple[Record, ...]:
        """Return the latest records of a workspace, the newest first."""
        newest = select(AuditRow).where(AuditRow.workspace == workspace)
        with self._reading() as session:
            rows = session.scalars(newest.order_by(AuditRow.number.desc()).limit(limit))
            return tuple(map(_value, rows))

    def forget_audit(self, before: datetime) -> int:
        """Drop the records from before then. Return how many."""
        with self._writing() as session:
            return changed(session.execute(delete(AuditRow).where(AuditRow.at < before)))


def note(session: Session, record: Record | None) -> None:
    """Keep what a manager did, in the transaction that does it. Without a record, nothing."""
    if record is None:
        return
    admit_workspace(session, record.workspace, record.at)
    highest = select(func.max(AuditRow.number)).where(AuditRow.workspace == record.workspace)
    row = AuditRow(
        workspace=record.workspace,
        number=(session.scalar(highest) or 0) + 1,
        at=record.at,
        done_by=record.by,
        action=record.action.value,
        what=record.what,
        whom=record.whom,
    )
    session.add(row)


def _value(row: AuditRow) -> Record:
    return Record(row.workspace, row.at, row.done_by, Managed(row.action), row.what, row.whom)
