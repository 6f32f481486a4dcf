"""All tables: the one picture of the database, each column with its meaning and unit.

Open dates are stored as 0001-01-01 ("since before it was recorded") and 9999-12-31 ("until further notice");
``valid`` spans are half-open calendar days, ``known`` spans are half-open UTC times.
"""

from layers.store.tables.area_spans import area_span
from layers.store.tables.boundaries import boundary, boundary_vintage, succession
from layers.store.tables.boundary_drafts import (
    boundary_draft,
    boundary_draft_area,
    boundary_draft_step,
    boundary_draft_step_area,
    succession_decision,
)
from layers.store.tables.clusters import ward_cluster, ward_cluster_member, ward_cluster_year
from layers.store.tables.conflicts import conflict
from layers.store.tables.day_plans import (
    day_plan,
    day_plan_stop,
    day_plan_team,
    day_plan_version,
    day_plan_visit,
)
from layers.store.tables.demo import demo
from layers.store.tables.figures import figure, figure_version
from layers.store.tables.hotspots import (
    hotspot,
    hotspot_area,
    hotspot_lineage,
    hotspot_topic,
    hotspot_version,
    status_event,
    status_span,
)
from layers.store.tables.imports import import_batch, import_row, sender_mapping
from layers.store.tables.jobs import job
from layers.store.tables.landmarks import landmark, landmark_version
from layers.store.tables.outside import outside_edit, service_write
from layers.store.tables.people import account, account_grant, token
from layers.store.tables.planning_rules import (
    peak_period,
    peak_period_version,
    supervision_plan,
    supervision_plan_place,
    supervision_plan_version,
    visit_frequency,
    visit_frequency_version,
)
from layers.store.tables.recommendations import recommendation, recommendation_version, recommendation_visit
from layers.store.tables.records import (
    audit,
    document,
    document_file,
    document_version,
    organisation,
    revision,
)
from layers.store.tables.reports import receipt, report, report_layout, report_version
from layers.store.tables.sheets import saved_map, share_link, snapshot, snapshot_file, snapshot_version
from layers.store.tables.standard_columns import metadata
from layers.store.tables.sync import device, sync_entry, sync_upload
from layers.store.tables.visits import (
    checklist,
    checklist_item,
    visit,
    visit_answer,
    visit_image,
    visit_version,
)

__all__ = [
    "account",
    "account_grant",
    "area_span",
    "audit",
    "boundary",
    "boundary_draft",
    "boundary_draft_area",
    "boundary_draft_step",
    "boundary_draft_step_area",
    "boundary_vintage",
    "checklist",
    "checklist_item",
    "conflict",
    "day_plan",
    "day_plan_stop",
    "day_plan_team",
    "day_plan_version",
    "day_plan_visit",
    "demo",
    "device",
    "document",
    "document_file",
    "document_version",
    "figure",
    "figure_version",
    "hotspot",
    "hotspot_area",
    "hotspot_lineage",
    "hotspot_topic",
    "hotspot_version",
    "import_batch",
    "import_row",
    "job",
    "landmark",
    "landmark_version",
    "metadata",
    "organisation",
    "outside_edit",
    "peak_period",
    "peak_period_version",
    "receipt",
    "recommendation",
    "recommendation_version",
    "recommendation_visit",
    "report",
    "report_layout",
    "report_version",
    "revision",
    "saved_map",
    "sender_mapping",
    "service_write",
    "share_link",
    "snapshot",
    "snapshot_file",
    "snapshot_version",
    "status_event",
    "status_span",
    "succession",
    "succession_decision",
    "supervision_plan",
    "supervision_plan_place",
    "supervision_plan_version",
    "sync_entry",
    "sync_upload",
    "token",
    "visit",
    "visit_answer",
    "visit_frequency",
    "visit_frequency_version",
    "visit_image",
    "visit_version",
    "ward_cluster",
    "ward_cluster_member",
    "ward_cluster_year",
]
