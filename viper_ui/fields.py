"""The fields that the two tabs that draw share: what to draw, how much to one's taste, and how.

What decides most stands open; the rest lies under "More". The browser keeps all of it. The script ``static/fields.js``
knows examples, recent prompts, and how the settings of a picture are taken over.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from viper_core.reference import DEFAULT_STRENGTH
from viper_core.sampling import FORMULAS
from viper_core.studio import DRAWINGS_AT_ONCE, PROMPT_LENGTH, Studio
from viper_ui.languages import recognise, text
from viper_ui.settings import (
    DEFAULT_BETA,
    DEFAULT_SEED,
    LEAST_STRENGTH,
    MOST_GUIDANCE,
    MOST_STEPS,
    NAMES,
    SEED_LIMIT,
    Settings,
    default_settings,
    kept_settings,
)
from viper_ui.start import make_start
from viper_ui.static_files import read_static, script
from viper_ui.tabs import only

__all__ = ["Fields", "Scene", "make_details", "make_scene", "wire_fields"]

_EXAMPLES: Final = (
    "a lighthouse by the sea",
    "a cat in a garden",
    "a castle on a hill",
    "a boat on a lake",
    "a balloon above the hills",
    "a rocket in space",
)
_OF_DETAILS: Final = ("negative_prompt", "num_inference_steps", "guidance_scale", "formula")
_ROLL: Final = "() => Math.floor(Math.random() * 1000000)"


@dataclass(frozen=True)
class Scene:
    """What stands open.

    Attributes:
        by_name: the fields by their names in :data:`~viper_ui.settings.NAMES`.
        run: the page's number of a drawing, put in as it asks for one.
        helper: what helps with the fields.
    """

    by_name: Mapping[str, Any]
    run: gr.Number
    helper: gr.HTML


@dataclass(frozen=True)
class Fields:
    """All fields.

    Attributes:
        by_name: the fields by their names in :data:`~viper_ui.settings.NAMES`.
        run: the page's number of a drawing, put in as it asks for one.
    """

    by_name: Mapping[str, Any]
    run: gr.Number

    @property
    def all(self) -> list[Any]:
        """Every field that a drawing is asked for with, in the order that ``settings_from_fields`` reads."""
        return [self.by_name[name] for name in NAMES]

    @property
    def inputs(self) -> list[Any]:
        """Prompt, β and seed."""
        return [self.by_name[name] for name in ("prompt", "beta", "seed")]


def make_scene(studio: Studio) -> Scene:
    """Lay out what decides most: prompt, β, seed, count, and a picture to start from."""
    prompt = gr.Textbox(
        label=text("prompt"),
        placeholder=text("prompt.example"),
        lines=1,
        max_lines=5,
        max_length=PROMPT_LENGTH,
        elem_id="prompt",
    )
    buttons = "".join(
        f'<button type="button" class="vp-example" lang="en">{html.escape(words)}</button>' for words in _EXAMPLES
    )
    helper = gr.HTML(
        html_template=f'<div class="vp-examples" role="group" data-t-aria-label="fields.examples">{buttons}</div>',
        js_on_load=script("fields.js"),
        apply_default_css=False,
        elem_id="prompt-help",
        names=list(NAMES),
        defaults=default_settings(studio).model_dump(),
    )
    beta = gr.Slider(
        0,
        1,
        value=DEFAULT_BETA,
        step=0.05,
        label=text("beta"),
        info=text("beta.info"),
        elem_id="beta",
        buttons=[],
    )
    with gr.Row(elem_classes="vp-seed", equal_height=True):
        seed = gr.Number(
            DEFAULT_SEED,
            label=text("seed"),
            info=text("seed.info"),
            precision=0,
            minimum=0,
            maximum=SEED_LIMIT,
            elem_id="seed",
            min_width=120,
        )
        dice = gr.Button(text("dice"), elem_id="dice", scale=0, min_width=84)
    keep_seed = gr.Checkbox(
        True,
        label=text("keep-seed"),
        elem_id="keep-seed",
        elem_classes=only("generate"),
        container=False,
    )
    count = gr.Radio(
        list(range(1, DRAWINGS_AT_ONCE + 1)),
        value=1,
        label=text("count"),
        elem_id="count",
        elem_classes=only("generate"),
    )
    make_start(studio)
    strength = gr.Slider(
        LEAST_STRENGTH,
        1,
        value=DEFAULT_STRENGTH,
        step=0.05,
        label=text("strength"),
        info=text("strength.info"),
        elem_id="strength",
        buttons=[],
    )
    reference = gr.Textbox("", visible="hidden", elem_id="reference")
    dice.click(None, None, seed, js=_ROLL)
    # Enter does what the open tab is for.
    prompt.submit(None, js="() => document.getElementById(viper.tab === 'compare' ? viper.runButton : 'draw').click()")
    run = gr.Number(0, precision=0, visible=False)
    fields = {
        "prompt": prompt,
        "beta": beta,
        "seed": seed,
        "keep_seed": keep_seed,
        "count": count,
        "reference": reference,
        "strength": strength,
    }
    return Scene(fields, run, helper)


def make_details(studio: Studio) -> dict[str, Any]:
    """Lay out what lies under "More"."""
    defaults = default_settings(studio)
    gr.HTML(
        html_template='<button type="button" class="vp-more-toggle" aria-expanded="false" aria-controls="details"'
        ' data-t="fields.more"></button>',
        js_on_load=script("more.js"),
        apply_default_css=False,
        elem_id="more",
    )
    with gr.Column(elem_id="details", elem_classes="vp-details"):
        negative_prompt = gr.Textbox(
            label=text("negative"),
            info=text("negative.info"),
            placeholder=text("negative.example"),
            lines=1,
            max_lines=4,
            max_length=PROMPT_LENGTH,
            elem_id="negative-prompt",
        )
        steps = gr.Slider(
            1,
            MOST_STEPS,
            value=defaults.num_inference_steps,
            step=1,
            label=text("steps"),
            info=text("steps.info"),
            elem_id="steps",
            buttons=[],
        )
        guidance = gr.Slider(
            1,
            MOST_GUIDANCE,
            value=defaults.guidance_scale,
            step=0.5,
            label=text("guidance"),
            info=text("guidance.info"),
            elem_id="guidance",
            buttons=[],
        )
        formula = gr.Radio(
            [(str(text(f"formula.{name}")), name) for name in FORMULAS],
            value=defaults.formula,
            label=text("formula"),
            info=text("formula.info"),
            elem_id="formula",
        )
        with_settings = gr.Checkbox(
            True,
            label=text("with-settings"),
            elem_id="with-settings",
            container=False,
        )
        gr.HTML(
            html_template='<p class="vp-hint vp-about-model"></p>',
            js_on_load=read_static("about_model.js"),
            apply_default_css=False,
            model=studio.model,
            description=recognise(studio.model_description),
        )
        reset = gr.Button(text("reset"), elem_id="reset", size="sm")
    details = {
        "negative_prompt": negative_prompt,
        "num_inference_steps": steps,
        "guidance_scale": guidance,
        "formula": formula,
    }
    values = [getattr(defaults, name) for name in _OF_DETAILS]
    reset.click(None, None, [details[name] for name in _OF_DETAILS], js=f"() => {json.dumps(values)}")
    return {**details, "with_settings": with_settings}


def wire_fields(studio: Studio, fields: Fields, helper: gr.HTML, settings: gr.BrowserState, page: gr.Blocks) -> None:
    """Keep the fields in the browser, fill them with what it kept, and let a script take a picture's settings over."""

    def fill(kept: object) -> list[Any]:
        """The fields as the browser kept them."""
        return _values(kept_settings(studio, kept))

    names = json.dumps(NAMES)
    as_object = f"Object.fromEntries({names}.map((name, place) => [name, values[place]]))"
    tell = f"const detail = {as_object}; dispatchEvent(new CustomEvent('viper:fields', {{ detail }}))"
    keep = f"(...values) => {{ {tell}; return [{{...detail, model: {json.dumps(studio.model)}}}] }}"
    for field in fields.all:
        field.change(None, fields.all, settings, js=keep, api_visibility="private")
    helper.take(None, fields.all, fields.all, js="(...values) => viper.fields.merged(values)", api_visibility="private")
    page.load(fill, settings, fields.all, show_progress="hidden", api_visibility="private", queue=False)


def _values(settings: Settings) -> list[Any]:
    return [getattr(settings, name) for name in NAMES]
