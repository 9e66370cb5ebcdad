"""The final check in a page of the site: its questions as forms, its result, its attestation (JSON in, JSON out).
Nothing is kept here: the page hands over what it keeps of a seat, and gets it back (hub/web/calculators/page/check.js).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ai_calc.course.final import STATEMENT, TITLE, WORDS, FinalCheck, KeptError, Question, read_kept
from ai_calc.course.model import Outcome
from ai_calc.course.review import read_review
from ai_calc.ground.french import agreeing, capital
from calculators.kit import lesson_html, lesson_page
from calculators.kit.asks import AskError, answered
from calculators.kit.markup import Markup
from calculators.kit.render import cites, join


def answer(text: str) -> str:
    """The answer to a question of the page, both JSON; ``fault`` says what cannot be used."""
    return answered(text, _ASKS)


def _check(asked: Mapping[str, Any]) -> tuple[FinalCheck, bool]:
    """The check as it was kept, else the first one; and whether what was kept could not be used."""
    seed, seat = lesson_page.read_seat(asked)
    if not asked.get("kept"):
        return FinalCheck(seed, seat), False
    try:
        return read_kept(str(asked["kept"]), seed, seat), False
    except KeptError:
        return FinalCheck(seed, seat), True


def _given(asked: Mapping[str, Any]) -> FinalCheck:
    check, _ = _check(asked)
    check.give(dict(asked["answers"]))
    return check


# -- HTML --------------------------------------------------------------------------------------------------------------


def _question(check: FinalCheck, question: Question, place: int) -> Markup:
    actions = Markup('<p class="check-told" role="status"></p>')
    return Markup(
        '<section class="exercise" data-question="{0}" aria-labelledby="question-{1}"><h3 id="question-{1}">'
        "Question {1} · {2}</h3>{3}{4}</section>"
    ).format(
        question.exercise.id,
        place,
        question.exercise.title,
        lesson_page.exercise_html(question.exercise, question.problem, actions),
        _worked(check, question) if check.finished else "",
    )


def _worked(check: FinalCheck, question: Question) -> Markup:
    """What came of an answer and why: what was given, what is right, the way there, the rules; folded where right."""
    feedback, problem, given = check.judged(question), question.problem, check.given(question)
    outcome = feedback.outcome
    why = feedback.lines[0] if outcome is Outcome.NOT_YET and feedback.mistake else ""
    rules = dict.fromkeys((*feedback.rules, *problem.hints[0].rules))
    return Markup(
        '<details class="lesson-rule check-worked {}"{}><summary>{} {}</summary><div>{}{}{}<p>Règles : {}</p></div>'
        "</details>"
    ).format(
        lesson_html.CLASSES[outcome],
        Markup("") if outcome is Outcome.RIGHT else Markup(" open"),
        lesson_html.mark(outcome),
        capital(WORDS[outcome]),
        Markup("<p>Votre réponse : <strong>{}</strong></p>").format(given) if given else "",
        Markup("<p>{}</p>").format(lesson_html.linked(why, lesson_page.site_link)) if why else "",
        lesson_page.solution_html(problem.worked, problem),
        cites(rules),
    )


def _end(check: FinalCheck) -> Markup:
    if check.finished:
        return Markup("")
    return Markup(
        '<p class="exercise-actions check-end"><button type="button" class="md-button md-button--primary"'
        ' data-act="finish">Terminer</button><span class="check-count muted">{}</span></p>'
    ).format(_count(check))


def _count(check: FinalCheck) -> str:
    given = sum(check.judged(q).outcome is not Outcome.NONE for q in check.questions)
    return f"{agreeing(given, 'réponse(s)')} sur {len(check.questions)}"


def _result(check: FinalCheck, name: str) -> Markup:
    if not check.finished:
        return Markup("")
    return Markup(
        '<section class="check-result" tabindex="-1" aria-label="Résultat"><p class="check-score"><strong>{}</strong>'
        '</p><ol class="check-list">{}</ol><p class="lesson-due" hidden></p><p'
        ' class="lesson-files"><label class="typed">Votre nom sur l\'attestation'
        ' (facultatif) <input type="text" name="name" maxlength="80" autocomplete="off" value="{}"></label></p>'
        '<p class="lesson-files"><button type="button" class="md-button" data-act="print">Imprimer</button>'
        '<button type="button" class="md-button" data-act="save">Enregistrer comme texte</button>'
        '<button type="button" class="md-button" data-act="export">Exporter mes résultats</button>'
        '<button type="button" class="md-button" data-act="another">Un autre contrôle</button></p>'
        '<div class="attestation">{}</div></section>'
    ).format(check.score.words, join(_line(check, q) for q in check.questions), name, _attestation(check, name))


def _line(check: FinalCheck, question: Question) -> Markup:
    outcome = check.judged(question).outcome
    return Markup(
        '<li data-standing="{}">{} {} : <strong>{}</strong> · <a href="../lecon-{}/#{}">{} {}</a></li>'
    ).format(
        outcome,
        lesson_html.mark(outcome),
        question.exercise.title,
        WORDS[outcome],
        question.lesson.number,
        question.exercise.anchor,
        "Leçon" if outcome is Outcome.RIGHT else "Revoir la leçon",
        question.lesson.number,
    )


def _attestation(check: FinalCheck, name: str) -> Markup:
    rows = join(
        Markup('<tr><th scope="row">{}</th><td>{}</td></tr>').format(label, value) for label, value in check.rows(name)
    )
    lines = join(Markup("<li>{} : {}</li>").format(label, value) for label, value in check.lines())
    return Markup(
        '<h3>{}</h3><table class="facts"><tbody>{}</tbody></table><ul>{}</ul><p class="attestation-says">{}</p>'
    ).format(TITLE, rows, lines, " ".join(STATEMENT))


# -- what the page asks ------------------------------------------------------------------------------------------------


def _name(asked: Mapping[str, Any]) -> str:
    return str(asked.get("name") or "")[:80]


def _show(asked: Mapping[str, Any]) -> dict[str, Any]:
    check, lost = _check(asked)
    return {
        "html": _result(check, _name(asked))
        + join(_question(check, q, place) for place, q in enumerate(check.questions, 1))
        + _end(check),
        "answers": check.answers,
        "finished": check.finished is not None,
        "number": check.number,
        "said": "Le site pose d'autres questions depuis votre dernière visite : ce contrôle recommence."
        if lost
        else "",
    }


def _keep(asked: Mapping[str, Any]) -> dict[str, Any]:
    check = _given(asked)
    judged = {q.exercise.id: check.judged(q) for q in check.questions}
    told = {key: f"{f.title}. {f.lines[0]}" for key, f in judged.items() if f.outcome is Outcome.UNREADABLE}
    return {"kept": check.to_json(), "count": _count(check), "told": told}


def _finish(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Finishes the check, with what comes back of it; asks first where answers are missing or cannot be read, unless
    the person is ``sure``."""
    check = _given(asked)
    if not asked.get("sure"):
        open_ = [
            f"question {place} ({WORDS[outcome].partition(',')[0]})"
            for place, q in enumerate(check.questions, 1)
            if not (outcome := check.judged(q).outcome).counts
        ]
        if open_:
            return {
                "missing": f"Reste : {', '.join(open_)}. Complétez, ou terminez quand même.",
                "kept": check.to_json(),
            }
    check.finished = lesson_page.read_today(asked)
    review = read_review(asked.get("review"), check.seed, check.seat)
    review.take_up_check(check, check.finished)
    return {"kept": check.to_json(), "review": review.to_json() if review.cards else None}


def _attest(asked: Mapping[str, Any]) -> dict[str, Any]:
    check, _ = _check(asked)
    if not check.finished:
        raise AskError("Ce contrôle n'est pas terminé.")
    name = _name(asked)
    return {"html": _attestation(check, name), "text": check.as_text(name), "file": check.file_name}


def _another(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {"kept": _check(asked)[0].another().to_json()}


_ASKS = {
    "seat": lesson_page.seat_of,
    "show": _show,
    "keep": _keep,
    "finish": _finish,
    "attest": _attest,
    "another": _another,
    "file": lesson_page.file_of,
}
