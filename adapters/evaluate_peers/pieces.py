"""What all peers have in common: how deep they look, and that pieces speak for their documents."""

from __future__ import annotations

from collections.abc import Iterable

DEPTH = 200
"""Pieces from each side, as many as our own search takes."""

_DOCUMENTS = 100


def documents_of(paths: Iterable[str]) -> list[str]:
    """The hundred best documents, from the paths of pieces, best first."""
    return list(dict.fromkeys(paths))[:_DOCUMENTS]
