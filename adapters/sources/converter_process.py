"""The child that turns office files, PDF and HTML into Markdown: one JSON line in, one out, until idle.

Run as a module by adapters.sources.converter. It may be killed at any moment.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import re
import resource
import select
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

_IDLE_SECONDS = 60
_UNPACKED_LIMIT = 500_000_000
_SLIDE = re.compile(r"<!-- Slide number: (\d+) -->")
_HEADING = re.compile(r"^(#{1,5} )", re.MULTILINE)
_EMPTY_CELL = re.compile(r"(?<=\|) (?:NaN|Unnamed: \d+) (?=\|)")


class Refused(Exception):
    """A file that will not be converted; the message is for the content owner."""


def main() -> None:
    memory = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    # Libraries may print; only answers belong on the pipe.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    going_on = True
    while going_on and select.select([0], [], [], _IDLE_SECONDS)[0]:
        if not (line := sys.stdin.readline()):
            return
        reply, going_on = _reply(json.loads(line))
        answers.write(json.dumps(reply) + "\n")
        answers.flush()


def _reply(request: dict[str, str]) -> tuple[dict[str, str], bool]:
    """The answer, and whether this process is still fit for another file."""
    try:
        return {"text": convert(Path(request["path"]), request["ending"])}, True
    except Refused as refusal:
        return {"error": str(refusal)}, True
    except (MemoryError, ImportError):
        return {"error": "It needs too much memory to convert."}, False
    except RecursionError:
        return {"error": "It is nested too deeply to convert."}, True
    except Exception as error:
        return {"error": f"It could not be converted ({type(error).__name__}): it may be damaged."}, True


def convert(path: Path, ending: str) -> str:
    data = path.read_bytes()
    if ending in {"docx", "pptx", "xlsx"}:
        _check_office(data)
    return _READERS[ending](data)


def _check_office(data: bytes) -> None:
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("It is encrypted or in an old Office format: save it without a password.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        raise Refused("It is damaged: it is not a valid Office file.") from None
    if unpacked > _UNPACKED_LIMIT:
        raise Refused("It unpacks to more than 500 MB.")


def _markdown(converter: Any, data: bytes, ending: str, charset: str | None = None) -> str:
    from markitdown import StreamInfo

    info = StreamInfo(extension=f".{ending}", charset=charset)
    return str(converter.convert(io.BytesIO(data), info).markdown)


def _pdf(data: bytes) -> str:
    """Page by page, for markitdown joins the pages of most files without a mark."""
    pypdfium2 = _library("pypdfium2")
    converter = _library("markitdown.converters").PdfConverter()
    try:
        whole = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        encrypted = "password" in str(error).lower()
        raise Refused(
            "It is encrypted: save it without a password." if encrypted else "It is damaged: not a valid PDF."
        ) from error
    pages = [(number + 1, _page(converter, whole, number)) for number in range(len(whole))]
    if not any(text for _, text in pages):
        raise Refused("It holds no text: it may be scanned pictures; export it with recognised text.")
    return "\n\n".join(f"# page {number}\n\n{text}" for number, text in pages if text)


def _page(converter: Any, whole: Any, number: int) -> str:
    single = _library("pypdfium2").PdfDocument.new()
    single.import_pages(whole, [number])
    page = io.BytesIO()
    single.save(page)
    single.close()
    return _markdown(converter, page.getvalue(), "pdf").replace("\f", "\n").strip()


def _pptx(data: bytes) -> str:
    before, *slides = _SLIDE.split(_markdown(_library("markitdown.converters").PptxConverter(), data, "pptx"))
    pairs = zip(slides[::2], slides[1::2], strict=True)
    # A slide's own headings go below the slide's.
    parts = ["# slide {}\n\n{}".format(number, _HEADING.sub(r"#\1", text).strip()) for number, text in pairs]
    return "\n\n".join((before.strip(), *parts)).strip()


def _docx(data: bytes) -> str:
    return _markdown(_library("markitdown.converters").DocxConverter(), data, "docx")


def _xlsx(data: bytes) -> str:
    text = _markdown(_library("markitdown.converters").XlsxConverter(), data, "xlsx")
    return _EMPTY_CELL.sub("  ", text)


def _html(data: bytes) -> str:
    return _markdown(_library("markitdown.converters").HtmlConverter(), data, "html", "utf-8")


def _library(name: str) -> Any:
    # Imported when first needed, and untyped.
    return importlib.import_module(name)


_READERS: dict[str, Callable[[bytes], str]] = {
    "pdf": _pdf,
    "pptx": _pptx,
    "docx": _docx,
    "xlsx": _xlsx,
    "html": _html,
}

if __name__ == "__main__":
    main()
