"""A visit with Chromium: of what the others do, the part that no other test does in Chromium."""

from __future__ import annotations

import pytest

from tests.engines.visits import Visits


@pytest.mark.browser
class TestChromium(Visits):
    engine = "chromium"

    # done in Chromium, and more of it
    test_the_keyboard_goes_through_the_page_past_the_search = None  # tests/browser/test_access.py
    test_every_calculator_comes_alive_in_one_visit = None  # tests/browser/test_access.py, restored: test_settings.py
    test_change_fault_undo_example_compare = None  # tests/browser/test_capital_aid.py, test_handing_over.py
    test_a_notebook_runs = None  # tests/lab/test_notebooks_in_browser.py
    test_it_works_without_network_and_can_be_taken_away = None  # tests/browser/test_offline.py
