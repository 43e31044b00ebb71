"""What is wrong with the words of a command line, as a problem of ours: the framework's own texts are English alone."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)

from words.problems import WrongUse
from words.visible import visible


class NoCommand(UsageError):
    """No command was named."""


class NoSuchCommand(UsageError):
    """A command that there is not; `near` are those it could have been."""

    def __init__(self, name: str, known: list[str], ctx: Any) -> None:
        super().__init__(name, ctx)
        self.name = name
        self.near = get_close_matches(name, known)


class TooMany(UsageError):
    """More arguments than the command takes; `extra` are those left over."""

    def __init__(self, extra: list[str], ctx: Any) -> None:
        super().__init__(" ".join(extra), ctx)
        self.extra = extra


class Blank(BadParameter):
    """A folder that is named by nothing: often an empty variable of a script."""

    def __init__(self, option: str) -> None:
        super().__init__(option)
        self.option = option


def misuse(error: UsageError) -> WrongUse:
    """What the framework found wrong, by the kind of its finding: never by its text."""
    match error:
        case NoCommand():
            return WrongUse("misuse.no_command")
        case NoSuchCommand(near=[]):
            return WrongUse("misuse.unknown_command", name=visible(error.name))
        case NoSuchCommand():
            return WrongUse("misuse.unknown_command.near", name=visible(error.name), near=error.near)
        case TooMany():
            return WrongUse("misuse.too_many", extra=[visible(one) for one in error.extra])
        case NoSuchOption() if (
            error.ctx and error.ctx.parent is None and not _does_something(error.ctx.command)
        ):
            return WrongUse("misuse.before_command", option=visible(error.option_name))
        case NoSuchOption(possibilities=[_, *_]):
            near = sorted(error.possibilities or ())
            return WrongUse("misuse.unknown_option.near", option=visible(error.option_name), near=near)
        case NoSuchOption():
            return WrongUse("misuse.unknown_option", option=visible(error.option_name))
        case BadOptionUsage():
            takes = [one for one in _parameters(error) if error.option_name in one.opts]
            is_switch = any(getattr(one, "is_flag", False) for one in takes)
            key = "misuse.takes_no_value" if is_switch else "misuse.needs_value"
            return WrongUse(key, option=error.option_name)
        case MissingParameter(param=parameter) if parameter is not None:
            key = "misuse.missing_argument" if _is_argument(parameter) else "misuse.missing_option"
            return WrongUse(key, name=_called(parameter))
        case Blank():
            return WrongUse("options.blank", option=error.option)
        case BadParameter(param=parameter) if parameter is not None:
            return _value(parameter, error)
        case _:
            return WrongUse("misuse.other", said=error.format_message())


def _value(parameter: Any, error: BadParameter) -> WrongUse:
    """A value that a parameter cannot take, and what it takes."""
    taken, limits = parameter.type_descriptor, parameter.type_descriptor.parameter_info
    name, text = _called(parameter), _given(error)
    if taken.is_choice and taken.choices:
        choices = [str(getattr(one, "value", one)) for one in taken.choices]
        return WrongUse("misuse.no_choice", name=name, text=text, choices=choices)
    if taken.annotation in (int, float):
        is_whole, is_bounded = taken.annotation is int, None not in (limits.min, limits.max)
        if not is_bounded:
            key = "misuse.no_whole_number" if is_whole else "misuse.no_number"
            return WrongUse(key, name=name, text=text)
        key = "misuse.no_whole_number.within" if is_whole else "misuse.no_number.within"
        return WrongUse(key, name=name, text=text, least=limits.min, most=limits.max)
    return WrongUse("misuse.no_value", name=name, text=text)


def _given(error: BadParameter) -> str:
    """The value as it was typed."""
    details = getattr(error.__cause__, "errors", None)
    found = details(include_url=False, include_context=False) if details else []
    return visible(str(found[0]["input"])) if found else ""


def _does_something(command: Any) -> bool:
    """Whether a list of commands is a command too, with options of its own: `python -m bench`."""
    return bool(getattr(command, "invoke_without_command", False))


def _parameters(error: UsageError) -> list[Any]:
    return error.ctx.command.get_params(error.ctx) if error.ctx else []


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _called(parameter: Any) -> str:
    """An option by the ways it may be written, an argument as in the usage line."""
    return str(parameter.display_name_raw) if _is_argument(parameter) else " / ".join(parameter.opts)
