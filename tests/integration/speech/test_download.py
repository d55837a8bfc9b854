"""Fetching a model from a real server, in pieces."""

import hashlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from speech.install import DownloadFailed, Pin, WrongArchive, install


def packed_model() -> bytes:
    out = BytesIO()
    with ZipFile(out, "w") as packed:
        packed.writestr("model/conf/model.conf", "--beam=10\n" * 1000)
    return out.getvalue()


class Models(BaseHTTPRequestHandler):
    """Serves one archive, with ranges; `asked` keeps the ranges of the requests."""

    archive = packed_model()
    asked: list[str | None] = []

    def do_GET(self) -> None:
        asked = self.headers.get("Range")
        self.asked.append(asked)
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        self.send_response((206 if asked else 200) if self.path == "/model.zip" else 404)
        self.send_header("Content-Length", str(len(self.archive) - start))
        self.end_headers()
        self.wfile.write(self.archive[start:])

    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def address() -> Iterator[str]:
    Models.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Models)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def pin(address: str) -> Pin:
    return Pin(f"{address}/model.zip", len(Models.archive), hashlib.sha256(Models.archive).hexdigest())


def silent(_have: int, _size: int) -> None: ...


def test_a_download_is_installed_and_cleaned_up(address: str, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    install("en", tmp_path, pin(address), None, lambda have, size: told.append((have, size)))
    assert told[-1] == (len(Models.archive), len(Models.archive))
    assert [entry.name for entry in tmp_path.iterdir()] == ["vosk-en"]


def test_a_broken_download_goes_on_where_it_stopped(address: str, tmp_path: Path) -> None:
    (tmp_path / "model.zip.part").write_bytes(Models.archive[:100])
    assert (install("en", tmp_path, pin(address), None, silent) / "conf").is_dir()
    assert Models.asked == ["bytes=100-"]


def test_wrong_bytes_are_thrown_away_so_that_the_next_try_can_succeed(address: str, tmp_path: Path) -> None:
    (tmp_path / "model.zip.part").write_bytes(b"x" * 100)
    with pytest.raises(WrongArchive):
        install("en", tmp_path, pin(address), None, silent)
    assert (install("en", tmp_path, pin(address), None, silent) / "conf").is_dir()


def test_a_missing_model_is_a_typed_failure(address: str, tmp_path: Path) -> None:
    gone = Pin(f"{address}/gone.zip", 10, "0" * 64)
    with pytest.raises(DownloadFailed):
        install("en", tmp_path, gone, None, silent)
