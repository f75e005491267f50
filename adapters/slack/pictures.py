"""Pictures and files of a reply, brought to Slack: a picture for its message to show, a file after it."""

from __future__ import annotations

import base64
import logging
from collections.abc import Mapping
from http.client import HTTPException

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.chat import Address, File, Picture, Reply

ALT = 1000

log = logging.getLogger(__name__)


def uploaded(client: WebClient, reply: Reply) -> Mapping[str, str]:
    """File ids by picture. What cannot be brought there is left out, and its words stand in its place. Needs
    the scope files:write."""
    found: dict[str, str] = {}
    for part in reply.parts:
        if isinstance(part, Picture) and part.png and part.png not in found:
            try:
                found[part.png] = _upload(client, part)
            except (SlackClientError, OSError, HTTPException, ValueError) as error:
                log.warning("a picture is told in words: %s", type(error).__name__)
    return found


def follow(client: WebClient, where: Address, reply: Reply) -> None:
    """Posts the reply's files after its message. One that Slack does not take is only missing: the message
    stands. Needs the scope files:write."""
    for part in reply.parts:
        if isinstance(part, File):
            try:
                client.files_upload_v2(
                    content=part.text,
                    filename=part.name,
                    title=part.name,
                    channel=where.channel,
                    thread_ts=where.thread,
                )
            except (SlackClientError, OSError, HTTPException, ValueError) as error:
                log.warning("a file did not follow its message: %s", type(error).__name__)


def _upload(client: WebClient, picture: Picture) -> str:
    told = client.files_upload_v2(
        content=base64.b64decode(picture.png, validate=True),
        filename="picture.png",
        title=picture.alt[:ALT],
        alt_txt=picture.alt[:ALT],
    )
    files: list[dict[str, str]] = told["files"]
    return files[0]["id"]
