"""HTTP to HubSpot: one request out, plain JSON back, its errors as ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from adapters.crm.hubspot.errors import error_of
from adapters.crm.remote import AWAY
from bot.errors import CrmError, CrmThrottled, CrmTransient
from bot.ports import Clock

if TYPE_CHECKING:
    import httpx2

BASE = "https://api.hubapi.com"
VERSION = "2026-09"
SECONDS = 5.0
"""For connecting and for each answer: all calls of one write together stay below an outbox lease."""
SHORT_WAIT = 2.0
"""So long a person waits in the chat for a limit of some seconds to pass; beyond it the outbox waits."""
TRIES = 3
PAGE = 100
BATCH = 100


class HubSpotClient:
    """`sleep` takes seconds. Raises the CrmError tree."""

    def __init__(self, token: str, base: str, clock: Clock, sleep: Callable[[float], None]) -> None:
        import httpx2

        self._http = httpx2.Client(
            base_url=base, timeout=SECONDS, headers={"Authorization": f"Bearer {token}"}
        )
        self._clock = clock
        self._sleep = sleep
        self._zone = ZoneInfo("UTC")

    def close(self) -> None:
        self._http.close()

    def resets_in(self, zone: ZoneInfo) -> None:
        """The daily limit starts anew at midnight in the portal's zone."""
        self._zone = zone

    def get(self, path: str, **params: str | int) -> dict[str, Any]:
        return self._call("GET", path, params=params)

    def post(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("POST", path, json=body)

    def patch(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._call("PATCH", path, json=body)

    def pages(self, path: str, **params: str | int) -> Iterator[dict[str, Any]]:
        """Every record of a list."""
        after = ""
        while True:
            page = self.get(path, limit=PAGE, **params, **({"after": after} if after else {}))
            yield from page["results"]
            after = page.get("paging", {}).get("next", {}).get("after", "")
            if not after:
                return

    def read(
        self, kind: str, ids: Sequence[str], properties: Sequence[str], by: str = ""
    ) -> list[dict[str, Any]]:
        """Records by id, or by the unique property `by`; what is missing is left out."""
        found: list[dict[str, Any]] = []
        for part in _parts(ids):
            body: dict[str, Any] = {"properties": list(properties), "inputs": [{"id": one} for one in part]}
            if by:
                body["idProperty"] = by
            found += self.post(f"/crm/objects/{VERSION}/{kind}/batch/read", body)["results"]
        return found

    def upsert(self, kind: str, by: str, records: Mapping[str, Mapping[str, str]]) -> list[str]:
        """Creates or changes records by their value of the unique property `by`; returns ids in order."""
        inputs = [
            {"idProperty": by, "id": value, "properties": {**properties, by: value}}
            for value, properties in records.items()
        ]
        answer = self.post(f"/crm/objects/{VERSION}/{kind}/batch/upsert", {"inputs": inputs})
        _all_well(answer)
        ids = {one["properties"][by]: str(one["id"]) for one in answer["results"]}
        return [ids[value] for value in records]

    def linked(self, kind: str, to: str, ids: Sequence[str]) -> dict[str, list[str]]:
        """Record id → ids associated with it."""
        found: dict[str, list[str]] = {}
        for part in _parts(ids):
            body = {"inputs": [{"id": one} for one in part]}
            for row in self.post(f"/crm/associations/{VERSION}/{kind}/{to}/batch/read", body)["results"]:
                found[str(row["from"]["id"])] = [str(other["toObjectId"]) for other in row["to"]]
        return found

    def link(self, kind: str, to: str, pairs: Sequence[tuple[str, str]]) -> None:
        if pairs:
            inputs = [{"from": {"id": one}, "to": {"id": other}} for one, other in pairs]
            path = f"/crm/associations/{VERSION}/{kind}/{to}/batch/associate/default"
            _all_well(self.post(path, {"inputs": inputs}))

    def unlink(self, kind: str, to: str, one: str, others: Sequence[str]) -> None:
        if others:
            inputs = [{"from": {"id": one}, "to": [{"id": other} for other in others]}]
            self.post(f"/crm/associations/{VERSION}/{kind}/{to}/batch/archive", {"inputs": inputs})

    def _call(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        for _ in range(TRIES - 1):
            try:
                return self._once(method, path, **sent)
            except CrmThrottled as busy:
                if busy.retry_after > SHORT_WAIT:
                    raise
                self._sleep(busy.retry_after)
        return self._once(method, path, **sent)

    def _once(self, method: str, path: str, **sent: Any) -> dict[str, Any]:
        import httpx2

        try:
            answer = self._http.request(method, path, **sent)
        except httpx2.TransportError as error:
            raise CrmTransient(AWAY.format(crm="HubSpot")) from error
        if answer.is_success:
            return _json(answer)
        raise self._error(answer)

    def _error(self, answer: httpx2.Response) -> CrmError:
        try:
            body = _json(answer)
        except CrmTransient:
            body = {}
        return error_of(answer.status_code, body, answer.headers, self._until_reset())

    def _until_reset(self) -> float:
        now = self._clock().astimezone(self._zone)
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), self._zone)
        return (midnight - now).total_seconds()


def _all_well(answer: Mapping[str, Any]) -> None:
    """A batch of which some failed is answered with 207 and the errors."""
    if errors := answer.get("errors"):
        raise error_of(400, errors[0], {}, 0)


def _json(answer: httpx2.Response) -> dict[str, Any]:
    if not answer.content:
        return {}
    try:
        body = answer.json()
    except ValueError as error:
        # A proxy's or a maintenance page is no answer of HubSpot's.
        raise CrmTransient(AWAY.format(crm="HubSpot")) from error
    return body if isinstance(body, dict) else {}


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
