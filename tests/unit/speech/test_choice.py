from pathlib import Path

from speech.engines.choice import WorkerSpec, candidates, chosen, worker_specs


def installed(models_dir: Path, language: str) -> None:
    (models_dir / f"vosk-{language}" / "conf").mkdir(parents=True)


def test_without_vosk_models_one_whisper_worker_serves_both_languages(tmp_path: Path) -> None:
    assert worker_specs(tmp_path) == [WorkerSpec("whisper", tmp_path / "whisper-base", ("zh", "en"))]


def test_an_installed_vosk_model_takes_its_language_over(tmp_path: Path) -> None:
    installed(tmp_path, "zh")
    assert worker_specs(tmp_path) == [
        WorkerSpec("vosk", tmp_path / "vosk-zh", ("zh",)),
        WorkerSpec("whisper", tmp_path / "whisper-base", ("en",)),
    ]


def test_what_cannot_run_says_why_in_both_languages(tmp_path: Path) -> None:
    vosk = candidates("zh", tmp_path)[0]
    assert vosk.why_not is not None
    assert vosk.why_not.code == "model_missing"
    assert "install zh" in vosk.why_not.zh
    assert "install zh" in vosk.why_not.en


def test_a_folder_without_a_model_in_it_is_not_chosen(tmp_path: Path) -> None:
    (tmp_path / "vosk-en").mkdir()
    found = chosen("en", tmp_path)
    assert found is not None
    assert found.engine == "whisper"


def test_a_spec_reaches_its_process_unchanged() -> None:
    spec = WorkerSpec("vosk", Path("var/模型"), ("zh",))
    assert WorkerSpec.from_json(spec.to_json()) == spec
