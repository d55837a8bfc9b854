"""What a borrower is told while a person is waited for. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contract.dates import LENDER_ZONE
from contract.texts import LocalText
from servicekit.staffed_hours import StaffedHours, on_the_clock

WEEKDAYS_ZH = "一二三四五六日"
BACK_TO_ASSISTANT = LocalText(zh="回到助手", en="Back to the assistant")
HANDOFF_QUEUED = LocalText(
    zh="已为您转接人工客服，您可以继续留言。", en="I've passed you on to a person. You can keep writing."
)
COLLEAGUE_AWAY = LocalText(
    zh="同事暂时没能回复您，您的请求已排回队列。",
    en="My colleague hasn't been able to reply, so your request is back in the queue.",
)
KEPT_FOR_STAFF = LocalText(zh="您的留言已转给客服。", en="Your message has been passed on.")
# Where the bot's own words have said that a person was called.
CALLED = LocalText(zh="等候时可以继续留言。", en="You can keep writing while you wait.")
ON_SCREEN = LocalText(zh="编号在屏幕上", en="the reference is on your screen")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a request stands: `place` counts from 1."""

    number: str
    place: int
    urgent: bool


def how_it_stands(
    first: LocalText, standing: Standing, hours: StaffedHours, now: datetime
) -> tuple[LocalText, LocalText]:
    """`first`, then the number, the place in the queue and when staff answer: for the eye, and for the ear without the number."""
    number = LocalText(zh=f"编号 {standing.number}", en=f"your reference is {standing.number}")
    when = when_answered(hours, now)
    return _told(first, number, standing, when), _told(first, ON_SCREEN, standing, when)


def _told(first: LocalText, number: LocalText, standing: Standing, when: LocalText) -> LocalText:
    place_zh, place_en = f"您现在排第 {standing.place} 位", f"you are number {standing.place} in the queue"
    if standing.urgent:
        return LocalText(
            zh=f"{first.zh}{number.zh}，已标为紧急，{place_zh}。{when.zh}",
            en=f"{first.en} {_capital(number.en)}; it is marked urgent, and {place_en}. {when.en}",
        )
    return LocalText(
        zh=f"{first.zh}{number.zh}，{place_zh}。{when.zh}不想等，可以点「{BACK_TO_ASSISTANT.zh}」。",
        en=f"{first.en} {_capital(number.en)}; {place_en}. {when.en} If you'd rather not wait, press “{BACK_TO_ASSISTANT.en}”.",
    )


def when_answered(hours: StaffedHours, now: datetime) -> LocalText:
    if hours.are_now(now):
        return LocalText(
            zh=f"现在是客服工作时间（{hours.in_words().zh}），会按顺序回复您。",
            en=f"It's within staff hours now ({hours.in_words().en}), and requests are answered in turn.",
        )
    opening = hours.next_opening(now)
    day = day_in_words(opening, now)
    return LocalText(
        zh=f"客服现在不在班（{hours.in_words().zh}），{day.zh} {on_the_clock(opening)} 上班后回复您。",
        en=f"It's outside staff hours ({hours.in_words().en}); you'll be answered from {on_the_clock(opening)} {day.en}.",
    )


def day_in_words(moment: datetime, now: datetime) -> LocalText:
    """The lender's day of `moment`, as it is called today."""
    day, today = moment.astimezone(LENDER_ZONE).date(), now.astimezone(LENDER_ZONE).date()
    if day == today:
        return LocalText(zh="今天", en="today")
    if day == today + timedelta(days=1):
        return LocalText(zh="明天", en="tomorrow")
    return LocalText(
        zh=f"{day.month}月{day.day}日（周{WEEKDAYS_ZH[day.weekday()]}）", en=f"on {day:%A} {day.day} {day:%B}"
    )


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
