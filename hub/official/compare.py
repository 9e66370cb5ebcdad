"""What an official text says and ours does not, or the other way round: figures, dates, references.

Every number is read with its unit (« 2 fr. 60 », « 2,60 CHF », « six mois », « 1 h », « ¼ d'heure »), so that the
same figure written in two ways is the same figure. Numbers that only point somewhere (articles, rule numbers,
decisions, pages) are taken out first and compared on their own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

MONTHS = (
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
)
NUMBER_WORDS = {
    "un": 1,
    "une": 1,
    "deux": 2,
    "trois": 3,
    "quatre": 4,
    "cinq": 5,
    "six": 6,
    "sept": 7,
    "huit": 8,
    "neuf": 9,
    "dix": 10,
    "onze": 11,
    "douze": 12,
    "treize": 13,
    "quatorze": 14,
    "quinze": 15,
    "seize": 16,
    "vingt": 20,
    "trente": 30,
    "quarante": 40,
    "cinquante": 50,
    "soixante": 60,
    "cent": 100,
    "mille": 1000,
}
# unit: pattern, factor, name
_UNITS: list[tuple[str, int, str]] = [
    (r"francs?|fr\.|chf", 1, "CHF"),
    (r"%|pour cent", 1, "%"),
    (r"ans?|annees?", 12, "mois"),
    (r"mois", 1, "mois"),
    (r"semaines?", 1, "semaines"),
    (r"jours?", 1, "jours"),
    (r"heures?|h(?=[^a-z]|$)", 60, "minutes"),
    (r"minutes?", 1, "minutes"),
    (r"fois(?= (?:par|l'an|chaque|tous))", 1, "fois"),
    (r"personnes?|beneficiaires?|collaborateurs?|representants?|participants?", 1, "personnes"),
    (r"pages?", 1, "pages"),
    (r"stages?", 1, "stages"),
]
_UNIT = "|".join(f"(?:{pattern})" for pattern, _, _ in _UNITS)
_WORD = "|".join(NUMBER_WORDS)
_NUM = rf"(?:\d+(?:[.,]\d+)?|\b(?:{_WORD})\b)"

_ARTICLE = r"\d+(?:[a-z](?![a-z]))?(?:bis|ter|quater|quinquies)?"
_SEP = r"(?:\s*,\s*(?:et\s+)?|\s+(?:et|a|ou)\s+|\s+(?:lai|rai|lpga)\s+et\s+(?=\d+[a-z])|\s+)"
_PARAGRAPH = r"al\.?\s*\d+(?:bis|ter)?(?:\s*(?:a|et|,)\s*\d+(?:bis|ter)?(?!\w))*"
_LETTER = r"let\.?\s*[a-z](?:bis)?(?:\s*(?:a|et|,)\s*[a-z](?=[\s,.;)]))*"
_ARTICLES = re.compile(
    rf"\bart(?:icles?|\.)\s*(?:{_ARTICLE})(?:{_SEP}(?:art\.\s*)?(?:{_PARAGRAPH}|{_LETTER}|{_ARTICLE}(?=\s+[a-z]{{2,6}}\b|[\s,]+(?:et|a)\s|\s*,|\s*$|\s+al\.)(?!\s+(?:{_UNIT})\b)))*"
)
_RULES = re.compile(
    r"\b(?:ch\.|chiffres?)\s*\d+(?:\.\d+)*(?:\s*(?:ss\b\.?|(?:,|et|ou|a)\s+(?:(?:aux?|le|les)\s+)?(?:ch\.\s*)?\d+(?:\.\d+)*(?!\s*(?:%|francs|ans|mois|jours))))*"
)
_INDICATIONS = re.compile(r"\b(?:indications?|hinweis)\s*\d+(?:(?:\s*,\s*|\s+(?:et|a)\s+)(?:indications?\s*)?\d+)*")
_COURT = re.compile(r"\b(\d[a-z])[ _](\d{1,4}/\d{4})\b")
_OLD_COURT = re.compile(r"\b[il1] (\d{1,4}/\d{2})\b")
_ATF = re.compile(r"\batf \d{2,3} [iv]+ \d+\b(?:(?:,| et| ;) (?:atf )?\d{2,3} [iv]+ \d+\b)*")
_REVIEW = re.compile(
    r"\b(rcc|vsi) (\d{4}),? ?pp?\. ?\d+(?:(?:, | et )(?:\d{4},? ?)?(?:pp?\. ?)?\d+(?!\d*[,.]?\s*(?:consid|%)))*"
)
_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b")
_LONG_DAY = re.compile(rf"\b(1er|\d{{1,2}}) ({'|'.join(MONTHS)})(?: ((?:19|20)\d\d))?\b")
_ASIDE = re.compile(
    rf"\blecture [a-z]-\d+|consid\. ?\d+[a-z]?(?:\.\d+)*(?:(?:,| et) ?\d+(?:\.\d+)*)*|\b\d+e (?:partie|pilier)|annexes?"
    rf" [\divx.]+\b|"
    rf"\bn[o°] ?\d[\d/]*|§ ?\d+|\b(?:points?|chapitres?|tableaux?|illustration|chap\.?|clauses?|renvoi a)"
    rf" \d+(?:\.\d+)*(?:(?: et | ou | a |, )\d+(?:\.\d+)*)*|\biso \d+|\bcp \d[\d-]+|"
    rf"\b[a-h]-\d\b|(?:https?://|www\.)\S+|\b\d{{3}}\.\d{{3}}\.\d+\w*|\b\d{{2}}\.\d{{4}}\b|\((?:\d{{4}}[^)]{{0,12}}|[^)\d]*(?:19|20)\d\d)\)(?:"
    rf" ?: ?\d+)?|"
    rf"\b(?:{'|'.join(MONTHS)}) (?:19|20)\d\d|\bstandard «[^»]*»|\bx+%|\bch[ss]{{2}} \d/\d{{4}}"
)
_MONEY = re.compile(r"\b(\d+) ?fr\. ?(\d\d)\b|\bchf ?(\d+(?:\.\d+)?)")
_QUARTER_SIGN = "\ue000"
_QUARTER = re.compile(rf"(?:{_QUARTER_SIGN}|1/4|un quart) d'heure")
# What numbers a paragraph, a heading or a footnote at the start of a line.
_NUMBERING = re.compile(r"^\W*(?:\d{1,2}\.\s+(?=[^\W\d])|\d\.\d\s+(?=[^\W\d])|\d\s+(?=[A-ZÀ-Ý]))")
_RANGE = re.compile(rf"({_NUM})\s*(?:a|et|ou|-|–)\s*(?={_NUM}\s*(?P<unit>{_UNIT})(?:\b|(?<=%)|(?<=\.)))")
_FIGURE = re.compile(rf"({_NUM})\s*(?:(?P<unit>{_UNIT})(?:\b|(?<=%)|(?<=\.)))?")
_ONE_COUNTS = {"mois", "semaines", "jours", "minutes", "fois"}


@dataclass(frozen=True, slots=True, order=True)
class Figure:
    """A number with its unit; the unit is empty where none follows."""

    value: Decimal
    unit: str = ""

    @property
    def is_year(self) -> bool:
        return not self.unit and 1900 <= self.value < 2100

    def __str__(self) -> str:
        value, unit = self.value, self.unit
        if unit == "minutes" and value % 60 == 0 and value:
            value, unit = value / 60, "h"
        if unit == "mois" and value % 12 == 0 and value:
            value, unit = value / 12, "ans" if value > 12 else "an"
        whole = value == int(value)
        shown = f"{int(value):,}".replace(",", " ") if whole else f"{value.normalize():f}".replace(".", ",")
        return f"{shown} {unit}".strip()


@dataclass(frozen=True, slots=True)
class Content:
    """What can be compared in a text."""

    figures: frozenset[Figure]
    implied: frozenset[Figure]
    rules: frozenset[str]
    articles: frozenset[str]
    decisions: frozenset[str]
    days: frozenset[str]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that only one of the two texts has."""

    kind: str  # figure, day, rule, article, decision, modality
    value: str
    official: bool  # whether the official text has it, and ours not

    def __str__(self) -> str:
        if self.kind == "modality":
            return f"{self.value} (officiel → chez nous)"
        return f"{'officiel' if self.official else 'chez nous'} seulement : {self.value}"


def normalise(text: str) -> str:
    """Small letters without accents, plain spaces and apostrophes, thousands without their space."""
    text = re.sub(r"[\u00a0\u202f\u2009\n]", " ", text.lower().replace("’", "'").replace("œ", "oe"))
    text = re.sub("[¹²³⁰⁴-⁹]", "", text)  # the marks of footnotes
    text = text.replace("¼", _QUARTER_SIGN)  # decomposed, it would be a 1/4 glued to what precedes
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r" +", " ", re.sub(r"(?<=\d)[ '](?=\d{3}(?!\d|/))", "", text))


class _Reader:
    """Takes the references out of a text, one kind after the other, and keeps them."""

    def __init__(self, text: str) -> None:
        self.text = normalise("\n".join(_NUMBERING.sub("", line) for line in text.split("\n")))
        self.rules: set[str] = set()
        self.articles: set[str] = set()
        self.decisions: set[str] = set()
        self.days: set[str] = set()

    def take(self, pattern: re.Pattern[str], use: Callable[[re.Match[str]], None]) -> None:
        """Hands every match to ``use`` and leaves a mark in its place."""

        def note(match: re.Match[str]) -> str:
            use(match)
            return " ¤ "

        self.text = pattern.sub(note, self.text)

    def take_references(self) -> None:
        self.take(_COURT, lambda m: self.decisions.add(f"{m[1].upper()}_{m[2]}"))
        self.take(_OLD_COURT, lambda m: self.decisions.add(f"I {m[1]}"))
        self.take(_ATF, self._atf)
        self.take(_REVIEW, self._review)
        self.take(_DAY, lambda m: self.days.add(f"{int(m[1])}.{int(m[2])}.{m[3]}"))
        self.take(_LONG_DAY, self._long_day)
        self.text = _ASIDE.sub(" ¤ ", self.text)
        self.take(_ARTICLES, self._article)
        self.text = re.sub(rf"\b(?:{_PARAGRAPH})", " ¤ ", self.text)
        self.take(_INDICATIONS, self._numbers)
        self.take(_RULES, self._numbers)

    def _long_day(self, match: re.Match[str]) -> None:
        day, month = int(match[1].removesuffix("er")), MONTHS.index(match[2]) + 1
        self.days.add(f"{day}.{month}.{match[3] or ''}")

    def _article(self, match: re.Match[str]) -> None:
        numbers = re.sub(rf"(?:{_PARAGRAPH})|(?:{_LETTER})", " ", match[0])
        self.articles.update(re.findall(rf"(?<!\w){_ARTICLE}(?!\w)", numbers))

    def _atf(self, match: re.Match[str]) -> None:
        for m in re.finditer(r"(\d{2,3}) ([iv]+) (\d+)", match[0]):
            self.decisions.add(f"ATF {m[1]} {m[2].upper()} {m[3]}")

    def _review(self, match: re.Match[str]) -> None:
        year = match[2]
        for item in re.finditer(r"(?:(\d{4}),? ?(?=pp?\.))?(?:pp?\. ?)?(\d+)", match[0][4:]):
            year = item[1] or year
            if not (item[1] is None and item[2] == year):
                self.decisions.add(f"{match[1].upper()} {year} p. {item[2]}")

    def _numbers(self, match: re.Match[str]) -> None:
        self.rules.update(re.findall(r"\d+(?:\.\d+)*", match[0]))


def read(text: str, *, named: Iterable[str] = (), rules: Iterable[str] = ()) -> Content:
    """Everything comparable in a text. ``named`` are the articles and decisions, ``rules`` the rule numbers that our
    pages keep in the metadata of a rule."""
    reader = _Reader(text)
    reader.take_references()
    for piece in named:
        other = _Reader(piece)
        other.take_references()
        reader.articles |= other.articles
        reader.decisions |= other.decisions
    return Content(
        figures=_figures(reader.text),
        implied=_implied(reader.text),
        rules=frozenset({*reader.rules, *rules}),
        articles=frozenset(reader.articles),
        decisions=frozenset(reader.decisions),
        days=frozenset(reader.days),
    )


# Words that say a figure without a number: one text may use them where the other has the number.
_SAYS: list[tuple[str, Figure]] = [
    (r"annuel|chaque annee|par annee|mensuel|chaque mois|tous les ans", Figure(Decimal(1), "fois")),
    (r"semestr", Figure(Decimal(6), "mois")),
    (r"trimestr", Figure(Decimal(3), "mois")),
    (r"annee civile", Figure(Decimal(12), "mois")),
]


def _implied(text: str) -> frozenset[Figure]:
    return frozenset(figure for pattern, figure in _SAYS if re.search(pattern, text))


def _value(text: str) -> Decimal:
    return Decimal(NUMBER_WORDS[text]) if text in NUMBER_WORDS else Decimal(text.replace(",", "."))


def _with_unit(text: str, unit: str | None) -> Figure | None:
    if unit is None:
        return None if text in NUMBER_WORDS else Figure(_value(text))
    for pattern, factor, name in _UNITS:
        if re.fullmatch(pattern.partition("(?=")[0], unit):
            if text in ("un", "une") and name not in _ONE_COUNTS:
                return None
            return Figure(_value(text) * factor, name)
    raise AssertionError(unit)


def _figures(text: str) -> frozenset[Figure]:
    found: set[Figure | None] = set()

    def money(match: re.Match[str]) -> str:
        found.add(Figure(Decimal(match[3] or f"{match[1]}.{match[2]}"), "CHF"))
        return " ¤ "

    def quarter(_: re.Match[str]) -> str:
        found.add(Figure(Decimal(15), "minutes"))
        return " ¤ "

    text = _QUARTER.sub(quarter, _MONEY.sub(money, text))
    for match in _RANGE.finditer(text):
        found.add(_with_unit(match[1], match["unit"]))
    text = _RANGE.sub(" ¤ ", text)
    for match in _FIGURE.finditer(text):
        idiom = match[1] in ("un", "une") and text.startswith(" ne ", match.end())  # « un jour ne compte que … »
        if not idiom:
            found.add(_with_unit(match[1], match["unit"]))
    return frozenset(figure for figure in found if figure is not None and not figure.is_year)


# -- two texts -------------------------------------------------------------------------------------------------------


def differences(official: Content, ours: Content) -> list[Difference]:
    """What only one of the two has."""
    out: list[Difference] = []
    only_theirs, only_ours = official.figures - ours.figures, ours.figures - official.figures
    for figure in sorted(only_theirs):
        if figure in ours.implied or (not figure.unit and str(figure) in ours.rules):
            continue
        if not any(_same(figure, other) for other in ours.figures):
            out.append(Difference("figure", str(figure), True))
    for figure in sorted(only_ours):
        if figure not in official.implied and not any(_same(figure, other) for other in official.figures):
            out.append(Difference("figure", str(figure), False))
    for kind in ("days", "rules", "articles", "decisions"):
        theirs, mine = getattr(official, kind), getattr(ours, kind)
        out += [Difference(kind[:-1], value, True) for value in sorted(theirs - mine, key=_natural)]
        if kind in ("days", "decisions"):
            out += [Difference(kind[:-1], value, False) for value in sorted(mine - theirs, key=_natural)]
    return out


def _same(one: Figure, other: Figure) -> bool:
    """The same number, where one of the two has no unit that we know."""
    return one.value == other.value and "" in (one.unit, other.unit)


def _natural(text: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.findall(r"\d+|\D+", text)]
