"""What breaks each invariant, one file a room: `breaks` registers, the test imports the files."""

from collections.abc import Callable

Break = Callable[[], object]
BREAKS: list[tuple[str, str, Break]] = []


def breaks(name: str, how: str) -> Callable[[Break], Break]:
    """Say what breaks the invariant `name`."""

    def register(run: Break) -> Break:
        BREAKS.append((name, how, run))
        return run

    return register
