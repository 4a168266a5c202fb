"""Values with named fields, as `dataclasses` makes them, without its price at start-up.

``dataclasses`` loads `inspect` and writes six methods a class while a module is loaded: for the classes of this
package more than Python's own start. Here the methods are shared, and a class's ``__init__`` is written when its
first value is made. What is asked of a value is the same: frozen, slots, equality, hash, repr, pickling,
``dataclasses.replace``, ``fields`` and ``asdict``.

>>> @dataclass(frozen=True, slots=True)
... class Point:
...     x: int
...     y: int = 0
>>> Point(3), Point(3) == Point(3, 0), replace(Point(3), y=4)
(Point(x=3, y=0), True, Point(x=3, y=4))
"""

from __future__ import annotations

from collections import namedtuple

# Said here as in every module that a run on plain text loads: type checkers take the name for true, and `typing`
# itself, a third of Python's own start, stays unloaded.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass as dataclass
    from dataclasses import field as field
    from dataclasses import replace as replace
    from typing import Any
    from typing import NamedTuple as NamedTuple

_MISSING: Any = object()

if not TYPE_CHECKING:

    class _Tuples(type):
        """Makes a class that inherits from `NamedTuple` a tuple with named places, as `typing.NamedTuple` does."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            """Leave the class that is inherited from as it is."""
            if not bases:
                return super().__new__(cls, name, bases, body)
            names = list(body["__annotations__"])
            defaults = [body.pop(one) for one in names if one in body]
            made = namedtuple(name, names, defaults=defaults, module=body["__module__"])
            for key, value in body.items():
                if key not in ("__classcell__", "__dict__", "__weakref__"):
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Tuples):
        """Inherited from, gives a named tuple whose annotations nobody evaluates: for many fields a millisecond."""


class Field:
    """What a class says of a field beyond its type."""

    __slots__ = ("compare", "default", "factory")

    def __init__(self, default: Any, factory: Any, compare: bool) -> None:
        """Take the default, or what makes one, and whether the field counts for equality."""
        self.default = default
        self.factory = factory
        self.compare = compare


class _Described:
    """Gives `dataclasses` its own description of a class, when somebody asks for it."""

    def __get__(self, _: object, cls: type[Any]) -> dict[str, Any]:
        import dataclasses

        found = {}
        for name, one in cls.__value_fields__.items():
            given: dict[str, Any] = {"compare": one.compare}
            if one.factory is not _MISSING:
                given["default_factory"] = one.factory
            elif one.default is not _MISSING:
                given["default"] = one.default
            made = dataclasses.field(**given)
            made.name, made.type = name, cls.__annotations__[name]
            made._field_type = dataclasses._FIELD  # type: ignore[attr-defined]
            found[name] = made
        return found


if not TYPE_CHECKING:

    def field(*, default: Any = _MISSING, default_factory: Any = _MISSING, compare: bool = True) -> Any:
        """Describe a field, as `dataclasses.field` does."""
        return Field(default, default_factory, compare)

    def replace(value: Any, **changes: Any) -> Any:
        """Give the same value with other fields."""
        for name in value.__value_fields__:
            if name not in changes:
                changes[name] = getattr(value, name)
        return type(value)(**changes)

    def dataclass(*, frozen: bool = False, slots: bool = False, eq: bool = True) -> Callable[[type], type]:
        """Make a class of named fields, as `dataclasses.dataclass` does."""
        return lambda cls: _made(cls, frozen, slots, eq)


def _made(cls: type[Any], frozen: bool, slots: bool, eq: bool) -> type[Any]:
    fields: dict[str, Field] = {}
    for name in cls.__annotations__:
        given = cls.__dict__.get(name, _MISSING)
        fields[name] = given if isinstance(given, Field) else Field(given, _MISSING, True)
    body = {name: value for name, value in cls.__dict__.items() if name not in fields}
    if slots:
        del body["__dict__"], body["__weakref__"]
        body |= {"__slots__": tuple(fields), "__getstate__": _state, "__setstate__": _restore}
    body |= {"__value_fields__": fields, "__dataclass_fields__": _Described(), "__match_args__": tuple(fields)}
    body["__init__"] = lambda self, *args, **kwargs: _first(made, self, args, kwargs)
    body.setdefault("__repr__", _repr)
    if eq:
        body |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
    if frozen:
        body |= {"__setattr__": _refuse, "__delattr__": _refuse}
    made: type[Any] = type(cls.__name__, cls.__bases__, body)
    return made


def _first(cls: type[Any], self: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Make the first value of a class: write its ``__init__``, then run it."""
    written = cls.__init__ = _written(cls)
    written(self, *args, **kwargs)


def _written(cls: type[Any]) -> Any:
    """Write an ``__init__`` that sets each field, as a human would."""
    known: dict[str, Any] = {"_missing": _MISSING}
    head, body = ["self"], []
    for name, one in cls.__value_fields__.items():
        if one.factory is not _MISSING:
            known[f"_make_{name}"] = one.factory
            head.append(f"{name}=_missing")
            body.append(f" if {name} is _missing: {name} = _make_{name}()")
        elif one.default is not _MISSING:
            known[f"_default_{name}"] = one.default
            head.append(f"{name}=_default_{name}")
        else:
            head.append(name)
    body += _frozen_fields(cls, known) if cls.__setattr__ is _refuse else _fields(cls)
    if hasattr(cls, "__post_init__"):
        body.append(" self.__post_init__()")
    exec(f"def __init__({', '.join(head)}):\n" + "\n".join(body), known)  # noqa: S102 - field names only
    made = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _fields(cls: type[Any]) -> list[str]:
    return [f" self.{name} = {name}" for name in cls.__value_fields__] or [" pass"]


def _frozen_fields(cls: type[Any], known: dict[str, Any]) -> list[str]:
    """Write how a frozen value gets its fields: as one of a class that is not, which costs a third of a call each."""
    open_ = type(cls.__name__, (cls,), {"__slots__": (), "__setattr__": object.__setattr__})
    known |= {"_set": object.__setattr__, "_open": open_, "_shut": cls}
    quick = ["_set(self, '__class__', _open)", *(line.strip() for line in _fields(cls)), "self.__class__ = _shut"]
    slow = [f"_set(self, {name!r}, {name})" for name in cls.__value_fields__] or ["pass"]
    lines = [" if self.__class__ is _shut:", *(f"  {line}" for line in quick)]
    return [*lines, " else:", *(f"  {line}" for line in slow)]


def _compared(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name, one in self.__value_fields__.items() if one.compare)


def _repr(self: Any) -> str:
    inner = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__value_fields__)
    return f"{type(self).__qualname__}({inner})"


def _eq(self: Any, other: object) -> Any:
    if other.__class__ is not self.__class__:
        return NotImplemented
    return _compared(self) == _compared(other)


def _hash(self: Any) -> int:
    return hash(_compared(self))


def _refuse(self: Any, name: str, *_: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot change field {name!r} of {type(self).__name__}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__value_fields__]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__value_fields__, state, strict=True):
        object.__setattr__(self, name, value)
