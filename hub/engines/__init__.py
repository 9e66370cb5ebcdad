"""Chromium, Firefox and WebKit, driven in the same way: for tests and measurements."""
