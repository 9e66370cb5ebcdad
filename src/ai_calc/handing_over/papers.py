"""Documents that a result carries (an agreement, a letter, a checklist), as data.

A calculator builds a :class:`Document`; :mod:`ai_calc.handing_over` turns it into HTML to show and print, plain text,
and ``.docx``. What the form leaves open is a :class:`Gap`, shown as ``[…]`` everywhere and listed by
:attr:`Document.gaps`.

    text("Premier jour : {0}. Dernier jour : {1}.", case.start or Gap("premier jour"), Strong("à convenir"))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from functools import lru_cache
from itertools import chain
from typing import Any

from ai_calc.ground.french import parsed, show
from ai_calc.ground.record import record

GAP_MARK = "[…]"
EXAMPLE = "Exemple : données fictives"
"""What stands on every paper that is made from an example."""


@record
class Gap:
    """A place to be filled in by hand; ``label`` says in French what belongs there."""

    label: str


@record
class Strong:
    """Words that stand out."""

    text: str


Run = str | Gap | Strong
Text = tuple[Run, ...]
"""A line of text: plain words, places to fill in, words that stand out."""


_MARKED = (Gap, Strong)
_WHOLE = (str, Gap, Strong)


def text(template: str, *values: Any) -> Text:
    """A line from a template with numbered places, as in :func:`ai_calc.ground.french.phrase`: ``"du {0} au {1},
    {2:CHF}"``.

    A value may be a :class:`Gap`, a :class:`Strong` or a whole line; words that a person typed belong in ``values``.
    """
    if not values:
        return _unchanging(template)
    if template == "{0}" and type(values[0]) in _WHOLE and values[0]:
        return values  # most cells of a paper
    runs: list[Run] = []
    words = ""  # those that no gap or emphasis has ended yet
    for literal, place, spec in parsed(template):
        words += literal
        if place is None:
            continue
        value = values[place]
        if type(value) is str:
            words += value
            continue
        for part in value if type(value) is tuple else (value,):
            if isinstance(part, _MARKED):
                if words:
                    runs.append(words)
                    words = ""
                runs.append(part)
            else:
                words += part if type(part) is str else show(part, spec)
    if words:
        runs.append(words)
    return tuple(runs)


@lru_cache(maxsize=1024)
def _unchanging(template: str) -> Text:
    """A line without values."""
    words = "".join(literal for literal, _, _ in parsed(template))
    return (words,) if words else ()


def plain(line: Text, named: bool = False) -> str:
    """A line without emphasis; gaps as ``[…]``, or ``named``: with what belongs there."""

    def words(run: Run) -> str:
        if isinstance(run, Gap):
            return f"[{run.label}]" if named else GAP_MARK
        return run.text if isinstance(run, Strong) else run

    return "".join(map(words, line))


@record
class Heading:
    """A heading below the document's title: ``level`` 1 for a clause or a part, 2 below it."""

    text: Text
    level: int = 1
    rules: tuple[str, ...] = ()
    kind: str = field(default="heading", init=False)


@record
class Paragraph:
    """A paragraph; ``small`` for remarks and sources."""

    text: Text
    rules: tuple[str, ...] = ()
    small: bool = False
    kind: str = field(default="paragraph", init=False)


@record
class Items:
    """A list: with bullets, numbers (``ordered``), or boxes when ``checked`` says which entries are ticked."""

    entries: tuple[Text, ...]
    ordered: bool = False
    checked: tuple[bool, ...] = ()
    rules: tuple[str, ...] = ()
    kind: str = field(default="items", init=False)

    def __post_init__(self) -> None:
        if self.checked and len(self.checked) != len(self.entries):
            raise ValueError("one tick for each entry")


@record
class Grid:
    """A table. Without ``header``, the first cell of each row is the row's heading."""

    rows: tuple[tuple[Text, ...], ...]
    header: tuple[Text, ...] = ()
    caption: str = ""
    rules: tuple[str, ...] = ()
    kind: str = field(default="grid", init=False)


_NUMBER = re.compile(r"[−-]?\d[\d'\u202f\u00a0]*([.,]\d+)?(\u00a0.{1,14})?$")


def of_numbers(rows: Sequence[tuple[Text, ...]]) -> set[int]:
    """The columns of a table, but for the first, that hold nothing but numbers: they stand at the right."""
    words = [[plain(cell) for cell in row] for row in rows]
    columns = {i: [row[i] for row in words if i < len(row)] for i in range(1, max(map(len, words), default=0))}
    return {i for i, cells in columns.items() if any(cells) and all(not c or _NUMBER.match(c) for c in cells)}


@record
class Signatures:
    """Places to sign, side by side: for each party who it is, and the name printed below."""

    parties: tuple[tuple[str, Text], ...]
    kind: str = field(default="signatures", init=False)


Block = Heading | Paragraph | Items | Grid | Signatures


class Later(Sequence[Block]):
    """Blocks that are written, from ``of``, when somebody reads them: most results are computed and never printed."""

    __slots__ = ("_blocks", "of", "write")

    def __init__(self, write: Callable[..., Sequence[Block]], *of: Any) -> None:
        self.write, self.of = write, of
        self._blocks: tuple[Block, ...] | None = None

    def _written(self) -> tuple[Block, ...]:
        if self._blocks is None:
            self._blocks = tuple(self.write(*self.of))
        return self._blocks

    def __getitem__(self, index: Any) -> Any:
        return self._written()[index]

    def __len__(self) -> int:
        return len(self._written())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(self._written())


@record
class Document:
    """A document to show, print and save.

    ``key`` names it in a result, ``file_name`` (without ending; ``key`` when empty) on a disk; ``footer`` says on
    what it rests; ``rules`` are the rules of the whole; ``mark`` stands above all and on every page (:data:`EXAMPLE`);
    ``period``: of when it is (« 2026-11 »), for the name of its file.
    """

    key: str
    title: str
    blocks: Sequence[Block]
    subtitle: Text = ()
    footer: Text = ()
    rules: tuple[str, ...] = ()
    file_name: str = ""
    mark: str = ""
    period: str = field(default="", metadata={"data": False})

    @property
    def stem(self) -> str:
        """The name of its file, without ending."""
        return self.file_name or self.key

    @property
    def lines(self) -> Iterator[Text]:
        """Every line of text, in reading order."""
        return chain((self.subtitle,), chain.from_iterable(map(_lines, self.blocks)), (self.footer,))

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is still to be filled in, in reading order, each thing once."""
        return tuple(dict.fromkeys([run.label for run in chain.from_iterable(self.lines) if type(run) is Gap]))

    @property
    def cited(self) -> tuple[str, ...]:
        """Every rule that the document names, in order of first mention."""
        groups: list[tuple[str, ...]] = [self.rules]
        groups += [b.rules for b in self.blocks if not isinstance(b, Signatures)]
        return tuple(dict.fromkeys(rule for group in groups for rule in group))


def _lines(block: Block) -> Iterable[Text]:
    if isinstance(block, (Heading, Paragraph)):
        return (block.text,)
    if isinstance(block, Items):
        return block.entries
    if isinstance(block, Grid):
        return (*block.header, *chain.from_iterable(block.rows))
    return tuple(name for _, name in block.parties)
