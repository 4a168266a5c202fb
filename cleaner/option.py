"""What an option is. Each is declared once, in the annotation of the field that holds its value.

From that declaration come the options of the command line with their help, the keys of `cleaner.toml`, the
``CLEANER_*`` variables, ``--show-settings``, the checks of a value wherever it is from, and what a manifest notes down.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeVar, get_type_hints

from cleaner.errors import UsageError

INPUT, OUTPUT, RULES, LETTERS, RUN = "Input", "Output", "Rules", "Letters", "Run"
"""The panels of the help."""
READING = "clean check explain report"
"""The commands that read documents."""

Made = TypeVar("Made")
_MOST = 1_000_000


class Option(NamedTuple):
    """One way to set a field from the command line.

    `usage` is what a help says of it: its names and what it takes, of positional arguments only that. `off` switches
    off what is on by default. One with a `const` takes no value: it sets the field to that. `commands` says where it
    is. `choices` narrow those of the field.

    >>> Option("-s --source NAME", READING, "").names, Option("-s --source NAME", READING, "").metavar
    (['-s', '--source'], 'NAME')
    """

    usage: str
    commands: str
    help: str
    panel: str = ""
    off: str = ""
    const: Any = None
    choices: tuple[str, ...] = ()
    required: bool = False

    @property
    def names(self) -> list[str]:
        """The names of the option; a positional argument has none."""
        return [word for word in self.usage.split() if word.startswith("-")]

    @property
    def metavar(self) -> str:
        """What it takes, in capitals; nothing where its choices or its type tell that."""
        return next((word for word in self.usage.split() if not word.startswith("-")), "")

    @property
    def arity(self) -> str:
        """How often a positional argument may stand: ``many`` times (perhaps never), ``some`` or ``one``."""
        if self.names:
            return ""
        return "many" if self.usage.startswith("[") else "some" if self.usage.endswith("...") else "one"

    @property
    def key(self) -> str:
        """The name in files of settings: the long one.

        >>> Option("-s --source NAME", READING, "").key, Option("[PATH]...", READING, "").key
        ('source', 'paths')
        """
        return next((name[2:] for name in self.names if name.startswith("--")), "paths")

    def is_for(self, command: str) -> bool:
        return command in self.commands.split()


class Setting(NamedTuple):
    """A field that a user may choose: where it is, its default, the values it takes, and the options that set it.

    It is declared in the annotation of the field: the options, and a `Setting` where something is other than usual. One
    without options is for callers from Python alone.

    `within` names the fields that lead to the value it is a field of. One `of_a_call` belongs to the command line
    alone: no file and no variable may say it. What `decides` an output is noted down in manifests. Where callers may
    write a value in several ways, `converter` makes it the one that the field holds.

    >>> from typing import Annotated
    >>> class Colours(NamedTuple):
    ...     sky: Annotated[str, Option("--sky NAME", READING, "What colour it has."), DECIDES] = "blue"
    >>> [(one.key, one.default, one.decides) for one in settings_of(Colours)]
    [('sky', 'blue', True)]
    """

    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = _MOST
    of_a_call: bool = False
    decides: bool = False
    converter: Callable[[Any], Any] | None = None
    options: tuple[Option, ...] = ()
    name: str = ""
    within: tuple[str, ...] = ()
    default: Any = None

    @property
    def key(self) -> str:
        """The name in files of settings, in manifests and in messages."""
        return self.options[0].key if self.options else self.name.replace("_", "-")

    def said(self, option: Option, name: str, words: Iterator[str]) -> Any:
        """The value that an option of it says by a name, taken from the words behind it; None where it says none.

        >>> jobs = Option("-j --jobs", READING, "")
        >>> [Setting(default=1).said(jobs, "-j", iter(words)) for words in (["2", "a.txt"], ["two"], [])]
        [2, None, None]
        """
        if option.const is not None:
            return option.const
        if isinstance(self.default, bool):
            return name != option.off
        word = next(words, "--")
        if word.startswith("-") and word != "-":
            return None
        if isinstance(self.default, tuple | frozenset):
            return (word,)
        is_number = isinstance(self.default, int) and word.isdecimal() and len(word) <= len(str(self.most))
        value = int(word) if is_number else word
        fits = value in option.choices if option.choices else not self.wanted(value)
        return value if fits else None

    def of(self, values: Any) -> Any:
        """The value of this field in a value of options."""
        for name in self.within:
            values = getattr(values, name)
        return getattr(values, self.name)

    def wanted(self, value: Any) -> str:
        """Say what it takes, where a value is something else; a list may be any of texts.

        >>> Setting(choices=("keep", "old"), default="keep").wanted("odd")
        'one of keep, old'
        >>> Setting(default=True).wanted("yes"), Setting(least=1, default=2).wanted(3)
        ('true or false', '')
        """
        if self.choices:
            return "" if value in self.choices else f"one of {', '.join(self.choices)}"
        if isinstance(self.default, bool):
            return "" if isinstance(value, bool) else "true or false"
        if isinstance(self.default, int):
            fine = isinstance(value, int) and not isinstance(value, bool) and self.least <= value <= self.most
            return "" if fine else f"a whole number from {self.least} to {self.most}"
        if isinstance(self.default, tuple | frozenset):
            fine = isinstance(value, list | tuple | set | frozenset)
            return "" if fine and all(isinstance(one, str | os.PathLike) for one in value) else "a list of texts"
        return "" if isinstance(value, str) else "a text"


OF_A_CALL = Setting(of_a_call=True)
DECIDES = Setting(decides=True)


def settings_of(kind: Any) -> tuple[Setting, ...]:
    """All settings of a kind of options, a `NamedTuple`, as declared, and of those that its fields hold."""
    return _settings_of(kind)


@cache
def _settings_of(kind: Any) -> tuple[Setting, ...]:
    found: list[Setting] = []
    hints = get_type_hints(kind, include_extras=True)
    for name, default in kind._field_defaults.items():
        if _holds_settings(default):
            found += [one._replace(within=(name, *one.within)) for one in settings_of(type(default))]
        if said := getattr(hints[name], "__metadata__", ()):
            options = tuple(one for one in said if isinstance(one, Option))
            told = next((one for one in said if isinstance(one, Setting)), Setting())
            found.append(told._replace(options=options, name=name, default=default))
    return tuple(found)


def _holds_settings(value: Any) -> bool:
    return isinstance(value, tuple) and hasattr(value, "_fields")


def build(kind: type[Made], values: Mapping[str, Any]) -> Made:
    """Build a value of options, and those that its fields hold, from values by field."""
    made: Made = _built(kind, values)
    return checked(made)


def _built(kind: Any, values: Mapping[str, Any]) -> Any:
    inner = {name: _built(type(one), values) for name, one in kind._field_defaults.items() if _holds_settings(one)}
    return kind(**{name: value for name, value in values.items() if name in kind._fields}, **inner)


def checked(values: Made) -> Made:
    """Give a value of options as its fields hold it; refuse a field with a value that it does not take."""
    given: Any = values
    fields = given._field_defaults.items()
    found = {name: checked(getattr(given, name)) for name, one in fields if _holds_settings(one)}
    for one in settings_of(type(given)):
        if one.within:
            continue
        value = getattr(given, one.name)
        value = one.converter(value) if one.converter else value
        if wanted := one.wanted(value):
            raise UsageError(f"`{one.name}` is {wanted}, not {value!r:.80}")
        found[one.name] = value
    return given._replace(**found)  # type: ignore[no-any-return]
