"""What the doctor says of an installation that is served over HTTP."""

from sqlalchemy.exc import SQLAlchemyError

from bot.doctor_rows import Row, State
from bot.errors import StoreError
from bot.settings import WebSettings
from bot.storage.engine import open_engine
from bot.storage.installations import InstallationStore
from bot.storage.keyring import Keyring


def public_rows(settings: WebSettings) -> list[Row]:
    """Say what must be entered at Slack, and whether it can be."""
    if settings.public_url is None:
        return []
    if settings.public_url.startswith("https://"):
        return [Row("Public address", State.RIGHT, settings.public_url)]
    mend = "Give PUBLIC_URL the address that Slack reaches, which starts with https://."
    return [Row("Public address", State.WARNING, "only this computer reaches it", mend)]


def installation_rows(settings: WebSettings, scopes: frozenset[str]) -> list[Row]:
    """Open every kept token, and compare what each workspace granted with what is asked for."""
    engine = open_engine(settings.database_url)
    try:
        installed = InstallationStore(engine, Keyring(settings.keys)).installed()
    except StoreError as error:
        mend = "Put the key back at the end of ENCRYPTION_KEYS, then close-coach db rotate-keys."
        return [Row("Installations", State.WRONG, str(error), mend)]
    except SQLAlchemyError:
        return [Row("Installations", State.WARNING, "not read", "close-coach db upgrade")]
    finally:
        engine.dispose()
    rows = [Row("Installations", State.RIGHT, f"{len(installed)}, every token can be opened")]
    for one in installed:
        missing = sorted(scopes - one.scopes)
        if missing:
            says = f"{one.name} ({one.workspace}) has not granted {', '.join(missing)}"
            mend = "Let an admin there open /slack/install again."
            rows.append(Row("Scopes", State.WARNING, says, mend))
    return rows
