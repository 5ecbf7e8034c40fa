"""How many windows a list of attributes takes, counted beside the drawing.

A backend serves one thread at a time, and so does a tokenizer; a page wants to know while a picture is drawn. The
counter works on copies of the tokenizers, one thread at a time, and never touches the encoders.
"""

from __future__ import annotations

import copy
import dataclasses
import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from viper_core.backends.prompts import TextTower, attribute_windows

if TYPE_CHECKING:
    from viper_core.preferences import Attribute

__all__ = ["WindowCounter"]


class WindowCounter:
    """Counts windows for the towers of a backend; safe to call from any thread."""

    def __init__(self, towers: Sequence[TextTower]) -> None:
        self._lock = threading.Lock()
        self._towers = tuple(dataclasses.replace(tower, tokenizer=copy.deepcopy(tower.tokenizer)) for tower in towers)

    def count(self, attributes: Sequence[Attribute]) -> int:
        """Windows that the attributes of positive weight take; 0 for none."""
        if not any(attribute.weight > 0 for attribute in attributes):
            return 0
        with self._lock:
            return len(attribute_windows(attributes, self._towers))
