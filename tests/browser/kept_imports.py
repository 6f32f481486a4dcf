"""A file that waits to be confirmed, with everything that a doctor can find in one."""

from io import BytesIO

from geo.types import local_day
from layers.actor import Actor
from layers.imports.batches import StagedFile, stage
from layers.imports.diagnosis import Desk, SourceFile, diagnose
from layers.imports.file_findings import Wish
from layers.imports.import_layers import TARGETS
from tests.browser.service import Service
from tests.webmap.pages.files.samples import PLACES, old_table

STAGED = "NT00002"
"""Code of the batch of ``canbo``; his twin has the one before."""

_NAMELESS = ("", 106.664, 10.741)


def stage_import(service: Service, officer: Actor) -> None:
    """Stage an old table: one row twice, one without a name."""
    digest = service.files.keep_file(BytesIO(old_table((*PLACES, PLACES[0], _NAMELESS))))
    target, wish = TARGETS["hotspots"], Wish(sender="Công an phường 6")
    with service.database.read() as connection:
        desk = Desk(connection, officer, local_day(service.clock()))
        found = diagnose(desk, SourceFile(service.files.find_path(digest)), target, wish)
    with service.database.write(officer, "import.stage") as change:
        stage(change, StagedFile("dia-ban-cu.csv", digest), target, wish, found)
