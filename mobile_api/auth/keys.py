"""The token secret, and the one before it while it is being replaced.

What is made is made under the newest; what comes back is looked up under each. Keyed hashes can't be made anew from what is
kept, so a secret may be dropped once nothing that lives was made under it.
"""

from dataclasses import dataclass, field

from mobile_api.auth.rules import keyed_hash
from mobile_api.settings import Settings


@dataclass(frozen=True, slots=True)
class TokenKey:
    secret: str = field(repr=False)

    @property
    def id(self) -> str:
        """Names the secret and tells nothing of it."""
        return self.hash("key-id")[:16]

    def hash(self, *parts: str) -> str:
        return keyed_hash(self.secret, *parts)


def token_keys(settings: Settings) -> list[TokenKey]:
    """The newest first."""
    secrets = (settings.token_secret, settings.token_secret_previous)
    return [TokenKey(secret.get_secret_value()) for secret in secrets if secret is not None]


def newest_key(settings: Settings) -> TokenKey:
    return token_keys(settings)[0]


def hashes(settings: Settings, *parts: str) -> list[str]:
    """Under each secret: what is kept may be any of them."""
    return [key.hash(*parts) for key in token_keys(settings)]
