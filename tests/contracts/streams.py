"""What the streams' code says, read from its syntax: which events it sends, which codes it closes or answers with."""

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from servicekit.problems import Problem

TELLS = {"tell", "_tell"}
CLOSES = {"close", "refuse"}


def event_types(*modules: ModuleType) -> set[str]:
    """The `type` of every `{"type": "…"}` that is written out, and what `tell("…")` is given."""
    return {str(name) for module in modules for node in _nodes(module) for name in _types_in(node)}


def close_numbers(*modules: ModuleType) -> set[int]:
    """The first argument of every `close(…)` of a socket."""
    return {
        value
        for module in modules
        for call in _calls(module, {"close"})
        for argument in call.args[:1]
        if isinstance(value := _value(argument, module), int)
    }


def codes(*modules: ModuleType) -> set[str]:
    """Reasons of closes that are written out, and the codes of problems that are made, caught by name or named (`X.code`)."""
    return {code for module in modules for code in (*_reasons(module), *_problems(module))}


def _types_in(node: ast.AST) -> Iterator[Any]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "type" and isinstance(value, ast.Constant):
                yield value.value
    elif isinstance(node, ast.Call) and _called(node) in TELLS and node.args and isinstance(node.args[0], ast.Constant):
        yield node.args[0].value


def _reasons(module: ModuleType) -> Iterator[str]:
    for call in _calls(module, CLOSES):
        for argument in call.args[1:]:
            if isinstance(value := _value(argument, module), str):
                yield value


def _problems(module: ModuleType) -> Iterator[str]:
    for node in _nodes(module):
        for name in _named(node):
            kind = getattr(module, name, None)
            if isinstance(kind, type) and issubclass(kind, Problem) and kind is not Problem:
                yield kind.code


def _named(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        yield node.func.id
    elif isinstance(node, ast.Attribute) and node.attr == "code" and isinstance(node.value, ast.Name):
        yield node.value.id
    elif isinstance(node, ast.ExceptHandler) and node.name and node.type:
        # Caught without a name it is not told: something else is said instead.
        yield from (one.id for one in ast.walk(node.type) if isinstance(one, ast.Name))


def _calls(module: ModuleType, names: set[str]) -> Iterator[ast.Call]:
    return (node for node in _nodes(module) if isinstance(node, ast.Call) and _called(node) in names)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _value(node: ast.expr, module: ModuleType) -> Any:
    """A constant, written out or by its name in the module; None for anything else."""
    return node.value if isinstance(node, ast.Constant) else getattr(module, getattr(node, "id", ""), None)


def _nodes(module: ModuleType) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(inspect.getsource(module)))
