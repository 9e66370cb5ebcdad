"""The calculators that run in the browser: one thin Panel app each, on top of :mod:`calculators.kit`."""
