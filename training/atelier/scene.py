"""A scene: everything that decides a picture, and its record.

Drawing scenes at random is left to ``worlds``, saying them to ``words``, painting them to ``artist``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Scene:
    """Everything that decides a picture. Equal scenes give equal pictures.

    ``jitter`` scales how freely subject and camera move (1 = the whole range). ``variant`` is the number of the
    subject's look, ``companion`` a second, smaller subject, ``season`` one of ``scenery.SEASONS``.
    """

    subject: str
    setting: str
    attributes: frozenset[str]
    seed: int
    jitter: float = 1.0
    variant: int = 0
    companion: str | None = None
    season: str | None = None

    @property
    def names(self) -> frozenset[str]:
        """Every name that is true of the picture: subject, setting, attributes, companion and season."""
        more = {name for name in (self.companion, self.season) if name}
        return self.attributes | {self.subject, self.setting} | more

    def record(self) -> dict[str, Any]:
        """What a data set says of the picture; what a plain scene lacks (look, companion, season) is left out."""
        facts: dict[str, Any] = {"subject": self.subject, "setting": self.setting}
        facts["attributes"] = sorted(self.attributes)
        facts["seed"] = self.seed
        more = {"variant": self.variant, "companion": self.companion, "season": self.season}
        return facts | {key: value for key, value in more.items() if value}


def scene_of(record: Mapping[str, Any], *, jitter: float = 1.0) -> Scene:
    """The scene of a record; other keys of it are not looked at."""
    return Scene(
        str(record["subject"]),
        str(record["setting"]),
        frozenset(map(str, record["attributes"])),
        int(record["seed"]),
        jitter,
        int(record.get("variant", 0)),
        record.get("companion"),
        record.get("season"),
    )
