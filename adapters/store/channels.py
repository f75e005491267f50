"""What was set for a channel."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from adapters.store.rows import given, rows, upsert
from adapters.store.tables import Base
from bot.chat import Address
from bot.ports import ChannelRules
from bot.ports.channels import Answers


class ChannelRow(Base):
    __tablename__ = "channel"
    platform: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(primary_key=True)
    folders: Mapped[list[str]]
    answers: Mapped[str]
    set_by: Mapped[str]
    set_at: Mapped[datetime]


_RULES = (
    select(ChannelRow.folders, ChannelRow.answers)
    .where(ChannelRow.platform == given("platform"), ChannelRow.workspace == given("workspace"))
    .where(ChannelRow.channel == given("channel"))
)


class SqlChannels:
    def __init__(self, session: Session) -> None:
        self._session = session

    def rules(self, where: Address) -> ChannelRules:
        place = {"platform": where.platform, "workspace": where.workspace, "channel": where.channel}
        for folders, answers in rows(self._session, _RULES, **place):
            return ChannelRules(tuple(folders), cast(Answers, answers))
        return ChannelRules()

    def put(self, where: Address, rules: ChannelRules, by: str, now: datetime) -> None:
        place = {"platform": where.platform, "workspace": where.workspace, "channel": where.channel}
        said = {"folders": list(rules.folders), "answers": rules.answers, "set_by": by, "set_at": now}
        upsert(self._session, ChannelRow, place | said)
