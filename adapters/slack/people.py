"""Slack's users as accounts of people. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from adapters.slack.parse import PLATFORM, Payload
from bot.chat import Identity
from bot.ports import Account

GUESTS = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "is_workflow_bot", "deleted")


def account_of(user: Mapping[str, Any], *, at_home: bool) -> Account:
    """People from other workspaces (Slack Connect) are guests here, whatever they are at home."""
    profile: Mapping[str, Any] = user.get("profile") or {}
    email = str(profile.get("email") or "") if user.get("is_email_confirmed") else ""
    return Account(
        email, not at_home or _is_guest(user), str(user.get("tz") or ""), str(user.get("locale") or "")
    )


def whose_membership_ended(body: Payload) -> Identity | None:
    """Slack tells of every change to a profile: None for all but those that make a guest of somebody, or end
    their account."""
    user: Payload = body["event"]["user"]
    home = user.get("team_id") or body["team_id"]
    return Identity(PLATFORM, home, user["id"]) if _is_guest(user) else None


def _is_guest(user: Mapping[str, Any]) -> bool:
    return any(user.get(name) for name in GUESTS)
