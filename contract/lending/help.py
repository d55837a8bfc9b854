"""Help answers, as they travel."""

from pydantic import BaseModel

from contract.texts import LocalText


class HelpAnswer(BaseModel):
    """`speak` is the answer for the ear; `source` the rule that it rests on, where it rests on one.

    `score` is the probability, 0 to 1, that this answers the question asked. The first answer is `sure` when it may be given
    alone: of such answers about one in twenty is wrong. If it isn't, offer the first two to choose from.
    """

    id: str
    question: LocalText
    answer: LocalText
    speak: LocalText
    source: LocalText | None
    score: float
    sure: bool
