"""Where the bot is installed, and with which token. Tokens are encrypted."""

import hashlib
from datetime import datetime

from sqlalchemy import Engine, Select, delete, select
from sqlalchemy.orm import Session

from bot.core.installations import Installation
from bot.core.slots import Slot
from bot.storage.database import Database, admit_workspace, changed, insert_once, put
from bot.storage.keyring import Keyring
from bot.storage.metadata import METADATA
from bot.storage.rows import Columns, slot_columns
from bot.storage.slots import withdraw
from bot.storage.tables import InstallationRow, OauthStateRow, SlotRow, WorkspaceRow

UNINSTALLED = "uninstalled"


class Leavings(Database):
    """What is left of installations. It takes no key to delete it."""

    def purge(self, before: datetime) -> tuple[str, ...]:
        """Delete everything of the workspaces that were uninstalled before then; name them."""
        gone = select(InstallationRow.workspace).where(InstallationRow.uninstalled_at < before)
        with self._reading() as session:
            if not session.scalars(gone.limit(1)).all():
                return ()
        with self._writing() as session:
            workspaces = tuple(session.scalars(gone).all())
            for workspace in workspaces:
                _delete_all(session, workspace)
            return workspaces

    def forget_states(self, now: datetime) -> int:
        """Drop the states that have expired. Return how many."""
        with self._writing_rows() as session:
            expired = delete(OauthStateRow).where(OauthStateRow.expires_at <= now)
            return changed(session.execute(expired))


class InstallationStore(Leavings):
    """One row a workspace. Of one that was uninstalled nothing is kept but that it was."""

    def __init__(self, engine: Engine, keyring: Keyring) -> None:
        super().__init__(engine)
        self._keyring = keyring

    def install(self, installation: Installation, welcome: Slot) -> None:
        """Keep an installation in the place of an earlier one, and what to greet with."""
        with self._writing(installation.workspace) as session:
            admit_workspace(session, installation.workspace, installation.installed_at)
            put(session, InstallationRow, self._columns(installation))
            insert_once(session, SlotRow, slot_columns(welcome))

    def installation(self, workspace: str) -> Installation | None:
        """Return the installation of a workspace, None where the bot is not installed now.

        Raises StoreError when the key of its token is missing.
        """
        with self._reading() as session:
            row = session.scalar(_installed().where(InstallationRow.workspace == workspace))
            return None if row is None else self._value(row)

    def installed(self) -> tuple[Installation, ...]:
        """Return all installations, the oldest first. Raises StoreError for a missing key."""
        with self._reading() as session:
            rows = session.scalars(_installed().order_by(InstallationRow.installed_at)).all()
            return tuple(map(self._value, rows))

    def uninstall(
        self,
        workspace: str,
        now: datetime,
        *,
        token: str | None = None,
        before: datetime | None = None,
    ) -> bool:
        """Forget the token, and take back everything that is still to be sent.

        With `token`, only when it is still that one; with `before`, only when it was installed
        before then: news of an uninstallation may come after the bot was installed anew.
        Return False, and change nothing, when there was nothing to uninstall.
        """
        with self._writing(workspace) as session:
            row = session.scalar(_installed().where(InstallationRow.workspace == workspace))
            if row is None or (before is not None and row.installed_at > before):
                return False
            if token is not None and self._value(row).token != token:
                return False
            row.uninstalled_at, row.token, row.key_id = now, "", ""
            withdraw(session, SlotRow.workspace == workspace, now, UNINSTALLED)
            return True

    def rotate(self) -> int:
        """Encrypt every token with the current key. Return how many had another one."""
        old = _installed().where(InstallationRow.key_id != self._keyring.current)
        with self._writing() as session:
            rows = session.scalars(old).all()
            for row in rows:
                token = self._value(row).token
                row.token = self._keyring.encrypt(token, row.workspace)
                row.key_id = self._keyring.current
            return len(rows)

    # The states of installations under way

    def begin(self, state: str, until: datetime) -> None:
        """Keep that somebody began to install the bot, until then."""
        with self._writing_rows() as session:
            session.add(OauthStateRow(digest=_digest(state), expires_at=until))

    def finish(self, state: str, now: datetime) -> bool:
        """Use up a state. True for one caller alone, and only before it expires."""
        used = delete(OauthStateRow).where(
            OauthStateRow.digest == _digest(state), OauthStateRow.expires_at > now
        )
        with self._writing_rows() as session:
            return changed(session.execute(used)) == 1

    def _columns(self, installation: Installation) -> Columns:
        return {
            "workspace": installation.workspace,
            "name": installation.name,
            "token": self._keyring.encrypt(installation.token, installation.workspace),
            "key_id": self._keyring.current,
            "bot_user": installation.bot_user,
            "scopes": sorted(installation.scopes),
            "installer": installation.installer,
            "installed_at": installation.installed_at,
            "uninstalled_at": None,
        }

    def _value(self, row: InstallationRow) -> Installation:
        return Installation(
            workspace=row.workspace,
            name=row.name,
            token=self._keyring.decrypt(row.token, row.key_id, row.workspace),
            bot_user=row.bot_user,
            scopes=frozenset(row.scopes),
            installer=row.installer,
            installed_at=row.installed_at,
        )


def _installed() -> Select[InstallationRow]:
    return select(InstallationRow).where(InstallationRow.uninstalled_at.is_(None))


def _delete_all(session: Session, workspace: str) -> None:
    """Delete every row of a workspace, in whichever table, children before their parents."""
    for table in reversed(METADATA.sorted_tables):
        if "workspace" in table.c:
            session.execute(delete(table).where(table.c.workspace == workspace))
    session.execute(delete(WorkspaceRow).where(WorkspaceRow.id == workspace))


def _digest(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
