"""Rules and calculations of vocational rehabilitation in the Swiss disability insurance (assurance-invalidité).

Pure Python and pydantic: the package knows nothing of the site, of Panel or of the pages. It names the rules that
it implements by citation (``cmrp:6020``), reads every normative figure from :mod:`ai_calc.parameters`, and returns
results that carry their verdicts, steps, readings and warnings.
"""

__version__ = "0.1.0"
