"""The action server's settings, from `ACTIONS_…`."""

from pydantic import BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from servicekit.outgoing import Url
from servicekit.strength import Key

DIGITS = r"^\d{3,20}$"


class Hotlines(BaseModel):
    """National numbers (China): support in distress, police, against fraud, ambulance, public legal service."""

    support: str = Field("12356", pattern=DIGITS)
    police: str = Field("110", pattern=DIGITS)
    anti_fraud: str = Field("96110", pattern=DIGITS)
    ambulance: str = Field("120", pattern=DIGITS)
    legal: str = Field("12348", pattern=DIGITS)


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ACTIONS_")

    backend_url: Url = "http://127.0.0.1:8001"
    backend_key: Key
    """Our key at the backend."""
    service_key: Key
    """What the dialogue has to send us."""
    service_key_previous: Key | None = None
    """The one before, while it is replaced: taken, too."""
    hotlines: Hotlines = Hotlines()
    """JSON; those of another place replace the national ones."""
    host: str = "127.0.0.1"
    port: int = 5055
