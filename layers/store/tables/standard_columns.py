"""The metadata of all tables, and the kinds of columns that come again and again."""

from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Integer, MetaData, Text

from layers.store.columns import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key_column() -> Column[int]:
    """Return the row number."""
    return Column("id", Integer, primary_key=True, comment="row number, never reused as a public identifier")


def text_column(name: str, comment: str, *, optional: bool = False, **options: Any) -> Column[str]:
    """Return a column of text."""
    return Column(name, Text, nullable=optional, comment=comment, **options)


def sort_key_column() -> Column[str]:
    """Return the key by which names sort the Vietnamese way, compared by code point on every database."""
    by_code_point = Text().with_variant(Text(collation="C"), "postgresql")
    return Column("sort_key", by_code_point, nullable=False, comment="Vietnamese collation key of the name")


def reference(name: str, target: str, comment: str, *, optional: bool = False) -> Column[int]:
    """Return a reference to a row of another table."""
    return Column(name, ForeignKey(f"{target}.id"), nullable=optional, comment=comment)


def valid_span() -> tuple[Column[Any], Column[Any]]:
    """Return the days during which a row held, half-open."""
    return (
        Column("valid_from", Date, nullable=False, comment="first day on which it held"),
        Column("valid_to", Date, nullable=False, comment="first day on which it no longer held"),
    )


def known_span() -> tuple[Column[Any], Column[Any]]:
    """Return the UTC times during which the register said so, half-open."""
    return (
        Column("known_from", Moment, nullable=False, comment="UTC time from which the register said so"),
        Column("known_to", Moment, nullable=False, comment="UTC time at which a later record replaced it"),
    )


def version_column() -> Column[int]:
    """Return the version of an object of which a new one is the first."""
    comment = "raised by one with every change; writers start from it"
    return Column("version", Integer, nullable=False, server_default="1", comment=comment)


def at_column(name: str, comment: str, *, optional: bool = False) -> Column[Any]:
    """Return a UTC time."""
    return Column(name, Moment, nullable=optional, comment=comment)


def by_column(name: str = "recorded_by") -> Column[int]:
    """Return who did it."""
    return reference(name, "account", "who recorded it; empty for the system itself", optional=True)
