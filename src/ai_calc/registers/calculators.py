"""The register of calculators, in the order in which the site shows them. A new one adds an entry; nothing else needs
to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field, replace
from functools import cache
from importlib import import_module
from typing import Any

from ai_calc.ground.record import record
from ai_calc.handing_over.papers import Document
from ai_calc.handing_over.profile import Handover
from ai_calc.outcome.facts import Case
from ai_calc.results import Result


@record
class Entry:
    """What is known of a calculator without loading it, here and nowhere else.

    ``name`` is used in code and data (``capital_aid``), ``title`` is shown to people, ``slug`` is the last part of
    its page's address, ``basis`` the law or text behind it, ``question`` what it answers, ``leaves_out`` what it does
    not treat, beside the rules that it does not apply, which the site finds.
    """

    name: str
    title: str
    slug: str
    basis: str
    question: str
    leaves_out: str

    @property
    def page(self) -> str:
        """The address of its page inside the site."""
        return f"calculateurs/{self.slug}/"

    @property
    def command(self) -> str:
        """The name on the command line: ``capital-aid``."""
        return self.name.replace("_", "-")


_ENTRIES = (
    Entry(
        "capital_aid",
        "Aide en capital",
        "aide-en-capital",
        "art. 18d LAI",
        "Combien peut être accordé, sous quelle forme, et que faut-il rembourser ?",
        "Le montant d'une rente ou d'une indemnité journalière.",
    ),
    Entry(
        "reclassement",
        "Reclassement et formation",
        "reclassement-et-formation",
        "art. 15 à 17 LAI",
        "Formation initiale ou reclassement, et quels frais l'AI prend-elle en charge ?",
        "Le montant des indemnités journalières et des rentes.",
    ),
    Entry(
        "placement",
        "Placement",
        "placement",
        "art. 18 LAI",
        "L'appui à la recherche d'un emploi est-il dû, et jusqu'à quand ?",
        "Le montant des indemnités de l'assurance-chômage ou de l'AI.",
    ),
    Entry(
        "trial_placement",
        "Placement à l'essai",
        "placement-a-l-essai",
        "art. 18a LAI",
        "Quand l'essai finit-il, combien de jours restent, et que mettre dans la convention ?",
        "Le montant de la rente ou de l'indemnité journalière versée pendant l'essai.",
    ),
    Entry(
        "work_introduction",
        "Allocation d'initiation au travail",
        "allocation-d-initiation-au-travail",
        "art. 18b LAI",
        "Quel montant l'employeur reçoit-il, et pendant combien de temps ?",
        "Le taux des cotisations de l'employeur : la circulaire ne le donne pas, il se saisit.",
    ),
    Entry(
        "contribution_increase",
        "Indemnité pour augmentation des cotisations",
        "indemnite-pour-augmentation-des-cotisations",
        "art. 18c LAI",
        "L'employeur est-il indemnisé, et de combien par jour ?",
        "Les primes que demandera l'assurance de l'entreprise : leur hausse est un point du dossier, à apprécier.",
    ),
    Entry(
        "coaching",
        "Budget de coaching",
        "budget-de-coaching",
        "mémentos et accords cantonaux",
        "Combien d'heures et de francs pour ce mandat, à Berne ou à Genève ?",
        "La pratique des cantons sans mémento ni accord publié ici, sauf par un fichier ajouté.",
    ),
    Entry(
        "geneve_provider",
        "Prestataires de Genève",
        "prestataires-geneve",
        "accord de collaboration",
        "Le dossier du prestataire est-il complet, et quels délais l'attendent ?",
        "Les exigences des autres offices AI.",
    ),
    Entry(
        "eisp",
        "Convention de prestations EISP",
        "convention-eisp",
        "guide EISP",
        "La convention de prestations suit-elle les indications du guide ?",
        "Ce que le droit cantonal ou l'organe demande en plus du guide.",
    ),
    Entry(
        "pathway",
        "Toutes les prestations",
        "toutes-les-prestations",
        "CMRP, parties 1 à 5",
        "Quelles mesures peuvent se suivre, dans quel ordre, et combien de temps ?",
        "Le détail de chaque mesure, qui se calcule sur sa propre page.",
    ),
)


@record
class ExtraFile:
    """A file that a calculator makes besides the usual ones: what it is called on its button, its suffix and type,
    and the function that makes it from the case, its result and whoever hands it over (a
    :class:`~ai_calc.handing_over.profile.Handover`; nobody when left out).

    ``named``: from the case what the file is, whose, and of when; the label and today where it is left out, or a part
    empty. ``note``: from the same as ``make``, what to know before it goes out, in French, which the paper itself does
    not say.
    """

    label: str
    suffix: str
    media_type: str
    make: Callable[..., bytes]
    named: Callable[[Any], tuple[str, str, str]] | None = None
    note: Callable[..., str] | None = None


@record
class Question:
    """Something that a file leaves open and that a person decides: ``options`` are (value, French), ``value`` what is
    proposed (nothing where nothing is). The answer is given back under ``key`` when the file is read again; one whose
    key starts with ``whose:`` holds for this case alone. ``group``: what is asked of all that follow each other with
    the same text, said once above them."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str = ""
    group: str = ""


@record
class FileRead:
    """What a file brought into a case: the changed case as JSON data, a French line for each fault found, and what is
    to be answered before the rest of it can be taken. ``answered``: the answers that were used, by key, in French."""

    data: dict[str, Any]
    message: str
    faults: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    answered: Mapping[str, str] = field(default_factory=dict)


@record
class Calculator:
    """A calculator: its case model and the function that computes a result from a case.

    ``name`` is that of its entry. ``schema_version`` grows when a saved case needs migrating; ``migrate`` turns the
    JSON of an older version into the next one's. ``extra_files`` are further files to hand over, by kind;
    ``read_file`` takes the case as JSON data, a file's name and bytes (a journal of hours, say) and the answers to
    its questions; it never raises for a bad file. ``papers``: the documents of a result as those of whoever hands
    them over. ``reasoned``: the tables that belong to a decision, because they say of what an amount is made and what
    is left out of it, or how it is paid.
    """

    name: str
    case_type: type[Case]
    compute: Callable[[Any], Result[Any]]
    schema_version: int = 2
    extra_files: Mapping[str, ExtraFile] = field(default_factory=dict)
    read_file: Callable[[dict[str, Any], str, bytes, Mapping[str, str]], FileRead] | None = None
    papers: Callable[[Any, Result[Any], Handover], tuple[Document, ...]] | None = None
    reasoned: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What people call it."""
        return entry(self.name).title

    @property
    def page(self) -> str:
        """The address of its page inside the site."""
        return entry(self.name).page

    @property
    def command(self) -> str:
        """The name on the command line."""
        return entry(self.name).command

    def documents(self, case: Case, result: Result[Any], by: Handover) -> tuple[Document, ...]:
        """The documents of a result, as those of whoever hands them over, with their mark."""
        found = result.documents if self.papers is None else self.papers(case, result, by)
        if not by.mark:
            return found
        return tuple(replace(d, mark=" · ".join(dict.fromkeys(filter(None, (by.mark, d.mark))))) for d in found)


def entries() -> tuple[Entry, ...]:
    """All calculators, as the register knows them."""
    return _ENTRIES


def entry(name: str) -> Entry:
    """The entry of the calculator ``name``. Raises ``KeyError`` when there is none."""
    return _by_name()[name]


@cache
def _by_name() -> dict[str, Entry]:
    return {e.name: e for e in _ENTRIES}


def names() -> tuple[str, ...]:
    """The names of all calculators."""
    return tuple(_by_name())


@cache
def get(name: str) -> Calculator:
    """The calculator ``name``. Raises ``KeyError`` when there is none."""
    calculator = import_module(f"ai_calc.calculators.{entry(name).name}").CALCULATOR
    assert isinstance(calculator, Calculator)
    return calculator
