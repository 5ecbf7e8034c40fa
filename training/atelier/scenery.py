"""Where things happen: skies, land, water, weather, and the settings made of them.

Knows how a setting is painted behind and before the subject. Subjects are left to ``subjects``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import RGB, mix, shade


@dataclass(frozen=True)
class Stage:
    """Where a setting wants its subject: the foot of it at (x, y), its height in units, ``horizon`` behind it."""

    x: float
    y: float
    height: float
    horizon: float
    front: Callable[[], None] | None = None
    under_the_sky: bool = True


# -- sky and weather ------------------------------------------------------------------------------
def sky(c: Canvas, horizon: float) -> None:
    """Sky with sun, moon or stars as the hour and the weather ask."""
    p, r = c.palette, c.rng
    has = c.attributes.__contains__
    c.wash(p.sky_top, p.sky_low, 0, horizon + 15)
    if c.night or has("starry sky"):
        stars(c, horizon, many=has("starry sky"))
    x, y, size = r.choice((r.uniform(32, 84), r.uniform(172, 224))), r.uniform(26, 58), r.uniform(14, 22)
    if c.night:
        c.glow(x, y, size * 3, p.light, 90)
        c.oval(x, y, size, mix(p.light, p.sun, 0.3), shading=0.05)
        if r.random() < 0.5:
            c.oval(
                x + size * 0.45,
                y - size * 0.2,
                size * 0.82,
                mix(p.sky_top, p.sky_low, y / 190),
                edge=False,
                lift=False,
                shading=0,
            )
    elif has("sunset") or has("dawn"):
        y, size = horizon - r.uniform(14, 40), r.uniform(19, 26)
        c.glow(x, y, 120, mix(p.sun, p.light, 0.4), 230)
        c.oval(x, y, size, mix(p.sun, p.light, 0.35), shading=0, edge=False)
    elif has("backlit"):
        x, y, size = 128 + r.uniform(-26, 26), horizon - r.uniform(28, 56), r.uniform(34, 46)
        c.glow(x, y, 190, p.light, 255)
        c.oval(x, y, size, p.light, shading=0, edge=False, lift=False)
    elif has("bright daylight"):
        size *= 1.2
        c.glow(x, y, size * 4.0, p.sun, 190)
        for i in range(12):
            a = i * math.pi / 6
            c.line(
                [
                    (x + math.cos(a) * size * 1.3, y + math.sin(a) * size * 1.3),
                    (x + math.cos(a) * size * 1.9, y + math.sin(a) * size * 1.9),
                ],
                p.sun,
                3.2,
            )
        c.oval(x, y, size, p.sun, shading=0.05)


def stars(c: Canvas, bottom: float, *, many: bool) -> None:
    """Small stars, and with ``many`` a few large ones that glow."""
    p, r = c.palette, c.rng
    for _ in range(r.randint(90, 140) if many else r.randint(20, 40)):
        c.dot(r.uniform(0, UNITS), r.uniform(0, bottom), r.choice((0.6, 0.8, 1.2, 1.8)), p.light, r.randint(140, 255))
    for _ in range(r.randint(10, 14) if many else 0):
        x, y, k = r.uniform(10, 246), r.uniform(8, max(30, bottom - 24)), r.uniform(6, 10)
        c.glow(x, y, k * 2, p.light, 130)
        spikes = [
            (
                x + math.cos(i * math.pi / 4) * k * (1 if i % 2 == 0 else 0.25),
                y + math.sin(i * math.pi / 4) * k * (1 if i % 2 == 0 else 0.25),
            )
            for i in range(8)
        ]
        c.poly(spikes, p.light, edge=False, lift=False, shading=0)


def fog(c: Canvas, y: float) -> None:
    """A bank of fog that is thickest at height y; nothing without the attribute."""
    if "foggy" not in c.attributes:
        return
    p = c.palette
    veil = mix(p.sky_low, p.light, 0.25 if c.night else 0.55)
    c.wash(veil, veil, y - 90, y + 22, alpha0=40, alpha1=196)


def mist(c: Canvas) -> None:
    """What fog does to the subject too: a veil over everything and a few long banks in front."""
    if "foggy" not in c.attributes:
        return
    p, r = c.palette, c.rng
    veil = mix(p.sky_low, p.light, 0.3 if c.night else 0.6)
    c.wash(veil, veil, 0, UNITS, alpha0=84, alpha1=118)
    for i in range(4):
        y = 92 + 40 * i + r.uniform(-12, 12)
        for x in (r.uniform(-20, 90), r.uniform(120, 270)):
            c.haze(x, y, r.uniform(90, 150), r.uniform(11, 19), veil, 190)


def weather(c: Canvas) -> None:
    """What is in front of everything: mist, rain, snow."""
    p, r = c.palette, c.rng
    mist(c)
    if "rainy" in c.attributes:
        for _ in range(130):
            x, y, n = r.uniform(-20, UNITS), r.uniform(-20, UNITS), r.uniform(9, 19)
            c.line([(x, y), (x + n * 0.32, y + n)], mix(p.light, p.water, 0.25), 0.9, 150)
    if "snowy" in c.attributes and "pixel art" in c.attributes:  # elsewhere they fall in front of the medium
        flake = mix(p.light, (255, 255, 255), 0.7)
        for _ in range(120):
            c.dot(r.uniform(0, UNITS), r.uniform(0, UNITS), r.choice((1.4, 1.9, 2.6, 3.4, 4.2)), flake, 245)


def cloud(c: Canvas, x: float, y: float, k: float) -> None:
    """A cloud of width about 3 k."""
    p = c.palette
    tone = mix(p.light, p.sky_low, 0.65 if c.night else 0.15)
    puffs = ((-1.1, 0.1, 0.6), (-0.4, -0.25, 0.8), (0.45, -0.15, 0.75), (1.1, 0.15, 0.55), (0, 0.25, 1.1))
    c.union(
        [(x + dx * k, y + dy * k, q * k, q * k * (0.35 if dx == 0 else 0.8)) for dx, dy, q in puffs], tone, shading=0.07
    )


def bird(c: Canvas, x: float, y: float, k: float) -> None:
    """A far bird."""
    c.line([(x - k, y - k * 0.4), (x, y), (x + k, y - k * 0.4)], c.palette.dark, 1.6)


def in_the_sky(c: Canvas, horizon: float) -> None:
    """Clouds and birds, few or many."""
    r = c.rng
    clear = bool({"starry sky", "sunset", "night"} & c.attributes)
    for _ in range(0 if c.minimal else r.randint(3, 5) if c.busy else r.randint(0, 1 if clear else 2)):
        cloud(c, r.uniform(10, 246), r.uniform(18, max(30, horizon * 0.5)), r.uniform(12, 22))
    for _ in range(r.randint(5, 8) if c.busy else 0):
        bird(c, r.uniform(10, 246), r.uniform(18, max(30, horizon - 40)), r.uniform(4, 7))


# -- land and water -------------------------------------------------------------------------------
def hills(c: Canvas, y: float, swell: float, color: RGB, *, deco: bool = False) -> None:
    """A rolling ridge at height y down to the bottom of the picture."""
    phase, waves = c.rng.uniform(0, 6), c.rng.uniform(0.8, 1.7)
    ridge = [
        (
            x,
            y
            + swell * (math.sin(x / UNITS * 6.283 * waves + phase) + 0.4 * math.sin(x / UNITS * 9 * waves + 2 * phase)),
        )
        for x in range(-8, 273, 8)
    ]
    c.poly([*ridge, (266, 266), (-10, 266)], color, deco=deco)


def peaks(c: Canvas, y: float, height: float, color: RGB, n: int = 3, *, snow: bool = True) -> None:
    """A row of n mountains standing on height y."""
    r = c.rng
    centres = sorted(((i + 0.5 + r.uniform(-0.25, 0.25)) * UNITS / n for i in range(n)), key=lambda v: -abs(v - 128))
    for x in centres:
        mountain(c, x, y, height * r.uniform(0.7, 1.1), r.uniform(0.7, 0.95), color, snow=snow)


def mountain(c: Canvas, x: float, y: float, h: float, slope: float, color: RGB, *, snow: bool = True) -> None:
    """One mountain of height h, lit from the left."""
    w, r = h * slope, c.rng
    j = [r.uniform(-0.05, 0.05) for _ in range(4)]
    right = [(x + w * 0.28, y - h * (0.7 + j[2])), (x + w * 0.55, y - h * (0.45 + j[3])), (x + w, y)]
    c.poly(
        [(x - w, y), (x - w * 0.52, y - h * (0.5 + j[0])), (x - w * 0.3, y - h * (0.62 + j[1])), (x, y - h), *right],
        color,
        shading=0.12,
        deco=True,
    )
    c.poly(
        [(x, y - h), *right, (x + w * 0.2, y), (x - w * 0.05, y - h * 0.5)],
        shade(color, 0.82),
        shading=0,
        edge=False,
        lift=False,
    )
    if snow:
        cap = [
            (x, y - h),
            (x - w * 0.24, y - h * 0.7),
            (x - w * 0.1, y - h * 0.74),
            (x, y - h * 0.64),
            (x + w * 0.1, y - h * 0.75),
            (x + w * 0.26, y - h * 0.72),
        ]
        c.poly(cap, c.palette.light, shading=0.05, lift=False)


def tree(c: Canvas, x: float, y: float, k: float, kind: str = "", color: RGB | None = None) -> None:
    """A tree of height about k standing at (x, y)."""
    p, r = c.palette, c.rng
    color = color or mix(p.leaf, p.meadow, r.uniform(0, 0.35))
    kind = kind or r.choice(("pine", "round", "round", "poplar"))
    c.poly(
        [(x - 0.08 * k, y), (x - 0.05 * k, y - 0.5 * k), (x + 0.05 * k, y - 0.5 * k), (x + 0.08 * k, y)],
        mix(p.dark, p.b, 0.25),
        shading=0.05,
    )
    if kind == "pine":
        for i in range(3):
            w = (0.38 - 0.08 * i) * k
            c.poly(
                [(x - w, y - (0.2 + 0.23 * i) * k), (x, y - (0.58 + 0.21 * i) * k), (x + w, y - (0.2 + 0.23 * i) * k)],
                shade(color, 0.85 + 0.1 * i),
            )
    elif kind == "poplar":
        c.oval(x, y - 0.6 * k, 0.16 * k, color, 0.4 * k)
    else:
        crown = (
            (-0.22, -0.55, 0.21),
            (0.22, -0.55, 0.21),
            (0, -0.75, 0.24),
            (-0.12, -0.48, 0.19),
            (0.13, -0.48, 0.19),
            (0, -0.58, 0.24),
        )
        c.union([(x + dx * k, y + dy * k, q * k, q * k) for dx, dy, q in crown], color, shading=0.2, deco=k > 90)


def flower(c: Canvas, x: float, y: float, k: float) -> None:
    """A flower of height about 2 k."""
    p, r = c.palette, c.rng
    color = r.choice(p.accents)
    c.line([(x, y), (x + r.uniform(-2, 2), y - k * 1.6)], p.leaf, 1.6)
    for i in range(5):
        c.dot(x + math.cos(i * 1.257) * k * 0.5, y - k * 1.8 + math.sin(i * 1.257) * k * 0.5, k * 0.4, color)
    c.dot(x, y - k * 1.8, k * 0.32, p.sun)


def flowers(c: Canvas, y0: float, y1: float, few: tuple[int, int] = (2, 5)) -> None:
    """Scattered flowers between two heights; none when minimal, many when busy."""
    r = c.rng
    for _ in range(0 if c.minimal or "snowy" in c.attributes else r.randint(14, 22) if c.busy else r.randint(*few)):
        flower(c, r.uniform(0, UNITS), r.uniform(y0, max(y1, y0 + 1)), r.uniform(4, 7))


def water(c: Canvas, y: float) -> None:
    """Water from height y down, with ripples."""
    p, r = c.palette, c.rng
    c.rect(-5, y, UNITS + 10, UNITS, p.water, shading=0.12, lift=False, edge=False)
    for _ in range(8 if c.minimal else 24):
        ry, rx = r.uniform(y + 5, UNITS), r.uniform(0, UNITS)
        n = r.uniform(8, 26) * (0.5 + (ry - y) / (UNITS - y))
        c.line([(rx, ry), (rx + n, ry)], mix(p.water, p.light, r.uniform(0.2, 0.6)), 1.8)


def ridges(c: Canvas, y: float) -> None:
    """Receding ridges, paler with distance, behind height y; nothing without ``layered depth``."""
    if "layered depth" not in c.attributes:
        return
    p = c.palette
    for i in range(5):
        hills(c, y - 78 + 16 * i, 9, mix(mix(p.far, p.sky_low, 0.7), shade(p.far, 0.75), i / 4))
        fog(c, y - 78 + 16 * i)


def land(c: Canvas, y: float, *, mountains: bool = False, forest: bool = False) -> None:
    """Receding land whose nearest ridge stands at height y."""
    p, r = c.palette, c.rng
    if mountains or (not c.minimal and r.random() < 0.25):
        peaks(c, y + 4, r.uniform(66, 92), p.far, r.randint(3, 4))
    ridges(c, y)
    if forest:
        n = 5 if c.minimal else 11
        for i in range(n):
            tree(
                c,
                (i + 0.5) * UNITS / n + r.uniform(-8, 8),
                y + r.uniform(4, 11),
                r.uniform(60, 88),
                "pine",
                mix(p.leaf, p.far, 0.4),
            )
    if not c.minimal:
        hills(c, y - 6, r.uniform(5, 10), mix(p.ground, p.far, 0.45))
    fog(c, y)
    hills(
        c,
        y + 12,
        r.uniform(2, 6),
        p.meadow if r.random() < 0.5 else p.ground,
        deco=c.pattern is not None and c.rng.random() < 0.5,
    )
    if c.busy:
        for _ in range(r.randint(4, 6)):
            tree(c, r.choice((r.uniform(0, 66), r.uniform(190, 256))), y + r.uniform(14, 30), r.uniform(40, 66))


# -- settings -------------------------------------------------------------------------------------
def _frame(c: Canvas, jitter: float) -> tuple[float, float, float]:
    """Subject centre x, height factor and horizon, from distance, angle and composition."""
    r, has = c.rng, c.attributes.__contains__
    x = 128.0 if has("symmetrical composition") else 128 + r.uniform(-24, 24) * jitter
    k = 1 + r.uniform(-0.1, 0.1) * jitter
    k *= 1.42 if has("close-up") else 0.56 if has("wide view") else 0.74 if c.minimal else 1
    horizon = r.uniform(156, 170)
    if has("low angle"):
        horizon, k = r.uniform(198, 208), k * 1.15
    if has("high angle"):
        horizon, k = r.uniform(84, 98), k * 0.86
    return x, k, horizon


def on_land(c: Canvas, jitter: float, *, kind: str) -> Stage:
    """Field, hill, lake, forest, mountains, garden, desert, meadow in one go; returns where the subject stands."""
    p, r = c.palette, c.rng
    x, k, horizon = _frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    if kind == "desert":
        p = c.palette
        for i in range(1 if c.minimal else 2):
            hills(c, horizon - 4 + 8 * i, 9, mix(p.b, p.far, 0.5 - 0.2 * i))
        fog(c, horizon)
        hills(c, horizon + 14, 5, mix(p.b, p.ground, 0.25), deco=True)
        for _ in range(0 if c.minimal else 6 if c.busy else 2):
            cactus(c, r.choice((r.uniform(8, 62), r.uniform(194, 248))), horizon + r.uniform(18, 44), r.uniform(26, 44))
    else:
        land(c, horizon, mountains=kind == "mountains", forest=kind == "forest")
    foot = horizon + r.uniform(20, 28) + (14 if "close-up" in c.attributes else 0)
    if "high angle" in c.attributes:
        foot += 66
    if kind == "lake":
        c.oval(x + r.uniform(-20, 20), foot + 34, 150, p.water, 27, shading=0.1, lift=False)
        for _ in range(8):
            rx, ry = r.uniform(x - 70, x + 60), r.uniform(foot + 20, foot + 48)
            c.line([(rx, ry), (rx + 18, ry)], mix(p.water, p.light, 0.5), 1.6)
    if kind == "hill":
        top = horizon + 2
        c.blob(
            [
                (x - 190, 316),
                (x - 128, top + 42),
                (x - 52, top + 6),
                (x + 52, top + 6),
                (x + 128, top + 42),
                (x + 190, 316),
            ],
            p.ground,
            deco=True,
        )
        foot = top + 17

    def front() -> None:
        if kind == "garden" and not c.minimal:
            for _ in range(18):
                flower(c, r.uniform(0, UNITS), r.uniform(224, 256), r.uniform(6, 10))
        elif kind not in ("lake", "desert"):
            flowers(c, max(foot + 16, 212), 252)

    return Stage(x, foot, 112 * k, horizon, front)


def cactus(c: Canvas, x: float, y: float, k: float) -> None:
    """A cactus of height k."""
    leaf = c.palette.leaf
    c.rect(x - k * 0.1, y - k, k * 0.2, k, leaf, k * 0.1)
    for side, low, high in ((-1, 0.35, 0.75), (1, 0.25, 0.6)):
        c.rect(x + (side * 0.3 - 0.08) * k, y - k * high, k * 0.16, k * (high - low), leaf, k * 0.08)
        c.rect(x + min(0, side * 0.3) * k, y - k * (low + 0.12), k * 0.3, k * 0.14, leaf, k * 0.07)


def on_water(c: Canvas, jitter: float, *, kind: str) -> Stage:
    """Open sea, lake, or a cliff by the sea."""
    p, r = c.palette, c.rng
    x, k, horizon = _frame(c, jitter)
    horizon = min(horizon - 16, 186)
    sky(c, horizon)
    in_the_sky(c, horizon)
    if kind == "lake" and not c.minimal:
        peaks(c, horizon + 2, r.uniform(46, 70), p.far, 4)
    ridges(c, horizon + 8)
    fog(c, horizon - 8)
    water(c, horizon)
    fog(c, horizon)
    foot = horizon + 46 * max(k, 0.8) * (1.6 if "high angle" in c.attributes else 1)
    if kind == "cliff":
        foot = horizon + 44
        rock = mix(p.ground, p.dark, 0.25)
        c.blob(
            [
                (x - 78, 290),
                (x - 64, foot + 22),
                (x - 34, foot - 3),
                (x + 34, foot - 3),
                (x + 68, foot + 18),
                (x + 84, 290),
            ],
            rock,
            deco=True,
        )
        foot += 2
    return Stage(x, foot, 112 * k, horizon)


_SKYWARD = frozenset({"night", "sunset", "dawn", "bright daylight", "starry sky"})


def under_water(c: Canvas, jitter: float) -> Stage:
    """Blue depth with rays, weeds and bubbles."""
    p, r = c.palette, c.rng
    x, k, _ = _frame(c, jitter)
    low_sun, noon = bool({"sunset", "dawn"} & c.attributes), "bright daylight" in c.attributes
    surface = 62.0 if _SKYWARD & c.attributes else 0.0
    if surface:  # the hour and the weather are seen above the water
        sky(c, surface)
    c.canvas.save()
    c.canvas.clipRect((0, surface, UNITS, UNITS))
    deep = mix(p.water, p.dark, 0.15 if noon else 0.4)
    c.wash(mix(p.water, p.sky_low, 0.85 if low_sun else 0.5), deep, surface, UNITS)
    if low_sun or noon:
        c.glow(r.uniform(90, 166), surface - 10, 150, p.sun, 220)
    for i in range(3):
        slant = r.uniform(-40, 40)
        c.poly(
            [(40 + i * 70, 0), (70 + i * 70, 0), (40 + i * 70 + slant, 256), (i * 70 + slant, 256)],
            p.light,
            alpha=64 if noon else 28,
            edge=False,
            lift=False,
            shading=0,
        )
    if surface:
        c.rect(-5, surface - 2, UNITS + 10, 4, mix(p.water, p.light, 0.7), edge=False, lift=False, shading=0)
    c.canvas.restore()
    hills(c, 224, 6, mix(p.b, p.meadow, 0.5), deco=True)
    fog(c, 150)
    for _ in range(2 if c.minimal else 9 if c.busy else 4):
        wx, h, bend = r.choice((r.uniform(6, 70), r.uniform(186, 250))), r.uniform(38, 76), r.uniform(-10, 10)
        weed = mix(p.leaf, p.c, r.uniform(0, 0.5))
        c.blob(
            [
                (wx - 6, 244),
                (wx - 7 + bend, 244 - h / 2),
                (wx - bend, 244 - h),
                (wx + 7 + bend, 244 - h / 2),
                (wx + 6, 244),
            ],
            weed,
        )
    for _ in range(3 if c.minimal else 9):
        c.oval(
            r.uniform(10, 246),
            r.uniform(10, 210),
            r.uniform(2, 5.5),
            mix(p.light, p.water, 0.4),
            shading=0.05,
            lift=False,
        )
    return Stage(x, (192 if surface else 176) + r.uniform(-8, 8) * jitter, 112 * k, 224, under_the_sky=False)


def in_space(c: Canvas, jitter: float) -> Stage:
    """Stars and planets."""
    p, r = c.palette, c.rng
    x, k, _ = _frame(c, jitter)
    space = p.sky_top if c.neon or c.night else mix(shade(p.sky_top, 0.36), p.dark, 0.5)
    low_sun, noon = bool({"sunset", "dawn"} & c.attributes), "bright daylight" in c.attributes
    c.wash(space, mix(space, p.sky_low, 0.5 if low_sun or noon else 0.2), 0, UNITS)
    if low_sun or noon:
        c.glow(r.choice((10.0, 246.0)), r.uniform(200, 240) if low_sun else r.uniform(10, 50), 170, p.sun, 240)
    stars(c, UNITS, many="starry sky" in c.attributes)
    if c.night:
        mx, my = r.choice((44.0, 212.0)), r.uniform(40, 70)
        c.glow(mx, my, 84, p.light, 120)
        c.oval(mx, my, 27, mix(p.light, p.sun, 0.3), shading=0.05)
        c.oval(mx + 13, my - 6, 24, space, edge=False, lift=False, shading=0)
    for _ in range(1 if c.minimal else 4 if c.busy else 2):
        px, py, size = r.choice((r.uniform(18, 62), r.uniform(194, 240))), r.uniform(25, 230), r.uniform(13, 30)
        c.oval(px, py, size, r.choice(p.accents), shading=0.25, deco=True)
        if r.random() < 0.4:
            c.line(
                [(px - size * 1.6, py + size * 0.45), (px, py + size * 0.12), (px + size * 1.6, py - size * 0.45)],
                p.light,
                3,
            )
    fog(c, 170)
    return Stage(x, 190, 112 * k, 256, under_the_sky=False)


def above_the_land(c: Canvas, jitter: float, *, sea: bool = False) -> Stage:
    """High in the air over hills or the sea."""
    r = c.rng
    x, k, horizon = _frame(c, jitter)
    horizon = max(horizon, 150) + 34
    sky(c, horizon)
    in_the_sky(c, horizon)
    if sea:
        fog(c, horizon)
        water(c, min(horizon, 214))
    else:
        land(c, min(horizon, 214), mountains=r.random() < 0.4)
    return Stage(x, 168 + r.uniform(-6, 6) * jitter, 112 * k, horizon)


def indoors(c: Canvas, jitter: float, *, window: bool = False) -> Stage:
    """A table before a wall, or a windowsill with the world outside."""
    p, r = c.palette, c.rng
    x, k, _ = _frame(c, jitter)
    outside = bool(
        {"night", "sunset", "dawn", "starry sky", "backlit", "bright daylight", "foggy", "rainy", "snowy"}
        & c.attributes
    )
    wall = mix(p.sky_low, p.d, 0.5)
    c.rect(-5, -5, 266, 266, wall, shading=0.08, edge=False, lift=False, deco=c.pattern is not None)
    if window or outside:
        c.canvas.save()
        c.canvas.clipRect((28, 14, 228, 186))
        sky(c, 160)
        in_the_sky(c, 160)
        hills(c, 160, 8, mix(p.ground, p.far, 0.4))
        fog(c, 130)
        c.canvas.restore()
        for bar in ((22, 8, 212, 9), (22, 180, 212, 9), (22, 8, 9, 180), (225, 8, 9, 180), (124, 8, 7, 180)):
            c.rect(*bar, mix(p.light, p.b, 0.2), lift=False, shading=0.05)
    elif c.busy:
        for i in range(7):
            c.rect(i * 40 - 8, -5, 18, 205, mix(wall, p.a, 0.25), shading=0, edge=False, lift=False)
    table = 168 if "high angle" in c.attributes else 194
    c.rect(-5, table, 266, 120, mix(p.b, p.dark, 0.3), deco=True)
    if c.busy:
        for side in (34, 222):
            fruit(c, side + r.uniform(-10, 10), table + 12, r.uniform(13, 18))
    return Stage(x, table + 17, 116 * k, table, under_the_sky=False)


def fruit(c: Canvas, x: float, y: float, k: float) -> None:
    """A round fruit."""
    c.oval(x, y - k, k, c.rng.choice((c.palette.a, c.palette.b)), shading=0.25)
    c.line([(x, y - 1.9 * k), (x + 2, y - 2.4 * k)], c.palette.dark, 2)


def in_town(c: Canvas, jitter: float) -> Stage:
    """A street with houses behind."""
    p, _r = c.palette, c.rng
    x, k, horizon = _frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    ridges(c, horizon - 6)
    skyline(c, horizon + 14, 84, near=False)
    fog(c, horizon + 8)
    c.rect(-5, horizon + 12, 266, 200, mix(p.far, p.dark, 0.18), shading=0.08, deco=True)
    for i in range(5):
        c.rect(i * 62 - 20, horizon + 54, 30, 4, mix(p.far, p.light, 0.6), edge=False, lift=False, shading=0)
    return Stage(x, horizon + 36, 106 * k, horizon)


def skyline(c: Canvas, y: float, k: float, *, near: bool = True) -> None:
    """Two rows of buildings (one when not ``near``) standing on height y, up to about k high."""
    p, r = c.palette, c.rng
    for row in range(2 if near else 1):
        x = -10.0
        while x < UNITS:
            w, h = r.uniform(22, 40), r.uniform(0.4, 1) * k * (1.15 if row == 0 else 0.8)
            tone = mix(r.choice((p.c, p.a, p.far, p.b)), p.far if row == 0 else p.dark, 0.55 if row == 0 else 0.25)
            c.rect(x, y - h, w, h + 2, tone, shading=0.1, deco=row == 1)
            top = r.random()
            if top < 0.3:
                c.poly([(x + 2, y - h), (x + w / 2, y - h - w * 0.6), (x + w - 2, y - h)], tone)
            elif top < 0.55:
                c.line([(x + w / 2, y - h), (x + w / 2, y - h - 14)], p.dark, 2)
            if row or not near:
                mono = bool({"monochrome", "sepia tones"} & c.attributes)
                pane = (
                    (255.0, 222.0, 120.0)
                    if c.night and not mono and not c.neon
                    else p.light
                    if c.night and mono
                    else p.d
                )
                for wy in range(int(y - h + 6), int(y - 6), 11):
                    for i in range(int((w - 9) // 9)):
                        if r.random() < 0.7:
                            c.rect(x + 5 + 9 * i, wy, 4.5, 6, pane, edge=False, lift=False, shading=0)
            x += w + r.uniform(-3, 3)


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
}
"""Settings by name; each paints what is behind the subject and returns its stage."""
