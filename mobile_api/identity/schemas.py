"""Bodies that the gateway adds to the backend's shapes."""

from pydantic import Field

from contract.lending.cards import BindCard


class BindMyCard(BindCard):
    """`code`: the one-time code that was sent for this card; without it the answer tells how to ask for one."""

    code: str | None = Field(None, max_length=20)

    @property
    def card(self) -> BindCard:
        return BindCard(number=self.number, holder_name=self.holder_name)
