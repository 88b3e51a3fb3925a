"""The shop's database backend: Django's for PostgreSQL, with statements that PostgreSQL plans once for a connection."""

from typing import Any, Self

from django.db.backends.postgresql import base
from psycopg import Cursor, errors, pq


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


class DatabaseWrapper(base.DatabaseWrapper):
    """Reads one more option: `prepared_max`, how many statements a connection keeps prepared."""

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        params.pop("prepared_max", None)
        return params | {"cursor_factory": PreparedCursor}

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.prepared_max = self.settings_dict["OPTIONS"]["prepared_max"]
        return connection
