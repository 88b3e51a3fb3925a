"""Messages on the terminal, in two languages, and the error that stops a start."""

import errno
import sys
from contextlib import suppress


class StartupError(Exception):
    """The shop cannot start. The reason is one sentence in Vietnamese and in English."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(f"{vi} · {en}")


def print_message(vi: str, en: str) -> None:
    print_line(f"{vi} · {en}")


def print_line(text: str) -> None:
    """One line on the terminal. A closed terminal is ignored, so that an orderly stop continues."""
    with suppress(OSError):
        print(text, flush=True)  # noqa: T201


def print_error(problem: Exception) -> None:
    """Each line of the error's text on the error stream."""
    for sentence in str(problem).splitlines() or [type(problem).__name__]:
        print(f"✗ {sentence}", file=sys.stderr, flush=True)  # noqa: T201


def from_os_error(error: OSError) -> StartupError:
    """The operating system's error as a sentence for the operator."""
    where = error.filename or "?"
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return full_disk()
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return StartupError(
                f"Không ghi được vào {where}: hãy chọn thư mục khác bằng CHOXA_HOME=…",
                f"Cannot write to {where}: choose another folder with CHOXA_HOME=…",
            )
    return StartupError(f"Hệ điều hành từ chối: {error}", f"the operating system refused: {error}")


def from_database_error(words: str) -> StartupError:
    """PostgreSQL's last log lines as a sentence for the operator."""
    if "No space left on device" in words or "Disk quota exceeded" in words:
        return full_disk()
    messages = [
        text for text in words.splitlines() if any(word in text for word in ("FATAL", "PANIC", "ERROR", "error"))
    ]
    if not words.strip():
        return StartupError("PostgreSQL dừng mà không nói gì.", "PostgreSQL ended without a word.")
    last = (messages or words.strip().splitlines())[-1].split("] ")[-1].strip()
    return StartupError(f"PostgreSQL từ chối: {last}", f"PostgreSQL refuses: {last}")


def full_disk() -> StartupError:
    return StartupError(
        "Ổ đĩa đã đầy: hãy giải phóng chỗ trống rồi chạy lại.", "The disk is full: free some space and start again."
    )
