"""What breaks each invariant, a file for each room: `breaks` registers, the files are imported by the test."""

from collections.abc import Callable

Break = Callable[[], object]
BREAKS: list[tuple[str, str, Break]] = []


def breaks(name: str, how: str) -> Callable[[Break], Break]:
    """Say what breaks the invariant `name`."""

    def register(run: Break) -> Break:
        BREAKS.append((name, how, run))
        return run

    return register
