"""Every public name of `core` is described, with an example that the doctests run."""

import importlib
import inspect
import pkgutil
import re

import pytest

import core

MODULES = [
    importlib.import_module(f"core.{module.name}")
    for module in pkgutil.iter_modules(core.__path__)
    if not module.name.startswith("_")
]
NAMES = [
    pytest.param(thing, id=f"{module.__name__}.{name}")
    for module in MODULES
    for name, thing in vars(module).items()
    if not name.startswith("_") and getattr(thing, "__module__", None) == module.__name__
]


@pytest.mark.parametrize("thing", NAMES)
def test_each_public_name_has_an_example(thing):
    words = inspect.getdoc(thing) or ""
    assert ">>> " in words


@pytest.mark.parametrize("thing", [name for name in NAMES if inspect.isfunction(name.values[0])])
def test_each_parameter_of_a_public_function_is_described(thing):
    words = inspect.getdoc(thing)
    described = re.findall(r"^(\w[\w, ]*?)(?: : .*)?$", words, re.MULTILINE)
    names = {name.strip() for line in described for name in line.split(",")}
    assert set(inspect.signature(thing).parameters) <= names
