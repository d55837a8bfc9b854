"""The gateway's settings: `MOBILE_*` in the environment, and `LOANTALK_ENV`. Secrets have no defaults."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, FilePath, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from servicekit.health import Guard, bearer_of, everybody, nobody
from servicekit.outgoing import Url, check_address
from servicekit.staffed_hours import StaffedHours
from servicekit.strength import LongSecret, Secret

FCM = "https://fcm.googleapis.com"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MOBILE_", extra="ignore", populate_by_name=True)

    environment: Literal["development", "production"] = Field("production", validation_alias="LOANTALK_ENV")
    host: str = "127.0.0.1"
    port: int = 8000
    database_url: Url = "sqlite:///var/mobile.db"
    # The file of what a restored backup must not undo; the backend's too.
    lasting_acts: Path = Path("var/lasting-acts.jsonl")
    token_secret: LongSecret
    # The backend's too: proves to it that a borrower signed. Development may do without.
    signing_secret: Secret | None = None

    backend_url: Url = "http://127.0.0.1:8001"
    backend_key: Secret
    dialogue_url: Url = "http://127.0.0.1:5005"
    dialogue_key: Secret
    speech_url: Url = "http://127.0.0.1:8002"
    # Without it nothing is heard or read out.
    speech_key: Secret | None = None

    # Who sends it as a bearer token may read the parts in `/readyz` and `/metrics`; without one nobody may in production.
    operator_key: Secret | None = None

    redis_url: Url = ""
    fcm_credentials: FilePath | None = None
    fcm_url: Url = ""

    # How long a turn may take before another process may resume it; the dialogue must answer well within it.
    turn_seconds: float = Field(30.0, gt=1)
    # How long `POST …/messages` waits for the replies before it leaves them to the stream.
    reply_wait_seconds: float = 10.0
    # A spoken number, or the yes or no that was asked for, heard with less than this is asked about before it is posted
    # (docs/voice.md). No recording is kept, so nothing is set about keeping them.
    voice_least_confidence: float = Field(0.72, ge=0, le=1)
    # Nobody has spoken into a voice stream for so long: it is ended, for its place at the recogniser is one of few.
    voice_quiet_seconds: float = Field(300.0, gt=0)
    # At a sign-in by voice no digit of a number has been heard for so long after what was read out last: somebody waits for the place.
    sign_in_digit_seconds: float = Field(45.0, gt=0)
    # An utterance heard with less than this in all is asked about, too, whatever it holds.
    voice_lowest_confidence: float = Field(0.4, ge=0, le=1)
    # When staff answer (JSON); a borrower who waits is told so.
    staff_hours: StaffedHours = StaffedHours()
    # A claimed conversation in which the borrower waits so long for a word goes back to the queue.
    claim_idle_minutes: float = Field(10.0, gt=0)
    messages_per_minute: int = 60
    streams_per_person: int = Field(5, ge=1)
    # Beyond it a new connection is closed at once.
    most_sockets: int = Field(2000, ge=1)
    otp_per_phone: int = 5
    # Carriers put many phones behind one address, so this is far above the limit for one phone.
    otp_per_address: int = 100
    staff_tries_per_address: int = 50

    @model_validator(mode="after")
    def pushes_go_where_they_may(self) -> Self:
        if self.fcm_credentials is not None:
            check_address(FCM)
        return self

    @model_validator(mode="after")
    def real_contracts_are_signed_with_proof(self) -> Self:
        if self.environment == "production" and self.signing_secret is None:
            raise ValueError("MOBILE_SIGNING_SECRET is not set")
        return self

    @property
    def may_look_inside(self) -> Guard:
        """Who is told of the parts and the figures."""
        if self.operator_key is not None:
            return bearer_of(self.operator_key.get_secret_value())
        return everybody if self.in_development else nobody

    @property
    def in_development(self) -> bool:
        return self.environment == "development"
