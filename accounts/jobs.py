"""Background work among people."""

from accounts import refresh_tokens
from accounts.sessions import SessionStore
from core.jobs import app


@app.periodic(cron="41 3 * * *")
@app.task(name="accounts.clear_sessions", queue="default", queueing_lock="accounts.clear_sessions")
def clear_sessions(timestamp: int) -> None:
    """Every night: delete the sessions and refresh tokens that have ended."""
    SessionStore.clear_expired()
    refresh_tokens.clear_expired()
