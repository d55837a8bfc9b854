"""Which secret opens which door. Two ends of one door share theirs; no other two secrets may be equal, for whoever holds one
would hold both."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from servicekit.strength import pieces

# Both ends of a door, by the end that knocks. Of a setting that holds several, each by its name in it.
OTHER_END = {
    "BACKEND_SERVICE_KEYS.mobile_api": "MOBILE_BACKEND_KEY",
    "BACKEND_SERVICE_KEYS.actions": "ACTIONS_BACKEND_KEY",
    "BACKEND_SIGNING_SECRET": "MOBILE_SIGNING_SECRET",
    "DIALOGUE_CHANNEL_KEY": "MOBILE_DIALOGUE_KEY",
    "SPEECH_SERVICE_KEY": "MOBILE_SPEECH_KEY",
    # One account of a vendor's may serve both.
    "MOBILE_CALL_KEY": "MOBILE_SMS_KEY",
}
OF_SEVERAL = (
    "BACKEND_SERVICE_KEYS",
    "BACKEND_SERVICE_KEYS_PREVIOUS",
    "BACKEND_DOCUMENTS_KEY",
    "BACKEND_FIELDS_KEY",
    "MOBILE_FIELDS_KEY",
)


def shared_by_doors(settings: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    """A sentence that names the secrets, of those that `names` lists, that open more than one door."""
    doors: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, secret in single_secrets(settings, names):
        door = name.replace("_PREVIOUS", "")
        doors[secret].setdefault(OTHER_END.get(door, door), name)
    equal = [" and ".join(sorted(found.values())) for found in doors.values() if len(found) > 1]
    return f"Equal, though each needs a secret of its own: {'; '.join(equal)}." if equal else None


def single_secrets(settings: Mapping[str, str], names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name in names:
        if name not in settings:
            continue
        if name in OF_SEVERAL:
            yield from ((f"{name}.{inside}", secret) for inside, secret in pieces(settings[name]).items())
        else:
            yield name, settings[name]
