"""Default figures of Quận 8 and code lists, as plain files with their sources."""
