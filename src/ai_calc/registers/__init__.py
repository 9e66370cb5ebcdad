"""One register each: documents, calculators, cantons."""
