"""Which problems the code behind a route can raise, found by following its calls through the syntax tree.

A name is resolved in the namespace of its module; a method by the annotated type of what it is called on. Exceptions that are caught on
the way are not noticed, so more may be found than is ever answered.
"""

import ast
import inspect
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from types import FunctionType, ModuleType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from fastapi import APIRouter
from fastapi.routing import APIRoute

from contract.lending.client import BackendClient
from servicekit.problems import Problem

OURS = ("backend", "contract", "mobile_api", "servicekit")
VERBS = ("GET", "POST", "PUT", "PATCH", "DELETE")

Kinds = frozenset[type[Problem]]


@dataclass(frozen=True, slots=True)
class Instance:
    """A value of this class, as far as annotations tell."""

    of: type


@dataclass(frozen=True, slots=True)
class Function:
    """A function, and the class it is a method of."""

    code: FunctionType
    of: type | None = None


@dataclass(frozen=True, slots=True)
class Raised:
    """What can be raised, and which methods of the backend's client are called."""

    problems: Kinds
    asks: frozenset[str]


@cache
def raised_by(endpoint: Callable[..., Any]) -> Raised:
    """By the endpoint and all that it calls."""
    assert isinstance(endpoint, FunctionType)
    waiting, seen = [Function(endpoint)], set[Function]()
    problems, asks = set[type[Problem]](), set[str]()
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        for named in _named_in(function):
            if isinstance(named, Function):
                if named.of is BackendClient:
                    asks.add(named.code.__name__)
                else:
                    waiting.append(named)
            elif issubclass(named, Problem):
                problems.add(named)
            elif isinstance(begin := inspect.getattr_static(named, "__init__", None), FunctionType):
                waiting.append(Function(begin, named))
    return Raised(frozenset(problems), frozenset(asks))


def routes_of(modules: Iterable[ModuleType]) -> dict[str, APIRoute]:
    """Those of every router that a module holds, by `METHOD /path` as the router has it."""
    return {
        f"{method} {route.path}": route
        for module in modules
        for router in vars(module).values()
        if isinstance(router, APIRouter)
        for route in router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }


@cache
def asked_of_the_backend() -> dict[str, str]:
    """Each method of the client, as `METHOD /path` with `{}` for every parameter."""
    found = {}
    for name, method in vars(BackendClient).items():
        if isinstance(method, FunctionType) and not name.startswith("_"):
            texts = list(_texts_in(_tree(method)))
            verb = next((text for text in texts if text in VERBS), None)
            path = next((text for text in texts if text.startswith("/")), None)
            if verb and path:
                found[name] = f"{verb} {path}"
    return found


def without_names(call: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", call)


def _texts_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _named_in(function: Function) -> Iterator[Function | type]:
    """Functions that are named in the body, and classes of ours."""
    names = _names_of(function)
    for node in ast.walk(_tree(function.code)):
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            found = _resolve(node, names)
            if isinstance(found, Function | type) and _is_ours(found):
                yield found


def _names_of(function: Function) -> dict[str, Any]:
    names = dict(function.code.__globals__)
    names |= {name: Instance(kind) for name, hint in _hints(function.code).items() if (kind := _class_in(hint))}
    return names | ({"self": Instance(function.of), "cls": function.of} if function.of else {})


def _resolve(node: ast.expr, names: dict[str, Any]) -> Any:
    if isinstance(node, ast.Name):
        found = names.get(node.id)
        return Function(found) if isinstance(found, FunctionType) else found
    if not isinstance(node, ast.Attribute):
        return None
    base = _resolve(node.value, names)
    owner = base.of if isinstance(base, Instance) else base if isinstance(base, type) else None
    if owner is None:
        found = getattr(base, node.attr, None) if isinstance(base, ModuleType) else None
        return Function(found) if isinstance(found, FunctionType) else found
    found = inspect.getattr_static(owner, node.attr, None)
    if isinstance(found, staticmethod | classmethod):
        found = found.__func__
    if isinstance(found, FunctionType):
        return Function(found, owner)
    kind = _class_in(_hints(owner).get(node.attr))
    return Instance(kind) if kind else None


def _is_ours(found: Function | type) -> bool:
    module = found.code.__module__ if isinstance(found, Function) else found.__module__
    return module.split(".")[0] in OURS


def _class_in(hint: Any) -> type | None:
    plain = get_args(hint)[0] if get_origin(hint) is Annotated else hint
    return plain if isinstance(plain, type) else None


@cache
def _hints(thing: Any) -> dict[str, Any]:
    try:
        return get_type_hints(thing, include_extras=True)
    except (NameError, TypeError):
        # Names that only a type checker imports.
        return {}


@cache
def _tree(function: FunctionType) -> ast.AST:
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(function))))
    except OSError:
        # What a dataclass makes for itself has no source, and raises nothing of ours.
        return ast.Module([], [])
