"""Settings from the environment, prefix `BACKEND_`. Secrets have no defaults."""

from decimal import Decimal
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, FilePath, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from backend.callers import CALLERS
from backend.products.quotes import DEFAULT_LENDER_NAME
from contract.lending.products import Licence
from contract.texts import LocalText
from servicekit.staffed_hours import StaffedHours


class DatabaseSettings(BaseSettings):
    """All that a command on the database needs."""

    model_config = SettingsConfigDict(env_prefix="BACKEND_", populate_by_name=True)

    database_url: str = "sqlite:///var/backend.db"


class LenderSettings(DatabaseSettings):
    """Which rules hold, and how much of what is lent is set aside for losses. `policy`: the lender's own rules; `retention`: its own
    periods, days by their names in `contract/retention/table.json`."""

    licence: Licence = "microlender"
    policy: FilePath | None = None
    retention: FilePath | None = None
    risk_reserve_percent: Decimal = Field(Decimal("1.5"), ge=0, le=100)


class ProviderSettings(LenderSettings):
    """All that a command on the payment provider's files needs. `provider_secret` signs its callbacks and files."""

    provider_secret: SecretStr = Field(min_length=16)


class Settings(ProviderSettings):
    """`service_keys`: caller's name → key. `url` is where the worker finds the serving process.

    `identity_secret` keys the hashes by which names and identity numbers are found: without it they could be guessed. What the
    secret before it keyed is found by `identity_secret_previous`.

    `fields_key` seals names, numbers, addresses and occupations: base64 of 32 random bytes; older keys may follow after commas.

    `signing_secret` is the gateway's and ours alone: with it the gateway proves that a borrower signed. Development may do
    without; then no proof is asked for.

    `documents_key` seals papers: base64 of 32 random bytes; older keys may follow after commas. `clamd` is `host:port` of
    a virus scanner; without one papers are marked as not scanned.

    `service_phone`, `regulator_phone` (complaints about lenders) and `help_line` (support in distress) are named by help
    answers; an empty one is left out of them.

    `staff_hours` are told by help answers; the gateway's, where `run.py` starts both.

    `lender_name` stands in every contract: outside development it has to be given.

    `scoring_card` pins the scoring model that was signed off: the SHA-256 of its card, which names the checksums of its parts.

    `sandbox_book` is where the sandbox that stands in for a provider keeps what it did.
    """

    environment: Literal["development", "production"] = Field("production", validation_alias="LOANTALK_ENV")
    host: str = "127.0.0.1"
    port: int = 8001
    url: str = "http://127.0.0.1:8001"
    service_keys: dict[str, str]
    identity_secret: SecretStr = Field(min_length=16)
    identity_secret_previous: SecretStr | None = Field(None, min_length=16)
    fields_key: SecretStr
    signing_secret: SecretStr | None = Field(None, min_length=16)
    documents_key: SecretStr
    clamd: str = Field("", pattern=r"^$|^[^:]+:\d+$")
    review_working_days: int = Field(1, ge=1, le=30)
    document_working_days: int = Field(5, ge=1, le=30)
    models_dir: Path = Path("var/models")
    scoring_card: str = Field("", pattern=r"^$|^[0-9a-f]{64}$")
    embeddings: str = "packaged"
    abandoned_after_seconds: int = 24 * 3600
    unknown_after_seconds: int = 3600
    sandbox_book: Path = Path("var/sandbox-provider.db")
    service_phone: str = ""
    regulator_phone: str = ""
    help_line: str = ""
    staff_hours: StaffedHours = StaffedHours()
    lender_name: LocalText = DEFAULT_LENDER_NAME

    @model_validator(mode="after")
    def real_contracts_name_a_real_lender(self) -> Self:
        if self.environment == "production" and "lender_name" not in self.model_fields_set:
            raise ValueError("BACKEND_LENDER_NAME is not set")
        return self

    @model_validator(mode="after")
    def real_contracts_are_signed_with_proof(self) -> Self:
        if self.environment == "production" and self.signing_secret is None:
            raise ValueError("BACKEND_SIGNING_SECRET is not set")
        return self

    @model_validator(mode="after")
    def real_callers_have_their_rights(self) -> Self:
        if self.environment == "production" and (unknown := self.service_keys.keys() - CALLERS):
            raise ValueError(f"BACKEND_SERVICE_KEYS names callers that have no rights: {', '.join(sorted(unknown))}")
        return self


class WorkerSettings(Settings):
    """The worker alone seals: it alone needs the key (base64 of 32 random bytes)."""

    ledger_signing_key: SecretStr
    ledger_seal_seconds: int = Field(60, ge=1)
