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
_RESTORE_NUMBERS = "SELECT setval(name::regclass, last_value, is_called) FROM first_state.numbers"


def keep_first_state(url: str) -> None:
    """Keep, in a schema of its own, what the tables of a new database hold; copies of the database have it too."""
    with _connect(url) as connection:
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


def read_shape(url: str) -> Any:
    """Return what tells tables, columns, triggers, functions and constraints from any others."""
    with _connect(url) as connection:
        return connection.execute(_SHAPE).fetchone()


def restore_first_state(url: str, shape: Any) -> bool:
    """Restore what the tables held at first; False where the database is no longer what it was, or still in use."""
    try:
        with _connect(url) as connection:
            if connection.execute(_SHAPE).fetchone() != shape:
                return False
            # Neither foreign keys nor the refusal to change the audit stand in the way of the superuser here.
            connection.execute("SET session_replication_role = replica")
            tables = sql.SQL("; ").join(
                sql.SQL("DELETE FROM {}").format(sql.Identifier("public", name))
                for name in _names(connection)
            )
            connection.execute(tables)
            kept = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'first_state'::regnamespace"
            for (name,) in connection.execute(f"{kept} AND relname <> 'numbers'").fetchall():
                fill = sql.SQL("INSERT INTO {} SELECT * FROM {}")
                connection.execute(
                    fill.format(sql.Identifier("public", name), sql.Identifier("first_state", name))
                )
            connection.execute(_RESTORE_NUMBERS)
    except psycopg.OperationalError:
        return False
    return True


def _connect(url: str) -> psycopg.Connection[Any]:
    parts = make_url(url)
    host = str(parts.query["host"])
    return psycopg.connect(
        host=host, user=parts.username, dbname=parts.database, options="-c lock_timeout=1s"
    )


def _names(connection: psycopg.Connection[Any]) -> list[str]:
    return [name for (name,) in connection.execute(_TABLES).fetchall()]
