"""`python -m tests.payments.api.integrations.real.packages`: the foreign programs, each where it can run.

Pinned in `medusa/package.json` and `djstripe/requirements.txt`; kept in `var/integrations` until these change.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
HOME = Path(os.environ.get("CHOXA_INTEGRATIONS", "var/integrations")).absolute()
MEDUSA, DJSTRIPE = HOME / "medusa", HOME / "djstripe"


def main() -> None:
    _once(HERE / "medusa/package.json", MEDUSA, _medusa)
    _once(HERE / "djstripe/requirements.txt", DJSTRIPE, _djstripe)


def _once(pins: Path, folder: Path, install) -> None:
    done = folder / "installed"
    if done.is_file() and done.read_bytes() == pins.read_bytes():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"Installing {pins.parent.name} into {folder} …")
    install(pins, folder)
    done.write_bytes(pins.read_bytes())


def _medusa(pins: Path, folder: Path) -> None:
    shutil.copy(pins, folder)
    _run("npm", "install", "--legacy-peer-deps", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock",
         "--loglevel=error", "--prefix", folder)  # fmt: skip
    # What the provider takes of the framework is `@medusajs/utils`; the rest of it is a server that is not needed here.
    framework = folder / "node_modules/@medusajs/framework/utils"
    framework.mkdir(parents=True)
    (framework / "index.js").write_text('module.exports = require("@medusajs/utils");\n')
    (framework.parent / "package.json").write_text(json.dumps({"name": "@medusajs/framework"}))


def _djstripe(pins: Path, folder: Path) -> None:
    _run(sys.executable, "-m", "venv", folder)
    _run(folder / "bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", pins)


def _run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True)


if __name__ == "__main__":
    main()
