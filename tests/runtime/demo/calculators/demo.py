"""A small form with every kind of field, two outputs, a state and an inbox: what the runtime is tried with."""

import html
import json
import time

import panel as pn
import param


def app(state: str | None = None) -> pn.viewable.Viewable:
    """Doubles an amount. Some values misbehave on purpose: 666 raises, 999 hangs."""
    saved = json.loads(state) if state else {}
    if saved.get("refuse"):
        raise ValueError("refused on purpose")
    amount = pn.widgets.FloatInput(
        name="Montant", value=saved.get("amount", 100.0), step=1, sizing_mode="stretch_width"
    )
    name = pn.widgets.TextInput(name="Nom", value=saved.get("name", ""), sizing_mode="stretch_width")
    kind = pn.widgets.Select(name="Genre", options=["simple", "double"], sizing_mode="stretch_width")
    choice = pn.widgets.RadioBoxGroup(name="Choix", options=["oui", "non", "inconnu"])
    agreed = pn.widgets.Checkbox(name="D'accord avec les conditions")
    rate = pn.widgets.IntSlider(name="Part en pour cent", start=0, end=100, value=50, sizing_mode="stretch_width")
    note = pn.pane.HTML("", sizing_mode="stretch_width")
    summary = pn.pane.HTML(name="output:summary")
    table = pn.pane.HTML(name="output:table")
    keeper = pn.widgets.TextInput(name="state", visible=False)
    inbox = pn.widgets.TextInput(name="inbox", visible=False)
    restorer = pn.widgets.TextInput(name="restore", visible=False)

    def update(*_: param.parameterized.Event) -> None:
        if amount.value == 666:
            raise ValueError("raised on purpose")
        if amount.value == 999:
            time.sleep(3600)
        double = (amount.value or 0) * (2 if kind.value == "double" else 1)
        summary.object = (
            f'<p class="result">Résultat : <strong>{double:g}</strong> pour {html.escape(name.value)}</p>'
            '<p><a href="../other/">Une autre page</a></p>'
        )
        table.object = f"<table><tr><th>Part</th><td>{double * rate.value / 100:g}</td></tr></table>"
        note.object = f"<p>La part vaut {rate.value} %.</p>"
        keeper.value = json.dumps({"amount": amount.value, "name": name.value})

    def receive(event: param.parameterized.Event) -> None:
        if event.new:
            given = json.loads(event.new)
            amount.value = given["amount"]

    def restore(event: param.parameterized.Event) -> None:
        kept = json.loads(event.new)
        amount.value, name.value = kept["amount"], kept["name"]

    restorer.param.watch(restore, "value")
    for widget in (amount, name, kind, choice, agreed, rate):
        widget.param.watch(update, "value")
    inbox.param.watch(receive, "value")
    update()
    label = pn.pane.HTML("Choix", css_classes=["calc-label"])
    return pn.Column(
        amount,
        name,
        kind,
        label,
        choice,
        agreed,
        rate,
        note,
        keeper,
        inbox,
        restorer,
        pn.Column(summary, table),
        sizing_mode="stretch_width",
    )
