"""The table of symbols, `docs/notation.md`: one meaning for each, in a column for each language."""

from pathlib import Path

from pages.words.tables import markdown_table

NOTATION = Path(__file__).parents[2] / "docs" / "notation.md"


def rows() -> list[dict[str, str]]:
    """Read the table.

    Returns
    -------
    list of dict of str
        Cells of each row by the heads of the columns: "symbol" and the languages.
    """
    lines = [line for line in NOTATION.read_text("utf-8").splitlines() if line.startswith("|")]
    heads, _, *cells = ([cell.strip() for cell in line.strip("|").split("|")] for line in lines)
    return [dict(zip(heads, row, strict=True)) for row in cells]


def table(symbol: str, meaning: str, language: str) -> str:
    """Write the table in one language as Markdown.

    Parameters
    ----------
    symbol, meaning : str
        Heads of the columns.
    language : str
        One of LANGUAGES; one without a column is shown in English.
    """
    return markdown_table(
        [{symbol: row["symbol"], meaning: row.get(language, row["en"])} for row in rows()]
    )
