"""The action server's settings, from `ACTIONS_…`."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ACTIONS_")

    backend_url: str = "http://127.0.0.1:8001"
    backend_key: str
    """Our key at the backend."""
    service_key: str
    """What the dialogue has to send us."""
    host: str = "127.0.0.1"
    port: int = 5055
