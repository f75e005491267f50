"""
ContentError
├── Unreadable        one file could not be read; the rest is ingested
├── NoContent         nothing has been ingested yet
├── NotPermitted      the index's files may not be read, or its folder not written to
├── IndexDamaged      a snapshot's files do not match their checksums
├── ModelMismatch     the model's files are not the ones that were verified, or the index's
└── RetrievalBroken   an index does not find its own pages any more
"""

from __future__ import annotations


class ContentError(Exception):
    """Something is wrong with content or its index; the message says what to do about it."""


class Unreadable(ContentError):
    """One file could not be read."""


class NoContent(ContentError):
    """Nothing has been ingested yet."""


class NotPermitted(ContentError):
    """The index's files may not be read, or its folder not written to."""


class IndexDamaged(ContentError):
    """A snapshot's files do not match their checksums."""


class ModelMismatch(ContentError):
    """The model is not the one that was verified, or not the one the index was built with."""


class RetrievalBroken(ContentError):
    """An index does not find its own pages any more."""
