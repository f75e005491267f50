"""A folder, or any fsspec URL, as a `Source` of documents."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from html import unescape
from pathlib import PurePosixPath
from urllib.parse import quote

from adapters.sources.converter import Converter
from adapters.sources.encodings import decoded, visible
from adapters.sources.folder_rules import FolderRules
from adapters.sources.metadata import DRAFT, Metadata, completed, read_sidecar, split_front_matter
from adapters.sources.page_meta import page_meta
from adapters.sources.places import Entry, Place, place
from bot.settings import SourceRule
from content_index.errors import ContentError, Unreadable
from content_index.hidden import without_hidden
from content_index.markdown import blocks
from content_index.model import Document
from content_index.ports import Listed

READER = "4"
"""Changes whenever the same file would be read differently; every file is then read again."""

_TEXT = {"md", "markdown", "txt", "text", "html", "htm"}
_BINARY = {"pdf", "docx", "pptx", "xlsx"}
_KNOWN = {"doc", "ppt", "xls", "key", "pages", "numbers", "odt", "odp", "ods", "rtf", "epub", "docm", "pptm"}
"""Documents people would expect to find; other files are no content."""

_SIDECAR = ".meta.yaml"
_SIDECAR_LIKE = re.compile(r"\.meta\.ya?ml$", re.IGNORECASE)
_ASTRAY = (
    "No file belongs to it, so nothing heeds it: name it after the whole file, as in deck.pptx.meta.yaml."
)
_UNUSED = "No file lies where this rule points: what it should protect may lie elsewhere."
_TEXT_LIMIT = 10_000_000
_BINARY_LIMIT = 50_000_000
_HTML_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{1,500})</title", re.IGNORECASE)


class FileSource:
    """`location` is a folder or an fsspec URL. `audience`, `owner` and the `rules` by folder are for pages
    that do not say themselves; `url_prefix` + path opens the original. Nothing is opened before `list` or
    `read`.

    Raises `ContentError` for a malformed audience; `list` raises `Unreadable` where the location cannot
    be listed, so that a missing folder is not mistaken for an empty one. What should say who may see a file
    and means none is listed as well, and cannot be read: the reason is its fingerprint.
    """

    def __init__(
        self,
        name: str,
        location: str,
        audience: Sequence[str] = ("public",),
        owner: str = "",
        url_prefix: str = "",
        converter: Converter | None = None,
        rules: Sequence[SourceRule] = (),
    ) -> None:
        try:
            self._rules = FolderRules(rules, audience, owner)
        except ContentError as error:
            raise ContentError(f"Source “{name}”: {error}") from None
        self._name = name
        self._location = location
        self._url_prefix = url_prefix
        self._converter = converter or Converter()
        self._opened: Place | None = None

    @property
    def name(self) -> str:
        return self._name

    def list(self) -> Iterator[Listed]:
        entries = {entry.path: entry for entry in self._place().entries()}
        for path, entry in sorted(entries.items()):
            if _ending(path) in _TEXT | _BINARY | _KNOWN:
                yield Listed(path, self._fingerprint(entry, entries.get(path + _SIDECAR)))
            elif _SIDECAR_LIKE.search(path) and not _belongs(path, entries):
                yield Listed(path, _ASTRAY)
        for rule in self._rules.unused(entries):
            yield Listed(rule, _UNUSED)

    def read(self, listed: Listed) -> Document:
        if listed.fingerprint in (_ASTRAY, _UNUSED):
            raise Unreadable(listed.fingerprint)
        ending = _ending(listed.path)
        if ending in _KNOWN:
            raise Unreadable(f"Files of type .{ending} are not read: save it as .docx, .pptx, .xlsx or PDF.")
        data = self._place().read(listed.path, _BINARY_LIMIT if ending in _BINARY else _TEXT_LIMIT)
        if data is None:
            raise Unreadable(
                "It could not be opened: it is gone, or its name is no text, or it links to nothing."
            )
        if not data.strip():
            raise Unreadable("It is empty.")
        metadata, page, text = self._content(listed.path, ending, data)
        if metadata.status == DRAFT:
            raise Unreadable("It is a draft: nothing is answered from it until its status is changed.")
        if len(text) > _TEXT_LIMIT:
            raise Unreadable("It holds more than 10 MB of text.")
        return self._document(listed.path, metadata, page, visible(text))

    def _content(self, path: str, ending: str, data: bytes) -> tuple[Metadata, Metadata, str]:
        """What its owner says of it, what can only be read off the page, and its text."""
        if ending in _BINARY:
            text = self._converter.convert(data, ending)
            heading = "" if ending in {"pdf", "pptx", "xlsx"} else _first_heading(text)
            return self._sidecar(path), Metadata(title=heading), text
        html = ending in {"html", "htm"}
        own, text = split_front_matter(visible(decoded(data, declares=html)))
        page = page_meta(text)
        if html:
            named = _HTML_TITLE.search(text)
            page = completed(page, Metadata(title=unescape(named[1]) if named else ""))
            text = self._converter.convert(without_hidden(text).encode(), "html")
        return (
            completed(own, self._sidecar(path)),
            completed(page, Metadata(title=_first_heading(text))),
            text,
        )

    def _document(self, path: str, metadata: Metadata, page: Metadata, text: str) -> Document:
        standing = self._rules.standing(path)
        return Document(
            id=f"{self._name}/{path}",
            source=self._name,
            path=path,
            title=_on_one_line(metadata.title or page.title) or _from_name(path),
            text=text,
            audience=standing.seen_by(metadata.audience),
            owner=_on_one_line(metadata.owner or standing.owner or page.owner),
            updated=metadata.updated or page.updated,
            verified=metadata.verified,
            review_by=metadata.review_by,
            url=self._url_prefix + quote(path) if self._url_prefix else "",
        )

    def _sidecar(self, path: str) -> Metadata:
        data = self._place().read(path + _SIDECAR, _TEXT_LIMIT)
        return Metadata() if data is None else read_sidecar(visible(decoded(data)))

    def _place(self) -> Place:
        if self._opened is None:
            self._opened = place(self._location)
        return self._opened

    def _fingerprint(self, entry: Entry, sidecar: Entry | None) -> str:
        standing = self._rules.standing(entry.path)
        settings = (READER, sorted(standing.audience), standing.owner, standing.limit, self._url_prefix)
        state = (*settings, entry.state, "" if sidecar is None else sidecar.state)
        return sha256(json.dumps(state).encode()).hexdigest()


def _belongs(sidecar: str, files: Collection[str]) -> bool:
    return sidecar.endswith(_SIDECAR) and sidecar.removesuffix(_SIDECAR) in files


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.removeprefix(".").lower()


def _first_heading(text: str) -> str:
    found = next((block.text for block in blocks(text) if block.kind == "heading" and block.text), "")
    return unescape(found)


def _from_name(path: str) -> str:
    return _on_one_line(re.sub(r"[-_]+", " ", PurePosixPath(path).stem))


def _on_one_line(text: str) -> str:
    return " ".join(visible(text).split())
