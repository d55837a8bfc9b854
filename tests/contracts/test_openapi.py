"""The published document says what the routes do, in words, with problems and examples."""

from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from pydantic import TypeAdapter

from backend.errors import STATUSES as BACKEND
from mobile_api.app import api_routes
from mobile_api.published.examples import EXAMPLES
from mobile_api.upstreams.problems import PASSED_ON
from servicekit.problems import Problem, ProblemBody, status_of
from speech.errors import STATUSES as SPEECH
from tests.contracts import problem_codes
from tests.contracts.published import answers, codes, document, operation_of, operations, problems

PUBLIC = [call for call in operations() if call.split()[1].startswith("/v1/")]


@pytest.mark.parametrize("call", operations())
def test_an_operation_says_what_it_does_and_who_may_call(call: str) -> None:
    operation = operations()[call]
    summary, description = operation["summary"], operation["description"]
    assert summary[0].isupper()
    assert " " in summary
    assert len(summary) <= 140
    needs = description.split("\n\n")[-1]
    assert needs.startswith("Needs "), needs
    assert ("security" in operation) == (needs != "Needs no token.")


@pytest.mark.parametrize("call", PUBLIC)
def test_every_error_is_a_problem_with_its_codes(call: str) -> None:
    errors = {status: answer for status, answer in answers(operations()[call]).items() if status >= 400}
    assert errors
    for answer in errors.values():
        assert list(answer["content"]) == ["application/problem+json"]
        assert codes(answer)
        assert all(f"`{code}`" in answer["description"] for code in codes(answer))


def test_an_operation_names_what_follows_from_its_form() -> None:
    found = problems(operations()["POST /v1/quotes"])
    assert {
        (401, "unauthenticated"), (403, "forbidden"), (413, "body_too_large"), (422, "invalid_request"),
        (422, "term_out_of_range"), (500, "internal_error"), (503, "backend_unavailable"),
    } <= found  # fmt: skip
    # Signing in needs neither token nor role.
    assert {status for status, _ in problems(operations()["POST /v1/auth/otp"])} == {413, 422, 429, 500, 503}


def test_the_frameworks_own_error_shape_is_gone() -> None:
    assert not {"HTTPValidationError", "ValidationError"} & set(document()["components"]["schemas"])
    assert set(document()["components"]["schemas"]["Problem"]["properties"]) == set(ProblemBody.model_fields)


def test_every_named_code_is_one_that_exists() -> None:
    known = {kind.code for kind in problem_codes.kinds(Problem)} | {"body_too_large", "invalid_request"}
    assert {code for call in PUBLIC for _, code in problems(operations()[call])} <= known


def test_what_inner_services_refuse_keeps_its_status() -> None:
    theirs = {
        (kind.code, status_of(kind, statuses))
        for package, statuses in (("backend", BACKEND), ("speech", SPEECH), ("servicekit", {}))
        for kind in problem_codes.kinds(Problem)
        if kind.__module__.split(".")[0] == package
    }
    assert set(PASSED_ON.items()) <= theirs
    # The gateway's client makes `backend_unavailable` of the backend's own 5xx.
    of_speech = {kind.code for kind in SPEECH}
    assert {code for code, status in PASSED_ON.items() if status >= 500} <= of_speech


def test_no_passed_on_code_is_without_an_operation() -> None:
    named = {code for call in PUBLIC for _, code in problems(operations()[call])}
    assert set(PASSED_ON) <= named


def test_the_operation_of_a_path_is_the_most_exact_one() -> None:
    assert operation_of("GET", "/v1/conversations/current") == "GET /v1/conversations/current"
    assert operation_of("GET", "/v1/loans/loan_1") == "GET /v1/loans/{loan_id}"
    assert operation_of("GET", "/v1/nothing") is None


def routes() -> dict[str, APIRoute]:
    """By `METHOD /path`."""
    return {
        f"{method} /v1{context.path}": route
        for context in iter_route_contexts(api_routes().routes)
        if isinstance(route := context.original_route, APIRoute)
        for method in route.methods or ()
    }


@pytest.mark.parametrize("call", EXAMPLES)
def test_an_example_is_what_its_operation_takes_and_answers(call: str) -> None:
    route, example = routes()[call], EXAMPLES[call]
    if example.request is not None:
        fields = {field.name: field.field_info.annotation for field in route.dependant.body_params}
        # A form has a field for each value, a JSON body is one.
        as_form = "body" not in fields
        assert set(example.request) <= set(fields) if as_form else accepted(fields["body"], example.request) is not None
    if example.answer is not None:
        model = route.response_model
        taken = accepted(model, example.answer)
        assert TypeAdapter(model).dump_python(taken, mode="json", by_alias=True) == example.answer


def accepted(model: Any, value: Any) -> Any:
    return TypeAdapter(model).validate_python(value)
