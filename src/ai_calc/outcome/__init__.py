"""From facts to outcome: what the file holds, verdicts with their roles, the conclusion, amounts and headline."""
