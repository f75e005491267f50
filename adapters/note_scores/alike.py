"""When a predicted value, item or record counts as the one wanted. Pure; the rules of labelled deal notes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from bot.notes.vocabulary import listed

Json: TypeAlias = Mapping[str, Any]
Kind: TypeAlias = Literal["opportunity", "account", "new", "not_permitted", "ambiguous"]

_STOP = frozenset(
    listed(
        "a an the to of for with and at on in by his her their our my we i it is be s will up out over from "
        "der die das den am mit und"
    )
)
_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = ("ing", "es", "ed", "s")
NEW = "new:"
CHOICES = 4


class Record(NamedTuple):
    """`ids` is the new company's name for `new`, and all candidates for `ambiguous`."""

    kind: Kind
    ids: tuple[str, ...]


def record_of(update: Json) -> Record:
    for key, kind in _KEYS:
        if update.get(key):
            return Record(kind, (str(update[key]),))
    if update.get("not_permitted") is not None:
        return Record("not_permitted", tuple(update["not_permitted"]))
    return Record("ambiguous", tuple(update.get("ambiguous") or ()))


_KEYS: tuple[tuple[str, Kind], ...] = (
    ("opportunity_id", "opportunity"),
    ("account_id", "account"),
    ("new_account", "new"),
)


def same_record(wanted: Record, given: Record, tags: Collection[str]) -> bool:
    if wanted.kind == "ambiguous":
        return _right_question(wanted, given, tags)
    if wanted.kind != given.kind:
        return False
    if wanted.kind == "new":
        return same_name(wanted.ids[0], given.ids[0])
    if wanted.kind == "not_permitted":
        return not given.ids or bool(set(wanted.ids) & set(given.ids))
    return wanted == given


def _right_question(wanted: Record, given: Record, tags: Collection[str]) -> bool:
    """A question that offers every wanted choice and little else. Where no record is known, any question."""
    if given.kind == "not_permitted":
        return "not_permitted" in tags
    if given.kind != "ambiguous" or not wanted.ids:
        return given.kind == "ambiguous"
    if "not_permitted" in tags:
        return len(given.ids) <= CHOICES + 2
    return set(wanted.ids) <= set(given.ids) and len(given.ids) <= max(CHOICES, len(wanted.ids) + 1)


def same_value(field: str, wanted: Any, given: Any, accepted: Any = None) -> bool:
    """`accepted` are other right values, or the first and last day of a window."""
    if isinstance(accepted, Mapping):
        return isinstance(given, str) and accepted["from"] <= given[:10] <= accepted["to"]
    if accepted is not None:
        return any(same_text(a, given) for a in accepted) if field == "next_step" else given in accepted
    if field in ("amount", "seats"):
        return _same_number(wanted, given)
    if field == "next_step":
        return same_text(wanted, given)
    if field in ("close_date", "next_step_due"):
        return bool(str(given)[:10] == wanted)
    return _plain(wanted) == _plain(given)


def same_item(field: str, wanted: Any, given: Any) -> bool:
    if field == "contacts" and str(wanted).startswith(NEW):
        return same_name(str(wanted).removeprefix(NEW), str(given).removeprefix(NEW))
    return bool(wanted == given) if field == "contacts" else _plain(wanted) == _plain(given)


def same_text(wanted: str, given: str) -> bool:
    """Half of the words, or three quarters of the wanted ones among not many more."""
    want, got = set(_words(wanted)), set(_words(given))
    shared = len(want & got)
    if not shared:
        return False
    recall, precision = shared / len(want), shared / len(got)
    overlap = 2 * precision * recall / (precision + recall)
    return overlap >= 0.5 or (recall >= 0.75 and len(got) <= len(want) + 8)


def same_name(wanted: str, given: str) -> bool:
    want, got = _words(wanted), _words(given)
    longer = set(want) <= set(got) and len(got) <= len(want) + 2
    return bool(want) and (want == got or longer or (set(got) <= set(want) and bool(got)))


def _same_number(wanted: Any, given: Any) -> bool:
    try:
        return abs(float(given) - float(wanted)) <= max(0.5, abs(float(wanted)) * 0.0005)
    except (TypeError, ValueError):
        return False


def _words(text: str) -> list[str]:
    return [_stem(w) for w in _WORD.findall(_plain(text)) if w not in _STOP]


def _stem(word: str) -> str:
    ending = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= 3), "")
    return word.removesuffix(ending)


def _plain(value: Any) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", str(value).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
