"""The scripts and style sheets of the browser side, and what Node runs when the site is built: each kind in a room of
its own (``README.md``). The rest of ``hub`` finds them here; a test holds that there are none elsewhere."""

from pathlib import Path

_WING = Path(__file__).parent

SITE = _WING / "site"
"""On every page: ``assets/`` of the site has each of these files, under its own name."""
CALCULATORS = _WING / "calculators"
"""The forms in the page and the one Python of a visit: in folders of the site that are named after their content."""
LAB = _WING / "lab"
"""The course's notebooks, ``lab/`` of the site."""
SEARCH = _WING / "search"
"""What answers in the search box: one worker, in the place of the theme's."""
OFFLINE = _WING / "offline"
"""The service worker, at the site's root."""
BUILD = _WING / "build"
"""What only Node runs, when the site is built."""
