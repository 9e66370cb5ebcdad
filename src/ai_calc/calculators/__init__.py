"""The calculators, one package each: a model of facts, verdicts with roles, amounts, words."""
