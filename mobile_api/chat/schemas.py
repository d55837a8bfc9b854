"""Conversations as they travel."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from contract.texts import Language

Owner = Literal["bot", "queue", "staff"]
Sender = Literal["borrower", "bot", "staff", "system"]
# Colons are left to ids that the gateway itself gives to turns.
ClientId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]


class StartConversation(BaseModel):
    language: Language | None = None


class ConversationOut(BaseModel):
    id: str
    owner: Owner
    language: Language


class PostMessage(BaseModel):
    """Either `text` (typed) or `action` (a pressed button). `client_id` makes repeating safe."""

    model_config = ConfigDict(extra="forbid")

    client_id: ClientId
    text: str | None = None
    action: str | None = Field(None, max_length=64)

    @model_validator(mode="after")
    def one_of_both(self) -> "PostMessage":
        if (self.text is None) == (self.action is None):
            raise ValueError("give either text or action")
        return self


class ButtonOut(BaseModel):
    """`action` is opaque: it is sent back when the button is pressed, and works once."""

    title: str
    action: str


class MessageOut(BaseModel):
    """`seq` rises without gaps within a conversation. `blocks` are described in docs/design.md."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    seq: int
    client_id: str | None
    sender: Sender = Field(alias="from")
    text: str
    speak: str | None
    expects: str | None
    blocks: list[dict[str, Any]]
    buttons: list[ButtonOut]
    at: datetime


class MessagePage(BaseModel):
    messages: list[MessageOut]


class Posted(BaseModel):
    """`replies` are those that came in time; the rest comes on the stream and under `messages?after=`."""

    message: MessageOut
    replies: list[MessageOut]
