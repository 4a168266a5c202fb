"""Values with named fields: the first of a class and the many behind them are the same to whoever uses them."""

from __future__ import annotations

import dataclasses
import pickle

import pytest

from cleaner.values import NamedTuple, dataclass, field, replace

MANY = 1_000


@dataclass(frozen=True, slots=True)
class Point:
    """A value with a default, and a field that does not count."""

    x: int
    y: int = 0
    seen: list[int] = field(default_factory=list, compare=False)


class Pair(NamedTuple):
    """A tuple with names."""

    a: int
    b: str = "b"

    @property
    def both(self) -> str:
        """Give both."""
        return f"{self.a}{self.b}"


@pytest.fixture(params=["first", "many"])
def make(request):
    """Give a maker of fresh classes: one that is new, and one that has made many values."""

    def of(kind):
        cls = dataclass(frozen=True, slots=True)(type("Point", (), dict(BODY))) if kind is Point else renewed()
        for number in range(MANY if request.param == "many" else 0):
            cls(number)
        return cls

    return of


BODY = {"__annotations__": {"x": "int", "y": "int", "seen": "list"}, "y": 0, "seen": field(default_factory=list)}


def renewed():
    class Pair(NamedTuple):
        a: int
        b: str = "b"

    return Pair


@pytest.mark.parametrize("kind", [Point, Pair])
def test_wrong_calls_are_refused(make, kind):
    for args, kwargs in (((), {}), ((1, 2, 3, 4), {}), ((1,), {"x": 2, "a": 2}), ((1,), {"other": 3})):
        with pytest.raises(TypeError, match=kind.__name__):
            make(kind)(*args, **kwargs)


def test_defaults_and_names(make):
    point, pair = make(Point), make(Pair)
    assert (point(1).y, point(y=2, x=1).y, point(1, 2).x) == (0, 2, 1)
    assert point(1).seen is not point(1).seen
    assert (pair(1), pair(b="c", a=1)) == ((1, "b"), (1, "c"))


def test_a_value_is_what_dataclasses_make():
    point = Point(1, 2, [3])
    assert point == Point(1, 2)
    assert hash(point) == hash(Point(1, 2))
    assert replace(point, x=4) == dataclasses.replace(point, x=4) == Point(4, 2)
    assert dataclasses.asdict(point) == {"x": 1, "y": 2, "seen": [3]}
    assert repr(point) == "Point(x=1, y=2, seen=[3])"
    assert pickle.loads(pickle.dumps(point)) == point
    with pytest.raises(dataclasses.FrozenInstanceError):
        point.x = 3


def test_a_named_tuple_is_what_namedtuple_makes():
    pair = Pair(1)
    assert (pair, pair.a, pair.b, pair.both) == ((1, "b"), 1, "b", "1b")
    assert (pair._replace(b="c"), Pair._make([2, "d"])) == (Pair(1, "c"), Pair(2, "d"))
    assert (pair._asdict(), pair._fields) == ({"a": 1, "b": "b"}, ("a", "b"))
    assert repr(pair) == "Pair(a=1, b='b')"
    assert pickle.loads(pickle.dumps(pair)) == pair
    with pytest.raises(TypeError, match="other"):
        pair._replace(other=1)
    with pytest.raises(AttributeError):
        pair.a = 2
