"""The package an administrator uploads, against Microsoft's own schema, and what the doctor says.

The schema is Microsoft's, version 1.25, from the npm package @microsoft/app-manifest 1.1.2 (MIT licence).
"""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest

from adapters.teams.connector import Connector
from adapters.teams.doctor import examine
from adapters.teams.entries import ACTIONS
from adapters.teams.package import manifest, write_package
from bot.commands import VERBS
from bot.errors import ConfigError, DeliveryError

APP_ID = "12345678-1234-1234-1234-123456789abc"
SCHEMA = Path(__file__).parent / "teams_manifest_1.25.schema.json"


@pytest.fixture
def package(tmp_path: Path) -> zipfile.ZipFile:
    write_package(tmp_path / "app.zip", {"MicrosoftAppId": APP_ID})
    return zipfile.ZipFile(tmp_path / "app.zip")


def without_foreign_patterns(schema: dict[str, Any]) -> dict[str, Any]:
    """Python's expressions know no classes such as `\\p{L}`."""
    pattern = schema.get("pattern")
    foreign = isinstance(pattern, str) and r"\p" in pattern
    return {name: value for name, value in schema.items() if name != "pattern"} if foreign else schema


def test_the_package_is_what_microsofts_schema_asks_for(package: zipfile.ZipFile) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"), object_hook=without_foreign_patterns)
    told = json.loads(package.read("manifest.json"))
    validate: Any = fastjsonschema.compile(schema)
    validate(told)
    with pytest.raises(fastjsonschema.JsonSchemaException):
        validate({**told, "bots": [{"botId": "no guid", "scopes": []}]})
    assert "${" not in json.dumps({**told, "$schema": ""})
    assert told["bots"][0]["botId"] == told["composeExtensions"][0]["botId"] == told["id"] == APP_ID


def test_the_icons_have_the_sizes_teams_asks_for(package: zipfile.ZipFile) -> None:
    sizes = {name: struct.unpack(">II", package.read(name)[16:24]) for name in package.namelist()[1:]}
    assert sizes == {"color.png": (192, 192), "outline.png": (32, 32)}


def test_the_manifest_offers_what_the_code_answers() -> None:
    told = json.loads(manifest(APP_ID))
    extension = {c["id"]: c["type"] for c in told["composeExtensions"][0]["commands"]}
    assert extension == {"cite": "query", **dict.fromkeys(ACTIONS, "action")}
    offered = {c["title"].split()[0] for scope in told["bots"][0]["commandLists"] for c in scope["commands"]}
    assert offered <= {*VERBS, "help"}


@pytest.mark.parametrize("app_id", ["", "app-1"])
def test_without_an_app_id_there_is_nothing_to_package(app_id: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="MicrosoftAppId"):
        write_package(tmp_path / "app.zip", {"MicrosoftAppId": app_id})
    assert not (tmp_path / "app.zip").exists()


class Refused(Connector):
    def check_password(self) -> None:
        raise DeliveryError("Microsoft gives no token for this app: PermissionError.")


class Accepted(Connector):
    def check_password(self) -> None:
        return None


def test_the_doctor_says_what_is_missing() -> None:
    full = {"MicrosoftAppId": APP_ID, "MicrosoftAppPassword": "secret-1", "MicrosoftAppTenantId": "t-1"}
    assert [fine for fine, _ in examine(full, "0.0.0.0", 3, Accepted)] == [True] * 4
    refused = list(examine(full, "0.0.0.0", 3, Refused))
    assert next(sentence for fine, sentence in refused if not fine).startswith("Microsoft gives no token")
    assert "secret-1" not in str(refused)
    assert [fine for fine, _ in examine({"MicrosoftAppId": APP_ID}, "127.0.0.1", 0)] == [True, False]
    assert [fine for fine, _ in examine({}, "127.0.0.1", 0)] == [True]
    assert [fine for fine, _ in examine({}, "0.0.0.0", 0)] == [False]
