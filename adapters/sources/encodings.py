"""Bytes to text that can be shown: its encoding told, and without letters that nobody sees."""

from __future__ import annotations

import codecs
import re

from content_index.errors import Unreadable

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_HEAD = 4_096
_STRAY_NULS = 0.01
_WESTERN = 0.3
"""Above this share of letters outside ASCII, an old file is not in a Western European language."""

_NEW_LINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Joiners and the marks that only say in which direction a letter runs (200C to 200F) belong to their scripts.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def decoded(data: bytes, declares: bool = False) -> str:
    """UTF-8, UTF-16 or UTF-32 by its mark or pattern, else the Western European encoding of old files, also
    where only some bytes of an UTF-8 file are in it. `declares`: an HTML file that may name its own.
    Raises `Unreadable` for what is no text, or none that can be told."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    if b"\0" in data:
        return _with_nuls(data)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = _DECLARED.search(data[:_HEAD]) if declares else None
        return _by_name(data, named[1].decode()) if named else _western(data)


def visible(text: str) -> str:
    """Line ends as newlines; without control characters, zero-width spaces, direction overrides (which would
    turn round what follows them), hidden tag characters and halves of letters."""
    return _UNSEEN.sub("", _NEW_LINE.sub("\n", text))


def _with_nuls(data: bytes) -> str:
    """UTF-16 without its mark, or text with a few strays."""
    if data.count(b"\0") <= _STRAY_NULS * len(data):
        return decoded(data.replace(b"\0", b""))
    guesses = [text for name in ("utf-16-le", "utf-16-be") if (text := _strictly(data, name))]
    if not guesses:
        raise Unreadable("It is not text, whatever its name says.")
    # In the wrong order of bytes, spaces and line ends are letters of far scripts.
    return max(guesses, key=lambda text: sum(letter.isascii() for letter in text))


def _strictly(data: bytes, name: str) -> str:
    """Empty where the bytes are not text in this encoding."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return ""
    return text if all(letter.isprintable() or letter.isspace() for letter in text) else ""


def _by_name(data: bytes, name: str) -> str:
    try:
        return data.decode(name, "replace")
    except LookupError:
        return _western(data)


def _western(data: bytes) -> str:
    read = data.decode("utf-8", "replace")
    if read.count("\ufffd") > _WESTERN * len("".join(read.split())):
        raise Unreadable("Its letters are in an encoding that cannot be told: save it as UTF-8.")
    return data.decode("utf-8-sig", "western")


def _as_western(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("western", _as_western)
