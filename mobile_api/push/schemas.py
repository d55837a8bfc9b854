"""Devices and notifications, as they travel."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import Path
from pydantic import BaseModel, Field

from contract.texts import LocalText

InstallationId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{8,100}$")]


class RegisterDevice(BaseModel):
    """`token` is what the push service gave the app."""

    token: str = Field(min_length=8, max_length=4096)
    platform: Literal["android", "ios", "web"]


class Preferences(BaseModel):
    """`reminders`: nudges such as that of an unfinished application. What concerns money that moved, or is overdue,
    is always told."""

    reminders: bool


class NotificationOut(BaseModel):
    id: str
    kind: str
    title: LocalText
    body: LocalText
    data: dict[str, Any]
    created_at: datetime
    read_at: datetime | None
