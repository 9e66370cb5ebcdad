"""The page of a calculator before Python is there: the same fields as disabled controls, the default result in full."""

from __future__ import annotations

from collections.abc import Container
from importlib import import_module
from typing import Any

from ai_calc.ground.french import tied_html
from ai_calc.handing_over.profile import Profile
from ai_calc.registers.calculators import Calculator
from calculators.kit import render
from calculators.kit.fields import FieldSpec, fields_of, raw_case
from calculators.kit.form import FormSpec
from calculators.kit.inputs import in_words, inputs_html
from calculators.kit.markup import Markup, escape


def form_of(name: str) -> FormSpec:
    """The form of a calculator by name."""
    form = import_module(f"calculators.{name}").FORM
    assert isinstance(form, FormSpec)
    return form


def _control(spec: FieldSpec, raw: Any, asked: dict[str, str] | None = None, compact: bool = False) -> Markup:
    text = "" if compact else spec.note
    note = Markup('<p class="help">{}</p>').format(text) if text else ""
    if spec.kind == "flag":
        return Markup(
            '<div class="field"><label class="check"><input type="checkbox" disabled{}> {}</label>{}</div>'
        ).format(Markup(" checked") if raw else "", spec.full_label, note)
    if spec.kind == "rows":
        rows = [
            Markup('<div class="row"><p class="row-title">Ligne {}</p>{}</div>').format(
                i + 1,
                Markup("").join(
                    _control(c, row[c.name], compact=True)
                    for c in spec.columns
                    if not c.kept and (asked is None or f"{spec.name}[{i}].{c.name}" in asked)
                ),
            )
            for i, row in enumerate(raw)
        ]
        return Markup('<div class="rows"><p class="rows-title">{}</p>{}{}</div>').format(
            spec.label, note, Markup("").join(rows)
        )
    if spec.answer:
        radios = Markup("").join(
            Markup('<label><input type="radio" disabled{}> {}</label>').format(
                Markup(" checked") if value == raw else "", french
            )
            for value, french in spec.options
        )
        return Markup('<div class="field"><p class="answer-label">{}</p><div class="answers">{}</div>{}</div>').format(
            spec.full_label, radios, note
        )
    if spec.kind == "choice":
        shown = spec.option(raw, spec.usual if spec.assumable and not compact else "—")
        return Markup(
            '<div class="field"><label>{}<select disabled><option>{}</option></select></label>{}</div>'
        ).format(spec.full_label, shown, note)
    if spec.lines:
        return Markup('<div class="field"><label>{}<textarea rows="2" disabled>{}</textarea></label>{}</div>').format(
            spec.full_label, raw, note
        )
    return Markup(
        '<div class="field"><label>{}<input type="text" disabled value="{}" placeholder="{}"></label>{}</div>'
    ).format(spec.full_label, raw, spec.usual if spec.assumable and not compact else "", note)


def _switch(form: FormSpec) -> Markup:
    """Estimates or all questions: the first one is what a form opens with."""
    titles = [e.title for e in (form.estimate, form.other_estimate) if e is not None]
    radios = Markup("").join(
        Markup('<label><input type="radio" disabled{}> {}</label>').format(Markup("" if at else " checked"), title)
        for at, title in enumerate([*titles, "Affiner"])
    )
    return Markup('<div class="field"><p class="answer-label">Questions</p><div class="answers">{}</div></div>').format(
        radios
    )


def form_html(form: FormSpec, data: dict[str, Any] | None = None) -> Markup:
    """The form with a case, or as it opens (its estimate where it has one), disabled until the calculator is live."""
    raw = form.empty if data is None else raw_case(form.specs, data)
    case = form.calculator.case_type.model_validate(data or {})
    asked = form.asked(form.estimated(case)[0] if data is None else case)
    if data is None and form.estimate is not None:
        asked_too = {
            **asked,
            **{f"{name}[0].{column}": "" for name, columns in form.estimate.columns.items() for column in columns},
        }
        return _switch(form) + Markup('<div class="estimate">{}</div>').format(
            Markup("").join(_control(form.spec(n), raw[n], asked_too) for n in form.estimate.columns if n in asked)
        )
    sections = []
    for section in form.sections:
        names = [n for n in section.fields if asked is None or n in asked]
        if not names:
            continue
        help_text = Markup('<p class="help">{}</p>').format(section.help) if section.help else ""
        sections.append(
            Markup('<details class="calc-section"{}><summary>{}</summary><div>{}{}</div></details>').format(
                Markup(" open") if section.open else "",
                section.title,
                help_text,
                Markup("").join(_control(form.spec(n), raw[n], asked) for n in names),
            )
        )
    return Markup("").join(sections)


def _share_menu(calculator: Calculator) -> Markup:
    """Everything that can be handed over, each as a button; all of it stays in the browser."""
    entries = [
        ("share:link", "Copier un lien vers ce cas"),
        ("share:file", "Enregistrer le cas, pour le rouvrir plus tard ou ailleurs (JSON)"),
        ("open", "Ouvrir un fichier enregistré : un cas, des dossiers…"),
        ("share:xlsx", "Feuille de calcul (XLSX)"),
        *((f"share:{kind}", extra.label) for kind, extra in calculator.extra_files.items()),
        *((("import", "Lire un fichier dans le formulaire…"),) if calculator.read_file else ()),
    ]
    return Markup("").join(
        Markup('<button type="button" data-calc-action="{}" disabled>{}</button>').format(action, _small_format(label))
        for action, label in entries
    )


def _small_format(label: str) -> Markup:
    """What a file is for in the usual size, its format in small print: « Offre (XLSX) »."""
    what, bracket, form = label.rpartition(" (")
    return (
        Markup("{} <small>({}</small>").format(what, form) if bracket and form.endswith(")") else Markup(escape(label))
    )


def _dossier_bar(root: str) -> Markup:
    """Whose case this is: a name keeps it among the files of persons, in this browser."""
    return Markup(
        '<div class="calc-dossier" role="group" aria-label="Dossier" data-search-exclude><label>Dossier <input'
        ' type="text" data-calc-name maxlength="80" placeholder="Nom ou référence" autocomplete="off"'
        ' spellcheck="false" disabled></label><span data-dossier-said role="status"></span><span'
        ' data-dossier-actions></span><a href="{}dossiers/">Mes dossiers</a></div>'
    ).format(root)


_DATE_MENU = Markup(
    '<details class="calc-menu"><summary class="md-button">Autre date</summary><div><label class="calc-name">Date du'
    ' droit à comparer <input type="text" data-calc-date placeholder="jj.mm.aaaa" maxlength="30" autocomplete="off"'
    ' disabled></label><button type="button" data-calc-action="compare-date" disabled>Comparer le même cas à cette'
    " date</button></div></details>"
)


_PRINT_MENU = Markup(
    '<details class="calc-menu"><summary class="md-button">Imprimer</summary><div><button type="button"'
    ' data-calc-action="sheet" disabled>Une page (A4)</button><button type="button"'
    ' data-calc-action="print">Dossier complet</button></div></details>'
)


def _kept_note(root: str) -> Markup:
    """Where what is typed is kept, and how to erase it."""
    return Markup(
        '<p class="calc-kept"><span data-calc-kept role="status">Vos saisies restent dans ce navigateur, sur cet'
        " appareil, jusqu'à ce que vous les effaciez (dans une fenêtre privée\u00a0: jusqu'à sa fermeture).</span>"
        ' <button type="button" data-calc-action="forget" disabled>Effacer mes saisies</button> <a'
        ' href="{}confidentialite/">Confidentialité</a></p>'
    ).format(root)


OWN_EXAMPLE = "exemple"
"""The value that stands for the example of the form itself in the list of examples, and in an address
(``#exemple=exemple``)."""

_TEXT_PANEL = Markup(
    '<details class="calc-panel calc-text" id="partie-decision" open><summary>Texte pour la décision</summary><div>'
    "<p>Projet en quatre parties (en fait, en droit, appréciation, reste à instruire), tiré des seules données"
    " saisies.</p><div"
    ' class="calc-document-tools calc-text-tools"><button type="button" class="md-button"'
    ' data-calc-download="copy:decision" disabled>Copier le texte</button> <button type="button" class="md-button"'
    ' data-calc-download="docx:decision" disabled>Texte (DOCX)</button> <button type="button" class="md-button"'
    ' data-calc-download="copy:pieces" disabled>Copier les pièces à demander</button> <button type="button"'
    ' class="md-button" data-calc-download="docx:pieces" disabled>Pièces à demander (DOCX)</button> <button'
    ' type="button" class="md-button" data-calc-action="show-text" aria-pressed="false"'
    ' disabled>Montrer</button></div><div data-slot="decision"></div></div></details>'
)


def _profile_panel() -> Markup:
    """The particulars of whoever hands papers over: plain inputs of the page, which keeps them in this browser."""

    def control(spec: FieldSpec) -> Markup:
        if spec.kind == "choice":
            options = Markup("").join(
                Markup('<option value="{}">{}</option>').format(value, french) for value, french in spec.options
            )
            return Markup('<label class="calc-name">{} <select data-profile="{}">{}</select></label>').format(
                spec.full_label, spec.name, options
            )
        return Markup(
            '<label class="calc-name">{} <input type="text" data-profile="{}" maxlength="70"'
            ' autocomplete="off"></label>'
        ).format(spec.full_label, spec.name)

    return Markup(
        '<details class="calc-panel calc-profile"><summary>Vos coordonnées, pour vos papiers</summary><div><p>Saisies'
        " une fois, gardées dans ce navigateur seulement, elles figurent sur vos papiers, là où le cas lui-même ne dit"
        " rien. « Effacer mes saisies » les efface aussi.</p><div"
        ' class="calc-profile-fields">{}</div><ul data-slot="profile" role="status"></ul></div></details>'
    ).format(Markup("").join(map(control, fields_of(Profile))))


_JUMPS = (
    ("verdicts", "Conditions"),
    ("tables", "Tableaux"),
    ("steps", "Calcul"),
    ("documents", "Documents"),
    ("decision", "Texte pour la décision"),
    ("next", "La suite"),
)
"""Where one can go from the amounts, as far as the result has it."""


def _jumps(slots: Container[str]) -> Markup:
    links = render.join(
        Markup('<a href="#partie-{}" data-calc-jump>{}</a>').format(slot, title)
        for slot, title in _JUMPS
        if slot in slots
    )
    return Markup('<nav class="calc-jumps" aria-label="Parties du résultat" data-search-exclude>{}</nav>').format(links)


_PANELS = (
    ("verdicts", "Conditions, une à une", True),
    ("documents", "Documents à imprimer", False),
    ("tables", "Tableaux", True),
    ("steps", "Le calcul, pas à pas", False),
)


def calculator_html(name: str, examples: list[tuple[str, str]] = (), root: str = render.ROOT) -> Markup:  # type: ignore[assignment]
    """Everything that a calculator's page shows: the form and the result of its default case.

    ``examples`` are worked cases to load: (id, title). Raises what the calculator raises if its default case fails.
    """
    form = form_of(name)
    calculator = form.calculator
    case = calculator.case_type.model_validate({})
    whole, assumed = form.estimated(case)
    result = calculator.compute(whole)
    estimate = None
    if form.estimate is not None:
        words = in_words(whole, (form.spec(name) for name in assumed))
        result = result.beside(calculator.compute(case))
        estimate = render.Estimated(whole, result, 0, words, True)
    slots = dict(render.slots(result, root, empty=True, estimate=estimate, questions=form.questions(whole, result)))
    example = calculator.compute(calculator.case_type.model_validate(form.example))
    filled = dict(render.slots(example, root))  # what it may show once filled in
    own = (
        Markup('<option value="{}">Exemple du calculateur</option>').format(OWN_EXAMPLE) if form.example else Markup("")
    )
    options = own + Markup("").join(
        Markup('<option value="{}">{} · {}</option>').format(i, i, title) for i, title in examples
    )
    chooser = (
        Markup(
            '<label class="calc-examples">Exemple <select data-calc-examples disabled><option value="">Aucun'
            "</option>{}</select></label>"
        ).format(options)
        if options
        else ""
    )
    panels = Markup("").join(
        Markup(
            '<details class="calc-panel" id="partie-{slot}"{}><summary>{}</summary><div'
            ' data-slot="{slot}">{}</div></details>'
        ).format(Markup(" open") if is_open else "", title, slots[slot], slot=slot)
        for slot, title, is_open in _PANELS
        if slots[slot] or filled[slot]
    )
    page = Markup(
        '<div class="calc" data-calc="{name}">{dossier}<div class="calc-tools" role="group"'
        ' aria-label="Outils">{chooser}<button type="button" class="md-button" data-calc-action="undo"'
        ' disabled>Annuler</button><button type="button" class="md-button" data-calc-action="reset"'
        ' disabled>Nouveau</button><button type="button" class="md-button" data-calc-action="compare"'
        ' aria-pressed="false" disabled>Comparer</button>{dates}{prints}<details class="calc-menu"><summary'
        ' class="md-button">Partager<span>, enregistrer</span></summary><div>{share}</div></details></div><div'
        ' data-slot="example"></div><div'
        ' hidden data-slot="message"></div><div hidden data-slot="download"></div><div hidden'
        ' data-slot="about"></div><div data-slot="carried"></div><div class="calc-print" data-search-exclude><p'
        ' class="calc-print-head" data-calc-printed></p></div><div class="calc-split"><div'
        ' class="calc-case" id="estimation"><h2 class="calc-h" id="formulaire">Le cas</h2><div class="calc-form"><div'
        ' class="calc-static" inert>{form}</div><div class="calc-live"></div></div>{kept}</div><div'
        ' class="calc-results"><h2 class="calc-h" id="resultat">Le'
        ' résultat</h2><div data-slot="faults" role="alert"></div><div data-slot="summary"'
        ' aria-live="polite">{summary}</div>{jumps}<div class="calc-print" data-search-exclude><h2 class="calc-h">Le'
        ' cas</h2><div data-slot="inputs">{inputs}</div></div><div data-slot="comparison"></div><h2 class="calc-h'
        ' calc-print" data-search-exclude>Le détail</h2><div'
        ' data-slot="charts">{charts}</div>{panels}{text}{profile}<div data-slot="notes">{notes}</div><div'
        ' data-slot="next" id="partie-next"></div></div></div><div class="calc-foot"><p class="calc-unkept"'
        ' data-calc-unkept data-search-exclude hidden></p><a class="calc-glance" href="#resultat"'
        ' data-slot="glance">{glance}</a></div><div class="calc-sheet" data-slot="sheet"'
        ' data-search-exclude></div><p class="calc-whole" data-search-exclude><a href="./" data-calc-whole>Ouvrir sur'
        " la page complète, avec ses règles</a> · Réadaptation professionnelle AI : une reformulation sans caractère"
        " officiel ; le texte de l'autorité fait foi.</p></div>"
    ).format(
        name=name,
        dossier=_dossier_bar(root),
        chooser=chooser,
        dates=_DATE_MENU,
        prints=_PRINT_MENU,
        share=_share_menu(calculator),
        kept=_kept_note(root),
        inputs=inputs_html(case, form),
        form=form_html(form),
        summary=slots["summary"],
        jumps=_jumps({slot for slot, _, _ in _PANELS if slots[slot] or filled[slot]} | {"decision", "next"}),
        charts=slots["charts"],
        panels=panels,
        text=_TEXT_PANEL,
        profile=_profile_panel() if calculator.papers is not None else "",
        notes=slots["notes"],
        glance=slots["glance"],
    )
    return Markup(tied_html(page))  # as page/elements.js does with what Python says later
