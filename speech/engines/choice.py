"""Which recogniser serves a language here, and why another cannot."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from contract.speech import EngineKind, WhyNotCode
from contract.texts import LANGUAGES, Language
from speech.engines.whisper_files import MODEL_FOLDER, missing_package

if TYPE_CHECKING:
    from speech.engines.protocol import Engine


@dataclass(frozen=True)
class Reason:
    """Why a recogniser cannot run, for the person who keeps the service."""

    code: WhyNotCode
    zh: str
    en: str


@dataclass(frozen=True)
class Candidate:
    engine: EngineKind
    language: Language
    model: Path
    why_not: Reason | None

    @property
    def runs(self) -> bool:
        return self.why_not is None


@dataclass(frozen=True)
class WorkerSpec:
    """What one worker process serves. Whisper is one model for all languages, so one process of 350 MB serves them."""

    engine: EngineKind
    model: Path
    languages: tuple[Language, ...]

    def to_json(self) -> str:
        return json.dumps({"engine": self.engine, "model": str(self.model), "languages": self.languages})

    @classmethod
    def from_json(cls, text: str) -> "WorkerSpec":
        spec = json.loads(text)
        return cls(spec["engine"], Path(spec["model"]), tuple(spec["languages"]))


def candidates(language: Language, models_dir: Path) -> list[Candidate]:
    """Best first: Vosk is several times cheaper than Whisper."""
    vosk = models_dir / f"vosk-{language}"
    return [
        Candidate("vosk", language, vosk, _why_not_vosk(language, vosk)),
        Candidate("whisper", language, models_dir / MODEL_FOLDER, _why_not_whisper()),
    ]


def chosen(language: Language, models_dir: Path) -> Candidate | None:
    return next((candidate for candidate in candidates(language, models_dir) if candidate.runs), None)


def worker_specs(models_dir: Path) -> list[WorkerSpec]:
    """The fewest processes that serve every language that can be served."""
    served: dict[tuple[EngineKind, Path], tuple[Language, ...]] = {}
    for language in LANGUAGES:
        if candidate := chosen(language, models_dir):
            key = (candidate.engine, candidate.model)
            served[key] = (*served.get(key, ()), language)
    return [WorkerSpec(engine, model, languages) for (engine, model), languages in served.items()]


def load(spec: WorkerSpec, threads: int) -> "Mapping[Language, Engine]":
    """The engines of one worker process. The recognisers are imported here: each costs a second and 50 MB."""
    if spec.engine == "vosk":
        from speech.engines.vosk import VoskEngine

        return {language: VoskEngine(spec.model, language) for language in spec.languages}
    from speech.engines.whisper import WhisperEngine, load_model
    from speech.engines.whisper_files import put_together

    put_together(spec.model)
    model = load_model(spec.model, threads)
    return {language: WhisperEngine(model, language) for language in spec.languages}


def _why_not_vosk(language: Language, model: Path) -> Reason | None:
    if find_spec("vosk") is None:
        return Reason("package_missing", "未安装 vosk 软件包", "the package vosk is not installed")
    if not (model / "conf").is_dir():
        command = f"python -m speech install {language}"
        return Reason("model_missing", f"没有模型；请运行：{command}", f"no model; run: {command}")
    return None


def _why_not_whisper() -> Reason | None:
    if package := missing_package():
        return Reason("package_missing", f"未安装 {package} 软件包", f"the package {package} is not installed")
    return None
