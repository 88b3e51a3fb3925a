"""Why a file is refused: every fault by its row and column, in the words of the file."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.errors import DomainError

MOST_LISTED = 20  # faults listed; the rest are counted


@dataclass(frozen=True)
class Problem:
    """One fault. `row` counts from 1 as Excel does, 0 where the whole file is meant; `column` is the file's heading."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        if not self.row:
            return self.text
        if not self.column:
            return _("Dòng %(row)d: %(text)s") % {"row": self.row, "text": self.text}
        place = {"row": self.row, "column": self.column, "text": self.text}
        return _("Dòng %(row)d, cột “%(column)s”: %(text)s") % place


class FileRefused(DomainError):
    """The file was refused as a whole. The page lists `problems`."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = list(problems[:MOST_LISTED])
        self.more = len(problems) - len(self.problems)
        super().__init__(
            "; ".join(str(problem) for problem in problems[:3]),
            code="FILE_REFUSED",
            field="file",
            params={"problems": [str(problem) for problem in self.problems], "more": self.more},
        )


def refused(text: str) -> FileRefused:
    """A refusal of the whole file for one reason."""
    return FileRefused([Problem(0, "", text)])
