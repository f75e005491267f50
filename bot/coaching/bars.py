"""A few bars with their names: for people who would rather look than read."""

from __future__ import annotations

from collections.abc import Sequence

from bot import drawing
from bot.chat import Picture
from bot.drawing import BLUE, Canvas

WIDTH, ROW, TOP, LEFT, RIGHT = 900, 52, 84, 24, 876
SIZE = 20
BAR = 14


def bars(title: str, rows: Sequence[tuple[str, int]]) -> Picture:
    """Longest first, as given. Names that the font cannot draw are numbered; the words beside name them."""
    canvas = Canvas(WIDTH, TOP + ROW * len(rows) + 12)
    canvas.text((LEFT, 36), title, SIZE + 4, anchor="lm")
    most = max((count for _, count in rows), default=1)
    for n, (name, count) in enumerate(rows):
        y = TOP + ROW * n
        shown = name if drawing.can_draw(name) else f"{n + 1}."
        canvas.text((LEFT, y), drawing.cut(shown, SIZE, RIGHT - LEFT - 60), SIZE, anchor="lm")
        long = (RIGHT - LEFT - 60) * count / most
        canvas.box((LEFT, y + 14), (LEFT + max(long, BAR), y + 14 + BAR), BLUE, round_by=4)
        canvas.text((LEFT + max(long, BAR) + 12, y + 14 + BAR / 2), str(count), SIZE, anchor="lm")
    told = "; ".join(f"{name} {count}" for name, count in rows)
    return Picture(canvas.png(), f"{title}: {told}.")
