"""The commands behind every figure that is claimed: ``python -m benchmarks.NAME``.

Each prints what it measured and a row for ``docs/LOG.md``; with ``--json`` the figures as JSON and nothing else. They
import ``viper_core`` and, for the truth about pictures, the judge and the artist of ``training``.
"""

from __future__ import annotations
