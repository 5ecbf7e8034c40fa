"""How every bundled weight and seed image is made. Imports ``viper_core``; nothing there imports this."""

from __future__ import annotations

