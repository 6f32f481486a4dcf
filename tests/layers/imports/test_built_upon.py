"""What else stands on what was made: whatever refers to it, and its own later versions."""

from datetime import date

from layers.actor import SYSTEM
from layers.imports.built_upon import find_built_upon
from layers.imports.landing_terms import Made
from layers.store.database import Database
from layers.store.schema import hotspot, hotspot_version, status_event, status_span
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import record_visit

_OWN = (hotspot_version.c.hotspot_id, status_event.c.hotspot_id, status_span.c.hotspot_id)


def test_a_visit_a_later_version_and_a_missing_row_are_told(database: Database) -> None:
    with database.write(SYSTEM, "visit.record") as change:
        record_visit(change, "DB00001", Visit(date(2026, 11, 20)))
    with database.read() as connection:
        versions = {row.code: row.version for row in connection.execute(hotspot.select())}
        made = [Made(nth, code, version) for nth, (code, version) in enumerate(versions.items(), 1)]
        assert find_built_upon(connection, hotspot, made, own=_OWN) == ("DB00001",)
        older = [Made(2, "DB00002", versions["DB00002"] - 1), Made(9, "DB99999", 1)]
        assert find_built_upon(connection, hotspot, older, own=_OWN) == ("DB00002", "DB99999")
        assert find_built_upon(connection, hotspot, [], own=_OWN) == ()
