"""Settings far from the ground: space, and the air above land and sea."""

from __future__ import annotations

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import mix, shade
from training.atelier.scenery.land import hills, land
from training.atelier.scenery.sky import fog, in_the_sky, sky, stars
from training.atelier.scenery.stage import Stage, footing, frame
from training.atelier.scenery.town import skyline
from training.atelier.scenery.water import water


def in_space(c: Canvas, jitter: float) -> Stage:
    """Stars and planets."""
    p, r = c.palette, c.rng
    x, k, _ = frame(c, jitter)
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
    x, k, horizon = frame(c, jitter)
    horizon = max(horizon, 150) + 34
    sky(c, horizon)
    in_the_sky(c, horizon)
    if sea:
        fog(c, horizon)
        water(c, min(horizon, 214))
    else:
        land(c, min(horizon, 214), mountains=r.random() < 0.4)
    return Stage(x, 168 + r.uniform(-6, 6) * jitter, 112 * k, horizon)


def on_the_moon(c: Canvas, jitter: float) -> Stage:
    """Grey ground with craters below a black sky with the Earth in it."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    space = p.sky_top if c.neon or c.night else mix(shade(p.sky_top, 0.36), p.dark, 0.5)
    low_sun, noon = bool({"sunset", "dawn"} & c.attributes), "bright daylight" in c.attributes
    c.wash(space, mix(space, p.sky_low, 0.5 if low_sun or noon else 0.15), 0, horizon)
    if low_sun or noon:
        c.glow(r.choice((10.0, 246.0)), horizon - 10 if low_sun else r.uniform(10, 50), 150, p.sun, 240)
    stars(c, horizon, many="starry sky" in c.attributes)
    ex, ey, size = r.choice((r.uniform(34, 64), r.uniform(192, 222))), r.uniform(34, 58), r.uniform(17, 25)
    c.oval(ex, ey, size, p.water, shading=0.2)
    land_mass = ((-0.3, -0.3, 0.4, 0.26), (0.3, 0.2, 0.34, 0.42), (-0.35, 0.5, 0.26, 0.16))
    for dx, dy, rx, ry in land_mass:
        c.oval(ex + dx * size, ey + dy * size, rx * size, p.leaf, ry * size, edge=False, lift=False)
    dust = mix(p.far, p.light, 0.4)
    hills(c, horizon - 2, 7, shade(dust, 0.72))
    fog(c, horizon)
    hills(c, horizon + 13, 3, dust, deco=c.pattern is not None)
    foot = footing(c, horizon)
    for _ in range(3 if c.minimal else 8):
        gx, gy = r.uniform(4, 252), r.uniform(horizon + 22, 250)
        n = r.uniform(6, 11) * (0.5 + (gy - horizon) / 90)
        c.oval(gx, gy, n, shade(dust, 0.78), n * 0.34, lift=False, shading=0.05)
        c.oval(gx, gy + n * 0.1, n * 0.76, shade(dust, 0.66), n * 0.22, lift=False, edge=False, shading=0)
    return Stage(x, foot, 112 * k, horizon, under_the_sky=False)


def above_the_clouds(c: Canvas, jitter: float) -> Stage:
    """High over a sea of clouds, one of them large enough to stand on."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, max(horizon, 160) + 60)
    tone = mix(p.light, p.sky_low, 0.65 if c.night else 0.15)
    for row, y in enumerate((202, 222, 244)):
        if row == 1:
            fog(c, 200)
            dx = x + r.uniform(-6, 6)
            c.union([(dx - 62, 194, 30, 14), (dx - 26, 186, 36, 19), (dx + 24, 187, 38, 18), (dx + 64, 195, 30, 13),
                     (dx, 200, 84, 15)], mix(tone, p.light, 0.35), shading=0.1)  # fmt: skip
        n = 4 if c.minimal else 7
        centres = [((i + 0.5) * UNITS / n + r.uniform(-10, 10), y + r.uniform(-5, 5)) for i in range(n)]
        puffs = [(*centre, r.uniform(26, 40), r.uniform(15, 23)) for centre in centres]
        c.union([*puffs, (128, y + 30, 190, 30)], mix(tone, p.sky_top, 0.3 - 0.13 * row), shading=0.08)
    return Stage(x, 184 + r.uniform(-3, 3) * jitter, 108 * k, 200)


def above_a_city(c: Canvas, jitter: float) -> Stage:
    """High in the air over roofs and towers."""
    r = c.rng
    x, k, horizon = frame(c, jitter)
    horizon = max(horizon, 150) + 34
    sky(c, horizon)
    in_the_sky(c, horizon)
    fog(c, min(horizon, 214))
    skyline(c, 262, 58 if c.minimal else 76)
    return Stage(x, 160 + r.uniform(-6, 6) * jitter, 108 * k, horizon)
