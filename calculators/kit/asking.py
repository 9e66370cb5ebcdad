"""Questions that a file leaves open, as a small table above the form: what a column holds, what nature some rows
have, which lines are of this case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import panel as pn

from ai_calc.registers.calculators import Question
from calculators.kit.markup import Markup

MAX_KEPT = 500
_UNSAID = "— à choisir —"


class Asking:
    """``view`` is hidden while nothing is asked. ``answered`` is called with the answers when the person goes on,
    ``left`` when the rows stay where they are, ``again`` with the keys of answers of before that are to be asked
    again."""

    def __init__(
        self,
        answered: Callable[[dict[str, str]], None],
        left: Callable[[], None],
        again: Callable[[Iterable[str]], None],
    ) -> None:
        self._used: tuple[str, ...] = ()
        self._answered = answered
        self._fields: dict[str, pn.widgets.Select] = {}
        self._title = pn.pane.HTML("", margin=(0, 0, 8, 0), sizing_mode="stretch_width", css_classes=["calc-label"])
        self._box = pn.Column(sizing_mode="stretch_width", margin=0)
        go_on = pn.widgets.Button(label="Reprendre ces lignes", margin=(0, 8, 8, 0))
        go_on.on_click(lambda _: self._answered(self.answers))
        leave = pn.widgets.Button(label="Les laisser", css_classes=["calc-plain"], margin=(0, 0, 8, 0))
        leave.on_click(lambda _: left())
        self._buttons = pn.Row(go_on, leave, margin=0)
        self._known = pn.pane.HTML(
            "", visible=False, margin=(0, 0, 8, 0), sizing_mode="stretch_width", css_classes=["calc-help"]
        )
        self._again = pn.widgets.Button(
            label="Changer ces réponses", visible=False, css_classes=["calc-plain"], margin=(0, 0, 8, 0)
        )
        self._again.on_click(lambda _: again(self._used))
        self.view = pn.Column(
            self._title,
            self._box,
            self._buttons,
            self._known,
            self._again,
            visible=False,
            sizing_mode="stretch_width",
            margin=(0, 0, 12, 0),
            css_classes=["asking"],
        )

    @property
    def answers(self) -> dict[str, str]:
        """What was chosen, by key; what was not is left out."""
        return {key: select.value for key, select in self._fields.items() if select.value}

    @property
    def questions(self) -> tuple[str, ...]:
        """The keys of what is asked."""
        return tuple(self._fields)

    @property
    def missing(self) -> list[str]:
        """The labels of what is still to be chosen."""
        return [str(select.label) for select in self._fields.values() if not select.value]

    def ask(self, name: str, questions: Sequence[Question], used: Mapping[str, str]) -> None:
        """Shows questions and the answers of before that were used; hides the table when there are none."""
        self._fields = {}
        shown: list[pn.viewable.Viewable] = []
        group = ""
        for question in questions:
            if question.group not in ("", group):
                shown.append(
                    pn.pane.HTML(
                        str(Markup("<p>{}</p>").format(question.group)),
                        margin=(0, 0, 8, 0),
                        sizing_mode="stretch_width",
                        css_classes=["calc-label"],
                    )
                )
            group = question.group
            options = {french: value for value, french in question.options}
            self._fields[question.key] = pn.widgets.Select(
                label=question.label,
                options={_UNSAID: "", **options},
                value=question.value,
                sizing_mode="stretch_width",
                margin=(0, 0, 12, 0),
                css_classes=["field-choice"],
            )
            shown.append(self._fields[question.key])
        self._box.objects = shown
        of = Markup(" de « {} »").format(name) if name else ""
        self._title.object = (
            str(Markup("<p>À préciser pour reprendre toutes les lignes{}</p>").format(of)) if questions else ""
        )
        self._title.visible = self._buttons.visible = bool(questions)
        self._used = tuple(used)
        known = Markup(" ; ").join(list(used.values())[:20])
        self._known.object = (
            str(Markup("<p>Réponses gardées d'une lecture précédente : {}.</p>").format(known)) if used else ""
        )
        self._known.visible = self._again.visible = bool(used)
        self.view.visible = bool(questions or used)


def kept(answers: object) -> dict[str, str]:
    """Answers as they were kept in the browser, as far as they are some."""
    if not isinstance(answers, dict):
        return {}
    return {
        key: value for key, value in list(answers.items())[:MAX_KEPT] if isinstance(key, str) and isinstance(value, str)
    }


def to_keep(answers: dict[str, str]) -> dict[str, str]:
    """The answers that also fit another file: not those on columns without a heading."""
    return {key: value for key, value in list(answers.items())[-MAX_KEPT:] if not key.startswith("column:colonne ")}


def of_another(answers: dict[str, str]) -> dict[str, str]:
    """The answers that also hold for another case: not those on whose lines are."""
    return {key: value for key, value in answers.items() if not key.startswith("whose:")}
