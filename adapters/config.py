"""One TOML file → frozen settings, or every problem in it at once."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapters.config_audience import broken_audiences
from adapters.config_desks import broken_desks
from adapters.config_problems import Problem, lines_of, report
from adapters.config_relations import broken_relations
from adapters.config_rules import broken_rules
from adapters.config_shape import settings_from, unknown_keys
from adapters.config_template import TEMPLATE
from bot.errors import ConfigError
from bot.settings import ContentSettings, PersonSettings, Settings, StorageSettings

FILE_NAME = "cornerman.toml"
DEMO_CONFIG = Path(__file__).resolve().parent.parent / "deploy" / "demo" / FILE_NAME


def find_config(explicit: Path | None, environ: Mapping[str, str], cwd: Path) -> Path:
    """`explicit`, else CORNERMAN_CONFIG, else `cwd`'s own, else the demo's. Raises ConfigError for none."""
    if explicit is not None:
        return cwd / _at_home(explicit)
    if environ.get("CORNERMAN_CONFIG"):
        return cwd / _at_home(environ["CORNERMAN_CONFIG"])
    for path in (cwd / FILE_NAME, DEMO_CONFIG):
        if path.is_file():
            return path
    raise ConfigError(
        f"no {FILE_NAME} in {cwd}; write one with `cornerman config init` or name it with --config"
    )


def load_settings(path: Path, environ: Mapping[str, str]) -> Settings:
    """Paths come back absolute; people's empty zone and currency hold the defaults, and with the built-in CRM
    their CRM user.

    CORNERMAN_DATABASE_URL and CORNERMAN_DATA override `[storage]`. Raises ConfigError with one line a
    problem, `FILE:LINE: KEY: SENTENCE`.
    """
    toml = _text(path)
    data = _parsed(toml, path)
    unknown = list(unknown_keys(data))
    broken = [*broken_rules(data), *broken_relations(data), *broken_audiences(data), *broken_desks(data)]
    settings, wrong = settings_from(_with_implied(data))
    problems = [*unknown, *wrong, *broken]
    if settings is None or problems:
        raise ConfigError(report(_shown(path), _first_of_each(problems), lines_of(toml)))
    return _settled(settings, path.absolute().parent, environ)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "not readable"
        raise ConfigError(f"{_shown(path)}: {reason}; write one with `cornerman config init`") from error
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError(f"{_shown(path)}:{line}: is not UTF-8; save the file with that encoding") from error


def _parsed(toml: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).rpartition(" (at ")
        place = re.match(r"line (\d+), column (\d+)", where)
        line = int(place[1]) if place else toml.count("\n") + 1
        column = f"column {place[2]}: " if place else ""
        raise ConfigError(f"{_shown(path)}:{line}: {column}not valid TOML; {what or error}") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(
            f"{_shown(path)}: a number is too long or lists are too deep; compare `cornerman config init`"
        ) from error


def _shown(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _first_of_each(problems: list[Problem]) -> list[Problem]:
    """One sentence a key: what a value must say first does not matter while it is of the wrong kind."""
    first: dict[tuple[str | int, ...], Problem] = {}
    for problem in problems:
        first.setdefault(problem.path, problem)
    return list(first.values())


def _with_implied(data: Mapping[str, Any]) -> dict[str, Any]:
    """The raw tables with what the file may leave out although the settings may not."""
    full = {"storage": {}, **data}
    if isinstance(full["storage"], dict):
        full["storage"] = {"directory": ".cornerman", **full["storage"]}
    if isinstance(full.get("stages"), list):
        full["stages"] = [
            {**stage, "order": order} if isinstance(stage, dict) else stage
            for order, stage in enumerate(full["stages"], start=1)
        ]
    return full


def _settled(settings: Settings, folder: Path, environ: Mapping[str, str]) -> Settings:
    drafts = settings.content.drafts
    return replace(
        settings,
        storage=_storage(settings.storage, folder, environ),
        content=ContentSettings(str(_resolved(Path(drafts), folder)) if drafts else ""),
        retrieval=replace(settings.retrieval, model=_model(settings.retrieval.model, folder)),
        sources=tuple(
            replace(source, location=_location(source.location, folder)) for source in settings.sources
        ),
        calendars=tuple(
            replace(each, file=str(_resolved(Path(each.file), folder)) if each.file else "")
            for each in settings.calendars
        ),
        people=tuple(with_defaults(person, settings) for person in settings.people),
        demo=settings.demo and _resolved(settings.demo, folder),
    )


def _storage(storage: StorageSettings, folder: Path, environ: Mapping[str, str]) -> StorageSettings:
    data = environ.get("CORNERMAN_DATA")
    return StorageSettings(
        directory=_at_home(data).absolute() if data else _resolved(storage.directory, folder),
        database=environ.get("CORNERMAN_DATABASE_URL") or storage.database,
    )


def _resolved(path: Path, folder: Path) -> Path:
    return (folder / _at_home(path)).resolve()


def _at_home(path: Path | str) -> Path:
    # Unlike Path.expanduser this leaves the home of nobody as it is; then there is no such folder.
    return Path(os.path.expanduser(path))


def _location(location: str, folder: Path) -> str:
    return location if "://" in location else str(_resolved(Path(location), folder))


def _model(model: str, folder: Path) -> str:
    # "org/name" is a published model; a folder is one only when it says so.
    return str(_resolved(Path(model), folder)) if model.startswith((".", "~", "/")) else model


def with_defaults(person: PersonSettings, settings: Settings) -> PersonSettings:
    """In a company's own CRM a person's id here may be somebody else's there."""
    here = person.id if settings.crm == "builtin" else ""
    return replace(
        person,
        zone=person.zone or settings.company.zone,
        currency=person.currency or settings.company.currency,
        crm_user=person.crm_user or here,
    )


def template() -> str:
    """A commented starter file that `load_settings` accepts as it is."""
    return TEMPLATE
