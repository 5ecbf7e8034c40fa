"""Where things happen: settings, made of skies, land, water, rooms and weather.

Knows how a setting is painted behind and before the subject. Subjects are left to ``subjects``.
"""

from __future__ import annotations

from collections.abc import Callable

from training.atelier.canvas import Canvas
from training.atelier.scenery.country import (
    by_a_river,
    by_a_waterfall,
    in_a_jungle,
    in_a_park,
    in_a_village,
    in_the_savanna,
    on_a_road,
    on_the_ice,
)
from training.atelier.scenery.heights import above_a_city, above_the_clouds, above_the_land, in_space, on_the_moon
from training.atelier.scenery.indoors import in_a_fishbowl, in_a_living_room, indoors, on_a_stage
from training.atelier.scenery.land import on_land
from training.atelier.scenery.seasons import SEASONS, Season
from training.atelier.scenery.shore import in_a_harbour, in_a_reef, on_a_beach, on_an_island
from training.atelier.scenery.sky import fog, weather
from training.atelier.scenery.stage import Stage
from training.atelier.scenery.town import in_town, on_a_rooftop
from training.atelier.scenery.water import on_water, under_water

__all__ = ["OPEN_AIR", "SEASONAL", "SEASONS", "SETTINGS", "Season", "Stage", "fog", "weather"]

SETTINGS: dict[str, Callable[[Canvas, float], Stage]] = {
    "on a hill": lambda c, j: on_land(c, j, kind="hill"),
    "by a lake": lambda c, j: on_land(c, j, kind="lake"),
    "in a forest": lambda c, j: on_land(c, j, kind="forest"),
    "in a field": lambda c, j: on_land(c, j, kind="field"),
    "in the mountains": lambda c, j: on_land(c, j, kind="mountains"),
    "in a garden": lambda c, j: on_land(c, j, kind="garden"),
    "in the desert": lambda c, j: on_land(c, j, kind="desert"),
    "in a town": in_town,
    "on the sea": lambda c, j: on_water(c, j, kind="sea"),
    "on a lake": lambda c, j: on_water(c, j, kind="lake"),
    "on a cliff by the sea": lambda c, j: on_water(c, j, kind="cliff"),
    "under water": under_water,
    "in space": in_space,
    "above the hills": above_the_land,
    "above the sea": lambda c, j: above_the_land(c, j, sea=True),
    "on a table": indoors,
    "on a windowsill": lambda c, j: indoors(c, j, window=True),
    "by a river": by_a_river,
    "on a country road": on_a_road,
    "in a park": in_a_park,
    "in a village": in_a_village,
    "in the savanna": in_the_savanna,
    "in a jungle": in_a_jungle,
    "by a waterfall": by_a_waterfall,
    "on the ice": on_the_ice,
    "on a beach": on_a_beach,
    "on an island": on_an_island,
    "in a harbour": in_a_harbour,
    "in a coral reef": in_a_reef,
    "on the moon": on_the_moon,
    "above the clouds": above_the_clouds,
    "above a city": above_a_city,
    "on a rooftop": on_a_rooftop,
    "in a living room": in_a_living_room,
    "on a stage": on_a_stage,
    "in a fishbowl": in_a_fishbowl,
}
"""Settings by name; each paints what is behind the subject and returns its stage."""

SEASONAL = frozenset(
    (
        "on a hill", "by a lake", "in a forest", "in a field", "in the mountains", "in a garden", "in a town",
        "by a river", "on a country road", "in a park", "in a village",
    )
)  # fmt: skip
"""Settings in which the seasons can be told apart."""

OPEN_AIR = SEASONAL | frozenset(
    (
        "in the desert", "on the sea", "on a lake", "on a cliff by the sea", "on a beach", "on an island",
        "in a harbour", "in the savanna", "on the ice", "on a rooftop", "by a waterfall",
    )
)  # fmt: skip
"""Settings with a sky in which something can hang beside the subject."""
