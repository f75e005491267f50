"""Events, replies and records as plain JSON, for the tables that keep them. Types decide the form."""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from typing import Any

from pydantic import TypeAdapter


@cache
def _adapter(form: Hashable) -> TypeAdapter[Any]:
    built: TypeAdapter[Any] = TypeAdapter[Any](form)  # type: ignore[arg-type]  # unions are no `type`
    return built


def dump(value: object, form: Hashable) -> Any:
    """JSON-ready plain values of `value`, which is of type `form` (a dataclass or a union of them)."""
    return _adapter(form).dump_python(value, mode="json")


def load(plain: object, form: Hashable) -> Any:
    """The value of type `form` that `dump` made `plain` from. Raises pydantic.ValidationError."""
    return _adapter(form).validate_python(plain)
