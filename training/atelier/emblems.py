"""What a movement or a composition puts into the scene itself: suns, floors, rays, bars, flowers, frames.

Knows what is drawn behind the subject and before the viewer. The raster half of the movements is in ``movements``.
"""

from __future__ import annotations

import math

import skia

from training.atelier import omens
from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import RGB, mix, shade


def behind(c: Canvas, x: float, y: float, horizon: float) -> None:
    """Drawn on the finished background; the subject will stand with its foot at (x, y)."""
    if not c.sky_done:
        omens.in_the_sky(c, min(horizon, 210.0))
    for name, draw in _BEHIND.items():
        if name in c.attributes:
            draw(c, x, y, min(max(horizon, 96.0), y - 10.0, 196.0))


def in_front(c: Canvas) -> None:
    """Drawn over everything else of the scene."""
    omens.through_the_air(c)
    if "naive art" in c.attributes:
        _flower_border(c)
    if "layered depth" in c.attributes:
        _near_layers(c)
    if "framed composition" in c.attributes:
        _frame(c)


_FLAT = {"edge": False, "lift": False, "shading": 0.0}


def _synth_world(c: Canvas, x: float, y: float, horizon: float) -> None:
    """Vaporwave: a violet sky with a striped sun, and a floor of glowing lines that run to the horizon."""
    r = c.rng_for("vaporwave")
    top, low = (34.0, 10.0, 88.0), (176.0, 44.0, 158.0)
    c.canvas.save()
    c.canvas.clipRect(skia.Rect.MakeWH(UNITS, horizon))
    c.wash(top, low, 0, horizon, alpha0=255, alpha1=200)
    for _ in range(34):
        c.dot(r.uniform(0, UNITS), r.uniform(0, horizon * 0.6), r.choice((0.6, 0.9, 1.3)), (255, 240, 255), 220)
    size = 62.0
    cx, cy = 128.0 + r.uniform(-12, 12), horizon - 38.0
    c.glow(cx, cy, size * 1.7, (255, 90, 180), 150)
    sun = skia.Paint(
        AntiAlias=True,
        Shader=skia.GradientShader.MakeLinear(
            [skia.Point(0, cy - size), skia.Point(0, cy + size)],
            [skia.ColorSetRGB(255, 244, 110), skia.ColorSetRGB(255, 150, 110), skia.ColorSetRGB(255, 60, 150)],
        ),
    )
    c.canvas.save()
    for i in range(6):  # gaps widen downwards
        gap = cy - size * 0.22 + i * 11.5
        c.canvas.clipRect(skia.Rect.MakeXYWH(0, gap, UNITS, 2.2 + 1.1 * i), skia.ClipOp.kDifference, True)
    c.canvas.drawCircle(cx, cy, size, sun)
    c.canvas.restore()
    c.canvas.restore()
    c.rect(-5, horizon, UNITS + 10, UNITS, (30, 8, 68), edge=False, lift=False, shading=0)
    c.wash((120, 20, 130), (30, 8, 68), horizon, horizon + 40, alpha0=0, alpha1=0)
    line: RGB = (70, 240, 255)
    for i in range(-14, 15):
        c.line([(128 + i * 9, horizon), (128 + i * 58, UNITS + 8)], line, 1.3, 215)
    step = horizon + 1.0
    gap = 3.2
    while step < UNITS:
        c.line([(0, step), (UNITS, step)], line, 1.2, 215)
        step, gap = step + gap, gap * 1.36
    c.line([(0, horizon), (UNITS, horizon)], (255, 130, 230), 2.2)


def _sunburst(c: Canvas, x: float, y: float, horizon: float) -> None:
    """Art deco: rays fan out symmetrically behind the subject, with golden arcs at their root."""
    gold: RGB = (222, 176, 78)
    cx, cy = x, max(horizon, y - 46.0)
    night, pale = mix(c.palette.sky_top, (14, 32, 40), 0.72), mix(c.palette.sky_low, (240, 222, 170), 0.55)
    c.canvas.save()
    c.canvas.clipRect(skia.Rect.MakeWH(UNITS, cy))
    count = 22
    for i in range(count):
        a, b = math.pi * i / count, math.pi * (i + 1) / count
        tone = night if i % 2 else pale
        edge = [(cx - 330 * math.cos(t), cy - 330 * math.sin(t)) for t in (a, b)]
        c.poly([(cx, cy), *edge], tone, alpha=226, **_FLAT)
        c.line([(cx, cy), edge[0]], gold, 1.3)
    for radius in (34, 40, 66, 70):
        c.canvas.drawCircle(cx, cy, radius, c.stroke(gold, 2.4 if radius in (34, 66) else 1.1))
    c.canvas.restore()
    c.rect(-5, cy - 1.5, UNITS + 10, 3.0, gold, **_FLAT)
    for i in range(3):
        c.rect(-5, cy + 7.0 + 6.0 * i, UNITS + 10, 1.2, gold, **_FLAT)


def _primary_shapes(c: Canvas, x: float, y: float, horizon: float) -> None:
    """Bauhaus: a cream sheet with a great disc, a quarter, bars and a grid of dots in the primaries."""
    r = c.rng_for("bauhaus")
    cream, red, blue, yellow, black = ((242, 232, 208), (214, 40, 34), (28, 70, 150), (246, 192, 28), (22, 22, 24))
    c.wash(cream, cream, 0, UNITS, alpha0=236, alpha1=236)
    colors = [red, blue, yellow]
    r.shuffle(colors)
    side = r.choice((-1, 1))
    cx = 128 + side * 40
    c.oval(cx, 92, 74, colors[0], **_FLAT)
    c.canvas.save()
    c.canvas.clipRect(skia.Rect.MakeXYWH(0 if side > 0 else 156, 0, 100, 100))
    c.oval(0 if side > 0 else 256, 0, 92, colors[1], **_FLAT)
    c.oval(0 if side > 0 else 256, 0, 60, cream, **_FLAT)
    c.oval(0 if side > 0 else 256, 0, 30, black, **_FLAT)
    c.canvas.restore()
    c.rect(-5, y - 6, 266, 70, colors[2], **_FLAT)
    c.rect(-5, y - 12, 266, 6, black, **_FLAT)
    bar = 22 if side > 0 else 214
    c.rect(bar, 112, 20, y - 124, black, **_FLAT)
    c.rect(bar + 26 * side, 132, 9, y - 144, colors[1], **_FLAT)
    c.line([(cx - 96, 150), (cx + 96, 30)], black, 4.0)
    for i in range(4):
        for j in range(3):
            c.dot((206 if side > 0 else 20) + 11 * i, 20 + 11 * j, 2.6, black)


def _neon_city(c: Canvas, x: float, y: float, horizon: float) -> None:
    """Cyberpunk: towers full of lit windows, upright signs in pink and cyan, hazy light at their feet."""
    r = c.rng_for("cyberpunk")
    foot = max(horizon + 12, 140.0)
    if c.sky_done:
        c.canvas.save()
        c.canvas.clipRect(skia.Rect.MakeWH(UNITS, foot))
        c.wash((10, 10, 34), (60, 26, 96), 0, foot, alpha0=240, alpha1=215)
        c.canvas.restore()
    pink, cyan, amber = ((255, 40, 150), (40, 235, 255), (255, 190, 70))
    left = -6.0
    while left < UNITS:
        wide, tall = r.uniform(20, 38), r.uniform(0.45, 0.95) * foot
        near = abs(left + wide / 2 - x) < 46
        tall *= 0.5 if near else 1.0
        c.rect(left, foot - tall, wide, tall + 3, (18, 20, 44), edge=False, lift=False, shading=0.1)
        pane = r.choice((cyan, amber, pink))
        for wy in range(int(foot - tall + 6), int(foot - 4), 9):
            for wx in range(int(left + 4), int(left + wide - 4), 7):
                if r.random() < 0.42:
                    c.rect(wx, wy, 3.4, 3.6, mix(pane, (255, 255, 255), 0.2), alpha=210, **_FLAT)
        if not near and r.random() < 0.75 and tall > 70:
            sign, sx = r.choice((pink, cyan)), left + wide * r.uniform(0.15, 0.6)
            sy, long = foot - tall * r.uniform(0.75, 0.95), r.uniform(30, 46)
            c.glow(sx + 5, sy + long / 2, 34, sign, 150)
            c.rect(sx, sy, 11, long, (14, 8, 30), 2, edge=False, lift=False, shading=0)
            c.canvas.drawRoundRect(skia.Rect.MakeXYWH(sx, sy, 11, long), 2, 2, c.stroke(sign, 1.5))
            for i in range(int(long // 9)):
                gy = sy + 5 + 9 * i
                c.line([(sx + 3, gy), (sx + 8, gy + r.uniform(-1, 2))], sign, 1.5)
                c.line([(sx + r.uniform(3, 8), gy - 2), (sx + r.uniform(3, 8), gy + 4)], sign, 1.5)
        left += wide + r.uniform(0, 3)
    c.haze(128, foot, 170, 26, (200, 60, 170), 120)


def _great_sun(c: Canvas, x: float, y: float, horizon: float) -> None:
    """Naive art: a big sun with triangular rays looks over the hills, round little clouds beside it."""
    r = c.rng_for("naive art")
    if "night" in c.attributes or not c.sky_done:
        return
    cx, cy, size = (52.0 if x >= 128 else 204.0), 50.0, 21.0
    for i in range(14):
        a = math.tau * i / 14
        tip = (cx + math.cos(a) * size * 1.75, cy + math.sin(a) * size * 1.75)
        legs = [(cx + math.cos(a + d) * size * 1.12, cy + math.sin(a + d) * size * 1.12) for d in (-0.17, 0.17)]
        c.poly([tip, *legs], (255, 150, 40), lift=False, shading=0)
    c.oval(cx, cy, size, (255, 214, 50), lift=False, shading=0)
    for side in (-1, 1):
        c.dot(cx + side * 7, cy - 4, 1.9, c.palette.dark)
        c.dot(cx + side * 11, cy + 4, 3.2, (255, 150, 80))
    c.canvas.drawArc(skia.Rect.MakeXYWH(cx - 8, cy - 5, 16, 14), 25, 130, False, c.stroke(c.palette.dark, 1.6))
    for _ in range(2):
        px, py = r.uniform(90, 170), r.uniform(18, 44)
        c.union([(px + d, py + abs(d) * 0.12, 9, 8) for d in (-13, 0, 13)], (255, 255, 255), lift=False, shading=0)


def _flower_border(c: Canvas) -> None:
    """A row of large simple flowers along the lower edge."""
    r = c.rng_for("flower border")
    tones: tuple[RGB, ...] = ((236, 60, 70), (255, 200, 40), (240, 110, 190), (90, 120, 235), (255, 255, 255))
    for i in range(9):
        x, y, k = 14.0 + 28.5 * i + r.uniform(-5, 5), r.uniform(226, 240), r.uniform(5.0, 7.0)
        stem: RGB = (40, 120, 60)
        c.line([(x, 258), (x, y)], stem, 2.4)
        for side in (-1, 1):
            c.oval(x + side * 5, y + 13, 5, stem, 2.3, lift=False, shading=0)
        color = tones[(i + r.randrange(2)) % len(tones)]
        petals = [(math.cos(a) * k, math.sin(a) * k) for a in (j * 1.0472 for j in range(6))]
        c.union([(x + u, y + v, k * 0.62, k * 0.62) for u, v in petals], color, lift=False, shading=0)
        c.oval(x, y, k * 0.52, (250, 170, 30), lift=False, shading=0)


def _far_layers(c: Canvas, x: float, y: float, horizon: float) -> None:
    """Layered depth where the land has no ridges of its own: pale silhouettes, one behind the other."""
    if c.sky_done:
        return
    r, p = c.rng_for("far layers"), c.palette
    for i in range(4):
        phase, base = r.uniform(0, 6.28), y - 96.0 + 26.0 * i
        ridge = [
            (u, base + 9 * math.sin(u / 31.0 + phase) + 5 * math.sin(u / 13.0 + 2 * phase)) for u in range(-8, 273, 8)
        ]
        tone = mix(mix(p.far, p.sky_low, 0.75 - 0.22 * i), p.water, 0.2)
        c.poly([*ridge, (266, 266), (-10, 266)], tone, alpha=165, edge=False, lift=False, shading=0.1)


def _near_layers(c: Canvas) -> None:
    """Layered depth before the subject: a dim bank with blades of grass, and a darker one nearer still."""
    r, p = c.rng_for("near layers"), c.palette
    for base, share in ((226.0, 0.45), (243.0, 0.78)):
        tone, phase = mix(p.ground, shade(p.dark, 0.7), share), r.uniform(0, 6.28)
        ridge = [(u, base + 6 * math.sin(u / 37.0 + phase) + 13 * (1 - abs(u - 128) / 128)) for u in range(-8, 273, 8)]
        c.poly([*ridge, (266, 266), (-10, 266)], tone, edge=False, lift=False, shading=0.05)
        for _ in range(46):
            u = r.choice((r.uniform(0, 92), r.uniform(164, 256)))
            foot, tall = base + 8.0, r.uniform(12, 34) * (0.75 + 0.5 * share)
            lean = r.uniform(-7, 7)
            c.poly([(u - 1.8, foot + 8), (u + lean, foot - tall), (u + 1.8, foot + 8)], tone, **_FLAT)


def _frame(c: Canvas) -> None:
    """The view through something near and dark: a stone arch, leafy branches, or a round window."""
    r, p = c.rng_for("framed composition"), c.palette
    near = mix(shade(p.dark, 0.75), p.ground, 0.16)
    kind = r.choice(("arch", "branches", "round"))
    if kind == "branches":
        for side in (0, 1):
            x0 = UNITS * side
            way = 1 if side == 0 else -1
            trunk = ((-4, 262), (26, 262), (17, 120), (20, -6), (-4, -6))
            c.poly([(x0 + u * way, v) for u, v in trunk], near, lift=False, shading=0.1)
        puffs = []
        for i in range(24):
            t = i / 23
            x = UNITS * t
            sag = 30 + 26 * abs(2 * t - 1) ** 1.6
            puffs.append((x, r.uniform(-6, 10), 24.0, sag * 0.62))
            puffs.append((x + r.uniform(-6, 6), sag * 0.75 + r.uniform(-8, 4), r.uniform(9, 14), r.uniform(8, 12)))
        for side in (0, 1):
            for _ in range(14):
                puffs.append(
                    (UNITS * side + r.uniform(-8, 8), r.uniform(10, 150), r.uniform(14, 24), r.uniform(11, 18))
                )
                puffs.append(
                    (UNITS * side + r.uniform(-8, 8), r.uniform(222, 258), r.uniform(18, 34), r.uniform(9, 16))
                )
        c.union(puffs, mix(near, p.leaf, 0.30), lift=False, shading=0.08)
        return
    hole = skia.Path()
    if kind == "arch":
        hole.moveTo(31, 262)
        hole.lineTo(31, 112)
        hole.cubicTo(31, -14, 225, -14, 225, 112)
        hole.lineTo(225, 262)
        hole.close()
    else:
        hole.addCircle(128, 130, 111)
    wall = skia.Path.Rect(skia.Rect.MakeLTRB(-6, -6, 262, 262))
    stone = skia.Op(wall, hole, skia.PathOp.kDifference_PathOp) or wall
    c.path(stone, near, shading=0.12, edge=False)
    cv = c.canvas
    rim = mix(near, p.light, 0.34)
    if kind == "round":
        cv.drawCircle(128, 130, 114, c.stroke(rim, 5.0))
        return
    cv.drawPath(hole, c.stroke(rim, 4.0))
    for side in (0, 1):
        for k in range(8):
            yy = 112.0 + 20.0 * k
            cv.drawLine(0 if side == 0 else 227, yy, 29 if side == 0 else 256, yy, c.stroke(rim, 1.2, 150))
    for k in range(1, 8):
        a = math.pi * k / 8
        inner = (128 - 98 * math.cos(a), 112 - 95 * math.sin(a))
        cv.drawLine(*inner, 128 - 150 * math.cos(a), 112 - 145 * math.sin(a), c.stroke(rim, 1.2, 150))


_BEHIND = {
    "layered depth": _far_layers,
    "vaporwave": _synth_world,
    "art deco": _sunburst,
    "bauhaus": _primary_shapes,
    "cyberpunk": _neon_city,
    "naive art": _great_sun,
}
