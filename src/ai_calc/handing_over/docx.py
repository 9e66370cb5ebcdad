"""A document as ``.docx`` (Office Open XML), written with the standard library only, so that it works in a browser.

The bytes depend on the document alone: no clock, no compression, the same file from CPython and from Pyodide.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from ai_calc.ground.french import tied
from ai_calc.handing_over.papers import (
    GAP_MARK,
    Block,
    Document,
    Gap,
    Grid,
    Heading,
    Items,
    Paragraph,
    Signatures,
    Strong,
    Text,
    of_numbers,
    plain,
)

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
WIDTH, WIDE = 9070, 14002
"""The width of the text on an A4 page with margins of 2.5 cm, upright and on its side, in twentieths of a point."""
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def document_docx(document: Document) -> bytes:
    """The file."""
    parts = {
        "[Content_Types].xml": _content_types(bool(document.mark)),
        "_rels/.rels": _relations(
            ("officeDocument", f"{_R}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _core(document),
        "word/_rels/document.xml.rels": _relations(
            ("styles", f"{_R}/styles", "styles.xml"),
            ("numbering", f"{_R}/numbering", "numbering.xml"),
            ("footer", f"{_R}/footer", "footer1.xml"),
            ("settings", f"{_R}/settings", "settings.xml"),
            *((("header", f"{_R}/header", "header1.xml"),) if document.mark else ()),
        ),
        "word/document.xml": _body(document),
        "word/footer1.xml": _footer(document),
        **(
            {"word/header1.xml": f"{_HEAD}<w:hdr {_W}>{_paragraph(_run(document.mark), 'Mark')}</w:hdr>"}
            if document.mark
            else {}
        ),
        "word/numbering.xml": _numbering(sum(1 for b in document.blocks if isinstance(b, Items) and b.ordered)),
        "word/settings.xml": f'{_HEAD}<w:settings {_W}><w:themeFontLang w:val="fr-CH"/></w:settings>',
        "word/styles.xml": _STYLES,
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 0
            archive.writestr(entry, content.encode("utf-8"))
    return file.getvalue()


def _clean(words: str) -> str:
    """Text that XML can hold; control characters are dropped."""
    return escape(_NOT_XML.sub("", words))


def _content_types(marked: bool) -> str:
    kinds = {
        **({"/word/header1.xml": f"{_WORD}.header+xml"} if marked else {}),
        "/word/document.xml": f"{_WORD}.document.main+xml",
        "/word/styles.xml": f"{_WORD}.styles+xml",
        "/word/numbering.xml": f"{_WORD}.numbering+xml",
        "/word/footer1.xml": f"{_WORD}.footer+xml",
        "/word/settings.xml": f"{_WORD}.settings+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*entries: tuple[str, str, str]) -> str:
    rows = "".join(f'<Relationship Id="{ident}" Type="{kind}" Target="{target}"/>' for ident, kind, target in entries)
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def _core(document: Document) -> str:
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{_clean(document.title)}</dc:title><dc:language>fr-CH</dc:language></cp:coreProperties>"
    )


def _run(words: str, properties: str = "") -> str:
    words = tied(words)
    lines = '</w:t><w:br/><w:t xml:space="preserve">'.join(
        _clean(words.replace("\r\n", "\n").replace("\t", " ")).split("\n")
    )
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{lines}</w:t></w:r>'


def _runs(line: Text, properties: str = "") -> str:
    parts = []
    for run in line:
        if isinstance(run, Gap):
            parts.append(_run(GAP_MARK, '<w:rStyle w:val="Gap"/>'))
        elif isinstance(run, Strong):
            parts.append(_run(run.text, "<w:b/>"))
        else:
            parts.append(_run(run, properties))
    return "".join(parts)


def _paragraph(runs: str, style: str = "", number: int | None = None, keep: bool = False, right: bool = False) -> str:
    """A paragraph; ``keep``: on the same page as the next one."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if keep:
        inner += "<w:keepNext/>"
    if number is not None:
        inner += f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>'
    if right:
        inner += '<w:jc w:val="right"/>'
    return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{runs}</w:p>"


def _body(document: Document) -> str:
    width = width_of(document)
    parts = [_paragraph(_run(document.title), "Title")]
    if document.subtitle:
        parts.append(_paragraph(_runs(document.subtitle), "Subtitle"))
    ordered = 1
    blocks = tuple(document.blocks)
    for index, block in enumerate(blocks):
        if isinstance(block, Items) and block.ordered:
            ordered += 1
        parts.append(_block(block, ordered, width, _stays(blocks, index)))
    header = '<w:headerReference w:type="default" r:id="header"/>' if document.mark else ""
    upright, turned = '<w:pgSz w:w="11906" w:h="16838"/>', '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    sheet = upright if width == WIDTH else turned
    section = (
        f'<w:sectPr>{header}<w:footerReference w:type="default" r:id="footer"/>{sheet}'
        '<w:pgMar w:top="1418" w:right="1418" w:bottom="1418" w:left="1418" w:header="709"'
        ' w:footer="709" w:gutter="0"/></w:sectPr>'
    )
    return f'{_HEAD}<w:document {_W} xmlns:r="{_R}"><w:body>{"".join(parts)}{section}</w:body></w:document>'


def _stays(blocks: tuple[Block, ...], index: int) -> bool:
    """Whether a block stays on the page of the next one: what leads to a list or a table does, and so does what stands
    before the place to sign, which is never alone on a page."""
    block, after = blocks[index], blocks[index + 1 :]
    if (
        after
        and isinstance(after[0], Items | Grid)
        and isinstance(block, Paragraph)
        and plain(block.text).rstrip().endswith(":")
    ):
        return True
    for following in after[:4]:
        if isinstance(following, Signatures):
            return True
        if not isinstance(following, Paragraph | Heading):
            return False
    return False


def _block(block: Block, ordered: int, width: int, stays: bool = False) -> str:
    if isinstance(block, Heading):
        return _paragraph(_runs(block.text), f"Heading{min(3, block.level)}")
    if isinstance(block, Paragraph):
        return _paragraph(_runs(block.text), "Small" if block.small else "", keep=stays)
    if isinstance(block, Items):
        last = len(block.entries) - 1
        if block.checked:
            lines = enumerate(zip(block.entries, block.checked, strict=True))
            return "".join(
                _paragraph(_run("☒ " if ticked else "☐ ") + _runs(entry), "Boxes", keep=stays and i == last)
                for i, (entry, ticked) in lines
            )
        return "".join(
            _paragraph(_runs(entry), "ListParagraph", ordered if block.ordered else 1, keep=stays and i == last)
            for i, entry in enumerate(block.entries)
        )
    if isinstance(block, Grid):
        return _grid(block, width, stays)
    roles = tuple((Strong(role),) for role, _ in block.parties)
    names = tuple(name for _, name in block.parties)
    return _table((roles, names), width, header=True, tall=True)


def _grid(block: Grid, width: int, stays: bool = False) -> str:
    caption = _paragraph(_run(block.caption), "Caption") if block.caption else ""
    return caption + _table(_grid_rows(block), width, header=bool(block.header), stays=stays)


def _grid_rows(block: Grid) -> tuple[tuple[Text, ...], ...]:
    """The rows of a table with its header, what heads a column or a row in bold."""
    if block.header:
        return (tuple(_strong(cell) for cell in block.header), *block.rows)
    return tuple((_strong(row[0]), *row[1:]) for row in block.rows)


def _strong(line: Text) -> Text:
    return tuple(Strong(run) if isinstance(run, str) else run for run in line)


_EMS = {
    letter: ems / 100
    for ems, letters in (
        (20, "\u202f"),
        (28, "'ijlîï"),
        (32, "IJ ,.\u00a0’·"),
        (37, "/:;\\|-f"),
        (41, "!()[]tr"),
        (50, '*_`–"'),
        (55, "?szLcç"),
        (60, "FkvxyPTYaeo«»éèêëàâôö"),
        (64, "0123456789EÉÈSbdghnpquùûü"),
        (70, "KABCRVXZÀ"),
        (78, "UHNDG&"),
        (86, "OQw#+<=>~−M"),
        (100, "%m@W—…☐☒"),
    )
    for letter in letters
}
"""The widths of letters, in ems, in the widest of the letters that stand in for Arial where it is missing (DejaVu Sans,
Verdana): what fits there fits in Arial."""
_BOLD = 1.15
_MARGIN = 230
"""What a cell takes beside its words, in twentieths of a point."""
SIZES = (21, 18, 16, 14)
"""Sizes of a table's letters, in half points: the first in which its longest words fit."""
_READABLE = 16
"""The smallest of them on an upright sheet: a table that needs smaller ones turns the sheet."""
_LONGEST = 34
"""So many letters of a word are kept together: a longer one (an address of the web) may break."""


def word_width(words: str, size: int, bold: bool = False) -> int:
    """The width of words, in twentieths of a point, with the letters of any program; ``size`` in half points."""
    ems = sum(_EMS.get(c, 0.7) for c in words)
    return int(ems * size * 10 * (_BOLD if bold else 1.0)) + 1


def _needs(rows: Sequence[tuple[Text, ...]], header: bool, size: int) -> tuple[list[int], list[int]]:
    """For each column the width of its longest word, and that of its longest line."""
    columns = max((len(row) for row in rows), default=1)
    least, wanted = [_MARGIN] * columns, [_MARGIN] * columns
    for number, row in enumerate(rows[:400]):
        for i, cell in enumerate(row):
            bold = (header and number == 0) or any(isinstance(r, Strong) for r in cell)
            words = tied(plain(cell))
            longest = max(word_width(w[:_LONGEST], size, bold) for w in re.split("[ \n]", words))
            least[i] = max(least[i], _MARGIN + longest)
            wanted[i] = max(wanted[i], _MARGIN + max(word_width(line, size, bold) for line in words.split("\n")))
    return least, wanted


def column_widths(rows: Sequence[tuple[Text, ...]], header: bool, total: int = WIDTH) -> tuple[int, list[int]]:
    """The size of the letters and the widths of the columns: no word is cut, and what is left goes to the longest
    texts."""
    for size in SIZES:
        least, wanted = _needs(rows, header, size)
        if sum(least) <= total:
            break
    columns = len(least)
    if sum(wanted) <= total:
        spare = total - sum(wanted)
        return size, [w + spare * w // sum(wanted) for w in wanted]
    if sum(least) >= total:
        return size, [w * total // sum(least) for w in least]
    widths, left = list(least), total - sum(least)
    by_need = sorted(range(columns), key=lambda i: wanted[i] - least[i])
    for at, i in enumerate(by_need):  # short texts stay on one line, long ones share what is left
        share = min(wanted[i] - least[i], left // (columns - at))
        widths[i], left = widths[i] + share, left - share
    return size, widths


def width_of(document: Document) -> int:
    """The width of a document's texts: that of an upright sheet, unless the words of one of its tables need a sheet on
    its side."""
    for block in document.blocks:
        if isinstance(block, Grid):
            rows = _grid_rows(block)
            if sum(_needs(rows, bool(block.header), _READABLE)[0]) > WIDTH:
                return WIDE
    return WIDTH


def _table(rows: Iterable[tuple[Text, ...]], total: int, header: bool, tall: bool = False, stays: bool = False) -> str:
    rows = tuple(rows)
    columns = max((len(row) for row in rows), default=1)
    size, widths = column_widths(rows, header, total)
    if tall:
        widths = [total // columns] * columns
    elif columns == 2 and not header:
        first = min(max(widths[0], total * 25 // 100), total * 45 // 100)
        widths = [first, total - first]
    style = "Cell" if size == SIZES[0] else f"Cell{size}"
    numbers = of_numbers(rows[1:]) if header else set()
    parts = []
    for index, row in enumerate(rows):
        height = '<w:trHeight w:val="1700" w:hRule="atLeast"/>' if tall and index else ""
        head = "<w:tblHeader/>" if header and index == 0 else ""
        low = '<w:vAlign w:val="bottom"/>' if tall and index else ""
        keep = (header and index == 0) or (stays and index >= len(rows) - 2)
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}"'
            f' w:type="dxa"/>{low}</w:tcPr>{_paragraph(_runs(cell), style, keep=keep, right=i in numbers)}</w:tc>'
            for cell, width, i in zip((*row, *[()] * (columns - len(row))), widths, range(columns), strict=True)
        )
        parts.append(f"<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>{cells}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    look = (
        f'<w:tblLook w:val="0000" w:firstRow="{int(header)}" w:lastRow="0" w:firstColumn="{int(not header)}"'
        ' w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    )
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout'
        f' w:type="fixed"/>{look}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(parts)}</w:tbl>{_paragraph('', 'After', keep=stays)}"
    )


def _footer(document: Document) -> str:
    page = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE'
        ' </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    words = _run(plain(document.footer) + " · ") if document.footer else ""
    return f"{_HEAD}<w:ftr {_W}>{_paragraph(words + _run('page ') + page, 'Footer')}</w:ftr>"


def _numbering(ordered: int) -> str:
    """Number 1 makes bullets; each numbered list has its own number, so that it starts again at 1."""

    def abstract(ident: int, kind: str, mark: str) -> str:
        return (
            f'<w:abstractNum w:abstractNumId="{ident}"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt'
            f' w:val="{kind}"/><w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="425"'
            ' w:hanging="425"/></w:pPr></w:lvl></w:abstractNum>'
        )

    lists = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride'
        ' w:val="1"/></w:lvlOverride></w:num>'
        for number in range(2, ordered + 2)
    )
    bullets = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return (
        f"{_HEAD}<w:numbering"
        f" {_W}>{abstract(0, 'bullet', '–')}{abstract(1, 'decimal', '%1.')}{bullets}{lists}</w:numbering>"
    )


def _style(ident: str, name: str, paragraph: str = "", run: str = "", based: str = "Normal") -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{ident}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/><w:next'
        ' w:val="Normal"/><w:qFormat/>'
        f"{f'<w:pPr>{paragraph}</w:pPr>' if paragraph else ''}{f'<w:rPr>{run}</w:rPr>' if run else ''}</w:style>"
    )


def _heading(level: int, size: int, before: int) -> str:
    return _style(
        f"Heading{level}",
        f"heading {level}",
        f'<w:keepNext/><w:spacing w:before="{before}" w:after="60"/><w:outlineLvl w:val="{level - 1}"/>',
        f'<w:b/><w:sz w:val="{size}"/>',
    )


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="777777"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

_STYLES = (
    f'{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial"'
    ' w:eastAsia="Arial" w:cs="Arial"/><w:sz w:val="21"/><w:szCs w:val="21"/><w:lang'
    ' w:val="fr-CH"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100" w:line="264"'
    ' w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1"'
    ' w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
    + _style("Title", "Title", '<w:spacing w:after="60"/>', '<w:b/><w:sz w:val="34"/>')
    + _style("Subtitle", "Subtitle", '<w:spacing w:after="240"/>', '<w:sz w:val="24"/>')
    + _heading(1, 25, 280)
    + _heading(2, 22, 200)
    + _heading(3, 21, 160)
    + _style("ListParagraph", "List Paragraph", '<w:spacing w:after="40"/>')
    + _style("Boxes", "Boxes", '<w:spacing w:after="40"/><w:ind w:left="425" w:hanging="425"/>')
    + _style("Cell", "Cell", '<w:spacing w:before="40" w:after="40"/>')
    + "".join(_style(f"Cell{size}", f"Cell {size}", "", f'<w:sz w:val="{size}"/>', based="Cell") for size in SIZES[1:])
    + _style(
        "After", "After", '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>', '<w:sz w:val="8"/>'
    )
    + _style("Mark", "Mark", '<w:jc w:val="center"/>', '<w:b/><w:color w:val="B00000"/>')
    + _style("Caption", "caption", "<w:keepNext/>", "<w:b/>")
    + _style("Small", "Small", "", '<w:sz w:val="18"/>')
    + _style("Footer", "footer", "", '<w:sz w:val="16"/>')
    + '<w:style w:type="character" w:styleId="Gap"><w:name w:val="Gap"/><w:rPr><w:shd w:val="clear" w:color="auto"'
    ' w:fill="FFF3A8"/></w:rPr></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name'
    ' w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:left w:w="108"'
    ' w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table"'
    ' w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:basedOn'
    f' w:val="TableNormal"/><w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr></w:style></w:styles>'
)
