"""Calculators that only the tests of the runtime use."""
