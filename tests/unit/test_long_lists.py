"""Long lists in a form: a journal of thousands of entries is shown in windows, and nothing of it is lost."""

from __future__ import annotations

import base64
import json
import re
from datetime import date, timedelta
from typing import Any

import pytest
from panel.reactive import ReactiveHTML

from ai_calc.calculators.coaching.journal_file import journal_csv
from ai_calc.calculators.coaching.model import CoachingCase, Entry
from ai_calc.evaluation import evaluate
from ai_calc.ground.french import short_date
from ai_calc.ground.reading import read_minutes
from calculators.coaching import FORM, left_words
from calculators.kit import quick
from calculators.kit.controls import WINDOW
from calculators.kit.live import Live
from calculators.kit.render import figure_text
from calculators.kit.static import form_of


def entries(count: int) -> list[Entry]:
    return [
        Entry(day=date(2022, 3, 1) + timedelta(days=i % 150), minutes=1 + i % 50, note=f"n{i}") for i in range(count)
    ]


def tell(live: Live, **message: Any) -> None:
    live.inbox.value = json.dumps(message)


def bring(live: Live, journal: list[Entry], name: str = "heures.csv") -> None:
    tell(live, action="import", name=name, base64=base64.b64encode(journal_csv(journal)).decode())


def example() -> Live:
    """The form with its example."""
    made = Live(form_of("coaching"))
    tell(made, action="example")
    return made


@pytest.fixture
def live() -> Live:
    made = example()
    made.controls["journal"].raw = []
    made._recalculate()
    return made


def test_an_imported_journal_is_computed_whole_and_shown_in_windows(live: Live) -> None:
    bring(live, entries(130))
    journal = live.controls["journal"]
    assert live.case is not None
    assert isinstance(live.case, CoachingCase)
    assert live.case.journal == tuple(entries(130))
    assert len(journal._rows) == WINDOW
    assert "Lignes 1 à 20 sur 130" in journal._where.object
    assert "« heures.csv » : 130 lignes reprises." in live.outputs["message"].object


def test_reading_the_same_file_again_changes_nothing_and_undo_takes_it_back(live: Live) -> None:
    bring(live, entries(45))
    bring(live, entries(45), "encore.csv")
    assert "0 ligne reprise, 45 déjà là" in live.outputs["message"].object
    assert len(live.raw["journal"]) == 45
    tell(live, action="undo")
    tell(live, action="undo ")
    live.inbox.value = json.dumps({"action": "undo", "n": 2})
    assert live.raw["journal"] == []


def test_a_change_in_a_later_window_reaches_the_case(live: Live) -> None:
    bring(live, entries(50))
    journal = live.controls["journal"]
    journal._on.clicks += 1
    assert "Lignes 21 à 40 sur 50" in journal._where.object
    cell = next(c for c in journal._rows[3] if c.spec.name == "minutes")
    cell.widget.value = "1,5"
    assert cell.widget.value == "1:30"
    assert live.case.journal[23].minutes == 90
    journal._back.clicks += 1
    assert live.case.journal[23].minutes == 90
    assert len(live.case.journal) == 50


def test_a_row_can_be_added_and_removed_in_a_long_list(live: Live) -> None:
    bring(live, entries(41))
    journal = live.controls["journal"]
    journal.view[-1].clicks += 1
    assert len(live.raw["journal"]) == 42
    assert "Lignes 41 à 42 sur 42" in journal._where.object
    remove = journal._box[-1][-1]
    remove.clicks += 1
    assert len(live.raw["journal"]) == 41
    assert live.case.journal == tuple(entries(41))


def test_what_was_typed_and_cannot_be_read_survives_an_import(live: Live) -> None:
    journal = live.controls["journal"]
    journal.view[-1].clicks += 1
    day = next(c for c in journal._rows[0] if c.spec.name == "day")
    day.widget.value = "31.02.2022"
    bring(live, entries(3))
    assert [row["day"] for row in live.raw["journal"]] == ["31.02.2022", "01.03.2022", "02.03.2022", "03.03.2022"]
    assert any("31.02.2022" in str(f) for f in live.faults)


def test_a_file_that_cannot_be_read_says_why_and_changes_nothing(live: Live) -> None:
    tell(live, action="import", name="photo.png", base64=base64.b64encode(b"\x89PNG....").decode())
    assert "une image" in live.outputs["message"].object
    assert live.raw["journal"] == []


def test_the_notice_is_asked_for_a_cancelled_appointment_only(live: Live) -> None:
    case = CoachingCase.model_validate(
        {
            "canton": "ge",
            "kind": "placement",
            "law_date": "2025-03-01",
            "journal": [{"day": "2025-03-10", "activity": "cancelled"}, {"day": "2025-03-10", "minutes": 60}],
        }
    )
    asked = FORM.asked(case)
    assert "journal[0].notice_minutes" in asked
    assert "journal[1].notice_minutes" not in asked
    assert "cost_effective" in asked
    assert "in_institution" not in asked


def test_five_thousand_entries_are_computed_in_a_few_seconds(live: Live) -> None:
    bring(live, entries(5000))
    assert len(live.case.journal) == 5000
    live.controls["months"].widget.value = "5"
    assert live.result is not None


def test_a_long_journal_is_saved_and_opened_as_a_file_and_refused_as_a_link() -> None:
    import random

    from ai_calc.handing_over.sharing import SharedCaseError, from_file, from_link, to_file, to_link
    from ai_calc.registers import calculators as registry

    calculator = registry.get("coaching")
    case = CoachingCase(law_date=date(2022, 3, 1), months=6, journal=tuple(entries(20_000)))
    result = calculator.compute(case)
    assert from_file(to_file(calculator, case, result)).case == case
    dice = random.Random(1)
    varied = CoachingCase(
        law_date=date(2022, 3, 1),
        months=6,
        journal=tuple(
            e.model_copy(
                update={"minutes": dice.randint(1, 600), "day": date(2022, 3, 1) + timedelta(days=dice.randint(0, 150))}
            )
            for e in entries(20_000)
        ),
    )
    with pytest.raises(SharedCaseError, match="trop long pour un lien"):
        to_link(calculator, varied, calculator.compute(varied))
    short = CoachingCase(law_date=date(2022, 3, 1), months=6, journal=tuple(entries(30)), person="A. B.")
    opened = from_link(to_link(calculator, short, calculator.compute(short))).case
    assert isinstance(opened, CoachingCase)
    assert (len(opened.journal), opened.person, opened.journal[0].note) == (30, "", "")


def bring_text(live: Live, text: str, name: str = "heures.csv") -> None:
    tell(live, action="import", name=name, base64=base64.b64encode(text.encode()).decode())


def test_rows_without_a_nature_wait_until_one_is_chosen_and_the_answers_are_kept(live: Live) -> None:
    table = (
        "Datum;Von;Bis;Bemerkung\n03.02.2027;08:00;09:30;Trajet Bienne-Berne\n04.02.2027;08:00;08:45;Rapport,"
        " mails\n05.02.2027;10:00;10:30;Divers\n"
    )
    bring_text(live, table)
    assert live.raw["journal"] == []
    asking = live._asking
    assert asking.view.visible and {key: s.value for key, s in asking._fields.items()} == {
        "kind:trajet bienne berne": "travel",
        "kind:rapport mails": "administration",
        "kind:divers": "",
    }
    assert "3 en attente de vos réponses" in live.outputs["message"].object
    go_on = asking._buttons[0]
    go_on.clicks += 1
    assert [(row["activity"], row["minutes"]) for row in live.raw["journal"]] == [
        ("travel", "1:30"),
        ("administration", "0:45"),
    ]
    assert list(asking._fields) == ["kind:divers"]
    asking._fields["kind:divers"].value = "with_others"
    go_on.clicks += 1
    assert len(live.raw["journal"]) == 3 and not asking._fields
    again = Live(form_of("coaching"), live.state.value)
    bring_text(again, table.replace("2027", "2028"))
    assert not again._asking._fields
    assert "Divers" in again._asking._known.object and "Avec d&#39;autres" in again._asking._known.object
    again._asking._again.clicks += 1
    assert len(again._asking._fields) == 3, "answers can be changed, and what they brought is taken back"
    assert len(again.raw["journal"]) == 3
    tell(live, action="forget")
    assert "answers" not in json.loads(live.state.value)


PROJECTS = (
    "Project;Date;Nature;Durée\nTesfay;03.02.2027;trajet;1:30\nOberli;04.02.2027;sieste;0:45\n"
    "Tesfay;05.02.2027;Steuererklärung;0:30\n"
)


def test_the_projects_of_a_file_are_asked_about_once_above_their_names_and_the_answers_are_kept(live: Live) -> None:
    bring_text(live, PROJECTS)
    asking = live._asking
    heading, *fields = asking._box.objects
    assert "Le fichier contient plusieurs projets : lesquels sont de ce mandat ?" in heading.object
    assert [(f.label, f.value) for f in fields] == [
        ("« Tesfay » (2 lignes, 2:00)", ""),
        ("« Oberli » (1 ligne, 0:45)", ""),
    ]
    asking._buttons[0].clicks += 1
    assert live.raw["journal"] == [] and "À choisir encore" in live.outputs["message"].object
    asking._fields["whose:project:tesfay"].value = "yes"
    asking._fields["whose:project:oberli"].value = "no"
    asking._buttons[0].clicks += 1
    assert "1 ligne d&#39;autres projets laissée : « Oberli » (1)." in live.outputs["message"].object
    assert list(asking._fields) == ["kind:steuererklarung"], "a kind of another project is not asked about"
    asking._fields["kind:steuererklarung"].value = "none"
    asking._buttons[0].clicks += 1
    assert [(row["activity"], row["minutes"]) for row in live.raw["journal"]] == [("travel", "1:30")]
    assert "1 ligne laissée : « Steuererklärung » (1)." in live.outputs["message"].object
    again = Live(form_of("coaching"), live.state.value)
    bring_text(again, PROJECTS.replace("02.2027", "03.2027"))
    assert not again._asking._fields and len(again.raw["journal"]) == 2
    assert "projet « Oberli » : pas de ce mandat" in again._asking._known.object
    bring_text(again, PROJECTS.replace("02.2027", "04.2027").replace("Oberli", "Meier"))
    assert list(again._asking._fields) == ["whose:project:meier"] and len(again.raw["journal"]) == 3


@pytest.mark.parametrize(
    "message", [{"action": "example", "n": 2}, {"action": "reset"}, {"action": "carry", "fresh": True}]
)
def test_whose_lines_are_is_asked_again_for_another_case(live: Live, message: dict[str, Any]) -> None:
    live._answers = {"whose:project:tesfay": "yes", "kind:divers": "travel"}
    tell(live, **message)
    assert live._answers == {"kind:divers": "travel"}


def test_what_is_still_to_be_chosen_is_named_and_brought_into_sight_and_leaving_the_lines_is_said(live: Live) -> None:
    bring_text(live, "Datum;Von;Bis;Bemerkung\n05.02.2027;10:00;10:30;Divers\n")
    assert "data-missing" not in live.outputs["message"].object, "nobody has gone on yet"
    live._asking._buttons[0].clicks += 1
    said = live.outputs["message"].object
    assert "À choisir encore, en tête du formulaire : « Divers » (1 ligne)." in said
    assert 'data-missing="« Divers » (1 ligne)"' in said
    live._asking._buttons[1].clicks += 1
    assert "Les lignes de « heures.csv » qui attendaient une réponse ne sont pas reprises" in (
        live.outputs["message"].object
    )
    assert live.raw["journal"] == [] and not live._asking.view.visible


def test_an_unknown_heading_is_chosen_by_hand_once(live: Live) -> None:
    table = "Quand ça;Quoi donc;Combien\n01.03.2022;trajet;0:45\n"
    bring_text(live, table)
    fields = live._asking._fields
    assert [select.value for select in fields.values()] == ["day", "activity", "minutes"]
    live._asking._buttons[0].clicks += 1
    assert [(row["day"], row["activity"], row["minutes"]) for row in live.raw["journal"]] == [
        ("01.03.2022", "travel", "0:45")
    ]
    bring_text(live, table.replace("01.03", "02.03"))
    assert len(live.raw["journal"]) == 2


def test_a_journal_replaces_the_lines_of_an_example_that_nobody_touched() -> None:
    live = example()
    assert len(live.raw["journal"]) == 6
    bring(live, entries(2))
    assert [row["note"] for row in live.raw["journal"]] == ["n0", "n1"]
    assert "Les lignes de l&#39;exemple ont été remplacées." in live.outputs["message"].object
    other = example()
    row = next(c for c in other.controls["journal"]._rows[0] if c.spec.name == "note")
    row.widget.value = "à moi"
    bring(other, entries(2))
    assert len(other.raw["journal"]) == 8, "lines that were touched are the person's own"
    third = example()
    bring_text(third, "Date;Durée\nxx;1\n")
    assert len(third.raw["journal"]) == 6


def cell(live: Live, row: int, name: str) -> Any:
    return next(c for c in live.controls["journal"]._rows[row] if c.spec.name == name)


def test_a_new_line_of_a_journal_shows_its_fields_and_stops_nothing() -> None:
    live = example()
    before = live.result
    journal = live.controls["journal"]
    journal._add_new()
    assert len(live.raw["journal"]) == 7 and live.faults == [], "a line in which nothing is typed is no fault"
    assert all(cell(live, 6, name).view.visible for name in ("day", "activity", "minutes", "note"))
    live.controls["months"].widget.value = "5"
    assert live.result is not before and live.case.months == 5
    cell(live, 6, "minutes").widget.value = "1:30"
    assert [f.path for f in live.faults] == ["journal[6].day"]
    assert "calculé sans les lignes signalées" in live.outputs["faults"].object
    live.controls["months"].widget.value = "4"
    assert live.case.months == 4 and len(live.case.journal) == 6, "the rest is computed"
    cell(live, 6, "day").widget.value = "13.4.22"
    assert live.faults == [] and len(live.case.journal) == 7 and live.case.journal[6].minutes == 90


def test_a_wrong_line_in_the_middle_is_left_out_and_named_by_its_own_number() -> None:
    live = example()
    live.controls["journal"]._add_new()
    cell(live, 1, "day").widget.value = "31.02.2022"
    cell(live, 3, "minutes").widget.value = "2.30"
    assert [f.path for f in live.faults] == ["journal[1].day", "journal[3].minutes"]
    assert "2:30 ou 2,3 h" in live.outputs["faults"].object and "ligne 2" in live.outputs["faults"].object
    assert [e.note for e in live.case.journal] == ["", "", "Employeur", "Dossier de candidature"]
    assert (
        "faulty" in cell(live, 1, "day").widget.css_classes and "faulty" not in cell(live, 2, "day").widget.css_classes
    )
    tell(live, action="share", kind="file")
    assert "corrigez les données signalées" in live.outputs["message"].object, "a file without the line would lose it"
    live.controls["months"].widget.value = "x"
    assert "dernière saisie valable" in live.outputs["faults"].object


@pytest.mark.parametrize("count", [6, 21, 30, 41])
def test_a_double_click_deletes_one_line(live: Live, count: int) -> None:
    bring(live, entries(count))
    journal = live.controls["journal"]
    remove = journal._box[1][-1]
    remove.clicks += 1
    remove.clicks += 1
    assert [row["note"] for row in live.raw["journal"]] == [f"n{i}" for i in range(count) if i != 1]
    assert [next(c for c in row if c.spec.name == "note").raw for row in journal._rows] == [
        f"n{i}" for i in range(count) if i != 1
    ][: min(WINDOW, count - 1)]


def test_the_second_click_of_two_does_not_remove_the_line_that_took_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    live = example()
    journal = live.controls["journal"]
    now = [100.0]
    monkeypatch.setattr("calculators.kit.controls.time.monotonic", lambda: now[0])

    def press(row: int) -> int:
        journal._box[row][-1].clicks += 1
        return len(live.raw["journal"])

    assert press(2) == 5
    now[0] += 0.3
    assert press(2) == 5, "another button, in the same place"
    now[0] += 0.5
    assert press(2) == 4


def test_a_double_click_adds_one_line(live: Live) -> None:
    add = live.controls["journal"].view[-1]
    add.clicks += 1
    add.clicks += 1
    assert len(live.raw["journal"]) == 1


def test_a_calendar_gives_the_mandate_a_reference_and_keeps_it() -> None:
    live = example()
    tell(live, action="share", kind="ics")
    reference = live.raw["reference"]
    assert reference.startswith("M-") and live.case.reference == reference
    tell(live, action="share", kind="ics", n=2)
    assert live.raw["reference"] == reference
    assert example().raw["reference"] == ""


def test_hours_beyond_the_cap_say_by_how_much() -> None:
    case = {
        "law_date": "2022-03-01",
        "start_date": "2022-03-01",
        "kind": "job_search",
        "months": 6,
        "journal": [{"day": f"2022-04-{day:02d}", "minutes": 300} for day in (1, 4)],
    }
    outcome = evaluate(FORM.calculator, case)
    assert outcome.result is not None, outcome.faults
    said = left_words(outcome.case, outcome.result, date(2022, 4, 4)).replace("\u00a0", " ")
    assert "10 h sur 9 h, dépassé de 1 h." in said, said


def test_a_line_is_added_with_two_presses_and_what_is_left_stands_below() -> None:
    live = Live(form_of("coaching"), json.dumps({"raw": {"journal": []}}))
    live.controls["journal"]
    quick = live._quick
    assert "aujourd&#39;hui" in quick._said.object and quick.day.value == short_date(date.today())
    quick.day.value = "5.4.22"
    quick.kind.value = "travel"
    assert "déplacement, le 5\u00a0avril\u00a02022" in quick._said.object
    quick.durations[90].clicks += 1
    quick.durations[90].clicks += 1
    assert [(e.day, e.activity.value, e.minutes) for e in live.case.journal] == [(date(2022, 4, 5), "travel", 90)], (
        "a double click is one line"
    )
    quick.durations[60].clicks += 1
    assert len(live.case.journal) == 2
    assert "il reste" in quick._left.object and live.faults == []
    assert "Ajouté : 1 h, déplacement, le 5\u00a0avril\u00a02022" in quick._said.object
    live.inbox.value = json.dumps({"action": "kept", "kept": False})
    assert "pas encore enregistré : 1 h, déplacement" in quick._said.object, "another tab has changed the case"
    live.inbox.value = json.dumps({"action": "kept", "kept": True})
    assert "Ajouté : 1 h, déplacement" in quick._said.object
    quick.hours.value = "2.30"
    quick.add.clicks += 1
    assert len(live.case.journal) == 2 and "2:30 ou 2,3 h" in quick._said.object
    quick.hours.value, quick.minutes.value, quick.note.value = "", "50", "Bienne"
    quick.add.clicks += 1
    assert (live.case.journal[2].minutes, live.case.journal[2].note) == (50, "Bienne")


def test_lines_pasted_into_a_row_are_read_as_those_in_the_box_and_undone_at_once() -> None:
    live = Live(form_of("coaching"), json.dumps({"raw": {"journal": []}}))
    live.controls["journal"]
    table = "Date\tNature\tDurée\n05.04.2022\tAvec la personne\t1:30\n06.04.2022\tDéplacement\t0:45"
    live.inbox.value = json.dumps({"action": "paste", "text": table, "nonce": 1})
    assert [(e.day, e.minutes) for e in live.case.journal] == [(date(2022, 4, 5), 90), (date(2022, 4, 6), 45)]
    assert live._quick.lines.value == "" and "2 lignes reprises" in live._quick._pasted.object
    live.inbox.value = json.dumps({"action": "undo"})
    assert live.raw["journal"] == []
    prose = "Première remarque\nDeuxième remarque"
    live.inbox.value = json.dumps({"action": "paste", "text": prose})
    assert live.raw["journal"] == [] and live._quick.lines.value == prose, "what is no table stays in the box"


@pytest.mark.parametrize(
    ("hours", "minutes", "found"), [("1", "5", "1:05"), ("1,5", "", "1:30"), ("", "90", "1:30"), ("24", "0", "24:00")]
)
def test_another_duration_is_two_numbers_that_a_keypad_can_write(hours: str, minutes: str, found: str) -> None:
    live = Live(form_of("coaching"))
    live.controls["journal"]
    live._quick.hours.value, live._quick.minutes.value = hours, minutes
    live._quick.add.clicks += 1
    assert [row["minutes"] for row in live.raw["journal"]] == [found]


def test_enter_in_a_duration_adds_it_as_its_button_does() -> None:
    live = Live(form_of("coaching"))
    live.controls["journal"]
    live._quick.minutes.value = "25"
    live._quick.minutes.enter_pressed = True
    assert [row["minutes"] for row in live.raw["journal"]] == ["0:25"]


@pytest.mark.parametrize(("hours", "minutes"), [("", ""), ("25", ""), ("24", "1"), ("1", "60"), ("x", ""), ("-1", "")])
def test_a_duration_that_is_none_adds_nothing_and_says_why(hours: str, minutes: str) -> None:
    live = Live(form_of("coaching"))
    live.controls["journal"]
    live._quick.hours.value, live._quick.minutes.value = hours, minutes
    live._quick.add.clicks += 1
    assert live.raw["journal"] == [] and "Rien n&#39;a été ajouté" in live._quick._said.object


def test_a_press_takes_the_month_that_is_past_or_this_one_as_the_period_of_the_statement() -> None:
    live = example()
    past, current, whole, _ = live.controls["statement_from"].view[1]
    today = date.today()
    first = today.replace(day=1)
    eve = first - timedelta(days=1)
    past.clicks += 1
    assert (live.case.statement_from, live.case.statement_until) == (eve.replace(day=1), eve)
    current.clicks += 1
    assert live.case.statement_from == first
    assert (live.case.statement_until + timedelta(days=1)).day == 1 and live.case.statement_until >= today
    whole.clicks += 1
    assert (live.case.statement_from, live.case.statement_until) == (None, None)
    tell(live, action="undo")
    assert live.case.statement_from == first


def test_the_lines_of_the_period_are_marked_as_invoiced_by_one_press_and_taken_back() -> None:
    live = example()
    live.controls["statement_until"].raw = "22.03.2022"
    rows = live.controls["journal"]
    rows._add({"day": "10.03.2022", "minutes": "beaucoup"})
    mark = live.controls["statement_from"].view[1][-1]
    mark.clicks += 1
    assert [row["invoiced"] for row in live.raw["journal"]] == [True] * 4 + [False] * 3, (
        "not those after it or at fault"
    )
    assert "4 lignes marquées" in live.outputs["message"].object
    tell(live, action="undo")
    assert not any(row["invoiced"] for row in live.raw["journal"])
    live.controls["statement_until"].raw = "x"
    mark.clicks += 1
    assert not any(row["invoiced"] for row in live.raw["journal"])
    assert "Corrigez d'abord" in live.outputs["message"].object.replace("&#39;", "'")


def test_what_is_left_counts_the_lines_after_the_statement_and_the_result_says_that_it_does_not() -> None:
    live = example()
    live.controls["journal"]
    live._quick.day.value = "12.4.2022"
    before = live._quick._left.object
    live.controls["statement_until"].raw = "31.03.2022"
    assert live._quick._left.object == before and "il reste" in before
    assert "2 lignes du journal viennent après le 31\u00a0mars\u00a02022" in live.outputs["summary"].object
    live.controls["statement_until"].raw = "12.04.2022"
    assert "viennent après" not in live.outputs["summary"].object


def test_a_table_of_lines_names_its_columns_once_and_each_cell_for_those_who_do_not_see_them() -> None:
    live = Live(form_of("coaching"))
    rows = live.controls["journal"]
    assert not rows._heads.visible, "no heads above nothing"
    rows._add_new()
    assert rows._heads.visible and "Facturé ailleurs" in rows._heads.object and "Préavis" not in rows._heads.object
    assert [c.widget.label for c in rows._rows[0]][:3] == ["Date", "Nature", "Durée"]
    shown = {c.spec.name for c in rows._rows[0] if c.view.visible}
    assert {"day", "activity", "minutes", "note", "invoiced"} <= shown and "notice_minutes" not in shown


def test_no_part_of_a_form_asks_for_a_library_that_the_browser_lacks() -> None:
    live = example()
    assert live.controls["journal"].view.select(lambda part: isinstance(part, ReactiveHTML)) == []
    assert live._quick.view in live.controls["journal"].view


def test_quick_entry_takes_the_place_of_a_line_that_is_still_empty() -> None:
    live = Live(form_of("coaching"))
    live.controls["journal"]._add_new()
    live._quick.durations[15].clicks += 1
    assert len(live.raw["journal"]) == 1 and live.faults == []


def test_lines_pasted_from_a_spreadsheet_are_read_as_a_file() -> None:
    live = Live(form_of("coaching"))
    live.controls["journal"]
    live._quick.lines.value = "03.02.2027\tAvec la personne\t1:30\n04.02.2027\tTrajet\t0,5\n05.02.2027\tDivers\t1\n"
    live._quick.take.clicks += 1
    assert [(row["day"], row["minutes"]) for row in live.raw["journal"]] == [
        ("03.02.2027", "1:30"),
        ("04.02.2027", "0:30"),
    ]
    assert live._asking is live._quick.asking and live._asking.view.visible, "the questions stand below the box"
    assert not live._asking_above.view.visible
    assert list(live._asking._fields) == ["kind:divers"]
    assert "05.02.2027" in live._quick.lines.value, "what waits stays in sight"
    assert "2 lignes reprises" in live._quick._pasted.object and "ci-dessous" in live._quick._pasted.object
    said = live.outputs["message"].object
    assert "2 lignes reprises" in said and "<li>" not in said, "short: it would cover the questions"
    live._asking._buttons[0].clicks += 1
    assert "À choisir encore, sous les lignes collées : « Divers »" in live.outputs["message"].object
    live._asking._fields["kind:divers"].value = "with_others"
    live._asking._buttons[0].clicks += 1
    assert len(live.raw["journal"]) == 3
    assert live._quick.lines.value == "", "nothing is left to do"
    assert "en attente" not in live._quick._pasted.object
    for place in (live._quick._pasted.object, live.outputs["message"].object):
        assert "En tout : 3 lignes reprises." in place
    assert not live._asking.questions


def test_pasted_lines_that_are_left_stay_in_their_box_and_a_file_asks_above() -> None:
    live = Live(form_of("coaching"))
    live.controls["journal"]
    live._quick.lines.value = "05.02.2027\tDivers\t1\n"
    live._quick.take.clicks += 1
    live._asking._buttons[1].clicks += 1
    assert "05.02.2027" in live._quick.lines.value
    assert "ne sont pas reprises : elles restent dans la zone" in live._quick._pasted.object
    live._quick.take.clicks += 1
    bring_text(live, "Datum;Von;Bis;Bemerkung\n06.02.2027;10:00;10:30;Divers\n")
    assert live._asking is live._asking_above and live._asking.questions
    assert not live._quick.asking.questions, "one reading at a time"
    assert "Répondez aux questions en tête du formulaire." in live.outputs["message"].object


def test_pasted_lines_that_are_refused_stay_in_the_box() -> None:
    live = Live(form_of("coaching"))
    live.controls["journal"]
    live._quick.lines.value = "Date\tNature\tDurée\n03.02.2027\tTrajet\t1:30\n31.02.2027\tTrajet\t1:30\n"
    live._quick.take.clicks += 1
    assert len(live.raw["journal"]) == 1
    assert "31.02.2027" in live._quick.lines.value and (
        "1 ligne à corriger n&#39;est pas reprise" in live._quick._pasted.object
    )
    told = live._quick._pasted.object
    assert "<li>Ligne 3, Date : « 31.02.2027 »" in told and "31.02.2027 | Trajet | 1:30" in told, told
    live._quick.lines.value = (
        "Datum\tVon\tBis\tTätigkeit\n05.11.2026\t22:30\t00:30\tDivers\n06.11.2026\t08:00\t09:00\tDivers\n"
    )
    live._quick.take.clicks += 1
    told = live._quick._pasted.object
    assert "ci-dessous" in told and "<li>Ligne 2" in told, "beside a question too"
    live._quick.lines.value = "Date\tNature\tDurée\n03.02.2027\tTrajet\t1:30\n31.02.2027\tTrajet\t1:30\n"
    live._quick.take.clicks += 1
    assert len(live.raw["journal"]) == 1, "what was taken is not taken twice"


def test_columns_of_times_without_headings_are_proposed_as_start_end_and_pause() -> None:
    live = Live(form_of("coaching"))
    live.controls["journal"]
    live._quick.lines.value = "17.11.2026\t09:00\t11:30\t0:30\tEntretien\n18.11.2026\t13:00\t14:00\t0:00\tBilan\n"
    live._quick.take.clicks += 1
    proposed = [field.value for key, field in live._asking._fields.items() if key.startswith("column:")]
    assert proposed == ["day", "start", "end", "pause", "note"]


def test_the_period_of_an_invoice_leaves_its_date_open_so_that_it_is_of_the_day_when_it_is_made() -> None:
    live = Live(form_of("coaching"))
    live._take_period(-1)
    assert live.raw["invoice_date"] == ""


def test_what_nears_the_cap_stands_with_the_conclusion_and_in_the_bar() -> None:
    live = Live(form_of("coaching"))
    data = {
        "canton": "be",
        "law_date": "2022-03-01",
        "kind": "job_search",
        "months": 6,
        "journal": [{"day": "2022-03-08", "minutes": 600}, {"day": "2022-03-09", "minutes": 60}],
    }
    tell(live, action="load", case=data)
    near = [n for n in live.result.notices if n.urgent]
    assert near
    for slot in ("summary", "glance"):
        assert str(near[0].text).replace("'", "&#39;") in live.outputs[slot].object
    assert str(near[0].text) not in live.outputs["notes"].object


def test_the_bar_of_a_mandate_names_the_hours_left_before_what_was_planned() -> None:
    live = Live(form_of("coaching"))
    tell(live, action="example")
    left = next(f for f in live.result.figures if f.key == "left")
    bar = live.outputs["glance"].object
    assert f"{left.label} <strong>{figure_text(left.value, left.unit)}</strong>" in bar
    assert bar.index(left.label) < bar.index("Heures du journal")


@pytest.mark.parametrize("period", [{}, {"statement_from": "01.04.2022"}])
def test_a_line_of_the_journal_is_printed_once(period: dict[str, str]) -> None:
    live = Live(form_of("coaching"))
    live.inbox.value = json.dumps({"action": "example"})
    live._go_to({**live.raw, **period})
    parts = [live.outputs[slot].object for slot in ("inputs", "tables", "documents")]
    again = r'<(section|div) class="[^"]*calc-again"(?:(?!</article></div></section>|</table></div>).)*'
    paper = re.sub(again, "", "".join(parts), flags=re.S)
    assert paper.count("Dossier de candidature") == 1
    assert "".join(parts).count("Dossier de candidature") == 2 + bool(period), "on the screen each stands in its place"
    assert "s'imprime à part" in paper.replace("&#39;", "'")
    assert ("6 lignes, au tableau" in paper.replace("\u00a0", " ")) is not bool(period)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("23.11", "2026-11-23"), ("3,2.", "2027-02-03"), ("28/12", "2026-12-28"), ("1.9.26", "2026-09-01")],
)
def test_a_day_without_its_year_is_the_nearest_one(typed: str, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Fixed(date):
        @classmethod
        def today(cls) -> Fixed:
            return cls(2026, 11, 28)

    monkeypatch.setattr(quick, "date", Fixed)
    assert quick.day_of(typed).isoformat() == day
    with pytest.raises(ValueError, match="date du calendrier"):
        quick.day_of("31.11")


@pytest.mark.parametrize("text", ["2'30", "2’30", "2'30''"])
def test_two_and_a_half_with_a_prime_is_asked_about(text: str) -> None:
    with pytest.raises(ValueError, match="deux façons : écrivez 2:30 ou 3 min"):
        read_minutes(text)


def paste(live: Live, lines: str) -> None:
    live.controls["journal"]
    live._quick.lines.value = lines
    live._quick.take.clicks += 1


def test_columns_without_headings_are_proposed_by_what_half_of_their_cells_are() -> None:
    live = Live(form_of("coaching"))
    paste(
        live, "03.11.2026\t1:30\tEntretien\n31.02.2026\t-1\tdéplacement\n05.11.2026\t99999\tRoute\n06.11.2026\t1:00\ty"
    )
    assert [field.value for field in live._asking._fields.values()] == ["day", "minutes", "activity"]
    live._asking._buttons[0].clicks += 1
    faults = live._quick._pasted.object
    assert "31.02.2026" in faults and "99999" in faults, "the lines that are refused are named"


def test_what_was_said_of_the_columns_stands_while_the_natures_are_asked() -> None:
    live = Live(form_of("coaching"))
    paste(live, "03.11.2026\t1:30\tzumba\n04.11.2026\t0:45\tentretien")
    columns = live._asking._fields
    columns["column:colonne c"].value = "activity"
    live._asking._buttons[0].clicks += 1
    assert list(live._asking._fields) == ["kind:zumba"]
    live._asking._fields["kind:zumba"].value = "with_person"
    live._asking._buttons[0].clicks += 1
    assert not live._asking._fields, "the columns are not asked again"
    assert [row["activity"] for row in live.raw["journal"]] == ["with_person", "with_person"]
