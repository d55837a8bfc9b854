"""Which secrets are refused. What is short, repeated or made of few characters can be guessed, empty ones first of all."""

import json
from contextlib import suppress
from typing import Annotated

from pydantic import AfterValidator, SecretStr

SHORTEST, LONG = 16, 32
FEWEST_DIFFERENT = 10


def weakness(secret: str, shortest: int = SHORTEST) -> str | None:
    """What is wrong with it, as the end of a sentence; None where nothing is."""
    if len(secret) < shortest:
        return f"has fewer than {shortest} characters"
    if any(secret[period:] == secret[:-period] for period in range(1, len(secret) // 2 + 1)):
        return "repeats one pattern"
    if len(set(secret)) < FEWEST_DIFFERENT:
        return f"has fewer than {FEWEST_DIFFERENT} different characters"
    return None


def strong_key(key: str, shortest: int = SHORTEST) -> str:
    """Raises `ValueError`."""
    if wrong := weakness(key, shortest):
        raise ValueError(wrong)
    return key


def strong_secret(secret: SecretStr, shortest: int = SHORTEST) -> SecretStr:
    """Raises `ValueError`."""
    strong_key(secret.get_secret_value(), shortest)
    return secret


def strong_ring(ring: SecretStr) -> SecretStr:
    """Several keys with commas between. Raises `ValueError`."""
    for key in ring.get_secret_value().split(","):
        strong_key(key)
    return ring


def secrets_of(*settings: SecretStr | None) -> tuple[bytes, ...]:
    """Those that are set, the newest first."""
    return tuple(setting.get_secret_value().encode() for setting in settings if setting is not None)


def pieces(setting: str) -> dict[str, str]:
    """The single secrets of a setting by what they are called in it: the values of a JSON object, or what stands between commas."""
    if setting.startswith("{"):
        with suppress(ValueError):
            return {str(name): str(value) for name, value in json.loads(setting).items()}
    return {str(number): part for number, part in enumerate(setting.split(","))}


Key = Annotated[str, AfterValidator(lambda key: strong_key(key))]
Secret = Annotated[SecretStr, AfterValidator(lambda secret: strong_secret(secret))]
LongSecret = Annotated[SecretStr, AfterValidator(lambda secret: strong_secret(secret, LONG))]
SecretRing = Annotated[SecretStr, AfterValidator(strong_ring)]
