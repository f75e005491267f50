"""Other libraries' hybrid retrieval, for `cornerman eval retrieval --systems`: the extra `bench`.

Each gets the vectors that ours gets, of the same model, and what its own documentation starts from for the
rest: how text is cut, how words are scored, how both are joined. Every piece carries its document's title.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.util import find_spec

from adapters.evaluate_peers.haystack import haystack
from adapters.evaluate_peers.llamaindex import llamaindex
from adapters.evaluate_peers.txtai import txtai
from content_index.errors import ContentError
from content_index.evaluate import Peer

PEERS: Mapping[str, Peer] = {"haystack": haystack, "llamaindex": llamaindex, "txtai": txtai}

_NEEDS = {"haystack": "haystack", "llamaindex": "llama_index", "txtai": "txtai"}


def check_installed(systems: Iterable[str]) -> None:
    """Raises `ContentError` for the first of `systems` that is a peer whose library is not installed."""
    for name in systems:
        if name in PEERS and find_spec(_NEEDS[name]) is None:
            raise ContentError(f"{name} is not installed: install it with pip install '.[bench]'.")
