"""What a CRM's adapter remembers has an end."""

from __future__ import annotations

from adapters.crm.newest import Newest


def test_what_was_used_longest_ago_is_forgotten_first() -> None:
    kept: Newest[int] = Newest(2)
    kept.put("a", 1)
    kept.put("b", 2)
    assert kept.get("a") == 1
    kept.put("c", 3)
    assert (kept.get("a"), kept.get("b"), kept.get("c")) == (1, None, 3)
    kept.put("a", 9)
    assert (kept.get("a"), kept.get("c")) == (9, 3)
