"""The list of claims, and how one enters it."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True, kw_only=True)
class Claim:
    """One thing the lecture teaches.

    Attributes
    ----------
    slug : str
        By which lectures name it.
    check : callable
        Computes it; raises AssertionError if it does not hold.
    quotes : list of (str, str)
        Where it is taught: address of a page or of a lecture, and words that stand there.
    said : list of str
        What is often said instead.
    """

    slug: str
    check: Callable[[], None]
    quotes: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


Check = Callable[[], None]

CLAIMS: dict[str, Claim] = {}
NO_CLAIMS: dict[tuple[str, str], str] = {}
"""Words with *always, never, every ...* that state no fact: address and words, and why."""


def claim(page: str, *words: str, said: str = "") -> Callable[[Check], Check]:
    """Enter a function into CLAIMS; its name with hyphens is the slug.

    Stacked decorators quote the same claim on further pages.

    Parameters
    ----------
    page : str
        Address of a page or a lecture.
    *words : str
        Words that stand there, line breaks and emphasis left out: in English, and at least once in
        Chinese. A sentence with *always, never, every, everywhere, only, all, none, whenever* or
        *exactly* must be quoted by one claim.
    said : str
        What is often said instead.
    """

    def enter(check: Check) -> Check:
        slug = check.__name__.replace("_", "-")
        entry = CLAIMS.setdefault(slug, Claim(slug=slug, check=check))
        if entry.check is not check:
            raise ValueError(f"two claims are named {slug}")
        entry.quotes += [(page, each) for each in words]
        entry.said += [said] if said else []
        return check

    return enter


def no_claim(page: str, words: str, *, why: str) -> None:
    """Enter words that look like a claim about all cases and are none.

    Parameters
    ----------
    page : str
        Address of a page or a lecture.
    words : str
        Words of the one sentence that is meant.
    why : str
        What it is instead: a definition, an instruction, what the picture shows, a theorem with
        its source.
    """
    if not why:
        raise ValueError("why must say what the words are instead")
    NO_CLAIMS[page, words] = why
