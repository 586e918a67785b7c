"""The keys that encrypt what must not be read in the database: tokens."""

from bot.errors import StoreError

Keys = tuple[tuple[str, str], ...]  # (id, key), the one to encrypt with first


class Keyring:
    """Encrypts with the first key, decrypts with the one that a text was encrypted with."""

    def __init__(self, keys: Keys) -> None:
        from cryptography.fernet import Fernet  # comes with the extra `server`

        self.current = keys[0][0]
        self._keys: dict[str, Fernet] = {id: Fernet(key) for id, key in keys}

    def encrypt(self, text: str, owner: str) -> str:
        """Encrypt a text with the current key, bound to its owner."""
        return self._keys[self.current].encrypt(f"{owner} {text}".encode()).decode("ascii")

    def decrypt(self, secret: str, key_id: str, owner: str) -> str:
        """Return what was encrypted. Raises StoreError without its key, or for another owner."""
        from cryptography.fernet import InvalidToken

        if key_id not in self._keys:
            raise StoreError(f"ENCRYPTION_KEYS has no key {key_id}, which a token was kept with.")
        try:
            whose, _, text = self._keys[key_id].decrypt(secret).decode().partition(" ")
        except InvalidToken:
            whose, text = "", ""
        if whose != owner:
            raise StoreError(f"The key {key_id} of ENCRYPTION_KEYS is not the one it was before.")
        return text


def new_key() -> str:
    """Return a new random key."""
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode("ascii")
