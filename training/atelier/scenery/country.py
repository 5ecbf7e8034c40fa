"""Settings in the country: rivers, roads, parks, villages, savannas, jungles, waterfalls and ice."""

from __future__ import annotations

import math

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import RGB, mix, shade
from training.atelier.scenery.land import hills, land, peaks, ridges
from training.atelier.scenery.plants import flower, flowers, tree
from training.atelier.scenery.sky import fog, in_the_sky, sky
from training.atelier.scenery.stage import Stage, footing, frame


def ribbon(c: Canvas, x: float, top: float, side: int, color: RGB, *, width: float = 50) -> None:
    """A river or road that winds from height ``top`` to the bottom of the picture, past x on that side."""
    left, right = [], []
    for i in range(17):
        t = i / 16
        middle = x + side * (62 + 44 * math.sin(3.3 * t) - 128 * t * t)
        half = 4 + width * t**1.5
        y = top + (UNITS + 8 - top) * t
        left.append((middle - half, y))
        right.append((middle + half, y))
    c.poly([*left, *reversed(right)], color, shading=0.1, lift=False)


def by_a_river(c: Canvas, jitter: float) -> Stage:
    """A river that winds through meadows."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    land(c, horizon)
    foot, side = footing(c, horizon), r.choice((-1, 1))
    ribbon(c, x, horizon + 13, side, p.water)
    for i in range(4 if c.minimal else 10):
        t = 0.25 + 0.7 * (i / 10)
        middle = x + side * (62 + 44 * math.sin(3.3 * t) - 128 * t * t)
        y, n = horizon + 13 + (UNITS - 5 - horizon) * t, 5 + 12 * t
        dx = r.uniform(-24, 14) * t
        c.line([(middle + dx, y), (middle + dx + n, y)], mix(p.water, p.light, 0.5), 1.6)
    if not c.minimal:
        tree(c, x + side * 118, horizon + 30, r.uniform(40, 52))
        for dx, n in ((30, 15), (38, 20), (46, 13)):
            c.line([(x - side * dx, 250), (x - side * dx + 2, 250 - n)], shade(p.leaf, 0.85), 2)
    return Stage(x, foot, 112 * k, horizon, lambda: flowers(c, max(foot + 22, 222), 252))


def on_a_road(c: Canvas, jitter: float) -> Stage:
    """A country road with a fence."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    land(c, horizon)
    foot, side = footing(c, horizon), r.choice((-1, 1))
    road = mix(mix(p.b, p.far, 0.5), p.light, 0.25)
    far = [(x + side * (34 + 20 * t + 40 * t * t), foot + 10 - (foot - horizon) * t) for t in (0, 0.3, 0.6, 0.9)]
    near = [(px + side * (13 - 11 * i / 3), py) for i, (px, py) in enumerate(far)]
    c.poly([*far, *reversed(near)], road, shading=0, lift=False, edge=False)
    c.blob([(-40, foot + 4), (128, foot - 10), (296, foot + 4), (300, foot + 46), (128, foot + 34), (-40, foot + 46)],
           road, shading=0.08, lift=False)  # fmt: skip
    for i in range(6):
        dx = i * 52 - 16
        dip = 0.0011 * (dx + 12 - 128) ** 2
        c.rect(dx, foot + 13 + dip, 24, 3, mix(road, p.light, 0.7), edge=False, lift=False, shading=0)
    if not c.minimal:
        wood = mix(p.light, p.b, 0.25)
        span = (-6, 74) if side > 0 else (182, 262)
        for post in range(5):
            px = span[0] + post * (span[1] - span[0]) / 4
            c.rect(px, foot - 22, 4, 22, wood, lift=False, edge=False)
        for y in (foot - 19, foot - 11):
            c.rect(span[0], y, span[1] - span[0], 3, wood, lift=False, edge=False)
    return Stage(x, foot + 3, 112 * k, horizon, lambda: flowers(c, max(foot + 48, 232), 254))


def in_a_park(c: Canvas, jitter: float) -> Stage:
    """A lawn with a path, round trees, a bench and a lamp."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    ridges(c, horizon)
    n = 4 if c.minimal else 8
    for i in range(n):
        place = (i + 0.5) * UNITS / n + r.uniform(-7, 7)
        tone = mix(p.leaf, p.meadow, r.uniform(0.1, 0.5))
        tree(c, place, horizon + r.uniform(6, 12), r.uniform(46, 66), "round", tone)
    fog(c, horizon)
    hills(c, horizon + 11, 2, p.meadow, deco=c.pattern is not None)
    foot = footing(c, horizon)
    path = mix(mix(p.b, p.light, 0.4), p.ground, 0.1)
    c.oval(x, foot + 10, 128, path, 21, shading=0.06, lift=False)
    if not c.minimal:
        _lamp(c, x - 92, foot - 4)
        _bench(c, x + 86, foot - 5)
    return Stage(x, foot, 112 * k, horizon, lambda: flowers(c, max(foot + 34, 230), 254))


def _lamp(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    c.rect(x - 1.6, y - 62, 3.2, 62, p.dark, lift=False)
    c.rect(x - 5, y - 4, 10, 4, p.dark, 1, lift=False)
    if c.night or c.neon:
        c.glow(x, y - 69, 32, p.sun, 220)
    c.oval(x, y - 68, 7.5, mix(p.sun, p.light, 0.4), lift=False)
    c.poly([(x - 7, y - 73), (x, y - 80), (x + 7, y - 73)], p.dark, lift=False)


def _bench(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    wood = mix(p.b, p.dark, 0.35)
    for dx in (-19, 15):
        c.rect(x + dx, y - 26, 3.4, 26, p.dark, lift=False, edge=False)
    for dy in (-26, -20, -12):
        c.rect(x - 23, y + dy, 46, 4.4, wood, 1.5, edge=False)


def in_a_village(c: Canvas, jitter: float) -> Stage:
    """A green among small houses and a church."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    hills(c, horizon - 10, 8, mix(p.ground, p.far, 0.45))
    ridges(c, horizon)
    foot = footing(c, horizon)
    church = r.choice((40.0, 216.0))
    wall = mix(p.light, p.far, 0.15)
    c.rect(church - 11, horizon - 56, 22, 72, wall, deco=True)
    c.poly([(church - 14, horizon - 55), (church, horizon - 96), (church + 14, horizon - 55)], p.c)
    c.window(church - 4, horizon - 44, 8, 12, radius=4)
    spots = (14.0, 74.0, 126.0, 182.0, 242.0)[:: 2 if c.minimal else 1]
    for cx in spots:
        w, h = r.uniform(17, 23), r.uniform(24, 34)
        cx += r.uniform(-7, 7)
        roof, tone = r.choice((p.a, p.c, shade(p.a, 0.8))), r.choice((p.d, p.light, mix(p.b, p.light, 0.4)))
        base = horizon + r.uniform(13, 19)
        c.rect(cx + w * 0.3, base - h - 17, 5, 16, shade(roof, 0.7), lift=False)
        c.rect(cx - w, base - h, 2 * w, h, tone, deco=True)
        c.poly([(cx - w - 4, base - h), (cx, base - h - w * 0.95), (cx + w + 4, base - h)], roof, deco=True)
        for dx in (-0.62, 0.2):
            c.window(cx + dx * w, base - h * 0.75, w * 0.42, h * 0.36)
    fog(c, horizon + 6)
    hills(c, horizon + 17, 2, p.meadow, deco=c.pattern is not None)
    c.oval(x, foot + 22, 150, mix(mix(p.b, p.light, 0.35), p.meadow, 0.25), 22, shading=0.06, lift=False, edge=False)
    return Stage(x, foot + 4, 108 * k, horizon, lambda: flowers(c, max(foot + 44, 232), 254))


def acacia(c: Canvas, x: float, y: float, k: float) -> None:
    """A tree with a flat crown, of height k."""
    p = c.palette
    bark = mix(p.dark, p.b, 0.35)
    c.line([(x, y), (x + k * 0.04, y - k * 0.5)], bark, k * 0.09)
    for side in (-1, 1):
        c.line([(x + k * 0.03, y - k * 0.45), (x + side * k * 0.3, y - k * 0.78)], bark, k * 0.05)
    leaf = mix(p.leaf, p.b, 0.15)
    c.union([(x - k * 0.28, y - k * 0.8, k * 0.34, k * 0.11), (x + k * 0.26, y - k * 0.84, k * 0.36, k * 0.12),
             (x, y - k * 0.92, k * 0.34, k * 0.11)], leaf, shading=0.15)  # fmt: skip


def in_the_savanna(c: Canvas, jitter: float) -> Stage:
    """Golden grass and flat trees."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    ridges(c, horizon)
    grass = mix(mix(p.b, p.meadow, 0.25), p.sun, 0.1)
    hills(c, horizon - 2, 4, mix(grass, p.far, 0.45))
    for _ in range(1 if c.minimal else 4 if c.busy else 3):
        acacia(c, r.choice((r.uniform(10, 66), r.uniform(190, 246))), horizon + r.uniform(8, 16), r.uniform(46, 72))
    fog(c, horizon)
    hills(c, horizon + 13, 3, grass, deco=c.pattern is not None)
    foot = footing(c, horizon)

    def front() -> None:
        for _ in range(6 if c.minimal else 22):
            gx, gy = r.uniform(0, UNITS), r.uniform(max(foot + 16, 218), 256)
            for lean in (-4, 0, 4):
                c.line([(gx, gy), (gx + lean, gy - r.uniform(9, 16))], shade(grass, r.uniform(0.78, 0.95)), 1.8)

    return Stage(x, foot, 112 * k, horizon, front)


def _frond(c: Canvas, x: float, y: float, reach: float, turn: float, color: RGB) -> None:
    """A large pointed leaf from (x, y) in the direction ``turn`` (radians)."""
    u, v = math.cos(turn), math.sin(turn)
    side = reach * 0.24
    mid = (x + u * reach * 0.5, y + v * reach * 0.5)
    tip = (x + u * reach, y + v * reach)
    c.blob([(x, y), (mid[0] - v * side, mid[1] + u * side), tip, tip, (mid[0] + v * side, mid[1] - u * side)], color)
    c.line([(x, y), (x + u * reach * 0.85, y + v * reach * 0.85)], shade(color, 0.8), 1.3)


def in_a_jungle(c: Canvas, jitter: float) -> Stage:
    """Thick leaves, trunks and vines about a clearing."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    ridges(c, horizon)
    deep = mix(p.leaf, p.dark, 0.3)
    for row, y in enumerate((horizon - 46, horizon - 18)):
        tone = mix(mix(p.leaf, p.far, 0.5), deep, row * 0.5)
        c.union([(i * 30 + r.uniform(-6, 6), y + r.uniform(-16, 10), r.uniform(22, 32), r.uniform(26, 40))
                 for i in range(10)], tone, shading=0.12)  # fmt: skip
        c.rect(-5, y, 266, 90, tone, edge=False, lift=False, shading=0)
    fog(c, horizon)
    hills(c, horizon + 10, 3, mix(p.ground, p.leaf, 0.3), deco=c.pattern is not None)
    for tx in () if c.minimal else (14, 240):
        c.poly([(tx - 10, horizon + 46), (tx - 6, -6), (tx + 8, -6), (tx + 12, horizon + 46)], mix(p.dark, p.b, 0.35))
    for vx in (44, 212) if c.minimal else (30, 62, 196, 226):
        drop = r.uniform(58, 110)
        c.line([(vx, -4), (vx + 5, drop * 0.5), (vx - 2, drop)], shade(p.leaf, 0.8), 2.4)
        for i in range(4):
            c.oval(vx + (4 if i % 2 else -4), drop * (0.3 + 0.2 * i), 4.6, p.leaf, 3, lift=False)
    foot = footing(c, horizon)

    def front() -> None:
        for corner, base in ((-4, -0.5), (260, -2.64)):
            for i in range(2 if c.minimal else 4):
                turn = base + (0.42 * i - 0.62) * (1 if corner < 0 else -1)
                _frond(c, corner, 258, r.uniform(62, 84), turn, mix(p.leaf, p.meadow, 0.15 * i))
        if not c.minimal:
            for fx in (62, 196):
                flower(c, fx + r.uniform(-8, 8), 252, r.uniform(6, 8))

    return Stage(x, foot, 110 * k, horizon, front)


def by_a_waterfall(c: Canvas, jitter: float) -> Stage:
    """A cliff with a fall and a pool."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    if not c.minimal:
        peaks(c, horizon, r.uniform(60, 80), mix(p.far, p.sky_low, 0.3), 3)
    ridges(c, horizon)
    side = r.choice((-1, 1))
    fall = x + side * 74
    rock = mix(p.far, p.dark, 0.3)
    top = horizon - 84
    edge = x - side * 6
    cliff = [(x + side * 210, top - 26), (fall + side * 30, top - 10), (fall - side * 22, top + 2),
             (fall - side * 42, top + 34), (edge, horizon + 2), (edge - side * 12, horizon + 24),
             (x + side * 210, horizon + 24)]  # fmt: skip
    c.poly(cliff, rock, deco=True)
    c.blob([(x + side * 210, top - 40), (fall + side * 18, top - 22), (fall - side * 30, top + 2), (fall, top + 9),
            (x + side * 210, top + 6)], p.leaf)  # fmt: skip
    water = mix(p.water, p.light, 0.35)
    c.poly([(fall - 13, top - 4), (fall + 15, top - 6), (fall + 22, horizon + 30), (fall - 19, horizon + 30)], water,
           lift=False)  # fmt: skip
    for i in range(5):
        dx = -11 + 6 * i
        c.line([(fall + dx, top + 4 + 9 * (i % 2)), (fall + dx * 1.4, horizon + 18)], mix(water, p.light, 0.65), 1.8)
    fog(c, horizon)
    hills(c, horizon + 14, 3, p.meadow, deco=c.pattern is not None)
    foot = footing(c, horizon)
    c.oval(fall - side * 8, horizon + 40, 62, p.water, 15, shading=0.1, lift=False)
    for i in range(7):
        c.oval(fall - 24 + 8 * i, horizon + 31 + 2 * (i % 2), 7, mix(p.light, p.water, 0.15), 5, lift=False, edge=False)
    return Stage(x - side * 26, foot + 8, 104 * k, horizon, lambda: flowers(c, max(foot + 26, 224), 252))


def on_the_ice(c: Canvas, jitter: float) -> Stage:
    """Ice before a cold sea with icebergs."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    ridges(c, horizon)
    ice = mix(p.light, p.water, 0.14)
    c.rect(-5, horizon - 8, 266, 60, p.water, edge=False, lift=False, shading=0.1)
    for bx in (r.uniform(20, 70), r.uniform(186, 240))[: 1 if c.minimal else 2]:
        h, w = r.uniform(26, 46), r.uniform(24, 38)
        lit = [(bx + w * 0.4, horizon - h * 0.5), (bx + w, horizon + 3)]
        top = (bx - w * 0.1, horizon - h)
        c.poly([(bx - w, horizon + 3), (bx - w * 0.5, horizon - h * 0.6), top, *lit], mix(ice, p.water, 0.16))
        c.poly([top, *lit, (bx + w * 0.1, horizon + 3)], mix(ice, p.water, 0.36), shading=0, edge=False, lift=False)
    fog(c, horizon)
    hills(c, horizon + 13, 3, ice, deco=c.pattern is not None)
    foot = footing(c, horizon)
    for _ in range(2 if c.minimal else 6):
        gx, gy = r.uniform(10, 236), r.uniform(foot + 12, 252)
        c.line([(gx, gy), (gx + r.uniform(8, 18), gy - r.uniform(1, 4)), (gx + r.uniform(22, 34), gy)],
               mix(ice, p.water, 0.42), 1.5)  # fmt: skip
    return Stage(x, foot, 112 * k, horizon)
