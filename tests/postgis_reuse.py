"""Gives a used PostGIS database its first state again: to copy a database takes half a second of system time a test."""

from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import make_url

_TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'spatial_ref_sys' ORDER BY relname
"""
_SHAPE = """
    SELECT (SELECT count(*) || '.' || max(oid::int8) FROM pg_class WHERE relpersistence = 'p'),
        (SELECT count(*) FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped),
        (SELECT count(*) || '.' || max(oid::int8) FROM pg_proc),
        (SELECT count(*) || '.' || string_agg(tgenabled::text, '' ORDER BY oid) FROM pg_trigger),
        (SELECT count(*) || '.' || max(oid::int8) FROM pg_constraint)
"""
_KEPT = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'first_state'::regnamespace"
_RESTORE_NUMBERS = "SELECT setval(name::regclass, last_value, is_called) FROM first_state.numbers"


def keep_first_state(url: str) -> None:
    """Keep, in a schema of its own, what the tables of a new database hold; copies of the database have it too."""
    with _connect(url) as connection, connection.transaction():
        connection.execute("CREATE SCHEMA first_state")
        for name in _names(connection):
            kept, table = sql.Identifier("first_state", name), sql.Identifier("public", name)
            if connection.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(table)).fetchone():
                connection.execute(sql.SQL("CREATE TABLE {} AS TABLE {}").format(kept, table))
        connection.execute("CREATE TABLE first_state.numbers (name text, last_value int8, is_called boolean)")
        sequences = connection.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S'"
        ).fetchall()
        for (name,) in sequences:
            add = sql.SQL("INSERT INTO first_state.numbers SELECT {}, last_value, is_called FROM {}")
            connection.execute(add.format(sql.Literal(name), sql.Identifier(*name.split("."))))


class FirstState:
    """What a copy of a kept database is at first: it can be had again, as long as nobody changed its tables.

    Parameters
    ----------
    url
        A copy of a database that `keep_first_state` has seen.
    """

    def __init__(self, url: str) -> None:
        self._connection = _connect(url)
        self._shape = self._read_shape()
        self._restore = self._write_restore()

    def restore(self) -> bool:
        """Restore what the tables held; False where the database is no longer what it was, or still in use."""
        try:
            with self._connection.transaction():
                if self._read_shape() != self._shape:
                    return False
                self._connection.execute(self._restore)
        except psycopg.OperationalError:
            return False
        return True

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _read_shape(self) -> Any:
        """Return what tells tables, columns, triggers, functions and constraints from any others."""
        return self._connection.execute(_SHAPE).fetchone()

    def _write_restore(self) -> sql.Composed:
        kept = {name for (name,) in self._connection.execute(_KEPT)}
        # Neither foreign keys nor the refusal to change the audit stand in the way of the superuser here.
        steps: list[sql.SQL | sql.Composed] = [sql.SQL("SET LOCAL session_replication_role = replica")]
        for name in _names(self._connection):
            table, first = sql.Identifier("public", name), sql.Identifier("first_state", name)
            steps.append(sql.SQL("DELETE FROM {}").format(table))
            if name in kept:
                steps.append(sql.SQL("INSERT INTO {} SELECT * FROM {}").format(table, first))
        return sql.SQL("; ").join([*steps, sql.SQL(_RESTORE_NUMBERS)])


def _connect(url: str) -> psycopg.Connection[Any]:
    parts = make_url(url)
    host = str(parts.query["host"])
    options = "-c lock_timeout=1s"
    return psycopg.connect(
        host=host, user=parts.username, dbname=parts.database, options=options, autocommit=True
    )


def _names(connection: psycopg.Connection[Any]) -> list[str]:
    return [name for (name,) in connection.execute(_TABLES).fetchall()]
