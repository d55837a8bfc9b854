"""The gateway's settings: `MOBILE_*` in the environment, and `LOANTALK_ENV`. Secrets have no defaults."""

import ipaddress
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, FilePath, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from mobile_api.senders.settings import Kind as SenderKind
from mobile_api.senders.settings import WaySettings
from servicekit.health import Guard, bearer_of, everybody, nobody
from servicekit.outgoing import Url, check_address
from servicekit.sealing import Sealer
from servicekit.staffed_hours import StaffedHours
from servicekit.strength import LongSecret, Secret, SecretRing

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
    # While the token secret is being replaced, the one before: what was made under it goes on.
    token_secret_previous: LongSecret | None = None
    # Seals what is kept in fields, such as staff's TOTP secrets: base64 of 32 bytes; older keys may follow after commas.
    fields_key: SecretRing
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

    # Who delivers codes as text messages, and who by calls. `…_template` is a file: of `aliyun` the names of its templates, of `http`
    # the request. `aliyun` without a URL is Aliyun itself.
    sms_sender: SenderKind = "none"
    sms_url: Url = ""
    sms_key_id: str = ""
    sms_key: Secret | None = None
    sms_template: FilePath | None = None
    call_sender: SenderKind = "none"
    call_url: Url = ""
    call_key_id: str = ""
    call_key: Secret | None = None
    call_template: FilePath | None = None

    # Who is mailed, with commas between, when a part is not ready: by this SMTP server (`host:port`), from this address.
    alerts_to: str = ""
    mail_server: Url = Field("", pattern=r"^$|^[^:]+:\d+$")
    mail_from: str = ""
    mail_user: str = ""
    mail_password: Secret | None = None

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
    # From a sign-in to its end, whatever is done meanwhile · without a refresh.
    session_days: int = Field(180, ge=1)
    session_idle_days: int = Field(30, ge=1)
    staff_session_hours: float = Field(12.0, gt=0)
    staff_idle_minutes: float = Field(60.0, gt=0)
    # Addresses or networks with commas between, whose X-Forwarded-For is believed.
    trusted_proxies: str = ""
    messages_per_minute: int = 60
    streams_per_person: int = Field(5, ge=1)
    # Beyond it a new connection is closed at once.
    most_sockets: int = Field(2000, ge=1)
    # One-time codes in ten minutes: for one phone from one address, or for one account and purpose.
    otp_per_phone: int = 5
    # Carriers put many phones behind one address, so this is far above the limit for one phone.
    otp_per_address: int = 100
    # Of one phone a day; one address may use up half of it. The same holds for an account.
    otp_per_phone_daily: int = Field(20, ge=2)
    # Wrong codes, counted alike, and from one address for all phones.
    wrong_codes_hourly: int = Field(20, ge=2)
    wrong_codes_daily: int = Field(40, ge=2)
    wrong_codes_per_address_hourly: int = 60
    # Where codes go, by ISO 3166, and how many a day. The number of an account is served wherever it is.
    code_countries: dict[str, int] = {"CN": 20_000, "HK": 500, "MO": 200, "SG": 200, "TW": 500}
    codes_elsewhere_daily: int = 100
    # Calls cost most where swindlers earn by them.
    call_countries: frozenset[str] = frozenset({"CN"})
    codes_hourly: int = 3_000
    # Of the last three, so much is kept for accounts that are signed in.
    codes_reserved_percent: int = Field(20, ge=0, le=90)
    identity_tries_daily: int = 10
    # Of one account, by those at devices that it does not know, to show who they are; as many by those at known ones.
    match_tries_daily: int = Field(5, ge=1)
    # Sign-ins by voice at once, in all processes: most of the recogniser stays with those who are signed in.
    voice_sign_ins: int = Field(3, ge=1)
    # Of pages that may open a sign-in by voice, beside this host's own: `https://…`.
    origins: frozenset[str] = frozenset()
    staff_tries_per_address: int = 50
    exports_per_day: int = Field(3, ge=1)
    # A lender's own periods: days by their names in contract/retention/table.json.
    retention: FilePath | None = None

    @model_validator(mode="after")
    def pushes_go_where_they_may(self) -> Self:
        if self.fcm_credentials is not None:
            check_address(FCM)
        return self

    @model_validator(mode="after")
    def alerts_can_be_mailed(self) -> Self:
        if self.alerts_to and not (self.mail_server and self.mail_from):
            raise ValueError("MOBILE_ALERTS_TO needs MOBILE_MAIL_SERVER and MOBILE_MAIL_FROM")
        return self

    @model_validator(mode="after")
    def codes_can_be_sent(self) -> Self:
        for way in (self.sms, self.call):
            way.words()
        return self

    @model_validator(mode="after")
    def real_contracts_are_signed_with_proof(self) -> Self:
        if self.environment == "production" and self.signing_secret is None:
            raise ValueError("MOBILE_SIGNING_SECRET is not set")
        return self

    @model_validator(mode="after")
    def fields_can_be_sealed(self) -> Self:
        self.sealer  # noqa: B018 - raises
        return self

    @field_validator("trusted_proxies")
    @classmethod
    def proxies_are_networks(cls, setting: str) -> str:
        for one in filter(None, setting.split(",")):
            ipaddress.ip_network(one.strip())
        return setting

    @property
    def sms(self) -> WaySettings:
        return WaySettings("sms", self.sms_sender, self.sms_url, self.sms_key_id, self.sms_key, self.sms_template)

    @property
    def call(self) -> WaySettings:
        return WaySettings("call", self.call_sender, self.call_url, self.call_key_id, self.call_key, self.call_template)

    @property
    def sealer(self) -> Sealer:
        """Seals fields. Raises `BadSealingKey`."""
        return Sealer.from_setting("MOBILE_FIELDS_KEY", self.fields_key.get_secret_value())

    @property
    def may_look_inside(self) -> Guard:
        """Who is told of the parts and the figures."""
        if self.operator_key is not None:
            return bearer_of(self.operator_key.get_secret_value())
        return everybody if self.in_development else nobody

    @property
    def in_development(self) -> bool:
        return self.environment == "development"
