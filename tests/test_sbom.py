"""The bill of materials and NOTICE: every pin of the lock, each with a licence that we may ship."""

import json
import re
from pathlib import Path

import cyclonedx.schema._res as schemas
import jsonschema_rs
import pytest
from cyclonedx.output.json import JsonV1Dot6
from fontTools.ttLib import TTFont

from tools import sbom

SCHEMAS = Path(schemas.__file__).parent


def schema(name: str) -> dict:
    return json.loads((SCHEMAS / name).read_text())


@pytest.fixture(scope="module")
def written() -> dict:
    return json.loads(JsonV1Dot6(sbom.bom()).output_as_string())


def test_bill_is_valid_cyclonedx(written: dict) -> None:
    others = ("spdx.SNAPSHOT.schema.json", "jsf-0.82.SNAPSHOT.schema.json")
    registry = jsonschema_rs.Registry([(f"http://cyclonedx.org/schema/{name}", schema(name)) for name in others])
    validator = jsonschema_rs.validator_for(schema("bom-1.6.SNAPSHOT.schema.json"), registry=registry)
    assert [str(error.message) for error in validator.iter_errors(written)] == []


def test_bill_lists_every_locked_package_and_vendored_file(written: dict) -> None:
    pins = set(re.findall(r"^([a-z0-9-]+==\S+)", sbom.LOCK.read_text(), re.MULTILINE))
    components = written["components"]
    assert {f"{one['name']}=={one['version']}" for one in components if "purl" in one} == pins
    assert {one["bom-ref"] for one in components if "purl" not in one} == {path for *_, path, _ in sbom.VENDORED}
    for *_, path, _whose in sbom.VENDORED:
        assert (sbom.ROOT / path).exists()
    assert written["metadata"]["component"]["name"] == "choxa"
    needed = {one["ref"]: one.get("dependsOn", []) for one in written["dependencies"]}
    assert any(ref.startswith("django@") for ref in needed["choxa"])
    assert any(ref.startswith("asgiref@") for one, refs in needed.items() if one.startswith("django@") for ref in refs)


def test_versions_of_vendored_files_are_correct() -> None:
    versions = {name: version for name, version, *_ in sbom.VENDORED}
    htmx = (sbom.ROOT / "frontend/static/vendor/htmx.min.js").read_text()
    assert f'version:"{versions["htmx"]}"' in htmx
    for font in (sbom.ROOT / "core/documents/fonts").glob("*.ttf"):
        assert TTFont(font)["name"].getDebugName(5).split(";")[0] == f"Version {versions['Noto Sans']}"
    vendored = set((sbom.ROOT / "frontend/static/vendor").glob("*.js"))
    assert vendored == {sbom.ROOT / path for *_, path, _ in sbom.VENDORED if path.endswith(".js")}


def test_every_licence_is_named_and_none_is_gpl_only(written: dict) -> None:
    for one in sbom.libraries():
        assert re.fullmatch(r"\(?[A-Za-z0-9.-]+( (AND|OR) \(?[A-Za-z0-9.-]+\)?)*", one.licence), one
        assert not re.match(r"A?GPL", one.licence), one
    unnamed = [one["name"] for one in written["components"] if not one.get("licenses")]
    assert unnamed == []


def test_notice_matches_the_lock() -> None:
    """`python -m tools.sbom --notice` writes it anew."""
    assert sbom.NOTICE.read_text() == sbom.notice()
