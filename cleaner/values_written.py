"""What makes the values of a class that many are made of, written as `dataclasses` and `namedtuple` write it.

Loaded with the first such class, so that a short run does without: see `cleaner.values`.
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def new_of(cls: type[Any]) -> Any:
    """Give the ``__new__`` of a class of named tuples."""
    defaults = list(cls._field_defaults.values())
    return namedtuple(cls.__name__, cls._fields, defaults=defaults).__new__


def init_of(cls: type[Any], missing: object, frozen: bool) -> Any:
    """Write an ``__init__`` that sets each field, as a human would; `missing` stands for no default."""
    known: dict[str, Any] = {"_missing": missing}
    head, body = ["self"], []
    for name, one in cls.__value_fields__.items():
        if one.factory is not missing:
            known[f"_make_{name}"] = one.factory
            head.append(f"{name}=_missing")
            body.append(f" if {name} is _missing: {name} = _make_{name}()")
        elif one.default is not missing:
            known[f"_default_{name}"] = one.default
            head.append(f"{name}=_default_{name}")
        else:
            head.append(name)
    body += _frozen_fields(cls, known) if frozen else _fields(cls)
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


def described(cls: type[Any], missing: object) -> dict[str, Any]:
    """Give `dataclasses` its own description of a class."""
    import dataclasses

    found = {}
    for name, one in cls.__value_fields__.items():
        given: dict[str, Any] = {"compare": one.compare}
        if one.factory is not missing:
            given["default_factory"] = one.factory
        elif one.default is not missing:
            given["default"] = one.default
        made = dataclasses.field(**given)
        made.name, made.type = name, cls.__annotations__[name]
        made._field_type = dataclasses._FIELD  # type: ignore[attr-defined]
        found[name] = made
    return found
