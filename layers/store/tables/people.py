"""The tables of accounts, of what they may do and of the secrets that stand for them."""

from sqlalchemy import Boolean, Column, Index, Integer, Table

from layers.store.tables.standard_columns import (
    at_column,
    by_column,
    key_column,
    metadata,
    reference,
    text_column,
)

account = Table(
    "account",
    metadata,
    key_column(),
    text_column("name", "sign-in name; the only personal name in the database", unique=True),
    text_column("password_hash", "argon2id hash; empty until a password is chosen", optional=True),
    text_column("locale", "language of the pages: vi or en"),
    Column("epoch", Integer, nullable=False, comment="raised to end all sessions of the account"),
    Column("is_active", Boolean, nullable=False, comment="false: may not sign in"),
    at_column("created_at", "UTC"),
    comment="People who may sign in.",
)

account_grant = Table(
    "account_grant",
    metadata,
    key_column(),
    reference("account_id", "account", "who holds the grant"),
    text_column("role", "viewer, reporter, supervisor, officer, coordinator, partner, admin or auditor"),
    reference(
        "boundary_id",
        "boundary",
        "area of the grant with all that lies in it; empty: everywhere",
        optional=True,
    ),
    reference(
        "organisation_id",
        "organisation",
        "body whose recommendations a partner receives; empty: none",
        optional=True,
    ),
    at_column("granted_at", "UTC"),
    by_column("granted_by"),
    at_column("revoked_at", "UTC; empty while the grant holds", optional=True),
    Index("ix_account_grant_account_id", "account_id"),
    comment="Rights: account x role x area.",
)

token = Table(
    "token",
    metadata,
    key_column(),
    reference("account_id", "account", "as whom the bearer acts"),
    text_column("kind", "api (for programs), link (one-time sign-in) or calendar (feed of a calendar)"),
    text_column("name", "what the holder calls it"),
    text_column("secret_hash", "SHA-256 of the secret, hexadecimal", unique=True),
    at_column("created_at", "UTC"),
    at_column("expires_at", "UTC", optional=True),
    at_column("used_at", "UTC of the last use; for a link, of its only use", optional=True),
    at_column("revoked_at", "UTC", optional=True),
    text_column(
        "area", "calendar only: public id of the area it shows; empty: the holder's own work", optional=True
    ),
    Column("used_days", Integer, nullable=False, server_default="0", comment="days on which it was used"),
    comment="Secrets that stand for an account; only their hashes are kept.",
)
