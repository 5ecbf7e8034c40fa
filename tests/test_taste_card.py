from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from viper_core.card_drawing import SIZE, draw, pictures_for
from viper_core.errors import FormatError, InputError
from viper_core.lettering import can_draw
from viper_core.preferences import Attribute, Evidence, Preferences
from viper_core.seed_images import load_board
from viper_core.taste_card import CHUNK, draw_card, read_taste

SECRET = "my own secret words"


def taste(*liked: str, disliked: tuple[str, ...] = (), name: str = "Rainy days", **changes: Any) -> Preferences:
    def side(names: tuple[str, ...]) -> tuple[Attribute, ...]:
        return tuple(Attribute(name=one, category="mood", **changes) for one in names)

    return Preferences(liked=side(liked), disliked=side(disliked), name=name)


def png(**chunks: str) -> bytes:
    info, out = PngInfo(), io.BytesIO()
    for key, text in chunks.items():
        info.add_text(key.replace("_", "-"), text)
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


def test_a_card_is_read_back_as_the_taste_it_was_drawn_from() -> None:
    original = taste("watercolor", "Ölkreide", "油絵", disliked=("neon colors",), weight=1.35, enabled=False)
    data = draw_card(original, load_board())
    assert read_taste(data) == original
    with Image.open(io.BytesIO(data)) as card:
        assert card.size == SIZE


def test_a_comments_words_and_pictures_never_leave_with_a_card() -> None:
    evidence = (Evidence(image="own-123", quote=SECRET, start=0, end=len(SECRET)),)
    original = taste("watercolor", evidence=evidence)
    data = draw_card(original, load_board())
    assert read_taste(data).liked[0].evidence == ()
    with Image.open(io.BytesIO(data)) as card:
        assert SECRET not in str(card.info)
        assert "own-123" not in str(card.info)


def test_an_empty_taste_has_no_card() -> None:
    with pytest.raises(InputError, match="empty"):
        draw_card(Preferences(), load_board())


def test_plain_json_and_a_drawn_picture_are_read_too() -> None:
    assert read_taste(b'{"liked": ["watercolor"]}').liked[0].category == "medium"
    from tests.small_studio import TASTE
    from viper_core.generated import GeneratedImage
    from viper_core.png import encode_png
    from viper_core.sampling import SamplingOptions

    options = SamplingOptions(num_inference_steps=4, guidance_scale=3.0, height=64, width=64)

    def drawn(preferences: Preferences | None) -> bytes:
        image = Image.new("RGB", (8, 8))
        return encode_png(GeneratedImage(image, "a house", options, preferences, "viper-mini", 1.0))

    assert read_taste(drawn(TASTE)) == TASTE
    with pytest.raises(FormatError, match="without a taste"):
        read_taste(drawn(None))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "JSON"),
        (b"\x89PNG\r\n\x1a\n and no more", "damaged"),
        (b"\xff\xd8\xff\xe0 a photo", "another kind"),
        (png(), "holds no ViPer settings"),
        (png(viper_taste="{"), "not valid JSON"),
        (png(viper_taste='{"liked": [{"name": 3}]}'), "liked"),
        (png(viper_taste="[" * 100_000), "JSON"),
        (png(viper_taste=" " * 1_000_001), "."),
    ],
)
def test_what_is_no_taste_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        read_taste(data)


def test_a_small_file_that_unpacks_to_a_huge_text_is_refused() -> None:
    info, out = PngInfo(), io.BytesIO()
    info.add_itxt(CHUNK, "{" + " " * 30_000_000 + "}", zip=True)
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=info)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(FormatError):
        read_taste(out.getvalue())


def test_the_cards_pictures_suit_the_taste_and_differ_in_subject() -> None:
    board = load_board()
    chosen = pictures_for(taste("watercolor", "pastel colors", "soft light", disliked=("pixel art",)), board)
    assert 1 <= len(chosen) <= 4
    assert len({seed.subject for seed in chosen}) == len(chosen)
    for seed in chosen:
        assert {"watercolor", "pastel colors", "soft light"} & set(seed.attributes)
        assert "pixel art" not in seed.attributes
    assert pictures_for(taste(disliked=("watercolor",)), board) == ()
    assert pictures_for(taste("watercolor", enabled=False), board) == ()


def changed(first: Preferences, second: Preferences) -> bool:
    board = load_board()
    return draw(first, board).tobytes() != draw(second, board).tobytes()


def test_what_is_in_a_taste_is_seen_on_its_card() -> None:
    plain = taste("watercolor")
    assert not changed(plain, taste("watercolor"))
    assert changed(plain, taste("watercolor", "fog"))
    assert changed(plain, taste("watercolor", disliked=("fog",)))
    assert changed(plain, taste("watercolor", weight=2.0))
    assert changed(plain, taste("watercolor", name="Sunny days"))
    assert changed(taste("Öl"), taste("Ol")), "accents are drawn"


def test_hundreds_of_long_words_and_scripts_without_letters_here_make_a_card_too() -> None:
    many = taste(*(f"{number} {'very long word ' * 4}"[:80] for number in range(250)), name="W" * 80)
    assert draw(many, load_board()).size == SIZE
    foreign = taste("油絵", "واقعي", name="絵")
    assert draw(foreign, load_board()).size == SIZE
    assert [can_draw(word) for word in ("Żółć à la façon", "“soft” – light…", "油絵", "тень")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_card_without_pictures_that_suit_opens_no_file(tmp_path: Path) -> None:
    board = [seed.model_copy(update={"file": tmp_path / "gone.webp"}) for seed in load_board()]
    assert len(draw_card(taste(disliked=("watercolor",)), board)) > 1000
