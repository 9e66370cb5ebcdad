"""Stands in for numpy, which is not in these pages: Bokeh, Panel and openpyxl import it, but need only the names of
its types.

What they ask of it for the calculators is answered; whatever else is wanted of it fails with the reason.
"""

import math


class NumpyMissing(ImportError):
    """numpy is not here."""


def _missing(name: str) -> NumpyMissing:
    return NumpyMissing(
        f"{name} n'existe pas ici : numpy ne fait pas partie de ces pages, car il n'est pas publié pour le Python du "
        "navigateur qu'elles emploient. Seul son nom est là, pour les bibliothèques Bokeh et Panel. "
        "Pour calculer, prenez les modules math, statistics, decimal ou fractions."
    )


class _Kind:
    """A type that is asked about, and of which there are no values but the two that Bokeh makes when it is imported."""

    def __init__(self, *given: object, **_: object) -> None:
        if (type(self).__name__, given) not in {("datetime64", (0, "ms")), ("timedelta64", (1, "ms"))}:
            raise _missing(f"numpy.{type(self).__name__}")

    def __getattr__(self, name: str) -> object:
        raise _missing(f"numpy.{type(self).__name__}.{name}")


class dtype:
    """The kind of an array's numbers."""

    def __init__(self, kind: object) -> None:
        if not (isinstance(kind, type) and issubclass(kind, generic)):
            raise _missing("numpy.dtype")


class ndarray(_Kind): ...


class generic(_Kind): ...


class number(generic): ...


class integer(number): ...


class floating(number): ...


class bool_(generic): ...


class character(generic): ...


class datetime64(generic): ...


class timedelta64(generic): ...


class void(generic): ...


_KINDS = {
    integer: (
        "int8",
        "int16",
        "int32",
        "int64",
        "int_",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "short",
        "ushort",
        "intc",
        "uintc",
        "uint",
        "longlong",
        "ulonglong",
        "intp",
        "uintp",  # openpyxl names these
    ),
    floating: ("float16", "float32", "float64", "half", "single", "double", "longdouble"),
}
for _kind, _names in _KINDS.items():
    for _name in _names:
        globals()[_name] = type(_name, (_kind,), {})

nan, inf = math.nan, math.inf
isnan, isfinite = math.isnan, math.isfinite


class _Part:
    """A part of numpy, with the one thing in it that is asked for."""

    def __init__(self, name: str, **there: object) -> None:
        vars(self).update(there, _name=name)

    def __getattr__(self, name: str) -> object:
        raise _missing(f"numpy.{self._name}.{name}")


ma = _Part("ma", MaskedArray=type("MaskedArray", (ndarray,), {}))
random = _Part("random", seed=lambda *_: None)


def issubdtype(one: type, other: type) -> bool:
    """Whether a kind of number is of another kind."""
    return issubclass(one, other)


def isscalar(value: object) -> bool:
    """Whether a value is not made of others."""
    return isinstance(value, int | float | complex | str | bytes)


def array_equal(one: object, other: object) -> bool:
    """Whether two values are equal; they are no arrays."""
    return one == other


def __getattr__(name: str) -> object:
    if name.startswith("__") and name != "__path__":  # what Python asks of any module; a path, of one with parts
        raise AttributeError(name)
    raise _missing("Une partie de numpy" if name == "__path__" else f"numpy.{name}")
