"""How a request reaches DongPay. A test sets what is answered; nothing leaves this process."""

from collections.abc import Callable, Mapping

from core.http.client import NoAnswer


def _no_answer(request: Mapping[str, str]) -> Mapping[str, str]:
    raise NoAnswer("no test answers for DongPay")


answer: Callable[[Mapping[str, str]], Mapping[str, str]] = _no_answer


def post(request: Mapping[str, str]) -> Mapping[str, str]:
    """Send one signed request, once, and return the answer; raises NoAnswer."""
    return answer(request)
