"""A share of cases, and where the true share lies when only so many cases were seen."""

from __future__ import annotations

import math
from typing import Final

__all__ = ["Z_95", "wilson"]

Z_95: Final = 1.959963984540054  # two-sided 95 % quantile of the normal distribution


def wilson(hits: int, total: int, *, z: float = Z_95) -> tuple[float, float]:
    """Wilson's score interval of a share (Wilson 1927); (0, 1) of no case.

        (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) / (1 + z²/n)        p = hits / n

    Raises:
        ValueError: fewer hits than none, or more than there are cases.
    """
    if not 0 <= hits <= total:
        raise ValueError(f"{hits} hits of {total} cases")
    if total == 0:
        return 0.0, 1.0
    p = hits / total
    middle = p + z * z / (2 * total)
    spread = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    low, high = (middle - spread) / scale, (middle + spread) / scale
    return (0.0 if hits == 0 else low), (1.0 if hits == total else high)  # exact where rounding is not
