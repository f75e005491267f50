"""What Slack must allow, and what each is for: the manifest asks for these and for no others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "app_mentions:read": "hears a question that mentions it",
        "assistant:write": "shows what one may ask, and that it is looking",
        "channels:history": "hears its own threads in channels, and never says a thing twice there",
        "channels:read": "knows who reads a channel before anything is shared in it",
        "chat:write": "answers",
        "commands": "has a command and two message shortcuts",
        "files:read": "reads the files that enablement sends it, to make pages of them",
        "files:write": "shows pictures: a plan, a pipeline",
        "groups:history": "the same in private channels it was invited to",
        "groups:read": "the same in private channels it was invited to",
        "im:history": "hears what is written to it directly",
        "im:write": "writes first: reminders, saved notes",
        "mpim:history": "the same in group chats it was invited to",
        "mpim:read": "the same in group chats it was invited to",
        "users:read": "knows guests and programs, time zones and languages, and hears of it when they change",
        "users:read.email": "knows people by their confirmed e-mail address",
    }
)

METHODS: Mapping[str, str] = MappingProxyType(
    {
        "assistant.threads.setStatus": "assistant:write",
        "assistant.threads.setSuggestedPrompts": "assistant:write",
        "chat.postMessage": "chat:write",
        "chat.update": "chat:write",
        "conversations.history": "im:history",
        "conversations.info": "channels:read",
        "conversations.members": "channels:read",
        "conversations.open": "im:write",
        "conversations.replies": "channels:history",
        "files.completeUploadExternal": "files:write",
        "files.getUploadURLExternal": "files:write",
        "users.info": "users:read",
        "views.open": "",
        "views.publish": "",
        "views.update": "",
    }
)
"""The methods that are called, and a scope that each needs."""

EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "app_home_opened": "",
        "app_mention": "app_mentions:read",
        "assistant_thread_started": "assistant:write",
        "message.channels": "channels:history",
        "message.groups": "groups:history",
        "message.im": "im:history",
        "message.mpim": "mpim:history",
        "user_change": "users:read",
    }
)
"""The events that are listened to, and the scope that each needs."""
APP_TOKEN_SCOPE = "connections:write"
COMMAND = "/cornerman"
