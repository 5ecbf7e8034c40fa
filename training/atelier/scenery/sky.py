"""Skies and what is in them: sun, moon, stars, clouds, birds, fog, rain and snow."""

from __future__ import annotations

import math

from training.atelier import omens
from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import mix


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
    omens.in_the_sky(c, horizon)


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
