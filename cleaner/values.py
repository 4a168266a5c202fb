"""Values with named fields, as `dataclasses` makes them, without its price at start-up.

``dataclasses`` loads `inspect` and writes six methods a class while a module is loaded: for the classes of this
package more than Python's own start. Here the methods are shared, and what makes a value is written, as `dataclasses`
and `namedtuple` write it, for a class that many values are made of. What is asked of a value is the same: frozen,
slots, equality, hash, repr, pickling, ``dataclasses.replace``, ``fields`` and ``asdict``.

>>> @dataclass(frozen=True, slots=True)
... class Point:
...     x: int
...     y: int = 0
>>> Point(3), Point(3) == Point(3, 0), replace(Point(3), y=4)
(Point(x=3, y=0), True, Point(x=3, y=4))
"""

from __future__ import annotations

from itertools import repeat

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
_MANY = 500  # values: writing what makes them costs as much as making so many without
_made: dict[type[Any], int] = {}  # how many of each class so far; one that is made by names counts for five


def _is_one_of_many(cls: type[Any], cost: int) -> bool:
    """Count the values of a class by what they cost; tell whether what makes them should be written."""
    count = _made[cls] = _made.get(cls, 0) + cost
    return count > _MANY


if not TYPE_CHECKING:
    try:
        from _collections import _tuplegetter as _place  # what namedtuple has
    except ImportError:  # pragma: no cover - another Python

        def _place(at: int, doc: str) -> property:
            return property(lambda self: tuple.__getitem__(self, at), doc=doc)

    class _Tuples(type):
        """Makes a class that inherits from `NamedTuple` a tuple with named places, as `typing.NamedTuple` does."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            """Leave the class that is inherited from as it is."""
            if not bases:
                return super().__new__(cls, name, bases, body)
            names = tuple(body["__annotations__"])
            defaults = {one: body.pop(one) for one in names if one in body}
            places = {one: _place(at, one) for at, one in enumerate(names)}
            own = {"__slots__": (), "__match_args__": names, "_fields": names, "_field_defaults": defaults}
            return type(name, (_Tuple,), {**body, **places, **own})

    class NamedTuple(metaclass=_Tuples):
        """Inherited from, gives a named tuple whose annotations nobody evaluates: for many fields a millisecond."""

    class _Tuple(tuple):
        """What named tuples have in common; it is that of `collections.namedtuple`."""

        __slots__ = ()

        def __new__(cls, *args: Any, **kwargs: Any) -> Any:
            """Make a value."""
            names = cls._fields
            if len(args) == len(names) and not kwargs and not _is_one_of_many(cls, 1):
                return tuple.__new__(cls, args)
            given = {**cls._field_defaults, **dict(zip(names, args)), **kwargs}  # noqa: B905 - namedtuple complains
            right = len(given) == len(names) >= len(args) and kwargs.keys().isdisjoint(names[: len(args)])
            if _is_one_of_many(cls, 5) or not right:
                from cleaner.values_written import new_of

                cls.__new__ = new_of(cls)
                return cls.__new__(cls, *args, **kwargs)
            return tuple.__new__(cls, map(given.__getitem__, names))

        @classmethod
        def _make(cls, values: Any) -> Any:
            return cls(*values)

        def _replace(self, **changes: Any) -> Any:
            return type(self)(**{**self._asdict(), **changes})

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{n}={v!r}' for n, v in self._asdict().items())})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)


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
        from cleaner.values_written import described

        return described(cls, _MISSING)


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
        return lambda cls: _class(cls, frozen, slots, eq)


def _class(cls: type[Any], frozen: bool, slots: bool, eq: bool) -> type[Any]:
    fields: dict[str, Field] = {}
    for name in cls.__annotations__:
        given = cls.__dict__.get(name, _MISSING)
        fields[name] = given if isinstance(given, Field) else Field(given, _MISSING, True)
    body = {name: value for name, value in cls.__dict__.items() if name not in fields}
    if slots:
        del body["__dict__"], body["__weakref__"]
        body |= {"__slots__": tuple(fields), "__getstate__": _state, "__setstate__": _restore}
    body |= {"__value_fields__": fields, "__dataclass_fields__": _Described(), "__match_args__": tuple(fields)}
    body["__init__"] = lambda self, *args, **kwargs: _fill(made, self, args, kwargs)
    body.setdefault("__repr__", _repr)
    if eq:
        body |= {"__eq__": _eq, "__hash__": _hash if frozen else None}
    if frozen:
        body |= {"__setattr__": _refuse, "__delattr__": _refuse}
    made: type[Any] = type(cls.__name__, cls.__bases__, body)
    return made


def _fill(cls: type[Any], self: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
    """Make one of the first values of a class; if it is one of many, or the call is wrong, write an ``__init__``."""
    names = cls.__match_args__
    plain = not kwargs and len(args) == len(names)
    given = args if plain else _completed(cls.__value_fields__, args, kwargs)
    if given is None or _is_one_of_many(cls, 1 if plain else 5):
        from cleaner.values_written import init_of

        written = cls.__init__ = init_of(cls, _MISSING, cls.__setattr__ is _refuse)
        written(self, *args, **kwargs)
        return
    for _ in map(_set, repeat(self), names, given):
        pass
    if "__post_init__" in cls.__dict__:
        self.__post_init__()


def _completed(fields: dict[str, Field], args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any] | None:
    """Give a value for each field, or None where that cannot be done."""
    given = {**dict(zip(fields, args)), **kwargs}  # noqa: B905 - the one that is written complains
    if len(given) != len(args) + len(kwargs) or not given.keys() <= fields.keys():
        return None
    for name, one in fields.items():
        if name not in given:
            made = given[name] = one.default if one.factory is _MISSING else one.factory()
            if made is _MISSING:
                return None
    return [given[name] for name in fields]


_set = object.__setattr__


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
