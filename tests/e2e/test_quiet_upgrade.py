"""A plan made before its quiet periods were written down had allowed for them already."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.coaching import quiet
from bot.coaching.model import Plan
from tests.e2e.house import PAGES, House, build_house

PERIOD, LATER = "2026-03-30/2026-04-03", "2026-04-13/2026-04-14"


def kept(house: House) -> Plan:
    with house.app.store.read() as uow:
        (plan,) = uow.coaching.plans_of("priya")
    return plan


def test_its_dates_stay_and_only_a_later_period_moves_them(tmp_path: Path) -> None:
    house = build_house(tmp_path, PAGES)
    before = kept(house)
    with house.app.store.write() as uow:
        uow.coaching.save_plan(replace(before, quiet=quiet.UNKNOWN))
        uow.commit()
    settings = house.app.settings
    named = replace(settings, coaching=replace(settings.coaching, quiet_periods=(PERIOD,)))
    quiet.follow(house.app.clock(), house.app.store, named)
    assert (kept(house).end_date, kept(house).quiet) == (before.end_date, PERIOD)
    more = replace(settings, coaching=replace(settings.coaching, quiet_periods=(PERIOD, LATER)))
    quiet.follow(house.app.clock(), house.app.store, more)
    assert kept(house).end_date != before.end_date
