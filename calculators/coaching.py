"""The form of the calculator « Budget de coaching » (cmrp:1028; Bern's mementos, Geneva's agreement)."""

from __future__ import annotations

from ai_calc.calculators.coaching.activities import Activity
from ai_calc.calculators.coaching.model import CoachingCase, Entry
from ai_calc.calculators.coaching.selection import choose
from ai_calc.ground.errors import CaseError
from ai_calc.registers.cantons import Anchor, CapMode, Count, Edition, Kind, all_cantons
from calculators.kit.form import FormSpec, Section

MAX_ASKED = 60
"""Up to this many entries of the journal, each one shows only the cells that its kind needs."""


def relevant(case: CoachingCase) -> dict[str, str]:
    """The fields that can still change the outcome, in the text that applies to the case."""
    try:
        chosen = choose(case)
    except CaseError:  # no text applies: everything is asked, so that nothing seems lost
        return dict.fromkeys(CoachingCase.model_fields, "")
    hidden = _by_edition(chosen.edition) | _by_kind(case, chosen.edition, chosen.kind, chosen.kind_key)
    editions = all_cantons()[case.canton.value].editions.values()
    if not (any(e.undated for e in editions) and any(e.start for e in editions)):
        hidden |= {"undated_from", "edition"}
    if case.edition.value != "by_date":
        hidden.add("undated_from")
    if case.hours_per_month is not None:
        hidden.add("total_hours")
    if not case.first_interview_hours:
        hidden.add("mandate_followed")
    if not case.journal:
        hidden |= {"statement_until", "warn_at_percent", "rounding"}
    asked = {name: "" for name in CoachingCase.model_fields if name not in hidden}
    return asked | dict.fromkeys(_cells(case), "")


def _by_edition(edition: Edition) -> set[str]:
    """Fields that the text of the canton has no use for."""
    hidden: set[str] = set()
    counts = {t.count for t in edition.activities.values()}
    if edition.economy is None:
        hidden.add("cost_effective")
    if Count.IF_AGREED not in counts:
        hidden.add("extras_agreed")
    if edition.offer.early_intervention is None:
        hidden.add("early_intervention")
    if edition.institution is None:
        hidden.add("in_institution")
    if edition.parallel is None:
        hidden.add("other_mandates")
    if edition.step is None:
        hidden.add("rounding")
    if edition.activities[Activity.FIRST_INTERVIEW].count is not Count.BESIDE_IF_MANDATE:
        hidden.add("mandate_followed")
    return hidden


def _by_kind(case: CoachingCase, edition: Edition, kind: Kind, key: str) -> set[str]:
    """Fields that this kind of coaching has no use for."""
    hidden: set[str] = set()
    cap = kind.cap
    if cap.mode is not CapMode.GRID:
        hidden.add("intensity")
    if edition.dated_caps is None or cap.mode not in (CapMode.TOTAL, CapMode.MONTHLY):
        hidden.add("cap_date")
    if cap.mode is not CapMode.TOTAL:
        hidden.add("earlier_hours")
    if not cap.max_months:
        hidden.add("earlier_months")
    if cap.mode is not CapMode.REMAINDER:
        hidden.add("remaining_hours")
    if cap.mode is CapMode.NONE and not case.journal:
        hidden.add("granted_hours")
    if kind.no_internal_follow_up is None:
        hidden.add("internal_follow_up")
    if kind.internships is None:
        hidden |= {"internship_count", "internship_days"}
    if kind.after_hire is None:
        hidden.add("hired_on")
    if kind.placement_fee is None:
        hidden.add("placement_fee")
    if kind.placement_fee is None or case.hired_on is None:
        hidden.add("trial_period_passed")
    anchors = {d.anchor for d in edition.deadlines if (not d.only or key in d.only) and key not in d.not_for}
    for anchor, name in ((Anchor.EVALUATION, "evaluation_date"), (Anchor.CONTRACT, "contract_date"), (Anchor.INTERIM, "interim_reports")):
        if anchor not in anchors:
            hidden.add(name)
    return hidden


def _cells(case: CoachingCase) -> list[str]:
    """The cells of a short journal: the notice of a cancellation only there."""
    if len(case.journal) > MAX_ASKED:
        return []
    found = []
    for i, entry in enumerate(case.journal):
        for name in Entry.model_fields:
            if name == "notice_minutes" and entry.activity is not Activity.CANCELLED:
                continue
            if name in ("start", "billed_elsewhere") and entry.activity in (Activity.MISSED, Activity.CANCELLED):
                continue
            found.append(f"journal[{i}].{name}")
    return found


FORM = FormSpec(
    name="coaching",
    sections=(
        Section("mandate", "Mandat", ("canton", "law_date", "kind", "edition", "undated_from")),
        Section("plan", "Plan", (
            "start_date", "months", "intensity", "hours_per_month", "total_hours", "hourly_rate", "travel_hours_per_month",
            "admin_hours_per_month", "first_interview_hours", "mandate_followed", "employer_interview_hours", "remaining_hours",
            "internship_count", "internship_days",
        ), help="Sans heures saisies, le plan propose ce que le plafond permet."),
        Section("journal", "Journal des heures", ("journal", "granted_hours", "statement_until", "rounding", "warn_at_percent"), help=(
            "Une ligne par prestation. Le menu « Partager, enregistrer » lit un journal en CSV ou XLSX et l'écrit ; rien ne quitte cet appareil."
        ), open=False),
        Section("conditions", "Conditions", (
            "agreement_signed", "goals_agreed", "cost_effective", "early_intervention", "extras_agreed", "in_institution",
            "other_mandates", "internal_follow_up", "on_primary_market", "targeted_need",
        ), open=False),
        Section("extension", "Prolongation et date du plafond", ("earlier_hours", "earlier_months", "cap_date"), open=False),
        Section("course", "Déroulement et dates", (
            "evaluation_date", "interim_reports", "hired_on", "contract_date", "trial_period_passed", "placement_fee", "actual_end", "events",
        ), open=False),
        Section("names", "Pour les documents", ("provider", "person", "specialist", "objectives", "programme"), open=False),
    ),
    default={
        "canton": "be", "law_date": "2022-03-01", "kind": "job_search", "months": 6, "hours_per_month": 6,
        "travel_hours_per_month": 2, "admin_hours_per_month": 1, "first_interview_hours": "1.5",
        "agreement_signed": "met", "goals_agreed": "met", "on_primary_market": "met", "targeted_need": "met",
        "evaluation_date": "2022-08-24",
        "journal": [
            {"day": "2022-02-24", "activity": "first_interview", "minutes": 90},
            {"day": "2022-03-08", "activity": "with_person", "minutes": 120, "start": "14:00"},
            {"day": "2022-03-08", "activity": "travel", "minutes": 60, "start": "13:00"},
            {"day": "2022-03-22", "activity": "with_person", "minutes": 150},
            {"day": "2022-04-05", "activity": "with_others", "minutes": 75, "note": "Employeur"},
            {"day": "2022-04-12", "activity": "administration", "minutes": 45, "note": "Dossier de candidature"},
        ],
    },
    relevant=relevant,
)  # fmt: skip


def app(state: str | None = None):  # type: ignore[no-untyped-def]
    """The live form; ``state`` restores what was typed."""
    from calculators.kit.live import Live

    return Live(FORM, state).view
