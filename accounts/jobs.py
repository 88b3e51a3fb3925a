"""Background jobs of accounts."""

from accounts import refresh_tokens
from accounts.services.delete_old_sign_ins import delete_old_sign_ins
from accounts.services.erase_person import erase_again
from accounts.sessions import SessionStore
from core.jobs import app


@app.periodic(cron="41 3 * * *")
@app.task(name="accounts.clear_sessions", queue="default", queueing_lock="accounts.clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Every night: delete the sessions and refresh tokens that have ended, and the sign-ins of a year ago."""
    SessionStore.clear_expired()
    refresh_tokens.clear_expired()
    delete_old_sign_ins()


@app.periodic(cron="51 19 * * *")
@app.task(name="accounts.erase_again", queue="default", queueing_lock="accounts.erase_again")
def erase_restored(timestamp: int) -> None:
    """Every night (02:51 in Việt Nam): erase people whose erasure was postponed after a restore because of an open
    order.
    """
    erase_again()
