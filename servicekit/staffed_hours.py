"""When staff answer. Pure."""

from datetime import date, datetime, time, timedelta

from pydantic import BaseModel, ConfigDict, model_validator

from contract.dates import LENDER_ZONE
from contract.texts import LocalText
from servicekit.calendar import is_working_day


class StaffedHours(BaseModel):
    """In the lender's zone; the lender's choice. `opens` equal to `closes` is round the clock; without `every_day` staff answer on
    working days alone."""

    model_config = ConfigDict(frozen=True)

    opens: time = time(9)
    closes: time = time(18)
    every_day: bool = False

    @model_validator(mode="after")
    def in_order(self) -> "StaffedHours":
        if self.opens > self.closes:
            raise ValueError("opens must not be after closes")
        return self

    @property
    def round_the_clock(self) -> bool:
        return self.opens == self.closes

    def are_now(self, now: datetime) -> bool:
        local = now.astimezone(LENDER_ZONE)
        within = self.round_the_clock or self.opens <= local.time() < self.closes
        return within and self._staffed(local.date())

    def next_opening(self, now: datetime) -> datetime:
        """When staff begin to answer, where they don't answer now."""
        day = now.astimezone(LENDER_ZONE).date()
        while not self._staffed(day) or (opening := self._opening(day)) <= now:
            day += timedelta(days=1)
        return opening

    def in_words(self) -> LocalText:
        zh, en = ("每天", "every day") if self.every_day else ("工作日", "working days")
        if self.round_the_clock:
            return LocalText(zh=f"{zh} 24 小时", en=f"{en}, 24 hours")
        span = f"{on_the_clock(self.opens)}–{on_the_clock(self.closes)}"
        return LocalText(zh=f"{zh} {span}", en=f"{en}, {span}")

    def _opening(self, day: date) -> datetime:
        opens = time() if self.round_the_clock else self.opens
        return datetime.combine(day, opens, LENDER_ZONE)

    def _staffed(self, day: date) -> bool:
        return self.every_day or is_working_day(day)


def on_the_clock(moment: datetime | time) -> str:
    return f"{moment.hour}:{moment.minute:02d}"
