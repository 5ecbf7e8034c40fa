"""The house of docs/architecture.md, held: who may import whom, and what may lie in the tree.

Imports are read from the source with ``ast``, so nothing is imported to find them. Imports under ``TYPE_CHECKING``
count as the project's own order (a type is a dependency too) but not as a load of a heavy library.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.tree import ROOT, project_files, python_files

SIZE_LIMIT = int(9.5 * 1024 * 1024)  # bytes; a Space takes files up to 10 MB without Git LFS
OWN = ("app", "viper_ui", "viper_core", "training", "benchmarks", "tests")
FOLDERS = ("app.py", "viper_ui", "viper_core", "training", "benchmarks")

# The order of viper_core: a module may import modules of its own row and of the rows below, never of one above.
TOP = ("__main__", "cli")
FACADE = ("__init__", "studio")
GROUND = ("errors",)

# What the interface may not reach past the facade for.
MACHINERY = ("backends", "registry", "store", "guidance", "extractors", "loading")


@dataclass(frozen=True)
class Import:
    """One import statement: which file, which line, what it names, and when Python would run it."""

    path: Path
    line: int
    module: str
    at_import: bool
    typing_only: bool

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.module}"


def _is_type_checking(node: ast.If) -> bool:
    return ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def _named(node: ast.AST) -> Iterator[str]:
    """The modules an import statement names; ``from a import b`` names ``a.b`` too where that is a module."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports are absolute"
        base = node.module or ""
        for alias in node.names:
            nested = ROOT.joinpath(*base.split("."), alias.name)
            yield f"{base}.{alias.name}" if nested.is_dir() or nested.with_suffix(".py").is_file() else base


def _walk(node: ast.AST, path: Path, *, at_import: bool, typing_only: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            for module in _named(child):
                yield Import(path, child.lineno, module, at_import and not typing_only, typing_only)
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _walk(child, path, at_import=False, typing_only=typing_only)
        elif isinstance(child, ast.If) and _is_type_checking(child):
            for branch, guarded in ((child.body, True), (child.orelse, typing_only)):
                block = ast.Module(body=branch, type_ignores=[])
                yield from _walk(block, path, at_import=at_import, typing_only=guarded)
        else:
            yield from _walk(child, path, at_import=at_import, typing_only=typing_only)


@cache
def imports_of(path: Path) -> tuple[Import, ...]:
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    return tuple(_walk(tree, path, at_import=True, typing_only=False))


def imports_in(*folders: str) -> tuple[Import, ...]:
    return tuple(found for path in python_files(*folders) for found in imports_of(path))


def names(found: Import, *packages: str) -> bool:
    return any(found.module == package or found.module.startswith(f"{package}.") for package in packages)


def core_part(module_or_path: str | Path) -> str | None:
    """The part of viper_core that a module or a file belongs to: ``studio``, ``backends`` … None outside of it."""
    if isinstance(module_or_path, Path):
        parts = module_or_path.relative_to(ROOT).with_suffix("").parts
    else:
        parts = tuple(module_or_path.split("."))
    if parts[0] != "viper_core":
        return None
    return parts[1] if len(parts) > 1 else "__init__"


def row(part: str) -> int:
    if part in TOP:
        return 3
    if part in FACADE:
        return 2
    return 0 if part in GROUND else 1


def listed(found: Iterator[object]) -> str:
    return "\n".join(str(entry) for entry in found)


def test_gradio_is_imported_only_by_the_interface() -> None:
    outside = (found for found in imports_in("viper_core", "training", "benchmarks") if names(found, "gradio"))
    assert not listed(outside)


def test_diffusers_is_imported_only_by_backends_training_and_benchmarks() -> None:
    own = (found for found in imports_in("app.py", "viper_ui", "viper_core") if names(found, "diffusers"))
    assert not listed(found for found in own if core_part(found.path) != "backends")


def test_the_core_knows_neither_interface_nor_training_nor_benchmarks() -> None:
    above = ("app", "viper_ui", "training", "benchmarks", "tests")
    assert not listed(found for found in imports_in("viper_core") if names(found, *above))


def test_the_interface_knows_neither_training_nor_benchmarks() -> None:
    found_in = imports_in("app.py", "viper_ui")
    assert not listed(found for found in found_in if names(found, "training", "benchmarks", "tests"))


def test_training_and_benchmarks_do_not_know_the_interface_or_the_tests() -> None:
    above = ("app", "viper_ui", "tests")
    assert not listed(found for found in imports_in("training", "benchmarks") if names(found, *above))


def test_training_does_not_know_benchmarks() -> None:
    assert not listed(found for found in imports_in("training") if names(found, "benchmarks"))


def test_no_part_of_the_core_imports_a_part_above_it() -> None:
    upward = []
    for found in imports_in("viper_core"):
        here, there = core_part(found.path), core_part(found.module)
        if here is not None and there is not None and row(here) < row(there):
            upward.append(found)
    assert not listed(iter(upward))


def test_errors_import_nothing_of_the_project() -> None:
    here = imports_of(ROOT / "viper_core" / "errors.py")
    assert not listed(found for found in here if names(found, *OWN))


def test_guidance_knows_only_torch() -> None:
    here = imports_of(ROOT / "viper_core" / "guidance.py")
    foreign = (
        found
        for found in here
        if not names(found, "torch", "viper_core.errors") and found.module.split(".")[0] not in sys.stdlib_module_names
    )
    assert not listed(foreign)


def test_the_interface_goes_through_the_facade() -> None:
    found_in = imports_in("app.py", "viper_ui")
    assert not listed(found for found in found_in if core_part(found.module) in MACHINERY)


def test_model_libraries_are_imported_inside_the_functions_that_need_them() -> None:
    heavy = ("diffusers", "transformers", "accelerate")
    found_in = imports_in("app.py", "viper_ui", "viper_core")
    assert not listed(found for found in found_in if found.at_import and names(found, *heavy))


def test_importing_the_core_loads_no_model_library() -> None:
    program = (
        "import sys, viper_core, viper_core.studio\n"
        "print(*sorted({'torch', 'diffusers', 'transformers', 'gradio'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == ""


def test_the_import_reader_sees_every_kind_of_import(tmp_path: Path) -> None:
    path = tmp_path / "module.py"
    path.write_text(
        "from __future__ import annotations\n"
        "import torch.nn as nn\n"
        "if TYPE_CHECKING:\n    from diffusers import UNet2DModel\nelse:\n    import json\n"
        "def load():\n    with open('x'):\n        import transformers\n"
        "class A:\n    try:\n        from viper_core import studio\n    except ImportError:\n        pass\n",
        encoding="utf-8",
    )
    seen = {(found.module, found.at_import, found.typing_only) for found in imports_of(path)}
    assert seen == {
        ("__future__", True, False),
        ("torch.nn", True, False),
        ("diffusers", False, True),
        ("json", True, False),
        ("transformers", False, False),
        ("viper_core.studio", True, False),
    }


def test_every_module_says_what_it_knows() -> None:
    silent = [path for path in python_files(*FOLDERS) if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert not listed(iter(silent))


def test_weights_are_safetensors_and_nothing_is_unpickled() -> None:
    pickled = {".pkl", ".pickle", ".pt", ".pth", ".ckpt", ".bin", ".npy", ".npz", ".joblib"}
    assert not listed(path for path in project_files() if path.suffix in pickled)
    calls = []
    for path in python_files(*FOLDERS):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("torch.load", "pickle.load", "pickle.loads"):
                calls.append(f"{path.relative_to(ROOT)}:{node.lineno} calls {ast.unparse(node.func)}")
    assert not listed(iter(calls))


def test_every_file_is_small_enough_for_a_space_without_lfs() -> None:
    large = (path for path in project_files() if path.stat().st_size > SIZE_LIMIT)
    assert not listed(f"{path.relative_to(ROOT)}: {path.stat().st_size} bytes" for path in large)


# Written so that this file does not find itself.
FORBIDDEN = {
    "work left open": re.compile(r"\b(TO[D]O|FIX[M]E|X[X]X|NotImplemented[E]rror)\b"),
    "a path of somebody's machine": re.compile(r"(?<![\w.~:/-])/(?:home|root|work|farm|Users|opt/(?:venv|wheels))/\w"),
    "a secret": re.compile(r"\b(hf_[A-Za-z0-9]{30,}|sk-[A-Za-z0-9]{32,}|gh[pousr]_[A-Za-z0-9]{30,})\b"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = []
    for path in project_files():
        raw = path.read_bytes()
        if b"\0" in raw[:8192]:
            continue
        for number, text in enumerate(raw.decode("utf-8").splitlines(), start=1):
            if FORBIDDEN[what].search(text):
                found.append(f"{path.relative_to(ROOT)}:{number}: {text.strip()[:80]}")
    assert not listed(iter(found))
