"""The look of gradio's own components: paper and ink, one green, no font from elsewhere.

Everything that the page draws itself is styled in ``static/viper.css``, which reads the variables set here.
"""

from __future__ import annotations

from gradio.themes import Base, Color, Size
from gradio.themes.utils.fonts import Font

__all__ = ["make_theme"]

_GREEN = Color(
    name="viridian",
    c50="#eef6f2", c100="#d8ebe2", c200="#b3d7c8", c300="#86bda8", c400="#58a088", c500="#37846c", c600="#276b56",
    c700="#205645", c800="#1b4538", c900="#16382e", c950="#0b201a",
)  # fmt: skip
_PAPER = Color(
    name="paper",
    c50="#faf8f4", c100="#f2efe8", c200="#e4dfd5", c300="#cfc8bb", c400="#a49c8e", c500="#7b7468", c600="#5d574d",
    c700="#454039", c800="#2d2a26", c900="#1f1d1a", c950="#161513",
)  # fmt: skip
_SPACING = Size(name="spacing_viper", xxs="2px", xs="4px", sm="6px", md="10px", lg="14px", xl="18px", xxl="26px")
_RADIUS = Size(name="radius_viper", xxs="3px", xs="5px", sm="7px", md="9px", lg="12px", xl="16px", xxl="22px")
_TEXT = Size(name="text_viper", xxs="11px", xs="12px", sm="14px", md="15px", lg="17px", xl="21px", xxl="27px")
_FONT = [Font(name) for name in ("system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif")]
_MONO = [Font(name) for name in ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")]


def make_theme() -> Base:
    """The project's theme, light and dark."""
    theme = Base(
        primary_hue=_GREEN,
        secondary_hue=_GREEN,
        neutral_hue=_PAPER,
        spacing_size=_SPACING,
        radius_size=_RADIUS,
        text_size=_TEXT,
        font=_FONT,
        font_mono=_MONO,
    )
    theme.name = "viper"
    return theme.set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_950",
        body_text_color="*neutral_900",
        body_text_color_dark="#ece7de",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="#b1a99b",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="*neutral_900",
        background_fill_secondary="*neutral_100",
        background_fill_secondary_dark="#272420",
        border_color_primary="*neutral_200",
        border_color_primary_dark="#3a362f",
        color_accent="*primary_600",
        color_accent_soft_dark="#1d352c",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_border_width_dark="0px",
        block_shadow="none",
        block_padding="0px",
        block_label_background_fill="transparent",
        block_label_background_fill_dark="transparent",
        block_label_border_width="0px",
        block_label_border_width_dark="0px",
        block_title_text_color="*body_text_color",
        block_title_text_color_dark="*body_text_color",
        block_title_text_weight="600",
        block_title_text_size="*text_sm",
        block_info_text_color="*body_text_color_subdued",
        block_info_text_color_dark="*body_text_color_subdued",
        block_info_text_size="*text_sm",
        form_gap_width="0px",
        layout_gap="18px",
        panel_background_fill="transparent",
        panel_background_fill_dark="transparent",
        input_background_fill="#ffffff",
        input_background_fill_dark="#26231f",
        input_border_color="*neutral_300",
        input_border_color_dark="#4a453d",
        input_border_color_focus="*primary_600",
        input_border_color_focus_dark="*primary_300",
        input_border_width="1px",
        input_border_width_dark="1px",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="#8f877a",
        input_shadow="none",
        input_shadow_dark="none",
        input_shadow_focus="none",
        input_radius="*radius_md",
        slider_color="*primary_600",
        slider_color_dark="*primary_400",
        checkbox_background_color_selected="*primary_600",
        checkbox_background_color_selected_dark="*primary_500",
        checkbox_border_color_selected="*primary_600",
        checkbox_border_color_selected_dark="*primary_500",
        button_large_padding="11px 20px",
        button_large_radius="*radius_md",
        button_large_text_size="*text_md",
        button_large_text_weight="600",
        button_small_radius="*radius_sm",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_dark="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_hover_dark="*primary_700",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
        button_primary_border_color="transparent",
        button_primary_border_color_dark="transparent",
        button_primary_shadow="none",
        button_primary_shadow_hover="none",
        button_secondary_background_fill="transparent",
        button_secondary_background_fill_dark="transparent",
        button_secondary_background_fill_hover="*neutral_100",
        button_secondary_background_fill_hover_dark="#2d2a26",
        button_secondary_border_color="*neutral_300",
        button_secondary_border_color_dark="#4a453d",
        button_secondary_border_color_hover="*neutral_400",
        button_secondary_border_color_hover_dark="#675f54",
        button_secondary_text_color="*body_text_color",
        button_secondary_text_color_dark="*body_text_color",
        button_secondary_shadow="none",
        button_secondary_shadow_hover="none",
        button_border_width="1px",
        button_border_width_dark="1px",
    )
