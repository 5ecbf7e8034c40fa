"""Colours: the palettes of the artist and how the hour of day changes them.

A palette names colours by their role in a scene, never by hue, so that every subject can be
painted in every palette. Colours are ``(r, g, b)`` floats in 0 … 255.
"""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass, fields, replace

RGB = tuple[float, float, float]


def mix(a: RGB, b: RGB, share: float) -> RGB:
    """``a`` with ``share`` of ``b`` in it."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def shade(color: RGB, factor: float) -> RGB:
    """Darker below 1, brighter above, clipped to the gamut."""
    r, g, b = (min(255.0, max(0.0, v * factor)) for v in color)
    return (r, g, b)


def gray(color: RGB) -> RGB:
    """The neutral of the same luma (BT.601)."""
    y = 0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2]
    return (y, y, y)


@dataclass(frozen=True)
class Palette:
    """Colours by role; ``a`` … ``d`` are the accents that subjects are painted with."""

    sky_top: RGB
    sky_low: RGB
    far: RGB
    ground: RGB
    meadow: RGB
    a: RGB
    b: RGB
    c: RGB
    d: RGB
    dark: RGB
    light: RGB
    water: RGB
    leaf: RGB
    sun: RGB

    @property
    def accents(self) -> tuple[RGB, RGB, RGB, RGB]:
        return (self.a, self.b, self.c, self.d)


def _palette(colors: str) -> Palette:
    values = [tuple(float(int(c[i : i + 2], 16)) for i in (0, 2, 4)) for c in colors.split()]
    return Palette(*values)  # type: ignore[arg-type]


# sky_top sky_low far ground meadow | a b c d | dark light water leaf sun
PALETTES: dict[str, tuple[Palette, ...]] = {
    "": (
        _palette("6ab2ec d6ecfa 88a8c6 67a455 8fbf68 cd4f3f efcb78 4a74ae f4efe0 34303a fffbf0 458fc6 46844a ffeb98"),
        _palette("7cbde6 e6f1ee 93a9bd 78a860 a2c477 d9694a f2d58c 3f8288 f6ead2 38323c fffaf0 4f9fbe 558a45 ffe69a"),
    ),
    "warm colors": (
        _palette("ec6c46 ffd088 c46056 b06030 de9142 c42a26 fcb63e 96323c ffe4aa 4c1618 fff0d2 e08056 cd6c28 fff0aa"),
        _palette("f8a95a ffe1aa de8058 a4462c cd6a38 e03c28 ffc850 bc463c ffebbe 581e14 fff5dc ee9f64 d65a24 fff9c8"),
    ),
    "cool colors": (
        _palette("3264ae b2dcf2 5880b0 2c707c 4e9ea0 264e98 7ac0de 5c58aa c0e2ee 122048 ecf6ff 347ab2 287d82 e2f5ff"),
        _palette("5a9fbe cdeef0 6e96be 325a8c 5a88b4 463c96 6ecdcd 1e648c cde1f4 141e3c f0faff 46a0be 2d6e96 f0faff"),
    ),
    "pastel colors": (
        _palette("c4d4fa ffe2ec d6c8ec c6eacc e0f4d6 ffb0b6 ffe0a8 b4ccf6 dec0ee 967ea0 fffaf5 b6e0f0 b2e2be fff5cc"),
        _palette("fad8eb fff2de c8d6f0 f0d6e2 d6ece2 beb4f0 ffcebe aadcdc faecbe 8782a5 fffcf8 bed6f8 bee6c8 fff0c8"),
    ),
    "neon colors": (
        _palette("10042e 600c80 341274 160838 3c0a6e ff1e96 1ef0ff b43cff fff028 080416 fafaff 122896 28ff82 ff46aa"),
        _palette("050a28 0a3c6e 142878 0a0a32 1e145a 1effa0 ff32c8 32a0ff ff961e 040618 faffff 0a5aa0 00e6ff ffdc3c"),
    ),
    "monochrome": (
        _palette("a8a8a8 e4e4e4 969696 5c5c5c 808080 464646 bebebe 6e6e6e ebebeb 161616 fafafa 8c8c8c 505050 f8f8f8"),
    ),
    "earth tones": (
        _palette("cdb996 ecdec4 a69274 746a40 968650 8e4a2e caa260 606440 e2cea6 3a281e f6ecd8 7c8c82 686e3a f4dca0"),
        _palette("c8b08c e8d4b0 9a8066 82603c a0804c a05a32 c8963c 6e5a46 dcc096 32241c f4e6cc 8a8a70 787038 f0d08c"),
    ),
    "sepia tones": (
        _palette("c4a67c ecd8b0 a88c66 7a5e3c 9a7c54 5c4026 d2b486 7e6240 eedcb8 2c1c0e f8ead0 a68a62 6a5032 f6e6be"),
    ),
    "jewel tones": (
        _palette("1e2a78 8a5ab4 3c3c8c 0e5c4a 1e8262 b0123c e0a018 5a1e96 1490a0 140a28 fff0dc 0a5c96 0e6e46 ffc83c"),
        _palette("0e4c6e 5aa0a0 28507e 5a1446 82286e 127864 d23c14 1e3296 e6b428 0f0a1e fff5e1 14468c 146450 ffd25a"),
    ),
    "autumn colors": (
        _palette("86b4de fbe6c0 b06a56 c2621a e8a024 bc2418 f59a1c 8a3020 f6d898 3a160e fff3dc 5c8cae e04a10 ffd27a"),
        _palette("9cc0d8 ffdc9c a85c64 a8641c dc8a1e d0340f f8b42c 7a3a26 f8e0ac 361812 fff4e0 6490ac ec7c0c ffd890"),
    ),
    "candy colors": (
        _palette("ff8cc8 ffe0f0 b898f8 4ad8b0 86f0c0 ff4496 ffe03c 38b4ff fff0fa 762876 ffffff 56d4ff 28cc9a fff060"),
        _palette("62d0ff ffd2ec ff98c8 ff86c0 ffbade ff5074 96f060 9a62ff fff0a0 542688 ffffff 72e6dc 54dc82 ffe050"),
    ),
    "gold accents": (
        _palette("0c1830 264470 1c3452 0e231f 153a32 7c1228 dca82c 123a5e f0e2c0 070b15 f7ecd0 0e2b4a 124e3a f0c24a"),
        _palette("d9e0e0 f8f1e0 aab0ae 1e2830 2a3f3e 0e4a46 d6a22a 1a2032 fffaf0 0f1115 fffdf5 24565e 153a34 e8b83a"),
    ),
    "rainbow colors": (
        _palette("4a8cff b8f0ff a060e0 30c860 a8e030 ff3040 ffd020 3060ff ffffff 28203c ffffff 28b4f0 28b450 fff050"),
    ),
    "duotone": (
        _palette("6ab2ec d6ecfa 88a8c6 67a455 8fbf68 b83a30 efcb78 4a74ae f4efe0 28242e fffbf0 458fc6 3a7a40 ffeb98"),
    ),
    "limited palette": (
        _palette("8ab8d8 f0ecdc 88a8c6 4a7c50 8fb468 cd4f3f efcb78 3a5a8e f4efe0 242430 fffbf0 3a7fae 2e6e3a ffeb98"),
    ),
}
"""Palettes by attribute; the empty name is how the artist paints when nobody asks for colours."""

_NIGHT_SKY: RGB = (20, 28, 74)


def _map(palette: Palette, change) -> Palette:  # type: ignore[no-untyped-def]
    return Palette(*(change(f.name, getattr(palette, f.name)) for f in fields(palette)))


def choose(attributes: Collection[str], rng: random.Random) -> Palette:
    """The palette for a scene: chosen by attribute, slightly varied, then relit by the hour."""
    name = next((n for n in PALETTES if n and n in attributes), "")
    base = rng.choice(PALETTES[name])
    drift, gain = rng.uniform(-4, 4), rng.uniform(0.96, 1.04)
    neutral = name in ("monochrome", "sepia tones")

    def vary(_: str, color: RGB) -> RGB:
        r, g, b = (v * gain + drift + (0 if neutral else rng.uniform(-5, 5)) for v in color)
        return shade((r, g, b), 1.0)

    palette = relight(_map(base, vary), attributes)
    return _map(palette, lambda _, c: gray(c)) if name == "monochrome" else palette


def relight(palette: Palette, attributes: Collection[str]) -> Palette:
    """Change a palette for the hour, the season and light from behind."""
    neon, mono = "neon colors" in attributes, bool({"monochrome", "sepia tones"} & set(attributes))
    if "night" in attributes and not neon:
        tint: RGB = (34, 30, 26) if mono else (30, 40, 100)
        dim = _map(palette, lambda n, c: c if n in ("light", "sun") else mix(shade(c, 0.70), tint, 0.36))
        palette = replace(
            dim,
            sky_top=mix(shade(palette.sky_top, 0.12), (16, 14, 12) if mono else _NIGHT_SKY, 0.55),
            sky_low=mix(shade(palette.sky_low, 0.26), tint, 0.6),
        )
    elif "night" in attributes:
        palette = replace(palette, sky_top=shade(palette.sky_top, 0.5), sky_low=shade(palette.sky_low, 0.55))
    if "sunset" in attributes and not mono:
        palette = _map(palette, lambda n, c: mix(c, (255, 140, 60), 0.0 if n in ("dark", "light", "sun") else 0.16))
        palette = replace(
            palette,
            sky_top=mix(palette.sky_top, (150, 84, 130), 0.5),
            sky_low=mix(palette.sky_low, (255, 158, 74), 0.78),
        )
    elif "sunset" in attributes:
        palette = replace(palette, sky_top=shade(palette.sky_top, 0.62), sky_low=shade(palette.sky_low, 1.05))
    if "dawn" in attributes and not mono:
        palette = _map(palette, lambda n, c: mix(c, (236, 190, 214), 0.0 if n in ("dark", "light", "sun") else 0.14))
        palette = replace(
            palette,
            sky_top=mix(palette.sky_top, (168, 176, 226), 0.6),
            sky_low=mix(palette.sky_low, (255, 208, 214), 0.75),
        )
    palette = _relight_heavens(palette, attributes, neon=neon, mono=mono)
    if "bright daylight" in attributes:
        palette = _map(palette, lambda n, c: c if n == "dark" else shade(mix(c, (255, 255, 250), 0.10), 1.04))
        if not mono and not neon:
            palette = replace(
                palette,
                sky_top=mix(palette.sky_top, (70, 160, 255), 0.45),
                sky_low=mix(palette.sky_low, (225, 244, 255), 0.5),
            )
    if "starry sky" in attributes and "night" not in attributes and not neon:
        palette = replace(palette, sky_top=shade(palette.sky_top, 0.30), sky_low=shade(palette.sky_low, 0.58))
    if "snowy" in attributes:
        snow = mix(mix(palette.light, (255, 255, 255), 0.4), palette.sky_low, 0.12)
        dull: RGB = (126, 126, 126) if mono else (120, 134, 160)
        palette = replace(
            palette,
            sky_top=mix(palette.sky_top, dull, 0.0 if neon else 0.55),
            sky_low=mix(palette.sky_low, dull, 0.0 if neon else 0.42),
            ground=mix(palette.ground, snow, 0.82),
            meadow=mix(palette.meadow, snow, 0.72),
            leaf=mix(palette.leaf, snow, 0.6),
        )
    if "rainy" in attributes:
        wet: RGB = (112, 112, 112) if mono else (98, 112, 128)
        palette = _map(palette, lambda n, c: mix(c, wet, 0.0 if n in ("dark", "light") else 0.24))
        palette = replace(palette, sky_top=mix(palette.sky_top, wet, 0.5), sky_low=mix(palette.sky_low, wet, 0.35))
    if "backlit" in attributes:
        keep = ("sky_top", "sky_low", "light", "sun", "water")
        palette = _map(palette, lambda n, c: c if n in keep else shade(mix(c, palette.dark, 0.74), 0.8))
    return palette


def _relight_heavens(palette: Palette, attributes: Collection[str], *, neon: bool, mono: bool) -> Palette:
    """The blue hour, a storm, an overcast sky, northern lights."""
    dusky = "blue hour" in attributes
    if dusky:
        blue: RGB = (26, 44, 132)
        palette = _map(palette, lambda n, c: c if n in ("light", "sun") else mix(shade(c, 0.66), blue, 0.44))
        palette = replace(palette, sky_top=mix(palette.sky_top, (18, 30, 118), 0.75), sky_low=(226, 150, 178))
        palette = replace(palette, water=mix(palette.water, (60, 70, 170), 0.5))
    if "stormy" in attributes:
        lead: RGB = (62, 62, 62) if mono else (52, 60, 76)
        keep = ("dark", "light", "sun")
        palette = _map(palette, lambda n, c: c if n in keep else mix(shade(c, 0.74), lead, 0.42))
        palette = replace(palette, sky_top=mix(palette.sky_top, lead, 0.7), sky_low=mix(palette.sky_low, lead, 0.25))
    if "cloudy" in attributes and not neon:
        flat: RGB = (168, 168, 168) if mono else (160, 168, 178)
        night = "night" in attributes
        palette = _map(
            palette, lambda n, c: mix(c, shade(flat, 0.4 if night else 1.0), 0.0 if n in ("dark", "light") else 0.20)
        )
        palette = replace(
            palette, sky_top=mix(palette.sky_top, flat, 0.2 if night else 0.6), sky_low=mix(palette.sky_low, flat, 0.35)
        )
    if "northern lights" in attributes:
        if not (neon or "night" in attributes):
            polar: RGB = (16, 34, 84)
            palette = _map(palette, lambda n, c: c if n in ("light", "sun") else mix(shade(c, 0.72), polar, 0.42))
        palette = replace(
            palette,
            sky_top=mix(shade(palette.sky_top, 0.4), (6, 12, 44), 0.6),
            sky_low=mix(palette.sky_low, (14, 44, 84), 0.7),
        )
    return palette
