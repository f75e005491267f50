"""A file that somebody sent, read as the files of a folder are."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from adapters.sources.converter import Converter
from adapters.sources.files import FileSource
from content_index.errors import Unreadable
from content_index.model import Document

READ = frozenset({"md", "markdown", "txt", "text", "html", "htm", "pdf", "docx", "pptx", "xlsx"})
SECONDS = 60.0


class SentFileReader:
    """`bot.ports.SentFiles`. Opens nothing before the first file."""

    def __init__(self) -> None:
        self._converter = Converter(seconds=SECONDS)

    def reads(self, name: str) -> bool:
        return _ending(name) in READ

    def read(self, name: str, data: bytes) -> Document:
        with TemporaryDirectory(prefix="sent-") as folder:
            # Names come from people: nothing of it but its ending reaches the disk.
            (Path(folder) / f"file.{re.sub(r'[^a-z]', '', _ending(name))}").write_bytes(data)
            source = FileSource("sent", folder, converter=self._converter)
            for listed in source.list():
                return source.read(listed)
        raise Unreadable("files of its type are not read.")


def _ending(name: str) -> str:
    return PurePosixPath(name).suffix.removeprefix(".").lower()
