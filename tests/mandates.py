"""Facts of a coaching mandate with which nothing but its hours is open."""

SETTLED = {
    "mandate_followed": "met",
    "in_institution": "not_met",
    "agreement_signed": "met",
    "goals_agreed": "met",
    "on_primary_market": "met",
    "targeted_need": "met",
}
