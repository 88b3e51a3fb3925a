"""Plain lines to the person at the terminal, and the one sentence said where the shop cannot start."""

import errno
import sys


class CannotStart(Exception):
    """Why the shop cannot run here, as one sentence in Vietnamese and in English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} · {en}")


def say(vi: str, en: str) -> None:
    print(f"{vi} · {en}", flush=True)  # noqa: T201 - this is the terminal


def complain(problem: Exception) -> None:
    print(f"✗ {problem}", file=sys.stderr, flush=True)  # noqa: T201


def from_os_error(error: OSError) -> CannotStart:
    """What an error of the operating system means to the person."""
    where = error.filename or "?"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return full_disk()
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return CannotStart(
                f"Không ghi được vào {where}: hãy chọn thư mục khác bằng CHOXA_HOME=…",
                f"Cannot write to {where}: choose another folder with CHOXA_HOME=…",
            )
    return CannotStart(f"Hệ điều hành từ chối: {error}", f"the operating system refused: {error}")


def full_disk() -> CannotStart:
    return CannotStart(
        "Ổ đĩa đã đầy: hãy giải phóng chỗ trống rồi chạy lại.", "The disk is full: free some space and start again."
    )
