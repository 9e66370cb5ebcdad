"""Lesson 4: a coaching mandate — its cap, its amount, its dates and its journal of hours, in Bern and in Geneva."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from ai_calc.calculators.coaching import add_working_days
from ai_calc.course.answers import ChoiceAnswer, DayAnswer
from ai_calc.course.drawing import Draw
from ai_calc.course.lessons.bases import BERNE, GENEVE
from ai_calc.course.model import Mistake, Problem, make_lesson, worked
from ai_calc.course.writing import (
    compute,
    count,
    exercise,
    francs,
    hint,
    mistake,
    say,
    show,
    status_answer,
    statuses_but,
    told,
    value_of,
)
from ai_calc.ground.dates import add_months
from ai_calc.law.citations import Cited
from ai_calc.law.in_force import Law
from ai_calc.results import Status

_B = "coaching_berne_2021"
_TURN = date(2022, 1, 1)
"""The day on which the caps of the memento changed."""

_SEARCHES = (
    ("internships", "internship_search", "chercher et suivre des stages", "berne-2021:T1"),
    ("apprenticeship_search", "apprenticeship_search", "chercher une place d'apprentissage", "berne-2021:T2"),
    ("temporary_post", "temporary_post", "chercher une place de travail temporaire", "berne-2021:T4"),
)


@exercise(
    "cap",
    "Le plafond du jour de l'octroi",
    "berne-2021:T1",
    "berne-2021:T2",
    "berne-2021:T4",
    calculator="coaching",
    level=1,
)
def cap(draw: Draw) -> Problem:
    who = draw.person()
    (kind, figure, words, rule), before = draw.deal([(s, b) for s in _SEARCHES for b in (True, False)])
    granted = draw.day(date(2021, 10, 15), date(2021, 12, 31)) if before else draw.day(_TURN, date(2022, 2, 28))
    start = draw.day(date(2022, 1, 5), date(2022, 3, 1)) if before else granted + timedelta(days=draw.whole(7, 30))
    data = {**BERNE, "kind": kind, "law_date": granted, "start_date": start, "months": 3}
    result = compute("coaching", data)
    old, new = value_of(f"{_B}/{figure}", date(2021, 6, 1)), value_of(f"{_B}/{figure}", _TURN)
    other_figure = draw.pick(
        [f for k, f, _, _ in _SEARCHES if value_of(f"{_B}/{f}", granted) != result.details.limits.total]
    )
    return Problem(
        story=say(
            "À Berne, l'office accorde le {0} à {1} un coaching pour {2}, d'après le mémento « 2021–2022 ». Le coaching"
            " commence le {3}.",
            granted,
            who.name,
            words,
            start,
        ),
        question="Combien d'heures au plus, en tout ?",
        answer=count(result.details.limits.total, "h"),
        hints=(
            hint("Trouvez le type de coaching dans le mémento, puis les deux valeurs de son plafond.", rule),
            hint("Deux dates sont dans le récit. La lecture B-01 dit laquelle fixe le plafond.", rule),
        ),
        mistakes=(
            mistake(
                "other_date",
                new if before else old,
                "Ce plafond-là vaut pour une autre date : est-ce l'octroi ou l'exécution qui décide ?",
                rule,
            ),
            mistake(
                "other_kind",
                value_of(f"{_B}/{other_figure}", granted),
                "C'est le plafond d'un autre type de coaching.",
                "berne-2021:T1",
                "berne-2021:T2",
                "berne-2021:T4",
            ),
            mistake(
                "month",
                value_of(f"{_B}/job_search_per_month", granted),
                "Ici, le plafond vaut pour tout le mandat, pas par mois.",
                "berne-2021:T6",
            ),
        ),
        solution=worked(result, "edition", "cap")[1:],
        case=data,
        essential=("other_date",),
    )


@exercise(
    "hours",
    "Des heures par mois, et pas trop de mois",
    "berne-2021:T6",
    "berne-2021:0.6",
    calculator="coaching",
    level=2,
)
def hours(draw: Draw) -> Problem:
    who = draw.person()
    granted = draw.deal((date(2021, 3, 1), date(2022, 3, 1), date(2021, 9, 1), date(2022, 5, 1)))
    limit, most = value_of(f"{_B}/job_search_per_month", granted), value_of(f"{_B}/job_search_max_months", granted)
    wanted, months = limit + draw.deal((-2, 1, -3, 2, -1)), draw.whole(int(most) - 1, int(most) + 3)
    data = {**BERNE, "kind": "job_search", "law_date": granted, "months": months, "hours_per_month": wanted}
    result = compute("coaching", data)
    plan = result.details.plan
    return Problem(
        story=say(
            "Un prestataire de Berne, dont la convention renvoie au mémento « 2021–2022 », offre à {0} de chercher un"
            " emploi pendant {1:mois}, à {2:h} par mois. Octroi le {3}.",
            who.name,
            months,
            wanted,
            granted,
        ),
        question=(
            "Le mémento ne dit pas si des heures passent d'un mois à l'autre ; le site lit que non : chaque mois a son"
            " plafond à lui (lecture B-02). Combien d'heures peuvent être admises, en tout ?"
        ),
        answer=count(plan.admitted, "h"),
        hints=(
            hint("Cette recherche-là a deux limites. Cherchez-les toutes les deux.", "berne-2021:T6"),
            hint(
                "Une limite par mois, une limite de mois. Comptez un mois seul, puis les mois admis.",
                "berne-2021:T6",
                "berne-2021:0.6",
            ),
            hint(say("Au plus {0:h} par mois, à la date de l'octroi.", limit), "berne-2021:T6"),
        ),
        mistakes=(
            mistake(
                "requested",
                plan.requested,
                "C'est ce que le prestataire demande, pas ce qui est admis.",
                "berne-2021:0.6",
            ),
            mistake("no_months", min(wanted, limit) * months, "Le nombre de mois est limité aussi.", "berne-2021:T6"),
            mistake(
                "no_hours",
                wanted * min(Decimal(months), most),
                "Les heures d'un mois sont limitées aussi.",
                "berne-2021:T6",
            ),
            mistake(
                "pool",
                min(wanted * months, limit * most),
                "Les heures ne se versent pas dans un pot commun : le plafond vaut mois par mois (lecture B-02).",
                "berne-2021:T6",
            ),
        ),
        solution=worked(result, "cap", "months", "requested", "admitted"),
        case=data,
    )


@exercise(
    "amount",
    "Le montant d'une offre",
    "berne-2021:R.1",
    "berne-2021:R.2",
    "berne-2021:R.3",
    "berne-2021:T2",
    calculator="coaching",
    level=2,
)
def amount(draw: Draw) -> Problem:
    who = draw.person()
    granted = draw.pick((date(2021, 4, 1), date(2021, 8, 2), date(2022, 2, 1), date(2022, 6, 1)))
    months, contact, travel = (
        draw.whole(3, 5),
        draw.whole(3, 6),
        draw.pick((Decimal("0.5"), Decimal(1), Decimal("1.5"))),
    )
    interview = draw.pick((Decimal(1), Decimal("1.5"), Decimal(2)))
    data = {
        **BERNE,
        "kind": "apprenticeship_search",
        "law_date": granted,
        "months": months,
        "hours_per_month": contact,
        "travel_hours_per_month": travel,
        "first_interview_hours": interview,
    }
    result = compute("coaching", data)
    d = result.details
    rate = d.rate
    most = d.limits.total
    return Problem(
        story=say(
            "À Berne, un coach cherchera avec {0} une place d'apprentissage. Octroi le {1}, d'après le mémento"
            " « 2021–2022 ». Le premier entretien a débouché sur le mandat.",
            who.name,
            granted,
        ),
        facts=(
            ("Durée", show(months, "mois")),
            ("Heures avec la personne", f"{show(contact, 'h')} par mois"),
            ("Déplacements", f"{show(travel, 'h')} par mois"),
            ("Premier entretien", show(interview, "h")),
        ),
        question="Quel montant l'office paie-t-il au plus pour cette offre ?",
        answer=francs(d.amount),
        hints=(
            hint(
                "Cherchez le tarif, le temps qui se compte, et ce qui vient en plus des heures du mandat.",
                "berne-2021:R.1",
                "berne-2021:R.2",
                "berne-2021:R.3",
            ),
            hint(
                "Heures et déplacements ensemble, jusqu'au plafond ; puis le premier entretien ; puis le tarif.",
                "berne-2021:T2",
                "berne-2021:R.3",
            ),
            hint(say("Le plafond à cette date est de {0:h}.", most), "berne-2021:T2"),
        ),
        mistakes=(
            mistake(
                "no_cap", (d.plan.requested + interview) * rate, "Le plafond du mandat n'a pas joué.", "berne-2021:T2"
            ),
            mistake(
                "no_interview",
                d.plan.admitted * rate,
                "Le premier entretien se paie aussi, quand un mandat a suivi.",
                "berne-2021:R.3",
            ),
            mistake(
                "interview_inside",
                min(most, d.plan.requested + interview) * rate,
                "Le premier entretien ne prend pas sur les heures du mandat.",
                "berne-2021:R.3",
            ),
            mistake(
                "no_travel",
                (min(most, Decimal(contact * months)) + interview) * rate,
                "Les déplacements comptent dans les heures.",
                "berne-2021:R.2",
            ),
            mistake(
                "travel_beside",
                (min(most, Decimal(contact * months)) + travel * months + interview) * rate,
                "Les déplacements prennent sur le plafond, ils ne s'y ajoutent pas.",
                "berne-2021:R.2",
                "berne-2021:T2",
            ),
        ),
        solution=worked(result, "cap", "requested", "admitted", "paid", "amount"),
        case=data,
        essential=("no_interview",),
    )


@exercise(
    "soft",
    "Plafond de recherche ou grille d'intensité",
    "berne-2021:0.4",
    "berne-2021:0.5",
    "berne-2021:T6",
    "berne-2021:T1",
    calculator="coaching",
    level=3,
)
def soft(draw: Draw) -> Problem:
    who = draw.person()
    granted = date(2022, draw.whole(1, 9), 1)
    grid, offset = draw.deal([(grid, offset) for grid in (True, False) for offset in (-2, 0, 1, 3)])
    if grid:
        high = Law(granted).table(f"{_B}/intensity_grid")["high"]
        data = {
            **BERNE,
            "kind": draw.pick(("training", "job_retention")),
            "law_date": granted,
            "months": 2,
            "hours_per_month": high + offset,
        }
        words = "pendant sa formation" if data["kind"] == "training" else "pour garder sa place de travail"
        rule = "berne-2021:0.5"
    else:
        limit = value_of(f"{_B}/job_search_per_month", granted)
        data = {**BERNE, "kind": "job_search", "law_date": granted, "months": 2, "hours_per_month": limit + offset}
        words, rule = "pour chercher un emploi", "berne-2021:T6"
    verdict = compute("coaching", data).verdict("cap")
    return Problem(
        story=say(
            "À Berne, un coaching de {0:h} par mois pendant {1:mois} est prévu pour {2}, {3}. Octroi le {4}, d'après le"
            " mémento « 2021–2022 ».",
            data["hours_per_month"],
            2,
            who.name,
            words,
            granted,
        ),
        question="Le plan tient-il dans le plafond d'heures ?",
        answer=status_answer(verdict.status),
        hints=(
            hint("Cherchez le plafond de ce type de coaching, et le mot qui l'accompagne.", rule),
            hint(
                "Au-dessus de la grille, le texte ne tranche pas : au mandant d'apprécier (lecture B-14). Pour une"
                " recherche, une augmentation est exclue.",
                "berne-2021:0.4",
                "berne-2021:T6",
            ),
        ),
        mistakes=statuses_but(
            verdict.status,
            (Status.MET, "Comptez les heures d'un mois et comparez-les à la limite.", (rule,)),
            (
                Status.NOT_MET,
                (
                    "Cette limite n'est pas ferme."
                    if verdict.status is Status.TO_APPRAISE
                    else "La limite elle-même est encore admise."
                ),
                (rule, "berne-2021:0.4"),
            ),
            (Status.TO_APPRAISE, "Rien à apprécier ici : le chiffre suffit.", (rule,)),
        ),
        solution=told(verdict),
        case=data,
    )


@exercise("report", "La date du rapport final", "berne-2021:E.3", "geneve:3.b.e", calculator="coaching", level=2)
def report(draw: Draw) -> Problem:
    who, geneva = draw.person(), draw.chance()
    start = (
        date(2025, draw.whole(2, 6), draw.whole(1, 20)) if geneva else date(2022, draw.whole(1, 6), draw.whole(1, 20))
    )
    base = {**GENEVE, "undated_from": None} if geneva else {**BERNE, "kind": "job_retention"}
    months = draw.whole(2, 5)
    data = {**base, "law_date": start, "start_date": start, "months": months, "hours_per_month": 6}
    if not geneva:
        data["intensity"] = "low"
    result = compute("coaching", data)
    final = next(x for x in result.details.deadlines if x.key == "final_report")
    assert final.day is not None
    end = result.details.plan.end
    ours, theirs = (
        value_of(f"{_B}/final_report_deadline", date(2022, 6, 1)),
        value_of("coaching_geneve/final_report_deadline", date(2025, 6, 1)),
    )
    days = int(theirs) * 7 if geneva else int(ours)
    other = int(ours) if geneva else int(theirs) * 7
    rule = "geneve:3.b.e" if geneva else "berne-2021:E.3"
    return Problem(
        story=say(
            "À {0}, un coaching de {1:mois} pour {2} a commencé le {3}.",
            "Genève" if geneva else "Berne, d'après le mémento « 2021–2022 »",
            months,
            who.name,
            start,
        ),
        question="Quel est le dernier jour pour remettre le rapport final ?",
        answer=DayAnswer(final.day),
        hints=(
            hint("Cherchez d'abord le dernier jour de la mesure, puis le délai du canton.", rule),
            hint(
                "Une mesure de deux mois qui commence le 5 finit le 4, deux mois plus tard. Le délai court dès ce"
                " jour-là, en jours du calendrier.",
                rule,
            ),
            hint(say("La mesure finit le {0}.", end), rule),
        ),
        mistakes=(
            mistake("canton", end + timedelta(days=other), "C'est le délai de l'autre canton.", rule),
            mistake(
                "working_days",
                add_working_days(end, days),
                "Le texte compte en semaines : il ne parle pas de jours ouvrés."
                if geneva
                else "Le texte ne dit pas quels jours ; le site compte des jours du calendrier (lecture B-06).",
                rule,
            ),
            mistake(
                "one_late",
                end + timedelta(days=days + 1),
                "La mesure finit la veille du jour anniversaire de son début.",
                rule,
            ),
            mistake("end", end, "C'est la fin de la mesure ; un délai court ensuite.", rule),
            mistake(
                "start",
                add_months(start, months) + timedelta(days=other),
                "Le délai n'est pas celui de ce canton, et la mesure finit un jour plus tôt.",
                rule,
            ),
        ),
        solution=(say("La mesure finit le {0}.", end), f"{final.what} : {final.when} = {show(final.day)}."),
        case=data,
        essential=("one_late", "canton"),
    )


@exercise(
    "journal",
    "Ce qui se facture à Genève",
    "geneve:3.c.a",
    "geneve:3.c.c",
    "geneve:3.d.c",
    "geneve:3.d.d",
    calculator="coaching",
    level=2,
)
def journal(draw: Draw) -> Problem:
    who = draw.person()
    first = date(2025, 3, 3)
    sessions = [draw.pick((60, 75, 90, 105)) for _ in range(3)]
    ragged = draw.pick((50, 53, 67, 70, 83))
    travel = draw.pick((30, 45, 60))
    planned = draw.pick((90, 120))
    late, early = draw.pick((3, 6, 20)), draw.pick((26, 30, 48))
    rows: list[tuple[int, str, int, int | None]] = [
        (day, "with_person", m, None) for day, m in zip((0, 2, 4, 7), [*sessions, ragged], strict=True)
    ]
    rows += [
        (0, "travel", travel, None),
        (9, "missed", planned, None),
        (10, "cancelled", 60, late * 60),
        (14, "cancelled", 60, early * 60),
    ]
    entries: list[dict[str, Any]] = [
        {
            "day": first + timedelta(days=d),
            "activity": a,
            "minutes": m,
            **({"notice_minutes": n} if n is not None else {}),
        }
        for d, a, m, n in sorted(rows, key=lambda r: r[0])
    ]
    data = {
        **GENEVE,
        "undated_from": None,
        "law_date": first,
        "start_date": first,
        "months": 3,
        "total_hours": 20,
        "journal": entries,
    }
    result = compute("coaching", data)
    tally = result.details.tally
    names = {
        "with_person": "Avec la personne",
        "travel": "Déplacement dans le canton",
        "missed": "Entretien manqué, prévu pour",
        "cancelled": "Entretien annulé",
    }
    facts = []
    for entry in entries:
        notice = f", {entry['notice_minutes'] // 60} heures avant" if "notice_minutes" in entry else ""
        facts.append((show(entry["day"]), f"{names[entry['activity']]} : {entry['minutes']} minutes{notice}"))
    flat = value_of("coaching_geneve/missed_appointment_hours", first)
    paid = tally.paid
    exact = Decimal(sum(sessions) + ragged) / 60
    return Problem(
        story=say(
            "À Genève, le journal d'un coaching pour {0} contient ces entrées. Le devis ne prévoit rien pour les"
            " déplacements.",
            who.name,
        ),
        facts=tuple(facts),
        question=(
            "L'accord tient le journal au quart d'heure, sans dire ce qui s'arrondit, ni dans quel sens ; le site"
            " arrondit le total du jour (lecture L-22) au quart d'heure le plus proche (lecture G-03). Combien"
            " d'heures se facturent ?"
        ),
        answer=count(paid, "h"),
        hints=(
            hint(
                "Relisez ce que comprend le tarif, et ce qui est dit des entretiens manqués ou annulés.",
                "geneve:3.c.a",
                "geneve:3.d.c",
            ),
            hint(
                "Additionnez jour par jour le temps avec la personne, arrondi comme la question le dit. Un entretien"
                " manqué, ou annulé trop tard, vaut un forfait.",
                "geneve:3.c.c",
                "geneve:3.d.c",
                "geneve:3.d.d",
            ),
            hint(
                say(
                    "Un entretien annulé ici ne se facture pas ; deux se facturent {0:h} chacun, quelle que soit la"
                    " durée prévue (lecture G-02).",
                    flat,
                ),
                "geneve:3.d.c",
                "geneve:3.d.d",
            ),
        ),
        mistakes=(
            mistake(
                "travel",
                paid + Decimal(travel) / 60,
                "Les déplacements dans le canton sont compris dans le tarif.",
                "geneve:3.c.a",
            ),
            mistake(
                "no_missed", paid - 2 * flat, "Un entretien manqué, ou annulé trop tard, se facture.", "geneve:3.d.c"
            ),
            mistake("all_cancelled", paid + flat, "Un des entretiens a été annulé à temps.", "geneve:3.d.d"),
            mistake(
                "planned",
                paid - flat + Decimal(planned) / 60,
                "Un entretien manqué vaut un forfait, pas la durée prévue.",
                "geneve:3.d.c",
            ),
            mistake(
                "exact",
                (exact + 2 * flat).quantize(Decimal("0.01")),
                "Le journal se tient au quart d'heure.",
                "geneve:3.c.c",
            ),
            mistake("cancelled_free", paid - flat, "Un des deux entretiens annulés l'a été trop tard.", "geneve:3.d.c"),
        ),
        solution=(
            *worked(result, "journal_counted", "journal_paid"),
            *(
                f"{show(line.day)}, {line.activity.french} :"
                f" {show(Decimal(line.counted) / 60, 'h')}{f' ({line.reason})' if line.reason else ''}."
                for line in tally.lines
            ),
            say(
                "Pas du journal : {0:minutes} ({1}).",
                value_of("coaching_geneve/hours_log_step", first),
                Cited("geneve:3.c.c"),
            ),
        ),
        case=data,
        essential=("travel", "no_missed", "all_cancelled"),
    )


_CURRENT = "coaching_berne"
_UNDATED_SEARCHES = (
    ("internships", "internship_search", "chercher et suivre des stages", "berne:7.1"),
    ("apprenticeship_search", "apprenticeship_search", "chercher une place d'apprentissage", "berne:7.2"),
    ("temporary_post", "temporary_post", "chercher une place de travail temporaire", "berne:7.3"),
)


@exercise(
    "undated",
    "Le mémento non daté",
    "berne:7.1",
    "berne:7.2",
    "berne:7.3",
    "berne-2021:T1",
    calculator="coaching",
    level=1,
)
def undated(draw: Draw) -> Problem:
    who = draw.person()
    kind, figure, words, rule = draw.deal(_UNDATED_SEARCHES)
    wanted, months = draw.whole(14, 60), draw.whole(3, 6)
    data = {
        **BERNE,
        "edition": "berne",
        "kind": kind,
        "law_date": date(2024, draw.whole(1, 12), 1),
        "months": months,
        "total_hours": wanted,
    }
    result = compute("coaching", data)
    plan, limit = result.details.plan, result.details.limits.total
    former = value_of(f"{_B}/{figure}", _TURN)
    return Problem(
        story=say(
            "À Berne, la convention du prestataire renvoie au mémento non daté (annexe 5.1). Pour {0}, l'offre prévoit"
            " {1:h} sur {2:mois}, pour {3}.",
            who.name,
            wanted,
            months,
            words,
        ),
        question="Combien d'heures peuvent être admises, en tout ?",
        answer=count(plan.admitted, "h"),
        hints=(
            hint("Quel mémento la convention nomme-t-elle ? Cherchez le plafond dans celui-là.", rule),
            hint("Comparez les heures de l'offre au plafond de ce type de coaching.", rule),
        ),
        mistakes=(
            mistake(
                "other_memento",
                min(Decimal(wanted), former),
                "C'est le plafond de l'autre mémento, celui de 2021–2022.",
                rule,
            ),
            mistake("requested", wanted, "C'est ce que l'offre demande ; le mémento pose un plafond.", rule),
            mistake("cap", limit, "C'est le plafond ; l'offre demande moins.", rule),
        ),
        solution=worked(result, "cap", "requested", "admitted"),
        case=data,
        essential=("other_memento",),
    )


_EDITIONS = (
    ("old", "Le mémento 2021–2022, plafonds valables jusqu'au 31 décembre 2021"),
    ("new", "Le mémento 2021–2022, plafonds valables dès le 1er janvier 2022"),
    ("undated", "Le mémento non daté"),
    ("ask", "Aucun des deux ne le dit : il faut demander lequel vaut"),
)


@exercise(
    "edition",
    "Quelle édition ?",
    "berne-2021:T1",
    "berne-2021:T2",
    "berne-2021:T4",
    "berne:7.1",
    "berne:7.2",
    "berne:7.3",
    level=1,
)
def edition(draw: Draw) -> Problem:
    who = draw.person()
    right = draw.deal(("old", "undated", "new", "ask"))
    place = draw.whole(0, 2)
    kind, old_figure, words, old_rule = _SEARCHES[place]
    _, figure, _, rule = _UNDATED_SEARCHES[place]
    granted = {
        "old": draw.day(date(2021, 2, 1), date(2021, 12, 31)),
        "new": draw.day(_TURN, date(2022, 11, 30)),
        "undated": draw.day(date(2023, 6, 1), date(2025, 12, 31)),
        "ask": draw.day(date(2023, 6, 1), date(2025, 12, 31)),
    }[right]
    hours = {
        "old": value_of(f"{_B}/{old_figure}", date(2021, 6, 1)),
        "new": value_of(f"{_B}/{old_figure}", _TURN),
        "undated": value_of(f"{_CURRENT}/{figure}", granted),
    }
    known = {
        "old": "La convention renvoie à son annexe 18, le mémento dit « 2021–2022 ».",
        "new": "La convention renvoie à son annexe 18, le mémento dit « 2021–2022 ».",
        "undated": "La convention renvoie à son annexe 5.1, le mémento qui ne porte aucune date.",
        "ask": "La convention, que vous n'avez pas sous les yeux, renvoie à « son mémento ».",
    }[right]
    turned = say("Regardez le jour de l'octroi : les plafonds changent au {0} (lecture B-01).", _TURN)
    said = {
        "old": {
            "undated": "La convention nomme un autre mémento, et l'octroi est plus récent que ces plafonds.",
            "ask": "Le dossier ne nomme aucun mémento, et l'octroi est plus récent que ces plafonds.",
        }.get(right, turned),
        "new": {
            "undated": "La convention nomme un autre mémento : le jour de l'octroi n'y change rien.",
            "ask": "Le jour de l'octroi ne désigne pas un mémento à lui seul, et le dossier n'en nomme aucun.",
        }.get(right, turned),
        "undated": "Rien, dans le dossier, ne désigne ce mémento-là.",
        "ask": "Le dossier nomme l'annexe : il n'y a rien à demander.",
    }
    return Problem(
        story=say("À Berne, un coaching est accordé le {0} à {1} pour {2}. {3}", granted, who.name, words, known),
        question="Quel texte dit combien d'heures sont possibles ?",
        answer=ChoiceAnswer(_EDITIONS, right),
        hints=(
            hint("Deux indices : ce que la convention nomme, et le jour de l'octroi.", old_rule, rule),
            hint(
                "Le mémento 2021–2022 donne deux séries de plafonds ; le mémento non daté ne cite aucun jour : une date"
                " seule ne permet pas de le choisir.",
                old_rule,
                rule,
            ),
        ),
        mistakes=tuple(Mistake(key, key, said[key], (old_rule, rule)) for key, _ in _EDITIONS if key != right),
        solution=(
            f"{dict(_EDITIONS)[right]}.",
            say(
                "Pour ce type de coaching : {0:h} jusqu'à fin 2021, {1:h} dès 2022, {2:h} dans le mémento non daté.",
                hours["old"],
                hours["new"],
                hours["undated"],
            ),
        ),
    )


LESSON = make_lesson(
    "coaching",
    4,
    "Un mandat de coaching, du plan au décompte",
    "04-mandat-de-coaching.ipynb",
    40,
    (
        "choisir l'édition du texte, puis le plafond d'après la date de l'octroi",
        "calculer les heures admises et le montant d'une offre",
        "distinguer un plafond de recherche de la grille d'intensité",
        "tenir un journal d'heures et une liste de dates",
    ),
    (cap, edition, undated, hours, amount, soft, report, journal),
    also=("cmrp:1028",),
)
