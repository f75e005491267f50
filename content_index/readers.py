"""Is anybody behind the names in an audience? Pure."""

from __future__ import annotations

import difflib

from content_index.errors import Unreadable
from content_index.model import Principal


def remark(audience: frozenset[Principal], known: frozenset[Principal] | None) -> str:
    """One sentence about names that are nobody's, which let nobody in; empty where there are none. `known` is
    None where nobody can tell. Raises `Unreadable` where nobody is left."""
    if not audience:
        raise Unreadable("It names nobody who may see it.")
    strangers = sorted(audience - known) if known is not None else []
    if not strangers or known is None:
        return ""
    near = difflib.get_close_matches(strangers[0], known, n=1, cutoff=0.75)
    hint = f" (did you mean {near[0]}?)" if near else ""
    said = f"Its audience names {', '.join(strangers)}, which is nobody here{hint}"
    if len(strangers) == len(audience):
        raise Unreadable(f"{said}, so it is shown to nobody.")
    return f"{said}; only its other readers see it."
