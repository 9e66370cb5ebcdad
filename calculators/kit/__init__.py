"""What all calculators share: fields from a case model, the form (live and static), the rendering of a result."""
