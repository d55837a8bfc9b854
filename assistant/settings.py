"""The dialogue server's settings, from `DIALOGUE_…`; Rasa's own files read most of them."""

from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.model import PROJECT
from servicekit.outgoing import Url
from servicekit.strength import Key


class DialogueSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="DIALOGUE_", populate_by_name=True)

    channel_key: Key
    """What the gateway sends with every call."""
    channel_key_previous: Key | None = None
    """The one before, while it is replaced: taken, too."""
    actions_key: Key = Field(validation_alias="ACTIONS_SERVICE_KEY")
    """What is sent to the actions."""
    actions_url: Url = "http://127.0.0.1:5055"
    port: int = 5005
    tracker_url: Url = Field("", validation_alias="TRACKER_DATABASE_URL")
    """Empty: `var/tracker.db`."""
    config: str = "config.yml"
    """The pipeline that is trained and served."""
    stock: Literal["0", "1"] = "0"
    """`1` leaves Rasa without this project's changes for speed."""
    vectors_dir: Path | None = None
    """Where training keeps the vectors of its texts."""
    test_vectors_dir: Path | None = None
    """Where a server of development keeps the vectors of what is said, so that tests need not make them again."""

    @field_validator("config")
    @classmethod
    def _is_there(cls, config: str) -> str:
        if not (PROJECT / config).is_file():
            raise ValueError(f"there is no such file in {PROJECT}")
        return config
