from pathlib import Path

import httpx
import pytest
from fastapi import Depends, FastAPI

from backend.callers import GATEWAY, known_caller
from backend.errors import STATUSES
from backend.help_centre.errors import HelpCentreBroken, HelpCentreLoading
from backend.help_centre.routes import routes
from backend.help_centre.service import HelpCentre
from servicekit import problems
from servicekit.keys import HEADER
from tests.integration.help_centre.conftest import facts

KEY = "a-key-of-the-gateway"


def serve(centre: HelpCentre) -> httpx.AsyncClient:
    app = FastAPI()
    app.state.help_centre = centre
    problems.install(app, STATUSES)
    app.include_router(routes, dependencies=[Depends(known_caller({GATEWAY: KEY}))])
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://backend", headers={HEADER: KEY})


async def test_while_it_loads_callers_are_told_when_to_come_back(tmp_path: Path) -> None:
    centre = HelpCentre("packaged", tmp_path, {}, dict)
    assert centre.status() == "loading"
    with pytest.raises(HelpCentreLoading):
        centre.search("怎么还款")
    async with serve(centre) as http:
        response = await http.get("/help", params={"q": "怎么还款"})
    assert response.status_code == 503
    assert response.json()["code"] == "help_centre_loading"
    assert int(response.headers["Retry-After"]) > 0


def test_a_model_that_cannot_load_is_named_and_harms_nothing_else(tmp_path: Path) -> None:
    centre = HelpCentre(str(tmp_path / "no-such-model"), tmp_path, {}, dict)
    centre.load()
    assert centre.status() not in ("ready", "loading")
    with pytest.raises(HelpCentreBroken):
        centre.search("怎么还款")


async def test_an_answer_is_given_by_its_id(centre: HelpCentre) -> None:
    async with serve(centre) as http:
        answer = (await http.get("/help/early-payoff")).json()
        unknown = await http.get("/help/no-such-answer")
    assert answer["source"]["zh"] == "《民法典》第六百七十七条"
    assert answer["sure"] is True
    assert (unknown.status_code, unknown.json()["code"]) == (404, "help_answer_unknown")


async def test_help_over_http_answers_in_both_languages(centre: HelpCentre) -> None:
    async with serve(centre) as http:
        response = await http.get("/help", params={"q": "提前还清可以吗", "lang": "zh", "limit": 2})
        [best, *_] = response.json()
        assert best["id"] == "early-payoff"
        assert set(best["answer"]) == {"zh", "en"}
        assert (await http.get("/help", params={"q": "今天天气怎么样"})).json() == []


@pytest.mark.parametrize("query", [{}, {"q": "x" * 501}, {"q": "x", "limit": 0}, {"q": "x", "lang": "fr"}])
async def test_a_bad_query_is_a_coded_problem(centre: HelpCentre, query: dict[str, str]) -> None:
    async with serve(centre) as http:
        response = await http.get("/help", params=query)
    assert response.status_code == 422
    assert response.json()["code"] == "invalid_request"


# Every run of the system starts from the cache.
@pytest.mark.slow
def test_a_second_start_reads_the_cache(centre: HelpCentre, cache: Path) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in cache.iterdir()}
    again = HelpCentre("packaged", cache, {}, facts)
    again.load()
    assert again.status() == centre.status() == "ready"
    assert {path: path.stat().st_mtime_ns for path in cache.iterdir()} == stamps
    assert again.search("怎么还款") == centre.search("怎么还款")
