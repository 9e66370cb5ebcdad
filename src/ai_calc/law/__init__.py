"""The law as data: dated parameters, readings, citations; :class:`~ai_calc.law.in_force.Law` is the law of one day."""
