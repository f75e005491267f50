"""Bars, drawn from their numbers just before they are sent."""

from __future__ import annotations

from dataclasses import replace

from bot import drawing
from bot.chat import Bar, Part, Picture, Reply
from bot.drawing import BLUE, Canvas

WIDTH, LEFT, RIGHT, NAMES = 900, 24, 876, 180
TOP, ROW, MARGIN = 84, 36, 8
BIG, SIZE = 24, 17
THICK, LONGEST = 20, 310


def drawn(reply: Reply) -> Reply:
    """The reply with each picture that waits for it drawn."""
    if not any(isinstance(part, Picture) and part.bars and not part.png for part in reply.parts):
        return reply
    return replace(reply, parts=tuple(_drawn(part) for part in reply.parts))


def _drawn(part: Part) -> Part:
    if isinstance(part, Picture) and part.bars and not part.png:
        return Picture(_png(part), part.alt)
    return part


def _png(picture: Picture) -> str:
    canvas = Canvas(WIDTH, TOP + ROW * len(picture.bars) + MARGIN)
    canvas.text((LEFT, 34), drawing.cut(_shown(picture.title), BIG, RIGHT - LEFT), BIG, anchor="lm")
    most = max((bar.size for bar in picture.bars), default=0.0) or 1.0
    for number, bar in enumerate(picture.bars, start=1):
        _row(canvas, bar, number, TOP + ROW * (number - 1), most)
    return canvas.png()


def _row(canvas: Canvas, bar: Bar, number: int, y: float, most: float) -> None:
    name = bar.name if drawing.can_draw(bar.name) else f"{number}."
    canvas.text((LEFT, y), drawing.cut(name, SIZE, NAMES - 16), SIZE, anchor="lm")
    start = LEFT + NAMES
    end = start + max(LONGEST * bar.size / most, 3)
    canvas.box((start, y - THICK / 2), (end, y + THICK / 2), BLUE, round_by=3)
    canvas.text((end + 10, y), drawing.cut(_shown(bar.told), SIZE, RIGHT - end - 10), SIZE, anchor="lm")


def _shown(words: str) -> str:
    return "".join(letter if drawing.can_draw(letter) else "?" for letter in words)
