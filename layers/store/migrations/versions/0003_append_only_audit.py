"""An audit that the database itself keeps from being altered."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ON_SQLITE = (
    "CREATE TRIGGER audit_never_updated BEFORE UPDATE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
    "CREATE TRIGGER audit_never_deleted BEFORE DELETE ON audit"
    " BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END",
)
_ON_POSTGRESQL = (
    "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$",
    "CREATE TRIGGER audit_never_altered BEFORE UPDATE OR DELETE ON audit"
    " FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()",
    "CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit"
    " FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()",
)


def upgrade() -> None:
    """Forbid to alter rows of the audit, and index who did what last."""
    op.create_index("ix_audit_account_id_recorded_at", "audit", ["account_id", "recorded_at"], unique=False)
    is_file = op.get_bind().dialect.name == "sqlite"
    for statement in _ON_SQLITE if is_file else _ON_POSTGRESQL:
        op.execute(statement)
