"""A coaching scenario's file, and its schema as the README of tests/e2e shows it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from adapters.coaching_scenario import Scenario
from bot.errors import ConfigError


def load_scenario(path: Path) -> Scenario:
    """Raises ConfigError with the file and the first wrong key."""
    import yaml

    try:
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(Scenario).validate_python(content)
    except OSError as error:
        raise ConfigError(f"The scenario {path} cannot be read: {error.strerror}.") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        # The library draws the place over several lines.
        raise ConfigError(f"The scenario {path} is not YAML: {' '.join(str(error).split())}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ConfigError(f"{path}: {key or 'the file'}: {first['msg']}.") from error


def schema() -> dict[str, Any]:
    """The scenario format as JSON Schema."""
    return TypeAdapter(Scenario).json_schema()
