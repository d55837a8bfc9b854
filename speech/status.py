"""Which engines and voices can run here, as installed and set."""

from collections.abc import Sequence

from contract.speech import Engines, EngineStatus, LanguageEngines, VoiceStatus, WhyNot
from contract.texts import LANGUAGES
from speech.engines.choice import Candidate, Reason, candidates
from speech.settings import EngineSettings
from speech.voices.choice import VoiceCandidate, voice_candidates


def engines_of(settings: EngineSettings) -> Engines:
    return Engines(
        languages={
            language: _language(candidates(language, settings.models_dir), voice_candidates(language, settings))
            for language in LANGUAGES
        }
    )


def _language(engines: Sequence[Candidate], voices: Sequence[VoiceCandidate]) -> LanguageEngines:
    return LanguageEngines(
        engine=next((found.engine for found in engines if found.runs), None),
        candidates=[EngineStatus(engine=e.engine, runs=e.runs, why_not=_why_not(e.why_not)) for e in engines],
        voice=next((found.voice for found in voices if found.runs), None),
        voices=[VoiceStatus(voice=v.voice, runs=v.runs, why_not=_why_not(v.why_not)) for v in voices],
    )


def _why_not(reason: Reason | None) -> WhyNot | None:
    return WhyNot(code=reason.code, zh=reason.zh, en=reason.en) if reason else None
