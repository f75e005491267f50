"""Slack's own mark-up: escaping, Markdown put into it, and cutting it without breaking it."""

from __future__ import annotations

import re

FENCE = "```"
INLINE = re.compile(
    r"(?P<code>`[^`\n]+`)"
    r"|!?\[(?P<label>[^\]]*)\]\((?P<target>[^)\s]+)[^)]*\)"
    r"|(?P<url>https?://[^\s<>()|\]]+)"
    r"|\*\*(?P<bold>.+?)\*\*|__(?P<heavy>.+?)__"
    r"|~~(?P<gone>.+?)~~"
    r"|(?<![\w*])\*(?P<slant>[^*\s](?:[^*]*[^*\s])?)\*(?![\w*])"
)
HEADING = re.compile(r"#{1,6}\s+(.*?)\s*#*$")
BULLET = re.compile(r"(\s*)[-*+]\s+(.*)")
RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")


def escape(text: str) -> str:
    """Text that Slack shows as it is: no mention, link or command in it works."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def link(url: str, label: str) -> str:
    """`label` (plain) as a link where `url` leads anywhere outside the content, else the label alone."""
    if not re.match(r"(https?://|mailto:)", url):
        return escape(label)
    target = escape(url).replace("|", "%7C").replace(" ", "%20")
    return f"<{target}|{escape(label).replace('|', '¦')}>"


def from_markdown(markdown: str) -> str:
    lines = markdown.split("\n")
    shown: list[str] = []
    at = 0
    while at < len(lines):
        end = _block_end(lines, at)
        shown.extend(_block(lines[at:end]))
        at = end
    return "\n".join(shown).strip("\n")


def _block_end(lines: list[str], start: int) -> int:
    """Where the fence, table or single line that begins at `start` ends (exclusive)."""
    if lines[start].lstrip().startswith(FENCE):
        closing = (i for i in range(start + 1, len(lines)) if lines[i].lstrip().startswith(FENCE))
        return next(closing, len(lines) - 1) + 1
    end = start + 1
    if "|" in lines[start] and end < len(lines) and RULE.match(lines[end]):
        while end < len(lines) and "|" in lines[end]:
            end += 1
    return end


def _block(lines: list[str]) -> list[str]:
    if lines[0].lstrip().startswith(FENCE):
        inside = [line for line in lines[1:] if not line.lstrip().startswith(FENCE)]
        return [FENCE, *map(escape, inside), FENCE]
    if len(lines) > 1:
        return [FENCE, *map(escape, _aligned([lines[0], *lines[2:]])), FENCE]
    return [_line(lines[0])]


def _aligned(rows: list[str]) -> list[str]:
    table = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
    widths = [max(len(row[i]) if i < len(row) else 0 for row in table) for i in range(max(map(len, table)))]
    return ["  ".join(cell.ljust(widths[i]) for i, cell in enumerate(row)).rstrip() for row in table]


def _line(line: str) -> str:
    if heading := HEADING.match(line):
        return f"*{inline(heading[1]).replace('*', '')}*"
    if bullet := BULLET.match(line):
        return f"{bullet[1]}• {inline(bullet[2])}"
    return inline(line)


def inline(text: str) -> str:
    pieces: list[str] = []
    at = 0
    for match in INLINE.finditer(text):
        pieces += [escape(text[at : match.start()]), _span(match)]
        at = match.end()
    return "".join([*pieces, escape(text[at:])])


def _span(match: re.Match[str]) -> str:
    if match["target"] is not None:
        return link(match["target"], match["label"] or match["target"])
    if match["url"] is not None:
        return f"<{escape(match['url'])}>"
    for name, mark in (("bold", "*"), ("heavy", "*"), ("gone", "~"), ("slant", "_")):
        if match[name] is not None:
            return f"{mark}{inline(match[name])}{mark}"
    return escape(match["code"])


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ended with … where something is missing; never half an entity or link."""
    return text if len(text) <= limit else text[: _safe_end(text, limit - 1)].rstrip() + "…"


def split(text: str, limit: int) -> list[str]:
    """Pieces of at most `limit` characters, cut between lines where possible; code stays code in each."""
    room = limit - 2 * len(FENCE) - 2
    pieces: list[str] = []
    held: list[str] = []
    size, code = 0, False
    for line in _short_lines(text, room):
        closes = code and line.startswith(FENCE)
        if held and size + len(line) + 1 > room and not closes:
            pieces.append("\n".join([*held, FENCE] if code else held))
            held, size = ([FENCE], len(FENCE) + 1) if code else ([], 0)
        held.append(line)
        size += len(line) + 1
        code ^= line.startswith(FENCE)
    return [piece for piece in [*pieces, "\n".join(held)] if piece.strip()]


def _short_lines(text: str, limit: int) -> list[str]:
    short: list[str] = []
    for line in text.split("\n"):
        rest = line
        while len(rest) > limit:
            end = _safe_end(rest, limit)
            short.append(rest[:end])
            rest = rest[end:]
        short.append(rest)
    return short


def _safe_end(text: str, limit: int) -> int:
    """The last place at or before `limit` that is outside `&…;` and `<…>`, after a space if one is near."""
    end = limit
    link_start = text.rfind("<", 0, end)
    if link_start > 0 and text.find(">", link_start) >= end:
        end = link_start
    entity = text.rfind("&", max(0, end - 5), end)
    if entity > 0 and ";" not in text[entity:end]:
        end = entity
    space = text.rfind(" ", end - 60 if end > 60 else 0, end)
    return space + 1 if space > 0 and text.rfind("<", 0, space) <= text.rfind(">", 0, space) else end
