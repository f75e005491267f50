"""A small canvas for pictures in chat: drawn at twice the size and scaled down, a few kilobytes each."""

from __future__ import annotations

import base64
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from PIL import ImageFont

Point: TypeAlias = tuple[float, float]
Anchor: TypeAlias = Literal["la", "lm", "ma", "mm", "ra", "rm"]
"""Where a text's point is: left, middle or right of it; at its top or its middle."""

INK = "#1d2733"
GREY = "#8a95a3"
FAINT = "#dfe4ea"
GREEN = "#2e7d5b"
BLUE = "#2f6fb3"
AMBER = "#d9822b"
PAPER = "#ffffff"
SCALE = 2
COLOURS = 64


class Canvas:
    """Sizes and places in pixels of the finished picture, from its top left."""

    def __init__(self, width: int, height: int) -> None:
        from PIL import Image, ImageDraw

        self._image = Image.new("RGB", (width * SCALE, height * SCALE), PAPER)
        self._draw = ImageDraw.Draw(self._image)

    def line(self, *points: Point, colour: str = FAINT, width: float = 2) -> None:
        places = [(x * SCALE, y * SCALE) for x, y in points]
        self._draw.line(places, fill=colour, width=round(width * SCALE), joint="curve")

    def disc(self, centre: Point, radius: float, fill: str, edge: str = "", width: float = 0) -> None:
        x, y = centre
        box = tuple(v * SCALE for v in (x - radius, y - radius, x + radius, y + radius))
        self._draw.ellipse(box, fill=fill, outline=edge or fill, width=round(width * SCALE))

    def box(self, corner: Point, other: Point, fill: str, round_by: float = 0) -> None:
        places = [(x * SCALE, y * SCALE) for x, y in (corner, other)]
        self._draw.rounded_rectangle(places, round_by * SCALE, fill=fill)

    def shape(self, *points: Point, fill: str) -> None:
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def text(self, at: Point, words: str, size: int, colour: str = INK, anchor: Anchor = "la") -> None:
        x, y = at
        place = (x * SCALE, y * SCALE)
        self._draw.text(place, words, fill=colour, font=_font(size), anchor=anchor)

    def png(self) -> str:
        """In base64, as a `Picture` wants it."""
        from PIL import Image

        # Of the ways that look alike the quickest: a hundred pictures may be wanted in one round.
        small = self._image.reduce(SCALE).quantize(COLOURS, Image.Quantize.FASTOCTREE)
        out = BytesIO()
        small.save(out, "PNG")
        return base64.b64encode(out.getvalue()).decode()


def width_of(words: str, size: int) -> float:
    return _font(size).getlength(words) / SCALE


def cut(words: str, size: int, room: float) -> str:
    """As much of `words` as fits into `room` pixels."""
    if width_of(words, size) <= room:
        return words
    kept = words
    while kept and width_of(f"{kept}…", size) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def can_draw(words: str) -> bool:
    """The font that comes with the library knows the Latin alphabet of Western Europe only."""
    return all(" " <= letter <= "ÿ" and not "\x7f" <= letter <= "\xa0" for letter in words)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    found = ImageFont.load_default(size * SCALE)
    assert isinstance(found, ImageFont.FreeTypeFont), "Pillow's wheels are built with FreeType"
    return found
