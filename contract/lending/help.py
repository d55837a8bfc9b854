"""Help answers, as they travel."""

from pydantic import BaseModel

from contract.texts import LocalText


class HelpAnswer(BaseModel):
    """`speak` is the answer for the ear; `source` the rule that it rests on, where it rests on one.

    `score` is the confidence in 0…1 that this answers the question asked. It is not `sure` when another answer is nearly
    as likely: then ask which of the first two was meant.
    """

    id: str
    question: LocalText
    answer: LocalText
    speak: LocalText
    source: LocalText | None
    score: float
    sure: bool
