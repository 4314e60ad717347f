"""Numbers as people write them, judged by column: decimal and thousands signs, units, gaps.

One cell does not tell what ``1.234`` is. The cells of its column may; if not, the other columns
of the file and its delimiter may; if they do not, or contradict each other, it is refused by name.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

# What spreadsheets, R, pandas, NumPy, SAS, SPSS and data bases write for a missing value.
MISSING = frozenset(
    [
        *("", ".", "..", "...", "-", "--", "---", "\u2013", "\u2014", "?", "*", "\\n"),
        *("na", "n/a", "n.a.", "n.a", "n.d.", "k.a.", "<na>", "none", "(none)", "null", "nil"),
        *("<null>", "[null]", "(null)", "missing", "(missing)", "(blank)", "(empty)"),
        *("nan", "-nan", "nat", "1.#ind", "-1.#ind", "1.#qnan", "-1.#qnan"),
        *("#n/a", "#na", "#nv", "#null!", "#value!", "#wert!", "#div/0!", "#ref!", "#bezug!"),
        *("#name?", "#num!", "#zahl!"),
    ]
)
# Beside a single other word these are values: "-" beside "+", "none" beside "some".
ALSO_WORDS = frozenset({"-", "none", "missing"})
LONGEST = 100  # characters of a number
OPEN = "?"  # a decimal sign still to be decided

MINUS = "\u2212\u2013\ufe63\uff0d-"  # as in a class of a pattern: "-" is last
SIGN = rf"[+\uff0b{MINUS}]"
SYMBOL = "$\u00a2\u00a3\u00a5\u0e3f\u20a0-\u20c0\uffe5\uff04"
CURRENCY = (
    rf"(?:R\$|US\$|A\$|C\$|[{SYMBOL}]|Fr\.|kr\.?|USD|EUR|GBP|CHF|JPY|CNY|RMB|INR|SEK|NOK|DKK|PLN|CZK|"
    r"HUF|BRL|CAD|AUD|NZD|HKD|SGD|MXN|RUB|TRY|ZAR|KRW)"
)
LETTER = r"[^\W\d_]"
UNIT = (
    rf"(?:{LETTER}|[%‰°′″{SYMBOL}])"
    rf"(?:{LETTER}|[/*^·²³%°.]|(?:(?<=[^\W\d_])|(?<=\^))[2-4](?!\d)| (?={LETTER}))*"
)
DIGITS = r"[.,]?\d+(?:[.,'’ ]\d+)*[.,]?"
NUMBER = re.compile(
    rf"(?P<open>\(?)(?P<sign>{SIGN}?) ?(?P<before>(?:{CURRENCY})?) ?(?P<inner>{SIGN}?)"
    rf"(?P<digits>{DIGITS})(?P<power>(?:[eE][+{MINUS}]?\d+)?) ?(?P<after>(?:{UNIT})?)"
    rf"(?P<close>\)?)(?P<behind>[{MINUS}]?)"
)
INFINITE = re.compile(rf"({SIGN}?)(?:inf|infinity|∞)", re.IGNORECASE)
GROUPS = r"[1-9]\d{{0,2}}([{other}'’ ])(?:\d{{2,3}}\1)*\d{{3}}"  # \d{2}: as in India
FORMS = {
    sign: re.compile(rf"(?:{GROUPS.format(other=other)}|\d+)(?:[{sign}]\d*)?|[{sign}]\d+")
    for sign, other in ((".", ","), (",", "."))
}
DOUBTFUL = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")  # two numbers, by what the sign is


class Number(NamedTuple):
    """A cell taken apart: digits as they stand, sign, power of ten and unit."""

    digits: str
    is_negative: bool
    is_bracketed: bool
    power: str
    unit: str

    def fits(self, sign: str) -> bool:
        """Whether the digits are a number with this decimal sign."""
        if self.power and DOUBTFUL.fullmatch(self.digits) and sign not in self.digits:
            return False  # nobody groups the digits of 1.234e5
        return not self.digits or FORMS[sign].fullmatch(self.digits) is not None

    def is_grouped(self, sign: str) -> bool:
        """Whether a thousands sign stands among the digits."""
        return bool(re.search(rf"[^\d{sign}]", self.digits))

    def value(self, sign: str) -> float:
        """Return the number, read with this decimal sign."""
        if not self.digits:
            size = float("inf")
        else:
            plain = re.sub(rf"[^\d{sign}]", "", self.digits).replace(sign, ".")
            size = float(plain + self.power)
        return -size if self.is_negative else size


def parse(text: str) -> Number | None:
    """Take a number apart; None for other text, such as a date."""
    if len(text) > LONGEST:
        return None
    if infinite := INFINITE.fullmatch(text):
        return Number("", infinite[1] in tuple(MINUS), False, "", "")
    found = NUMBER.fullmatch(text)
    number = found and _number(found)
    return number if number and any(number.fits(sign) for sign in ".,") else None


def _number(found: re.Match[str]) -> Number | None:
    signs = [found[name] for name in ("sign", "inner", "behind") if found[name]]
    is_bracketed = bool(found["open"])
    unit = found["before"] or found["after"]
    if is_bracketed != bool(found["close"]) or len(signs) + is_bracketed > 1:
        return None
    if found["before"] and found["after"]:
        return None
    if is_bracketed and any(map(str.isalpha, unit)):
        return None  # (16 rows) is a remark
    is_negative = is_bracketed or any(sign in MINUS for sign in signs)
    power = re.sub(f"[{MINUS}]", "-", found["power"])
    return Number(found["digits"], is_negative, is_bracketed, power, unit)


def is_number(text: str) -> bool:
    """Whether a text is a number in some convention, with or without a unit."""
    return parse(text) is not None


def is_missing(text: str) -> bool:
    """Whether a text stands for a missing value."""
    return text.casefold() in MISSING


def present(texts: Iterable[str]) -> list[str]:
    """Return the different texts of a column that stand for a value, in their order."""
    different = list(dict.fromkeys(texts))
    values = [text for text in different if not is_missing(text)]
    words = [text for text in different if text.casefold() in ALSO_WORDS]
    if len(values) == len(words) == 1 and not is_number(values[0]):
        return [text for text in different if text in (*values, *words)]
    return values


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a column turned out to be.

    Attributes
    ----------
    values : dict of str to float
        Numbers by text if all texts are numbers, else empty.
    fault, why : str
        The first text that is no number, and why: "spoiled.why" is the name of the message.
    either : tuple of str
        The two numbers that `fault` may be, if that is why.
    is_mostly_numbers : bool
        Whether a column with a fault is taken for spoiled numbers rather than for text.
    unit : str
        Of all cells.
    decimal : str
        The decimal sign, if the column tells it.
    example : str
        The first text that another convention would read as another number.
    """

    values: dict[str, float] = field(default_factory=dict)
    fault: str = ""
    why: str = ""
    either: tuple[str, ...] = ()
    is_mostly_numbers: bool = True
    unit: str = ""
    decimal: str = ""
    example: str = ""


def read_columns(columns: Sequence[Sequence[str]], delimiter: str) -> list[Reading]:
    """Judge all columns of a file, each given by its `present` texts."""
    readings = [_read(texts) for texts in columns]
    signs = {reading.decimal for reading in readings if reading.decimal in tuple(".,")}
    return [
        _decided(texts, reading, signs, delimiter) if reading.decimal == OPEN else reading
        for texts, reading in zip(columns, readings, strict=True)
    ]


def _read(texts: Sequence[str]) -> Reading:
    numbers = _numbers(texts)
    if fault := next((text for text in texts if text not in numbers), ""):
        mostly = 2 * len(numbers) > len(texts)
        return Reading(fault=fault, why="no-number", is_mostly_numbers=mostly)
    if fault := _other_unit(numbers):
        return Reading(fault=fault, why="other-unit")
    if numbers and all(number.is_bracketed for number in numbers.values()):
        return Reading(fault=texts[0], why="brackets")
    return _with_one_sign(numbers)


def _numbers(texts: Sequence[str]) -> dict[str, Number]:
    return {text: number for text in texts if (number := parse(text))}


def _other_unit(numbers: dict[str, Number]) -> str:
    """Return the first text with another unit than the first one; infinity has none."""
    finite = {text: number.unit for text, number in numbers.items() if number.digits}
    unit = next(iter(finite.values()), "")
    return next((text for text, other in finite.items() if other != unit), "")


def _with_one_sign(numbers: dict[str, Number]) -> Reading:
    fitting = [sign for sign in ".," if all(number.fits(sign) for number in numbers.values())]
    if not fitting:
        return Reading(fault=_misfit(numbers), why="other-decimals")
    doubtful = next((t for t, number in numbers.items() if DOUBTFUL.fullmatch(number.digits)), "")
    grouped = next((t for t, number in numbers.items() if number.is_grouped(fitting[0])), "")
    decimal = (
        fitting[0] if any("." in n.digits or "," in n.digits for n in numbers.values()) else ""
    )
    return Reading(
        values={text: number.value(fitting[0]) for text, number in numbers.items()},
        unit=next((number.unit for number in numbers.values()), ""),
        decimal=OPEN if doubtful and len(fitting) == 2 else decimal,
        example=(doubtful if len(fitting) == 2 else "") or grouped,
    )


def _misfit(numbers: dict[str, Number]) -> str:
    """Return the first text that does not fit the decimal sign of most."""
    misfits = [[t for t, number in numbers.items() if not number.fits(sign)] for sign in ".,"]
    return min(misfits, key=len)[0]


def _decided(texts: Sequence[str], reading: Reading, signs: set[str], delimiter: str) -> Reading:
    """Read a column whose cells do not tell their decimal sign, or refuse it."""
    numbers = _numbers(texts)
    used = {sign for number in numbers.values() for sign in ".," if sign in number.digits}
    votes = _votes_of_whole(numbers, min(used)) | (signs or _votes_of(delimiter, min(used)))
    if len(used) == len(votes) == 1:
        (sign,) = votes
        values = {text: number.value(sign) for text, number in numbers.items()}
        return replace(reading, values=values, decimal=sign)
    either = tuple(f"{numbers[reading.example].value(sign):g}" for sign in ".,")
    return Reading(fault=reading.example, why="two-numbers", either=either)


def _votes_of_whole(numbers: dict[str, Number], used: str) -> set[str]:
    """Return the decimal sign for which the whole numbers of a column speak.

    1234 beside 1.234 says that thousands are not set apart; 987 beside 1.234, that they are.
    """
    whole = [number.digits for number in numbers.values() if number.digits.isdecimal()]
    if not whole:
        return set()
    return {used if max(map(len, whole)) > 3 else _other(used)}


def _votes_of(delimiter: str, used: str) -> set[str]:
    """Return the decimal sign for which the delimiter speaks.

    Semicolons stand where commas are decimal signs, but with decimal points too: for 1.234 they
    speak for neither.
    """
    if delimiter == ",":
        return {"."}
    return {used} if (delimiter == ";") == (used == ",") else set()


def _other(sign: str) -> str:
    return "," if sign == "." else "."
