"""The checkout as the tests see it: its root, and the files that belong to the project."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@cache
def project_files() -> tuple[Path, ...]:
    """Every file of the project, sorted: what git tracks or would track, so nothing that .gitignore leaves out."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def python_files(*folders: str) -> tuple[Path, ...]:
    """The project's Python files under ``folders``; a folder is a first part of the path, a file its name."""
    return tuple(
        path for path in project_files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders
    )
