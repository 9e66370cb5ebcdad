"""Another calculator, to go to and come back from."""

import panel as pn


def app() -> pn.viewable.Viewable:
    """Counts the letters of a word."""
    word = pn.widgets.TextInput(name="Mot", value="mot")
    length = pn.pane.HTML(name="output:summary")

    def update(*_: object) -> None:
        length.object = f'<p class="result">{len(word.value)} lettres</p>'

    word.param.watch(update, "value")
    update()
    return pn.Column(word, length)
