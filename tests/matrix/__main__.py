"""`python -m tests.matrix`: write docs/contracts/authorisation.md."""

from tempfile import TemporaryDirectory

from backend.app import load_models
from tests.integration.backend.conftest import ROOT, settings_for
from tests.matrix.inside import backend_app, tables
from tests.matrix.page import PAGE, page


def write() -> None:
    models_dir = ROOT / "var" / "models"
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/backend.db"
        backend = backend_app(url, models_dir, load_models(settings_for(url, models_dir)))
        PAGE.write_text(page(tables(backend)), "utf-8")
        backend.state.parts.database.close()


if __name__ == "__main__":
    write()
