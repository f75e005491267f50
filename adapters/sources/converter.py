"""Conversion to Markdown in a child process that can be killed, so that no file can stop a sync."""

from __future__ import annotations

import json
import select
import socket
import subprocess
import sys
import tempfile
import weakref
from dataclasses import dataclass
from threading import Lock

from content_index.errors import Unreadable

_STOPPED = "The converter stopped on it: it may be damaged or need too much memory."


@dataclass(frozen=True, slots=True)
class _Child:
    process: subprocess.Popen[bytes]
    line: socket.socket


class Converter:
    """One child serves many files; a file that takes longer than `seconds`, or more than `memory` bytes of
    address space, costs only itself. Safe to share between threads, one file at a time."""

    def __init__(self, seconds: float = 120.0, memory: int = 4_000_000_000) -> None:
        self._seconds = seconds
        self._memory = memory
        self._lock = Lock()
        self._child: _Child | None = None

    def convert(self, data: bytes, ending: str) -> str:
        """Markdown of a `pdf`, `docx`, `pptx`, `xlsx` or UTF-8 `html` file. Raises `Unreadable`."""
        with self._lock, tempfile.NamedTemporaryFile(suffix=f".{ending}") as file:
            file.write(data)
            file.flush()
            reply = self._ask({"path": file.name, "ending": ending})
        if "error" in reply:
            raise Unreadable(reply["error"])
        return reply["text"]

    def _ask(self, request: dict[str, str]) -> dict[str, str]:
        # A child that idled may end just now; that must not count against this file.
        tries = 1 if self._child is None else 2
        for _ in range(tries):
            if answer := self._exchange(json.dumps(request).encode() + b"\n"):
                reply: dict[str, str] = json.loads(answer)
                return reply
        raise Unreadable(_STOPPED)

    def _exchange(self, request: bytes) -> bytes:
        child = self._running()
        try:
            child.line.sendall(request)
            answer = _line(child.line, self._seconds)
        except TimeoutError:
            self._drop(child)
            raise Unreadable(f"It took longer than {self._seconds:.0f} s to convert.") from None
        except OSError:
            answer = b""
        if not answer:
            self._drop(child)
        return answer

    def _running(self) -> _Child:
        if self._child is None or self._child.process.poll() is not None:
            self._child = _start(self._memory)
            weakref.finalize(self, _end, self._child)
        return self._child

    def _drop(self, child: _Child) -> None:
        _end(child)
        self._child = None


def _start(memory: int) -> _Child:
    ours, theirs = socket.socketpair()
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "adapters.sources.converter_process", str(memory)],
            stdin=theirs.fileno(),
            stdout=theirs.fileno(),
            stderr=subprocess.DEVNULL,
        )
    return _Child(process, ours)


def _end(child: _Child) -> None:
    child.line.close()
    child.process.kill()
    child.process.wait()


def _line(connection: socket.socket, seconds: float) -> bytes:
    """Up to the line's end; empty when the other side is gone. Raises `TimeoutError` without progress for
    `seconds`."""
    received = bytearray()
    while not received.endswith(b"\n"):
        if not select.select([connection], [], [], seconds)[0]:
            raise TimeoutError
        if not (some := connection.recv(1 << 16)):
            return b""
        received += some
    return bytes(received)
