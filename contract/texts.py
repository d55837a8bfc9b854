"""Text that a person reads always exists in both languages."""

from typing import Literal

from pydantic import BaseModel

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")


class LocalText(BaseModel):
    zh: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.zh
