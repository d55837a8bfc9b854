"""Commands of speech: serve, transcribe, say, engines, install, evaluate."""

import argparse
import asyncio
import json
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contract.speech import WhyNot
from contract.texts import LANGUAGES, Language
from servicekit.commands import run_command
from servicekit.logs import configure_logging
from servicekit.problems import Problem
from servicekit.settings import read_settings
from speech.conditions import CONDITIONS, Condition, under
from speech.engines.choice import worker_specs
from speech.errors import AudioUnreadable
from speech.evaluate import Answers, Clip, Result, Score, answers, score
from speech.install import PINS, install, installed
from speech.settings import EngineSettings, Settings
from speech.status import engines_of
from speech.voices.kokoro_files import install_voices
from speech.voices.service import Voices
from speech.workers import Pool

VOICES = "voices"
# As the gateway's `MOBILE_VOICE_LEAST_CONFIDENCE`.
LEAST_CONFIDENCE = 0.72


def main() -> int:
    arguments = _parser().parse_args()
    command: Callable[[argparse.Namespace], None] = arguments.command
    try:
        command(arguments)
    except Problem as problem:
        print(f"{problem.code}: {problem.title} {problem.data or ''}".rstrip(), file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m speech")
    commands = parser.add_subparsers(required=True)
    commands.add_parser("serve", help="the HTTP service").set_defaults(command=_serve)

    transcribe = commands.add_parser("transcribe", help="the words of one recording")
    transcribe.add_argument("file", type=Path)
    transcribe.add_argument("--lang", required=True, choices=LANGUAGES)
    transcribe.set_defaults(command=_transcribe)

    saying = commands.add_parser("say", help="a text as an MP3, by the voice of SPEECH_VOICES")
    saying.add_argument("text")
    saying.add_argument("file", type=Path, help="the MP3 to write")
    saying.add_argument("--lang", required=True, choices=LANGUAGES)
    saying.add_argument("--speed", type=float, default=1.0)
    saying.set_defaults(command=_say)

    engines = commands.add_parser("engines", help="what can run here, and why not")
    engines.set_defaults(command=_engines)

    installing = commands.add_parser("install", help="fetch Vosk models, or the voices")
    installing.add_argument("what", nargs="+", choices=(*LANGUAGES, VOICES))
    installing.add_argument("--from", dest="source", type=Path, help="an archive, or a folder holding the archives")
    installing.set_defaults(command=_install)

    evaluating = commands.add_parser("evaluate", help="error rates over a folder with a manifest.json")
    evaluating.add_argument("folder", type=Path)
    evaluating.add_argument(
        "--under", nargs="+", choices=CONDITIONS, default=["clean"], help="also under noise, over a telephone, slowly"
    )
    evaluating.add_argument(
        "--least-confidence", type=float, default=LEAST_CONFIDENCE, help="below it an answer would be asked about"
    )
    evaluating.set_defaults(command=_evaluate)

    for printing in (transcribe, engines, evaluating):
        printing.add_argument("--json", action="store_true", help="JSON alone on standard output")
    return parser


def _serve(_: argparse.Namespace) -> None:
    import uvicorn

    from speech.app import build_app

    configure_logging()
    settings = read_settings(Settings)
    uvicorn.run(build_app(settings), host=settings.host, port=settings.port, log_config=None, access_log=False)


def _transcribe(arguments: argparse.Namespace) -> None:
    async def run() -> dict[str, Any]:
        async with _pool() as pool:
            return await pool.transcribe(_read(arguments.file), arguments.lang)

    answer = asyncio.run(run())
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
        return
    print(answer["text"])
    for word in answer["words"]:
        print(f"{word['start']:8.2f} {word['end']:8.2f} {word['confidence']:6.2f}  {word['word']}")


def _say(arguments: argparse.Namespace) -> None:
    async def run() -> bytes:
        voices = Voices(read_settings(EngineSettings))
        voices.start()
        try:
            return await voices.speak(arguments.text, arguments.lang, arguments.speed)
        finally:
            await voices.stop()

    arguments.file.write_bytes(asyncio.run(run()))


def _engines(arguments: argparse.Namespace) -> None:
    found = engines_of(read_settings(EngineSettings))
    if arguments.json:
        print(found.model_dump_json())
        return
    for language, engines in found.languages.items():
        for candidate in engines.candidates:
            _show(language, candidate.engine, candidate.why_not, in_use=candidate.engine == engines.engine)
        for voice in engines.voices:
            _show(language, voice.voice, voice.why_not, in_use=voice.voice == engines.voice)


def _show(language: Language, name: str, why_not: WhyNot | None, *, in_use: bool) -> None:
    state = f"{why_not.zh} / {why_not.en}" if why_not else "runs / 可用"
    print(f"{'*' if in_use else ' '} {language}  {name:8} {state}")


def _install(arguments: argparse.Namespace) -> None:
    models_dir = read_settings(EngineSettings).models_dir
    for language in arguments.what:
        if language == VOICES:
            print(f"{VOICES}: {install_voices(models_dir, arguments.source)}")
            continue
        pin = PINS[language]
        if folder := installed(language, models_dir, pin):
            print(f"{language}: {folder} (already installed)")
            continue
        print(f"{pin.file}: {pin.size / 1e6:.1f} MB", file=sys.stderr)
        folder = install(language, models_dir, pin, arguments.source, _show_progress)
        print(f"{language}: {folder}")


def _show_progress(have: int, size: int) -> None:
    print(f"\r{100 * have / size:5.1f} %", end="\n" if have == size else "", file=sys.stderr, flush=True)


def _evaluate(arguments: argparse.Namespace) -> None:
    report = {}
    for condition in arguments.under:
        results = asyncio.run(_hear(arguments.folder, _manifest(arguments.folder), condition))
        for name, group in _groups(results).items():
            figures = _published(score(group), answers(group, arguments.least_confidence))
            report[name if condition == "clean" else f"{name}/{condition}"] = figures
    if arguments.json:
        print(json.dumps(report, ensure_ascii=False))
        return
    for name, figures in report.items():
        print(f"{name:22} {'  '.join(f'{key} {value}' for key, value in figures.items())}")


async def _hear(folder: Path, clips: Sequence[Clip], condition: Condition) -> list[Result]:
    async with _pool() as pool:
        results = []
        for clip in clips:
            results.append(await _hear_clip(pool, folder, clip, condition))
            print(f"{clip.path}\t{clip.text}\t{results[-1].problem or results[-1].heard}", file=sys.stderr, flush=True)
        return results


async def _hear_clip(pool: Pool, folder: Path, clip: Clip, condition: Condition) -> Result:
    try:
        answer = await pool.transcribe(under(condition, _read(folder / clip.path)), clip.language, clip.narrow)
    except Problem as problem:
        return Result(clip, "", problem.code, 0.0, 0.0)
    figures = answer["audio_seconds"], answer["cpu_seconds"], answer["answer_confidence"]
    return Result(clip, answer["text"], None, *figures)


def _manifest(folder: Path) -> list[Clip]:
    entries = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return [
        Clip(entry["path"], entry["lang"], entry["text"], entry.get("kind", "clip"), entry.get("narrow"))
        for entry in entries
    ]


def _groups(results: Sequence[Result]) -> Mapping[str, list[Result]]:
    groups: dict[str, list[Result]] = {}
    for result in results:
        groups.setdefault(result.clip.language, []).append(result)
        groups.setdefault(f"{result.clip.language}/{result.clip.kind}", []).append(result)
    return groups


def _published(figures: Score, heard: Answers) -> dict[str, Any]:
    return {
        "error_rate": round(figures.rate, 4),
        "errors": figures.errors,
        "units": figures.units,
        "clips": figures.clips,
        "audio_seconds": figures.audio_seconds,
        "cpu_seconds": figures.cpu_seconds,
        **({"answers": asdict(heard)} if heard.said else {}),
    }


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise AudioUnreadable(reason="no_file") from error


@asynccontextmanager
async def _pool() -> AsyncIterator[Pool]:
    settings = read_settings(EngineSettings)
    pool = Pool(worker_specs(settings.models_dir), settings)
    pool.start()
    try:
        yield pool
    finally:
        await pool.stop()


if __name__ == "__main__":
    run_command(main, Settings)
