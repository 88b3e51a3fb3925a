"""Format the shop's stylesheets by cssbeautifier. Usage: python -m tools.format_css [--check]"""

import sys
from pathlib import Path

import cssbeautifier

ROOT = Path(__file__).resolve().parent.parent


def formatted(sheet: str) -> str:
    """The same rules, one declaration a line."""
    options = cssbeautifier.default_options()
    options.indent_size = 2
    options.end_with_newline = True
    options.max_preserve_newlines = 2
    return str(cssbeautifier.beautify(sheet, options))


def main(*, check: bool) -> int:
    every = sorted(ROOT.glob("*/static/**/*.css"))
    sheets = [path for path in every if formatted(path.read_text()) != path.read_text()]
    for path in sheets:
        print(path.relative_to(ROOT))
        if not check:
            path.write_text(formatted(path.read_text()))
    return 1 if check and sheets else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
