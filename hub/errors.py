"""The one exception that a build step raises when it cannot go on."""


class BuildError(Exception):
    """A fault that the person at the keyboard can mend; its text is one clear line, shown without a traceback."""
