"""Where real alerts, runbooks and registers lie; tests that need them skip where the folder is absent."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = Path(os.environ.get("RUNWRIGHT_REAL_DATA", ROOT.parent / "shared" / "data"))

needs_real_data = pytest.mark.skipif(not REAL_DATA.is_dir(), reason="the folder of real data is not there")
