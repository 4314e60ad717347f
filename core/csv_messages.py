"""What is said about a file with a table: sentences that can be said in any language.

A `Message` is the English sentence, so whoever prints it needs to know nothing more. It also keeps
its name and its values, from which another language makes a sentence of its own.
"""

from collections.abc import Callable, Mapping
from typing import Self

HOW_TO_SAVE = (
    'in Excel save it as "CSV UTF-8 (comma delimited)", '
    'in LibreOffice as "Text CSV" with the character set "Unicode (UTF-8)".'
)
MESSAGES = {
    # Faults of a file
    "too-large": "The file is larger than 1 MB: leave out rows or columns.",
    "not-text": f"The file is not UTF-8 text: {HOW_TO_SAVE}",
    "workbook": f"The file is a workbook, not text: {HOW_TO_SAVE}",
    "empty": "The file is empty.",
    "no-rows": "The file has a line of column names but no rows.",
    "too-many-columns": "The file has {count} columns; {most} are allowed.",
    "unreadable": "Line {line} cannot be read: check its quotation marks.",
    "long-cell": (
        "Line {line} has a cell of more than {most} characters: "
        "shorten it or leave out its column, and check the quotation marks."
    ),
    "unlike-header": "Line {line} has {cells}, but the header has {usual}.",
    "unlike-most": "Line {line} has {cells}, but most lines have {usual}.",
    "unlike-header-by-comma": (
        "Line {line} has {cells}, but the header has {usual}: "
        "a number with a comma needs quotation marks."
    ),
    "unlike-most-by-comma": (
        "Line {line} has {cells}, but most lines have {usual}: "
        "a number with a comma needs quotation marks."
    ),
    # Faults of a choice
    "no-column": "There is no column {column}.",
    "no-feature": "There is no numeric column besides the label to be a feature.",
    "number-of-features": "Choose one numeric column, or two different ones, as features.",
    "label-as-feature": "The label column cannot be a feature too.",
    "same-features": "The two features say the same, up to offset and scale: choose one.",
    "text-as-feature": "Column {column} is not numeric and cannot be a feature.",
    "constant": "Column {column} is constant, or nearly so: it tells nothing.",
    "huge-number": "Column {column} has a number beyond 1e100 on line {line}.",
    "tiny-numbers": "Column {column} has only numbers below 1e-100 in size.",
    "one-class": "Column {column} holds only one class; a label needs two.",
    "many-classes": "Column {column} holds {count} different values; a label needs two.",
    "missing-value": "Column {column} has a missing value on line {line}.",
    "missing-values": "Column {column} has {count} missing values, the first on line {line}.",
    "no-complete-row": "No row is complete in the chosen columns.",
    # How a file was read
    "size": "{rows} and {columns}.",
    "size-decimals": "{rows} and {columns}, with {decimals}.",
    "size-delimiter": "{rows} and {columns}, separated by {delimiter}.",
    "size-delimiter-decimals": ("{rows} and {columns}, separated by {delimiter}, with {decimals}."),
    "sample": "A random sample of {rows} rows is used, the same each time.",
    "sample-in-proportion": (
        "A random sample of {rows} rows is used, the same each time, "
        "with both classes in proportion."
    ),
    "unwrapped": "Quotation marks around whole lines are taken off.",
    "no-names": "The file has no line of names: its columns are called {first} to {last}.",
    "no-name": "The file has no line of names: its columns are called {first}.",
    "names-in-remark": "The names stand in the remark on line {line}.",
    "names-on-two-lines": "The names stand on two lines.",
    "unnamed": "Without a name, and called by its place: {columns}.",
    "renamed": "Named like another column, and numbered: {columns}.",
    "aside": "Not part of the table: {lines}.",
    "read-as-numbers": "Read as numbers: {cells}.",
    "units": "Units: {columns}.",
    "left-out": "Columns left out (neither numbers nor two values): {columns}.",
    "empty-columns": "Empty: {columns}.",
    "read-as-values": "Read as values, not as missing: {cells}.",
    "missing": "Missing values: {columns}.",
    "spoiled.no-number": "{column} is not numeric: {cell} on line {line} is no number.",
    "spoiled.other-unit": (
        "{column} is not numeric: {cell} on line {line} has another unit than the first cell."
    ),
    "spoiled.brackets": (
        "{column} is not numeric: {cell} on line {line} stands in brackets, as all its cells."
    ),
    "spoiled.other-decimals": (
        "{column} is not numeric: {cell} on line {line} has other decimal signs than most cells."
    ),
    "spoiled.two-numbers": (
        "{column} is not numeric: {cell} on line {line} may be {first} or {second}; "
        "write it without a thousands sign."
    ),
    # What stands within these sentences
    "list": "{first}, {next}",
    "list-cut": "{items} and {count} more",
    "quoted": "'{text}'",
    "quoted-apostrophe": '"{text}"',
    "rows": "{count} rows",
    "rows.1": "{count} row",
    "columns": "{count} columns",
    "columns.1": "{count} column",
    "cells": "{count} cells",
    "cells.1": "{count} cell",
    "column": "column",
    "delimiter.tab": "tabs",
    "delimiter.semicolon": "semicolons",
    "delimiter.comma": "commas",
    "delimiter.bar": "bars",
    "delimiter.blank": "blanks",
    "decimals.points": "decimal points",
    "decimals.commas": "decimal commas",
    "decimals.both": "decimal points and decimal commas",
    "line-aside": "line {line} ({text})",
    "lines-aside": "{count} more up to line {line}",
    "cell-as-number": "{cell} in {column} as {number}",
    "column-in-unit": "{column} in {unit}",
    "column-of-text": "{column} ({cell}, line {line})",
    "cell-in-column": "{cell} in {column}",
    "count-in-column": "{count} in {column}",
}
"""Sentences and parts of them by name, with ``{names}`` for values."""


class Message(str):
    """A sentence in English that can be said in other languages.

    Parameters
    ----------
    name : str
        Of MESSAGES.
    **values : object
        What stands at the ``{names}``: text, numbers, other messages, or lists of them.

    Examples
    --------
    >>> fault = Message("unlike-header", line=3, cells=Message("cells", count=4), usual=2)
    >>> print(fault)
    Line 3 has 4 cells, but the header has 2.
    """

    __slots__ = ("name", "values")
    name: str
    values: Mapping[str, object]

    def __new__(cls, name: str, /, **values: object) -> Self:
        """Say it in English."""
        message = super().__new__(cls, _said(name, values, MESSAGES.__getitem__))
        message.name, message.values = name, values
        return message

    def said(self, template: Callable[[str], str]) -> str:
        """Say it in another language.

        Parameters
        ----------
        template : callable
            Gives the sentence, or the part of one, for a name of MESSAGES.

        Returns
        -------
        str
            With the same values.

        Examples
        --------
        >>> fault = Message("unlike-header", line=3, cells=Message("cells", count=4), usual=2)
        >>> german = {"unlike-header": "Zeile {line}: {cells} statt {usual}.", "cells": "{count}"}
        >>> fault.said(german.__getitem__)
        'Zeile 3: 4 statt 2.'
        """
        return _said(self.name, self.values, template)


def _said(name: str, values: Mapping[str, object], template: Callable[[str], str]) -> str:
    said = {key: _as_text(value, template) for key, value in values.items()}
    return template(name).format(**said)


def _as_text(value: object, template: Callable[[str], str]) -> object:
    if isinstance(value, Message):
        return value.said(template)
    if isinstance(value, list):
        between = template("list").format(first="", next="")
        return between.join(str(_as_text(item, template)) for item in value)
    return value
