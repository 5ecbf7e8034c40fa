"""Pictures of the app for docs/: every tab, light, dark and on a phone, and the kiosk. Nothing is measured.

A visitor's whole way is walked on the bundled model: three comments, the taste that was learned from them, a picture,
a comparison with its receipts. What the pictures show is what the app did, so they are made again when it changes.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from typing import Any, Final

from benchmarks.browser import comment_on, learn, opened_app
from benchmarks.common import ROOT, Progress, note, run_command

COMMENTS: Final = (
    "I love the watercolor, it is so gentle.",
    "Warm colors, yes! I could look at this sunset for hours.",
    "Not my thing: the pixel art looks cheap, and so do the neon colors.",
)
PROMPT: Final = "a lighthouse by the sea"
TABS: Final = ("comment", "preferences", "generate", "compare")
WIDE, PHONE = (1280, 900), (390, 844)
QUALITY: Final = 82  # of WebP
OUT: Final = ROOT / "docs" / "images" / "screens"


def live_in(page: Any) -> None:
    """Walk a visitor's way, and leave something to see on every tab."""
    for number, text in enumerate(COMMENTS):
        comment_on(page, number * 11, text)
    learn(page)
    page.click("#tab-generate")
    page.fill("#prompt textarea", PROMPT)
    page.click("#draw")
    page.wait_for_selector(".vp-mine .vp-save")
    page.locator("button", has_text="Draw what everyone gets").click()
    page.wait_for_selector(".vp-everyone .vp-save")
    page.click("#tab-compare")
    for name, done in (("compare", "#contrast .vp-strip img"), ("receipts", "button.vp-slip")):
        page.click(f"[data-section={name}][role=radio]")
        page.click(f"#run-{name}")
        page.locator(done).last.wait_for()
        page.wait_for_function("!document.querySelector('.vp-bar[data-running=true]')")


def photograph(page: Any, name: str) -> None:
    """The window as it stands, as ``name``.webp."""
    from PIL import Image

    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(500)  # colours and pictures settle
    OUT.mkdir(parents=True, exist_ok=True)
    Image.open(io.BytesIO(page.screenshot())).convert("RGB").save(OUT / f"{name}.webp", quality=QUALITY, method=6)
    note(f"screenshots: {name}")


def look_around(page: Any) -> None:
    """Every tab, light and dark, then on a phone."""
    for look in ("light", "dark"):
        page.evaluate("look => viper.setLook(look)", look)
        for tab in TABS:
            page.click(f"#tab-{tab}")
            if tab == "compare":
                page.click("[data-section=compare][role=radio]")
            photograph(page, f"{tab}-{look}")
    page.click("[data-section=receipts][role=radio]")
    page.evaluate("viper.setLook('light')")
    photograph(page, "receipts-light")
    page.set_viewport_size(dict(zip(("width", "height"), PHONE, strict=True)))
    for tab in TABS:
        page.click(f"#tab-{tab}")
        photograph(page, f"{tab}-phone")


def walk_the_kiosk(page: Any) -> None:
    """The four steps of a visitor at a stand."""
    for number, text in enumerate(COMMENTS):
        comment_on(page, number * 11, text)
    photograph(page, "kiosk-1-comment")
    page.click(".vp-go-on")
    page.wait_for_selector(".vp-chip")
    photograph(page, "kiosk-2-preferences")
    page.click(".vp-go-on")
    page.fill("#prompt textarea", PROMPT)
    page.click("#draw")
    page.wait_for_selector(".vp-mine .vp-save", state="attached")
    photograph(page, "kiosk-3-generate")
    page.click(".vp-go-on")
    page.wait_for_selector(".vp-home-card img[src]")
    page.wait_for_timeout(1000)
    photograph(page, "kiosk-4-home")


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line: it takes no option."""
    if list(sys.argv[1:] if arguments is None else arguments):
        raise SystemExit((__doc__ or "").strip())
    starts: dict[Any, tuple[str, ...]] = {
        (live_in, look_around): (),
        (walk_the_kiosk,): ("--kiosk", "--kiosk-idle", "3600", "--public-address", "https://viper.example"),
    }
    progress = Progress("screenshots", len(starts))
    for walks, extra in starts.items():
        with opened_app(extra, size=WIDE) as page:
            for walk in walks:
                walk(page)
        progress.advance()


if __name__ == "__main__":
    run_command(main)
