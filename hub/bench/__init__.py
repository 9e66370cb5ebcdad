"""Speeds and sizes, measured in one run on one machine, as ratios against a peer: ``python -m hub.bench``."""
