"""Runbooks that several tests use."""

from __future__ import annotations

from pathlib import Path

EXAMPLES = Path(__file__).parent / "examples"

SPEC_EXAMPLES = [path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("spec-*.md"))]
