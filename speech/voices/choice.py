"""Which voice speaks a language here, and why another cannot."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from contract.speech import VoiceKind
from contract.texts import LANGUAGES, Language
from speech.engines.choice import Reason
from speech.settings import EngineSettings
from speech.voices import espeak
from speech.voices.kokoro_files import FOLDER, are_installed, missing_package

if TYPE_CHECKING:
    from speech.voices.protocol import Voice

KINDS: tuple[VoiceKind, ...] = ("kokoro", "espeak")
INSTALL = "python -m speech install voices"


@dataclass(frozen=True)
class VoiceCandidate:
    voice: VoiceKind
    language: Language
    why_not: Reason | None

    @property
    def runs(self) -> bool:
        return self.why_not is None


@dataclass(frozen=True)
class VoiceSpec:
    """What the voices' worker process speaks."""

    voice: VoiceKind
    folder: Path
    languages: tuple[Language, ...]

    def to_json(self) -> str:
        return json.dumps({"voice": self.voice, "folder": str(self.folder), "languages": self.languages})

    @classmethod
    def from_json(cls, text: str) -> "VoiceSpec":
        spec = json.loads(text)
        return cls(spec["voice"], Path(spec["folder"]), tuple(spec["languages"]))


def voice_candidates(language: Language, settings: EngineSettings) -> list[VoiceCandidate]:
    """Best first."""
    return [VoiceCandidate(kind, language, _why_not(kind, language, settings)) for kind in KINDS]


def chosen_voice(language: Language, settings: EngineSettings) -> VoiceKind | None:
    return next((found.voice for found in voice_candidates(language, settings) if found.runs), None)


def voice_spec(settings: EngineSettings) -> VoiceSpec | None:
    """One process for all languages: Kokoro speaks both, and where it can't run espeak is left, for English."""
    served: Mapping[Language, VoiceKind | None] = {language: chosen_voice(language, settings) for language in LANGUAGES}
    languages = tuple(language for language, kind in served.items() if kind)
    kind = next((kind for kind in served.values() if kind), None)
    return VoiceSpec(kind, settings.models_dir / FOLDER, languages) if kind else None


def load_voice(spec: VoiceSpec, threads: int) -> "Voice":
    """The voice of the worker process. Kokoro is imported here: it costs a second and 100 MB."""
    if spec.voice == "espeak":
        return espeak.EspeakVoice()
    from speech.voices.kokoro import KokoroVoice

    return KokoroVoice(spec.folder, threads)


def _why_not(kind: VoiceKind, language: Language, settings: EngineSettings) -> Reason | None:
    if settings.voices == "off" or (kind == "kokoro" and settings.voices == "espeak"):
        return Reason("voices_off", f"SPEECH_VOICES 为 {settings.voices}", f"SPEECH_VOICES is {settings.voices}")
    return _why_not_espeak(language) if kind == "espeak" else _why_not_kokoro(settings.models_dir / FOLDER)


def _why_not_kokoro(folder: Path) -> Reason | None:
    if package := missing_package():
        return Reason("package_missing", f"未安装 {package} 软件包", f"the package {package} is not installed")
    if not are_installed(folder):
        return Reason("model_missing", f"没有模型；请运行：{INSTALL}", f"no model; run: {INSTALL}")
    return None


def _why_not_espeak(language: Language) -> Reason | None:
    if language != "en":
        return Reason("language_unknown", "它说的中文听不懂", "its Chinese can't be understood")
    if not espeak.installed():
        return Reason("package_missing", "未安装 espeak-ng", "espeak-ng is not installed")
    return None
