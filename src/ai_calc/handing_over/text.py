"""A document as plain text, for a terminal, a message, a test."""

from __future__ import annotations

from ai_calc.handing_over.papers import Block, Document, Grid, Heading, Items, Paragraph, plain


def document_text(document: Document) -> str:
    """The whole document; gaps as ``[…]``, boxes as ``☐`` and ``☒``."""
    parts = [f"*** {document.mark} ***"] if document.mark else []
    parts.append(document.title.upper())
    if document.subtitle:
        parts.append(plain(document.subtitle))
    parts += [_block(block) for block in document.blocks]
    if document.footer:
        parts.append(plain(document.footer))
    return "\n\n".join(parts) + "\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        line = plain(block.text)
        return f"{line}\n{('=' if block.level == 1 else '-') * len(line)}"
    if isinstance(block, Paragraph):
        return plain(block.text)
    if isinstance(block, Items):
        return "\n".join(f"{mark} {plain(entry)}" for mark, entry in zip(marks(block), block.entries, strict=True))
    if isinstance(block, Grid):
        rows = [*((block.header,) if block.header else ()), *block.rows]
        lines = [block.caption] if block.caption else []
        return "\n".join([*lines, *(" | ".join(map(plain, row)) for row in rows)])
    return "\n".join(f"{role} : {plain(name)}" for role, name in block.parties)


def marks(items: Items) -> list[str]:
    """What stands before each entry of a list."""
    if items.checked:
        return ["☒" if ticked else "☐" for ticked in items.checked]
    return [f"{i}." if items.ordered else "–" for i in range(1, len(items.entries) + 1)]
