"""README.md and docs hold what they promise: a Space's header, two command lines, and names that exist."""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from tests.tree import ROOT, project_files, python_files
from viper_core.registry import MODELS

README = (ROOT / "README.md").read_text(encoding="utf-8")
HEADER = yaml.safe_load(README.split("---\n")[1])
COLOURS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
START = "git clone <this repository> viper && cd viper && python3 -m venv .venv && .venv/bin/python -m pip install -r "
PAGES = [path for path in project_files() if path.suffix == ".md"]


def requirements(name: str) -> dict[str, Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    wanted = (Requirement(line) for line in lines if line and not line.startswith(("#", "-r")))
    return {requirement.name: requirement for requirement in wanted}


RUNTIME, DEVELOPMENT = requirements("requirements.txt"), requirements("requirements-dev.txt")


def command_lines() -> list[str]:
    return [line for line in README.splitlines() if line.startswith("git clone ")]


def tree_entries() -> list[str]:
    """The paths that the README's tree shows: an indented name belongs to the folder above it."""
    block = README.split("```text\n")[1].split("```")[0]
    parents: list[str] = []
    entries = []
    for line in block.splitlines():
        name = line.split()[0]
        depth = (len(line) - len(line.lstrip())) // 2
        parents[depth:] = [name]
        entries.append("".join(parents))
    return entries


def test_the_readme_begins_with_the_header_of_a_space() -> None:
    assert README.startswith("---\n")
    assert HEADER["sdk"] == "gradio"
    assert HEADER["python_version"] == "3.12"
    assert HEADER["license"] == "apache-2.0"
    assert {HEADER["colorFrom"], HEADER["colorTo"]} <= COLOURS
    assert HEADER["title"] and 0 < len(HEADER["short_description"]) <= 60
    assert (ROOT / HEADER["app_file"]).is_file()


def test_a_space_installs_the_gradio_that_the_requirements_ask_for() -> None:
    assert HEADER["sdk_version"] in RUNTIME["gradio"].specifier
    assert HEADER["sdk_version"].startswith(".".join(version("gradio").split(".")[:2]) + ".")


@pytest.mark.parametrize("name", ["gradio", "diffusers", "transformers"])
def test_libraries_that_the_project_reaches_inside_of_are_pinned_to_the_minor_version(name: str) -> None:
    bounds = {clause.operator: clause.version for clause in RUNTIME[name].specifier}
    major, minor = map(int, bounds[">="].split(".")[:2])
    assert bounds == {">=": f"{major}.{minor}", "<": f"{major}.{minor + 1}"}


def test_every_requirement_is_bounded_and_installed_as_asked_for() -> None:
    for requirement in (*RUNTIME.values(), *DEVELOPMENT.values()):
        assert str(requirement.specifier), f"{requirement.name} has no bound"
        installed = version(requirement.name)
        assert requirement.specifier.contains(installed, prereleases=True), f"{requirement.name} {installed}"


def test_there_are_two_command_lines_that_need_only_python_and_git() -> None:
    run, check = command_lines()
    assert run.removeprefix(START) == "requirements.txt && .venv/bin/python app.py"
    assert check.startswith(START + "requirements-dev.txt && ")
    assert check.endswith(" && .venv/bin/python -m pytest")


def test_make_check_runs_what_the_second_command_line_runs() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    ours = re.findall(r"^\t\$\(RUN\) (-m (?:ruff|mypy|pytest)\b.*)$", makefile, flags=re.M)
    verbs = [command for command in ours if "--fix" not in command]
    commands = [part.removeprefix(".venv/bin/python ") for part in command_lines()[1].split(" && ")[4:]]
    assert verbs == commands


@pytest.mark.parametrize("entry", tree_entries())
def test_the_tree_of_the_readme_exists(entry: str) -> None:
    path = ROOT / entry
    assert path.is_dir() if entry.endswith("/") else path.is_file()


def test_the_tree_of_the_readme_shows_every_folder_at_the_top() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in project_files() if path.parent != ROOT}
    assert {f"{top}/" for top in tops if not top.startswith(".")} <= set(tree_entries())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_within_the_project_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    local = [target.split("#")[0] for target in targets if not re.match(r"[a-z]+:", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_model_table_is_the_registry() -> None:
    rows = re.findall(r"^\| `([^`]+)` \| ([^|]+) \| ([^|]+) \| (\d+) \| ([^|]+) \|", README, flags=re.M)
    assert [row[0] for row in rows] == list(MODELS)
    for name, weights, licence, size, wants in rows:
        model = MODELS[name]
        place = model.source.relative_to(ROOT).as_posix() if isinstance(model.source, Path) else model.source
        parts = [part.repository for part in (model.adapter, model.refiner) if part is not None]
        assert re.findall(r"`([^`]+)`", weights) == [place, *parts]
        assert (licence.strip(), int(size)) == (model.licence, model.native_size)
        assert model.is_bundled or f"{model.memory_gb:g} GB" in wants


def test_the_architecture_names_every_module_of_the_core_and_the_interface() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `((?:viper_core|viper_ui)/[\w/]+\.py)` \|", text, flags=re.M))
    there = {path.relative_to(ROOT).as_posix() for path in python_files("viper_core", "viper_ui")}
    assert named == there


def test_every_measurement_has_a_date_and_a_command() -> None:
    log = (ROOT / "docs" / "LOG.md").read_text(encoding="utf-8")
    rows = [line for line in log.splitlines() if line.startswith("|") and not line.startswith(("| date |", "|---"))]
    assert rows
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split(" | ")]
        assert len(cells) == 5, row
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", cells[0]), row
        assert re.search(r"`[^`]+`", cells[3]), row
