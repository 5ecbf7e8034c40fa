"""The question whether votes of blind tests may be shared with a study; only where there is one.

It is asked before any vote is shared, says what is and what is not, and can be answered anew at any time.
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from viper_core.studio import Studio
from viper_ui.messages import answer
from viper_ui.requests import ConsentRequest, VisitorRequest, parse
from viper_ui.sections import section
from viper_ui.static_files import script

__all__ = ["make_consent"]

_TEMPLATE = """
<section class="vp-study" data-t-aria-label="study.name">
  <h3 data-t="study.question"></h3>
  <p><span data-t="study.what"></span> <span class="vp-study-dataset"></span></p>
  <div class="vp-study-answers" role="group" data-t-aria-label="study.answer">
    <button type="button" class="vp-button" data-agreed="true" aria-pressed="false" data-t="study.yes"></button>
    <button type="button" class="vp-button" data-agreed="false" aria-pressed="false" data-t="study.no"></button>
  </div>
</section>
"""


def make_consent(studio: Studio) -> gr.HTML | None:
    """Lay the question out in the current context, if there is a study."""
    if studio.study is None:
        return None

    def consent(data: object) -> dict[str, Any]:
        """What the visitor answered."""
        return answer(lambda: {"agreed": studio.consent(parse(VisitorRequest, data).visitor)})

    def set_consent(data: object) -> dict[str, Any]:
        """Keep what the visitor answers."""

        def work() -> dict[str, Any]:
            request = parse(ConsentRequest, data)
            studio.set_consent(request.visitor, request.agreed)
            return {"agreed": request.agreed}

        return answer(work)

    return gr.HTML(
        html_template=_TEMPLATE,
        js_on_load=script("consent.js"),
        apply_default_css=False,
        elem_id="consent",
        elem_classes=section("blind"),
        server_functions=[consent, set_consent],
        dataset=studio.study.dataset,
    )
