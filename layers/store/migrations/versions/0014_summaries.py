"""What figures are counted from: versions of places x areas x states, kept by the database itself."""

import sqlalchemy as sa
from alembic import op

from layers.store.columns import Moment

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_LATER = "CASE WHEN v.{0} > s.{0} THEN v.{0} ELSE s.{0} END AS {0}"
_EARLIER = "CASE WHEN v.{0} < s.{0} THEN v.{0} ELSE s.{0} END AS {0}"
_SPANS = "valid_from, valid_to, known_from, known_to"
_COLUMNS = f"hotspot_version_id, status_span_id, hotspot_id, boundary_id, state, {_SPANS}"
_PAIR = (
    "SELECT v.id AS hotspot_version_id, s.id AS status_span_id, v.hotspot_id, {boundary_id} AS boundary_id, s.state,"
    f" {_LATER.format('valid_from')}, {_EARLIER.format('valid_to')},"
    f" {_LATER.format('known_from')}, {_EARLIER.format('known_to')}"
    " FROM hotspot_version v"
    " JOIN status_span s ON s.hotspot_id = v.hotspot_id AND s.valid_from < v.valid_to AND s.valid_to > v.valid_from"
    " AND s.known_from < v.known_to AND s.known_to > v.known_from"
)
# What the table is to hold: the triggers, the check and its cure all read it here. Two questions under each other, so
# that SQLite carries what a trigger asks for into both, and does not lay out the whole register for every change.
_SOURCE = (
    f"CREATE VIEW area_span_source AS {_PAIR.format(boundary_id='a.boundary_id')}"
    f" JOIN hotspot_area a ON a.hotspot_version_id = v.id UNION ALL {_PAIR.format(boundary_id='0')}"
)
_ADD = f"INSERT INTO area_span ({_COLUMNS}) SELECT {_COLUMNS} FROM area_span_source WHERE "
_DROP = "DELETE FROM area_span WHERE "
_OLD_SPAN = (
    "hotspot_version_id IN (SELECT id FROM hotspot_version WHERE hotspot_id = OLD.hotspot_id)"
    " AND status_span_id = OLD.id"
)
_OLD_AREA = "hotspot_version_id = OLD.hotspot_version_id AND boundary_id = OLD.boundary_id"
# By table: what of the derived rows a change takes away, and what it adds.
_KEPT = {
    "status_span": (_OLD_SPAN, "status_span_id = NEW.id"),
    "hotspot_version": ("hotspot_version_id = OLD.id", "hotspot_version_id = NEW.id"),
    "hotspot_area": (
        _OLD_AREA,
        "hotspot_version_id = NEW.hotspot_version_id AND boundary_id = NEW.boundary_id",
    ),
}


def upgrade() -> None:
    """Create and fill the table, and have the database keep it; index visits by their day."""
    op.create_table(
        "area_span",
        sa.Column("hotspot_version_id", sa.Integer(), nullable=False, comment="version of the place"),
        sa.Column("status_span_id", sa.Integer(), nullable=False, comment="span of its state"),
        sa.Column("hotspot_id", sa.Integer(), nullable=False, comment="place"),
        sa.Column(
            "boundary_id",
            sa.Integer(),
            nullable=False,
            comment="area that holds a part of it; 0: everywhere",
        ),
        sa.Column("state", sa.Text(), nullable=False, comment="state during the span"),
        sa.Column("valid_from", sa.Date(), nullable=False, comment="first day on which it held"),
        sa.Column("valid_to", sa.Date(), nullable=False, comment="first day on which it no longer held"),
        sa.Column("known_from", Moment(), nullable=False, comment="UTC time from which the register said so"),
        sa.Column(
            "known_to", Moment(), nullable=False, comment="UTC time at which a later record replaced it"
        ),
        sa.PrimaryKeyConstraint(
            "hotspot_version_id", "status_span_id", "boundary_id", name=op.f("pk_area_span")
        ),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_area_span_valid_span")),
        sa.CheckConstraint("known_from < known_to", name=op.f("ck_area_span_known_span")),
        comment="Versions of places x their areas x their states, kept by triggers in the transaction of every change.",
    )
    is_file = op.get_bind().dialect.name == "sqlite"
    op.execute(_SOURCE)
    op.execute(f"{_ADD}1 = 1")
    asked = ["boundary_id", "known_to", "state", "valid_to", "valid_from", "hotspot_version_id", "hotspot_id"]
    op.create_index("ix_area_span_boundary_id", "area_span", asked)
    op.create_index(
        "ix_visit_version_visited_on", "visit_version", ["visited_on", "state", "known_to", "visit_id"]
    )
    for table in _KEPT:
        for statement in _on_sqlite(table) if is_file else _on_postgresql(table):
            op.execute(statement)


def downgrade() -> None:
    """Take it all away."""
    is_file = op.get_bind().dialect.name == "sqlite"
    for table in _KEPT:
        if is_file:
            for event in ("INSERT", "UPDATE", "DELETE"):
                op.execute(f"DROP TRIGGER area_span_{table}_{event.lower()}")
        else:
            op.execute(f"DROP TRIGGER area_span_{table} ON {table}")
            op.execute(f"DROP FUNCTION area_span_{table}()")
    op.execute("DROP VIEW area_span_source")
    op.drop_index("ix_visit_version_visited_on", "visit_version")
    op.drop_table("area_span")


def _on_sqlite(table: str) -> list[str]:
    gone, new = _KEPT[table]
    steps = {
        "INSERT": f"{_ADD}{new};",
        "UPDATE": f"{_DROP}{gone}; {_ADD}{new};",
        "DELETE": f"{_DROP}{gone};",
    }
    return [
        f"CREATE TRIGGER area_span_{table}_{event.lower()} AFTER {event} ON {table} BEGIN {what} END"
        for event, what in steps.items()
    ]


def _on_postgresql(table: str) -> list[str]:
    gone, new = _KEPT[table]
    body = (
        f"BEGIN IF TG_OP <> 'INSERT' THEN {_DROP}{gone}; END IF;"
        f" IF TG_OP <> 'DELETE' THEN {_ADD}{new}; END IF; RETURN NULL; END"
    )
    return [
        f"CREATE FUNCTION area_span_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
        f"CREATE TRIGGER area_span_{table} AFTER INSERT OR UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION area_span_{table}()",
    ]
