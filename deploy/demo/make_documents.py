"""Writes the demo's PDF, DOCX and PPTX pages from `originals/`. Run it after a change there and commit both:

    python deploy/demo/make_documents.py

Originals are plain: `#` headings, `|` table rows, one paragraph a line, `---` for the next page of the PDF.
The same words give the same bytes, so that an unchanged page stays unchanged.
"""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).parent
EPOCH = (2026, 1, 1, 0, 0, 0)

# --- DOCX --------------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def docx(words: str) -> bytes:
    body: list[str] = []
    rows: list[str] = []
    for line in [*words.splitlines(), ""]:
        if line.startswith("| "):
            rows.append(_row(line, is_header=not rows))
            continue
        if rows:
            body.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
            rows = []
        body.append(_paragraph(line))
    return _zipped(
        {
            "[Content_Types].xml": _content_types(),
            "_rels/.rels": _relations("officeDocument", "word/document.xml"),
            "word/_rels/document.xml.rels": _relations("styles", "styles.xml"),
            "word/styles.xml": _styles(),
            "word/document.xml": f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>",
        }
    )


def _paragraph(line: str) -> str:
    level = len(line) - len(line.lstrip("#"))
    style = f'<w:pPr><w:pStyle w:val="Heading{level}"/></w:pPr>' if level else ""
    text = escape(line.lstrip("# "))
    return f'<w:p>{style}<w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p>' if text else ""


def _row(line: str, *, is_header: bool) -> str:
    header = "<w:trPr><w:tblHeader/></w:trPr>" if is_header else ""
    cells = "".join(f"<w:tc>{_paragraph(cell.strip())}</w:tc>" for cell in line.strip("| ").split("|"))
    return f"<w:tr>{header}{cells}</w:tr>"


def _styles() -> str:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/></w:style>'
        for level in (1, 2)
    )
    return f"<w:styles {W}>{styles}</w:styles>"


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{OFFICE}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"))
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(kind: str, target: str) -> str:
    relation = f'<Relationship Id="rId1" Type="{OFFICE_RELATIONS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'


def _zipped(files: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, xml in files.items():
            declared = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'
            archive.writestr(zipfile.ZipInfo(name, EPOCH), declared, zipfile.ZIP_DEFLATED)
    return target.getvalue()


# --- PDF ---------------------------------------------------------------------------------------------


def pdf(words: str) -> bytes:
    pages = [_page_stream(page) for page in words.split("\n---\n")]
    kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for number, stream in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>" % (6 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _numbered(objects)


def _page_stream(page: str) -> bytes:
    commands, height = [], 780
    for line in filter(None, page.strip().splitlines()):
        level = len(line) - len(line.lstrip("#"))
        size = {0: 11, 1: 20, 2: 14}[level]
        height -= 14 if level else 4
        for piece in textwrap.wrap(line.lstrip("# "), width=60 if level else 84, break_on_hyphens=False):
            commands.append(f"BT /F{2 if level else 1} {size} Tf 60 {height} Td ({_pdf_text(piece)}) Tj ET")
            height -= round(size * 1.45)
    return "\n".join(commands).encode("cp1252")


def _pdf_text(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _numbered(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(out))
    )


# --- PPTX --------------------------------------------------------------------------------------------


def pptx(words: str) -> bytes:
    from pptx import Presentation

    deck = Presentation()
    for slide in words.split("# ")[1:]:
        title, *lines = filter(None, slide.splitlines())
        page = deck.slides.add_slide(deck.slide_layouts[1])
        page.shapes.title.text = title
        page.placeholders[1].text = "\n".join(lines)
    target = io.BytesIO()
    deck.save(target)
    return _at_epoch(target.getvalue())


def _at_epoch(archive: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            copy.writestr(zipfile.ZipInfo(name, EPOCH), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


PAGES: Mapping[str, Callable[[str], bytes]] = {
    "pricing/discounting-policy.docx": docx,
    "customers/calder-lifts.pdf": pdf,
    "plays/value-selling-play.pptx": pptx,
}


def main() -> None:
    for page, written in PAGES.items():
        original = HERE / "originals" / Path(page).with_suffix(".md").name
        (HERE / "content" / page).write_bytes(written(original.read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
