"""The sentences that modules of the core can say, read from their source: what they raise, and what they report.

A sentence is put together as the module does it: constants, f-strings, both sides of a condition, what a name was
assigned in its function or module, what a function was given where it is called, and what one returns. What only a run
would tell is :data:`UNKNOWN`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from tests.tree import ROOT

UNKNOWN = "7"
_MOST = 64  # ways to put one sentence together; more would be a mistake of this module
_DEPTH = 12  # expressions, names and functions followed on the way to the words


def said_by(module: str, *, errors: str, reports: str = "(?!)") -> Iterator[str]:
    """What a module raises, or returns to be raised, and what it reports.

    Args:
        module: its path in the core, without the suffix.
        errors: a pattern of the errors' names; the first argument is the sentence.
        reports: a pattern of the names of functions that are told a sentence; their last argument is it.
    """
    for place in _places(module):
        for node in _nodes(place.within):
            raised = node.exc if isinstance(node, ast.Raise) else node.value if isinstance(node, ast.Return) else None
            if isinstance(raised, ast.Call):
                yield from _errors(raised, place, errors)
            if isinstance(node, ast.Call) and node.args and re.fullmatch(reports, _called(node)):
                yield from place.ways(node.args[-1])


def _errors(raised: ast.Call, place: _Place, errors: str) -> Iterator[str]:
    """The sentences of an error that is made here, or by a function that is called here."""
    if re.fullmatch(errors, _called(raised)):
        yield from place.ways(raised.args[0]) if raised.args else ()
    elif _called(raised) in _functions(place.module):
        there = place.inside(raised)
        is_error = there.within.returns is not None and re.fullmatch(errors, ast.unparse(there.within.returns))
        for node in _nodes(there.within) if is_error else ():
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Call):
                yield from _errors(node.value, there, errors)


@dataclass(frozen=True)
class _Place:
    """Where an expression stands.

    Attributes:
        module: its path in the core.
        within: the function or module around it.
        given: what the function's parameters are there, and where that stands.
    """

    module: str
    within: ast.Module | ast.FunctionDef
    given: Mapping[str, tuple[ast.expr, _Place]] = field(default_factory=dict)

    def ways(self, node: ast.expr, depth: int = _DEPTH) -> list[str]:
        """The texts that an expression can be."""
        if depth == 0:
            return [UNKNOWN]
        match node:
            case ast.Constant(value=str(text)):
                return [text]
            case ast.JoinedStr(values=parts):
                return _all(*(self.ways(part, depth - 1) for part in parts))
            case ast.FormattedValue(value=value):
                return self.ways(value, depth - 1)
            case ast.IfExp(body=body, orelse=other):
                return [*self.ways(body, depth - 1), *self.ways(other, depth - 1)]
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return _all(self.ways(left, depth - 1), self.ways(right, depth - 1))
            case ast.Name(id=name):
                return self._named(name, depth - 1)
            case ast.Call() if _called(node) in _functions(self.module):
                there = self.inside(node)
                returned = [one.value for one in _nodes(there.within) if isinstance(one, ast.Return) and one.value]
                return [way for value in returned for way in there.ways(value, depth - 1)] or [UNKNOWN]
        return [UNKNOWN]

    def _named(self, name: str, depth: int) -> list[str]:
        if name in self.given:
            value, place = self.given[name]
            return place.ways(value, depth)
        for place in (self, _Place(self.module, _tree(self.module))):
            found: list[str] = []
            for node in _nodes(place.within):
                if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign) and node.value is not None:
                    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                    if ast.unparse(target) == name and ast.unparse(node.value) != "''":  # filled before it is said
                        ways = place.ways(node.value, depth)
                        found += _all(found, ways) if isinstance(node, ast.AugAssign) else ways
            if found:
                return found
        return [UNKNOWN]

    def inside(self, call: ast.Call) -> _Place:
        """The function that is called from here, with what it is given."""
        module, function = _functions(self.module)[_called(call)]
        names = [one.arg for one in function.args.args if one.arg != "self"]
        given = dict(zip(names, call.args, strict=False)) | {one.arg or "": one.value for one in call.keywords}
        return _Place(module, function, {name: (value, self) for name, value in given.items()})


def _places(module: str) -> Iterator[_Place]:
    """The module itself, and each of its functions wherever it is called within the module, or once if nowhere."""
    around = [_tree(module), *(function for of, function in _functions(module).values() if of == module)]
    for within in around:
        calls = [
            _Place(module, other).inside(node)
            for other in around
            for node in _nodes(other)
            if isinstance(within, ast.FunctionDef) and isinstance(node, ast.Call) and _called(node) == within.name
        ]
        yield from calls or [_Place(module, within)]


def _nodes(within: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function or module in their order, without those of the functions in it."""
    for node in ast.iter_child_nodes(within):
        yield node
        if not isinstance(node, ast.FunctionDef):
            yield from _nodes(node)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ast.unparse(call.func)


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse((ROOT / "viper_core" / f"{module}.py").read_text(encoding="utf-8"))


@cache
def _functions(module: str) -> dict[str, tuple[str, ast.FunctionDef]]:
    """The functions that a module has or imports from the core by name, with the module that each is of."""
    found: dict[str, tuple[str, ast.FunctionDef]] = {}
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("viper_core."):
            path = str(node.module).removeprefix("viper_core.").replace(".", "/")
            if (ROOT / "viper_core" / f"{path}.py").is_file():
                theirs = {one.name: one for one in _tree(path).body if isinstance(one, ast.FunctionDef)}
                found |= {one.name: (path, theirs[one.name]) for one in node.names if one.name in theirs}
        elif isinstance(node, ast.FunctionDef):
            found[node.name] = (module, node)
    return found


def _all(*parts: list[str]) -> list[str]:
    ways = ["".join(one) for one in product(*parts)]
    assert len(ways) <= _MOST, ways[0]
    return list(dict.fromkeys(ways))
