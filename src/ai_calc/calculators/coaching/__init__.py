"""Coaching (cmrp:1028; Bern's mementos, Geneva's agreement): plan a mandate, check its budget, keep its hours.

``compute`` takes a :class:`CoachingCase` and returns a result whose verdicts, figures and steps cite the rules.
Cantons are data (``cantons/*.yaml``); spreadsheets and calendars are in :mod:`ai_calc.handing_over`.
"""

from ai_calc.calculators.coaching.compute import CoachingDetails, compute, mandate_of
from ai_calc.calculators.coaching.deadlines import add_working_days
from ai_calc.calculators.coaching.files import EXTRA_FILES, invoice_part, papers, payable_of, read_file, statement_paper
from ai_calc.calculators.coaching.invoices import invoiced_under, same_number, taken_words
from ai_calc.calculators.coaching.journal import in_hours
from ai_calc.calculators.coaching.model import CoachingCase
from ai_calc.calculators.coaching.overview import (
    STANDING_WORDS,
    MandateLine,
    billed,
    bounds,
    calendar,
    line_of,
    month_end,
    month_name,
    whole_tally,
)
from ai_calc.calculators.coaching.sheet_documents import invoice_day, invoice_title, is_elsewhere, name_of
from ai_calc.registers.calculators import Calculator

CALCULATOR = Calculator(
    name="coaching",
    case_type=CoachingCase,
    compute=compute,
    extra_files=EXTRA_FILES,
    read_file=read_file,
    papers=papers,
)

__all__ = [
    "CALCULATOR",
    "STANDING_WORDS",
    "CoachingCase",
    "CoachingDetails",
    "MandateLine",
    "add_working_days",
    "billed",
    "bounds",
    "calendar",
    "compute",
    "in_hours",
    "invoice_day",
    "invoice_part",
    "invoice_title",
    "invoiced_under",
    "is_elsewhere",
    "line_of",
    "mandate_of",
    "month_end",
    "month_name",
    "name_of",
    "payable_of",
    "same_number",
    "statement_paper",
    "taken_words",
    "whole_tally",
]
