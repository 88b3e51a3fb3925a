"""The sheets give sizes of text in parts of the reader's own size, so that large text is large everywhere."""

import re
from pathlib import Path

import pytest
from django.conf import settings

SHEETS = sorted(path for path in Path(settings.BASE_DIR).glob("*/static/**/*.css") if "vendor" not in path.parts)
_DRAWN = re.compile(r"[^{}]*(?:\.chart|\.map)[^{}]*\{[^}]*\}")  # text in a drawing grows with the drawing
_FIXED = re.compile(r"(?:font-size|line-height|font):[^;}]*?[\d.]+(?:px|pt)")
_PRINT = re.compile(r"@media print \{.*", re.DOTALL)


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_text_sizes_are_relative(path: Path) -> None:
    sheet = _DRAWN.sub("", _PRINT.sub("", path.read_text()))
    assert _FIXED.findall(sheet) == []
