"""The tables of ward clusters, year by year."""

from sqlalchemy import Column, Integer, Table, UniqueConstraint

from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    metadata,
    reference,
    text_column,
)

ward_cluster_year = Table(
    "ward_cluster_year",
    metadata,
    key_column(),
    Column("year", Integer, nullable=False, unique=True, comment="calendar year"),
    Column(
        "version",
        Integer,
        nullable=False,
        comment="raised by one with every change; writers start from it",
    ),
    at_column("recorded_at", "UTC time of the last change"),
    by_column(),
    comment="Years for which ward clusters were set.",
)

ward_cluster = Table(
    "ward_cluster",
    metadata,
    key_column(),
    reference("year_id", "ward_cluster_year", "year"),
    Column("number", Integer, nullable=False, comment="stays with the cluster when it is renamed, from 1"),
    text_column("name", "name in use; checked for personal data"),
    UniqueConstraint("year_id", "number"),
    UniqueConstraint("year_id", "name"),
    comment="Clusters of wards that are guided together in a year.",
)

ward_cluster_member = Table(
    "ward_cluster_member",
    metadata,
    key_column(),
    reference("year_id", "ward_cluster_year", "year of the cluster, so that a ward is in one only"),
    reference("cluster_id", "ward_cluster", "cluster"),
    reference("boundary_id", "boundary", "ward"),
    UniqueConstraint("year_id", "boundary_id"),
    comment="Which wards a cluster holds: each ward once a year at most.",
)
