"""Any OpenAI-compatible endpoint: what is asked of it, what it said, and no more time than allowed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from time import monotonic
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.errors import ConfigError, ModelFailed

_MOST_BYTES = 256_000


class _NoRedirect(HTTPRedirectHandler):
    """The key goes to the configured host and to no other."""

    def redirect_request(self, *_: Any) -> None:
        return None


class Completions:
    """`url` is the base that `/chat/completions` is added to. `seconds` bounds one whole exchange. `failure`
    is what is raised, and `who` did not answer."""

    who = "model"
    failure: type[ModelFailed] = ModelFailed

    def __init__(self, url: str, key: str, model: str, seconds: float) -> None:
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._key = key
        self._model = model
        self._seconds = seconds
        self._opener = build_opener(_NoRedirect)

    def complete(self, task: str, given: Mapping[str, Any], most_tokens: int) -> str:
        """The text said to `given`, which travels as data beside the task."""
        deadline = monotonic() + self._seconds
        request = self._request(task, given, most_tokens)
        try:
            with self._opener.open(request, timeout=self._seconds) as response:
                read = self._read(response, deadline)
        except HTTPError as error:
            error.close()
            raise self.failure(f"The {self.who} did not answer (HTTP {error.code}).") from None
        except URLError as error:
            raise self.failure(f"The {self.who} did not answer ({type(error.reason).__name__}).") from None
        except OSError as error:
            raise self.failure(f"The {self.who} did not answer ({type(error).__name__}).") from None
        return self._said(read)

    def _request(self, task: str, given: Mapping[str, Any], most_tokens: int) -> Request:
        body = {
            "model": self._model,
            "temperature": 0,
            "max_tokens": most_tokens,
            "messages": [
                {"role": "system", "content": task},
                {"role": "user", "content": json.dumps(given, ensure_ascii=False)},
            ],
        }
        headers = {"Content-Type": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        return Request(self._url, json.dumps(body).encode(), headers)

    def _read(self, response: Any, deadline: float) -> bytes:
        """A server that drips bytes is cut off too."""
        read = b""
        while chunk := response.read1(65_536):
            read += chunk
            if len(read) > _MOST_BYTES:
                raise self.failure(f"The {self.who}'s reply is too long.")
            if monotonic() > deadline:
                raise TimeoutError
        return read

    def _said(self, body: bytes) -> str:
        try:
            content = json.loads(body)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, IndexError, TypeError):
            raise self.failure(f"The {self.who}'s reply is not a chat completion.") from None
        if not isinstance(content, str):
            raise self.failure(f"The {self.who}'s reply holds no text.")
        return content


def endpoint(environ: Mapping[str, str], prefix: str) -> tuple[str, str, str] | None:
    """URL, key and model of the variables that begin so; None unless a URL is set. Raises ConfigError for a
    URL that is none, or no model."""
    url = environ.get(f"{prefix}_URL", "").strip()
    if not url:
        return None
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ConfigError(
            f"{prefix}_URL is no http or https address; write one such as https://host/v1 or unset it"
        )
    model = environ.get(f"{prefix}_MODEL", "").strip()
    if not model:
        raise ConfigError(f"{prefix}_MODEL is empty; name the model that {prefix}_URL serves")
    return url, environ.get(f"{prefix}_KEY", "").strip(), model
