"""Help answers, as they travel."""

from pydantic import BaseModel

from backend.texts import LocalText


class HelpAnswer(BaseModel):
    """`score` is the confidence in 0…1 that this answers the question asked."""

    id: str
    question: LocalText
    answer: LocalText
    score: float
