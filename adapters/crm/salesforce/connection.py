"""Salesforce as one of its users: signed in by JWT, asked through simple-salesforce, its errors as ours."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from adapters.crm.remote import AWAY, BUSY, SIGN_IN
from adapters.crm.salesforce.errors import MINUTE, error_of
from bot.errors import CrmAuth, CrmThrottled, CrmTransient
from bot.ports import Clock

if TYPE_CHECKING:
    import requests
    from simple_salesforce.api import Salesforce

log = logging.getLogger(__name__)

VERSION = "67.0"
SECONDS = 10.0
ASSERTION = timedelta(minutes=3)
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
SCARCE = 0.9
"""Share of the organisation's daily calls, which all integrations share, from which the log warns."""
SUBREQUESTS = 25
"""Parts of one composite request; at most five of them may be queries."""


def open_session() -> requests.Session:
    """simple-salesforce gives its calls no time limit and does not try again: the session does. Only
    connecting is tried again here; whether a write arrived is the outbox's question."""
    import requests
    from requests.adapters import HTTPAdapter
    from urllib3 import Retry

    class Patient(HTTPAdapter):
        def send(self, *args: Any, **kwargs: Any) -> requests.Response:
            kwargs["timeout"] = kwargs.get("timeout") or SECONDS
            return super().send(*args, **kwargs)

    session = requests.Session()
    session.mount("https://", Patient(max_retries=Retry(total=None, connect=2, read=0, status=0, other=0)))
    return session


@dataclass(frozen=True, slots=True)
class SignIn:
    """How the External Client App signs users in. `url` is the organisation's My Domain, `audience` is
    https://login.salesforce.com or, for a sandbox, https://test.salesforce.com."""

    url: str
    audience: str
    client_id: str
    private_key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Request:
    """One part of a composite request. `path` begins after the version; `reference` is a name for it."""

    reference: str
    method: str
    path: str
    body: Mapping[str, Any] | None = None
    headers: Mapping[str, str] | None = None


class Connection:
    """One user of the organisation. A token that has run out is replaced once a call."""

    def __init__(self, sign_in: SignIn, username: str, session: requests.Session, clock: Clock) -> None:
        self._sign_in = sign_in
        self._username = username
        self._session = session
        self._clock = clock
        self._lock = threading.Lock()
        self._signed: tuple[Salesforce, str] | None = None

    @property
    def user_id(self) -> str:
        return self._connected()[1]

    def describe(self, kind: str) -> dict[str, Any]:
        answer: dict[str, Any] = self._call(lambda sf: sf.restful(f"sobjects/{kind}/describe"))
        return answer

    def kinds(self) -> frozenset[str]:
        """Objects that this organisation has and this user may see."""
        answer = self._call(lambda sf: sf.restful("sobjects"))
        return frozenset(str(one["name"]) for one in answer["sobjects"])

    def query(self, **soql: str) -> dict[str, list[dict[str, Any]]]:
        """Rows of up to five queries, asked in one call; long results bring further calls."""
        parts = [Request(name, "GET", f"query/?q={quote(text, safe='')}") for name, text in soql.items()]
        answers = self.composite(parts, all_or_none=False)
        return {one["referenceId"]: list(self._rows(one["body"])) for one in answers}

    def composite(self, parts: Sequence[Request], *, all_or_none: bool) -> list[dict[str, Any]]:
        """Raises the first refusal of any part; with `all_or_none` nothing is then written."""
        root = f"/services/data/v{VERSION}/"
        written = [
            {
                "referenceId": one.reference,
                "method": one.method,
                "url": root + one.path,
                **({"body": one.body} if one.body is not None else {}),
                **({"httpHeaders": one.headers} if one.headers else {}),
            }
            for one in parts
        ]
        body = {"allOrNone": all_or_none, "compositeRequest": written}
        answer = self._call(lambda sf: sf.restful("composite", method="POST", json=body))
        answers: list[dict[str, Any]] = answer["compositeResponse"]
        for one in answers:
            if one["httpStatusCode"] == 412:
                raise Meanwhile(AWAY.format(crm="Salesforce"))
            if one["httpStatusCode"] >= 300 and not _halted(one["body"]):
                raise error_of(one["httpStatusCode"], one["body"])
        return answers

    def _rows(self, page: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        yield from page["records"]
        while not page["done"]:
            more = str(page["nextRecordsUrl"]).partition(f"/v{VERSION}/")[2]
            page = self._call(partial(_get, path=more))
            yield from page["records"]

    def _call(self, ask: Callable[[Salesforce], Any]) -> Any:
        try:
            return self._once(ask)
        except CrmAuth:
            self._signed = None
            return self._once(ask)

    def _once(self, ask: Callable[[Salesforce], Any]) -> Any:
        import requests
        from simple_salesforce.exceptions import SalesforceError

        sf = self._connected()[0]
        try:
            answer = ask(sf)
        except SalesforceError as error:
            # Their text quotes the answer whole, with values a seller wrote.
            raise error_of(error.status, error.content) from None
        except (requests.RequestException, ValueError) as error:
            raise CrmTransient(AWAY.format(crm="Salesforce")) from error
        self._watch(sf)
        return answer

    def _watch(self, sf: Salesforce) -> None:
        usage = sf.api_usage.get("api-usage")
        if usage and usage.used >= SCARCE * usage.total:
            log.warning("Salesforce: %s of the day's %s calls are used", usage.used, usage.total)

    def _connected(self) -> tuple[Salesforce, str]:
        with self._lock:
            if self._signed is None:
                self._signed = self._sign()
            return self._signed

    def _sign(self) -> tuple[Salesforce, str]:
        import requests
        from simple_salesforce.api import Salesforce

        sent = {"grant_type": GRANT, "assertion": self._assertion()}
        try:
            answer = self._session.post(f"{self._sign_in.url}/services/oauth2/token", data=sent)
            body = answer.json()
        except (requests.RequestException, ValueError) as error:
            raise CrmTransient(AWAY.format(crm="Salesforce")) from error
        if answer.status_code == 429:
            raise CrmThrottled(BUSY.format(crm="Salesforce"), MINUTE)
        if answer.status_code >= 500:
            raise CrmTransient(AWAY.format(crm="Salesforce"))
        if answer.status_code != 200:
            raise CrmAuth(SIGN_IN.format(crm="Salesforce"))
        sf = Salesforce(
            session_id=body["access_token"],
            instance_url=body["instance_url"],
            session=self._session,
            version=VERSION,
            parse_float=Decimal,
            object_pairs_hook=dict,
        )
        return sf, str(body["id"]).rpartition("/")[2]

    def _assertion(self) -> str:
        import jwt

        claims = {
            "iss": self._sign_in.client_id,
            "sub": self._username,
            "aud": self._sign_in.audience,
            "exp": int((self._clock() + ASSERTION).timestamp()),
        }
        return jwt.encode(claims, self._sign_in.private_key, algorithm="RS256")


class Meanwhile(CrmTransient):
    """The record was changed after it was read; nothing was written."""


def _get(sf: Salesforce, path: str) -> Any:
    return sf.restful(path)


def _halted(body: object) -> bool:
    """Refused only because another part was."""
    first = body[0] if isinstance(body, list) and body else {}
    return isinstance(first, dict) and first.get("errorCode") == "PROCESSING_HALTED"


def quoted(text: str) -> str:
    """A string literal of SOQL."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").replace("\r", "\\r")
    return f"'{escaped}'"


def listed(ids: Sequence[str]) -> str:
    return f"({', '.join(quoted(one) for one in ids)})"


def full_id(record_id: str) -> str:
    """The 18 characters that the API answers with, also of an id copied as 15 from a page's address."""
    if len(record_id) != 15:
        return record_id
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"
    parts = (record_id[start : start + 5] for start in (0, 5, 10))
    return record_id + "".join(letters[sum(c.isupper() << i for i, c in enumerate(part))] for part in parts)
