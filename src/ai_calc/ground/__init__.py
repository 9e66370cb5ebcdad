"""The ground: language, dates, money, spans, faults in French, strict YAML. Knows nothing of the law."""
