"""The shop's database backend: Django's for PostgreSQL, with statements that PostgreSQL plans once for a connection."""

from select import POLLIN, poll
from time import monotonic
from typing import Any, Self

from django.db.backends.postgresql import base, operations
from psycopg import Cursor, errors, pq

_PROVED_SECONDS = 1.0  # a connection that has just answered needs no statement that checks it


class PreparedCursor(base.ServerBindingCursor, Cursor[Any]):
    """Parameters travel apart from the statement, so that one prepared statement serves all values."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        """Outside a transaction, a statement whose columns were altered after its preparation is sent unprepared.

        Inside one the error stands. The rollback discards every statement that this connection has prepared.
        """
        try:
            return super().execute(query, params, **options)
        except errors.FeatureNotSupported:  # "cached plan must not change result type"
            if self.connection.info.transaction_status != pq.TransactionStatus.IDLE:
                raise
            return super().execute(query, params, **options | {"prepare": False})


class DatabaseOperations(operations.DatabaseOperations):
    def deferrable_sql(self) -> str:
        """A foreign key is checked by the statement that writes it, not at COMMIT (docs/decisions/0027)."""
        return " DEFERRABLE INITIALLY IMMEDIATE"


class DatabaseWrapper(base.DatabaseWrapper):
    """Reads one more option: `prepared_max`, how many statements a connection keeps prepared.

    A request checks a kept connection by a statement at most once a second. In between, a silent socket shows that
    the server has not ended the connection: it sends an error, and the system closes the socket of a dead process.
    """

    ops_class = DatabaseOperations
    health_check_done: bool
    _proved_until = 0.0

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        params.pop("prepared_max", None)
        return params | {"cursor_factory": PreparedCursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = self.settings_dict["OPTIONS"]["prepared_max"]
        self._proved_until = monotonic() + _PROVED_SECONDS
        return connection

    def is_usable(self) -> bool:
        usable: bool = super().is_usable()
        if usable:
            self._proved_until = monotonic() + _PROVED_SECONDS
        return usable

    def close_if_health_check_failed(self) -> None:
        if self.connection is not None and not self.health_check_done and monotonic() < self._proved_until:
            self.health_check_done = _is_silent(self.connection)
        super().close_if_health_check_failed()

    # Django gives each savepoint its own name. The driver would count each as another statement, and the many names
    # would displace the counts of real statements. A name may return once its savepoint is released: the depth does.

    def _savepoint(self, sid: str) -> None:
        super()._savepoint(self._name_by_depth())  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(self._name_by_depth())  # type: ignore[misc]

    def _savepoint_commit(self, sid: str) -> None:
        super()._savepoint_commit(self._name_by_depth())  # type: ignore[misc]

    def _name_by_depth(self) -> str:
        """`atomic` adds a savepoint to its list after creating it, and takes it off before it ends it."""
        return f"depth_{len(self.savepoint_ids)}"


def _is_silent(connection: Any) -> bool:
    """Whether nothing has arrived since the last answer: no error, no end."""
    if connection.closed:
        return False
    socket = poll()
    socket.register(connection.fileno(), POLLIN)  # errors and the end are always told
    return not socket.poll(0)
