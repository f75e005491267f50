"""Where files lie: a local folder, or anywhere fsspec reaches."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from content_index.errors import Unreadable


@dataclass(frozen=True, slots=True)
class Entry:
    """`path` is relative with `/`; `state` changes whenever the file does."""

    path: str
    state: str


class Place(Protocol):
    def entries(self) -> Iterator[Entry]:
        """Files that are not hidden. Raises `Unreadable` where the place cannot be listed."""
        ...

    def read(self, path: str, limit: int) -> bytes | None:
        """None where there is no such file. Raises `Unreadable` for more than `limit` bytes."""
        ...


def place(location: str) -> Place:
    """Raises `Unreadable` for a location of an unknown kind."""
    import fsspec
    from fsspec.implementations.local import LocalFileSystem

    try:
        files, root = fsspec.core.url_to_fs(os.path.expanduser(location))
    except (ImportError, ValueError, OSError) as error:
        raise Unreadable(f"{location} cannot be opened: {error}") from error
    return _Local(Path(root)) if isinstance(files, LocalFileSystem) else _Remote(files, root)


class _Local:
    """Links that lead out of the folder are not followed, nor are linked folders."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def entries(self) -> Iterator[Entry]:
        if not self._root.is_dir():
            raise Unreadable(f"There is no folder {self._root}: check the source's location.")
        for folder, folders, names in os.walk(self._root, onerror=_raise):
            folders[:] = sorted(name for name in folders if not _hidden(name))
            for name in sorted(names):
                path = Path(folder, name)
                if not _hidden(name) and (entry := self._entry(path)) is not None:
                    yield entry

    def _entry(self, path: Path) -> Entry | None:
        relative = path.relative_to(self._root).as_posix()
        # A name that is no valid text stays printable, and then cannot be opened, which says so.
        relative = relative.encode("utf-8", "backslashreplace").decode()
        try:
            found = path.stat()
        except OSError:
            return Entry(relative, "unreadable")
        if not stat.S_ISREG(found.st_mode) or not path.resolve().is_relative_to(self._root):
            return None
        return Entry(relative, f"{found.st_size}|{found.st_mtime_ns}|{found.st_ctime_ns}")

    def read(self, path: str, limit: int) -> bytes | None:
        full = self._root / path
        try:
            # Unlike Path.resolve this takes links that lead in a circle, and then they cannot be opened.
            if not Path(os.path.realpath(full)).is_relative_to(self._root):
                raise Unreadable("It lies outside its source.")
            _check_size(full.stat().st_size, limit)
            return full.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Unreadable(f"It could not be opened: {error.strerror}.") from error


class _Remote:
    def __init__(self, files: Any, root: str) -> None:
        self._files = files
        self._root = root.rstrip("/")

    def entries(self) -> Iterator[Entry]:
        try:
            found = self._files.find(self._root, detail=True)
        except Exception as error:
            # Each of fsspec's dozens of backends raises errors of its own.
            raise Unreadable(f"{self._root} could not be listed: {type(error).__name__}.") from error
        if not found and not self._files.exists(self._root):
            raise Unreadable(f"There is no folder {self._root}: check the source's location.")
        for full in sorted(found):
            relative = full.removeprefix(self._root).lstrip("/")
            if relative and not any(_hidden(part) for part in relative.split("/")):
                yield Entry(relative, str(self._files.ukey(full)))

    def read(self, path: str, limit: int) -> bytes | None:
        full = f"{self._root}/{path}"
        try:
            _check_size(int(self._files.info(full).get("size") or 0), limit)
            data: bytes = self._files.cat_file(full, 0, limit + 1)
        except FileNotFoundError:
            return None
        except Unreadable:
            raise
        except Exception as error:
            raise Unreadable(f"It could not be fetched: {type(error).__name__}.") from error
        _check_size(len(data), limit)
        return data


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise Unreadable(f"It is larger than {limit // 1_000_000} MB.")


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _raise(error: OSError) -> None:
    raise Unreadable(f"The folder {error.filename} cannot be listed: {error.strerror}.") from error
