"""What the test of rights tries: every route, an address of it, and the rule that it follows."""

from dataclasses import dataclass

from layers.store.scope import ACTIONS

INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"  # Bình Đông holds DB00001, Rạch Ông no place at all
OLD, NEW = (
    "27424@start",
    "27424@2026-11-20",
)  # Phường 6 of 2012, and what Bình Đông and Chánh Hưng became together

BODY = "CA_PHUONG"  # the recommendation KN00002 was sent to it
RECEIVE = "recommendation.receive"

IMAGE = "6f9d3c1e-5a52-4c39-9a4e-0d2f0b1c7a11"  # a picture of GS00001

BRIDGE = "b48be0dc-abcf-568e-b063-a1acbac7d7a2"  # Cầu Hiệp Ân of the default data
ITEMS = "/api/collections/hotspots/items"
VISITS = "/api/collections/visits/items"
RULE = "00000000-0000-0000-0000-000000000001"  # a peak period, and an interval
WARD_YEAR = f"{OLD}/2024"  # of the ward that held DB00001 then: all areas tried but one hold its land

PLAN = "8402887b-755d-5e5a-880f-eca4e551626f"
BEGUN = "14290bc6-b585-5a78-a88c-4ae8a91ab181"
"""The document of the default data, and the first change of status of DB00001."""


@dataclass(frozen=True)
class Door:
    """A route, an address of it, and the rule that it follows.

    Attributes
    ----------
    path
        Address, about place DB00001 where it is about one.
    action
        Action of the scope table that it asks for; None where a sign-in is enough.
    in_area
        Whether the place has to lie in the area of the grant.
    also
        Another action that opens it too.
    method
        Of the request, where it is a deed.
    found
        False for what this service is not set up with.
    """

    path: str
    action: str | None = None
    in_area: bool = False
    found: bool = True
    also: str | None = None
    method: str = "POST"

    def opens_for(self, role: str) -> bool:
        """Tell whether a role may come in somewhere."""
        return self.action is None or role in ACTIONS[self.action] | ACTIONS.get(self.also or "", frozenset())


DOORS = {
    "home.show": Door("/"),
    "account.show": Door("/account"),
    "field.show": Door("/field"),
    "map.show": Door("/map", "hotspot.read"),
    "map.data": Door("/map/data", "hotspot.read"),
    "map_tiles.ground": Door("/map/ground", "hotspot.read"),
    "map_tiles.tile": Door("/map/tiles/13/3849/6522", "hotspot.read"),
    "map_tiles.found": Door("/map/found?q=hem", "hotspot.read"),
    "map.basemap": Door("/map/basemap.pmtiles", found=False),
    "map.export": Door("/map/export", "map.export"),
    "hotspots.index": Door("/hotspots", "hotspot.read"),
    "search.show": Door("/search?q=hem", "hotspot.read"),
    "drawing.around": Door("/drawing/around?bbox=106.64,10.73,106.66,10.745", "hotspot.read"),
    "hotspots.show": Door("/hotspots/DB00001", "hotspot.read", in_area=True),
    "hotspots.card": Door("/hotspots/DB00001/card", "hotspot.read", in_area=True),
    "visits.show_all": Door("/visits", "visit.read"),
    "visits.show_new": Door("/visits/new?hotspot=DB00001", "visit.record", in_area=True),
    "visit_slips.show": Door("/visits/slip.pdf?hotspot=DB00001", "visit.record", in_area=True),
    "visits.show_plan": Door("/visits/plan?hotspot=DB00001", "visit.record", in_area=True),
    "visits.show": Door("/visits/GS00001", "visit.read", in_area=True),
    "visit_changes.show_edit": Door("/visits/GS00001/edit", "visit.record", in_area=True),
    "recommendations.index": Door("/recommendations", "recommendation.read", also=RECEIVE),
    "recommendations.table": Door("/recommendations.csv", "recommendation.read", also=RECEIVE),
    "recommendations.show": Door(
        "/recommendations/KN00002", "recommendation.read", in_area=True, also=RECEIVE
    ),
    "recommendation_draft.new": Door("/recommendations/new", "recommendation.draft"),
    "recommendation_draft.edit": Door("/recommendations/KN00001/edit", "recommendation.draft", in_area=True),
    "places.show_new": Door("/hotspots/new", "hotspot.propose"),
    "places.show_edit": Door("/hotspots/DB00001/edit", "hotspot.edit", in_area=True),
    "places.show_close": Door("/hotspots/DB00001/close", "hotspot.edit", in_area=True),
    "places.show_removed": Door("/hotspots/removed", "hotspot.edit"),
    "lineage.show_merge": Door("/hotspots/merge", "hotspot.merge"),
    "lineage.show_split": Door("/hotspots/DB00001/split", "hotspot.merge", in_area=True),
    "images.show": Door("/visits/GS00001/images", "visit.read", in_area=True),
    "images.picture": Door(f"/visits/GS00001/images/{IMAGE}.jpg", "visit.read", in_area=True),
    "images.show_blur": Door(f"/visits/GS00001/images/{IMAGE}/blur", "visit.record", in_area=True),
    "documents.index": Door("/documents", "document.read"),
    "documents.show": Door(f"/documents/{PLAN}", "document.read"),
    "document_corrections.show_edit": Door(f"/documents/{PLAN}/edit", "document.correct"),
    "documents.show_new": Door("/documents/new", "document.add"),
    "documents.file": Door(f"/documents/{PLAN}/files/{PLAN}", "document.read", found=False),
    "status.show": Door("/hotspots/DB00001/status", "status.record", in_area=True),
    "status.show_correction": Door(
        f"/hotspots/DB00001/status/{BEGUN}/correct", "status.record", in_area=True
    ),
    "history.show_place": Door("/hotspots/DB00001/history", "history.read", in_area=True),
    "history.show_log": Door("/log", "log.read"),
    "qgis.show": Door("/qgis", "hotspot.read"),
    "qgis.layers": Door("/qgis/diaban.qlr", "hotspot.read"),
    "qgis.project": Door("/qgis/diaban.qgs", "hotspot.read"),
    "conflicts.index": Door("/conflicts"),
    "downloads.index": Door("/downloads"),
    "downloads.show": Door(f"/downloads/{RULE}", found=False),
    "downloads.progress": Door(f"/downloads/{RULE}.json", found=False),
    "downloads.fetch": Door(f"/downloads/{RULE}/file", found=False),
    "saved_maps.index": Door("/maps", "hotspot.read"),
    "saved_maps.show_new": Door("/maps/new", "hotspot.read"),
    "saved_maps.open_map": Door("/maps/BD00001", "hotspot.read", found=False),
    "saved_maps.show_edit": Door("/maps/BD00001/edit", "hotspot.read", found=False),
    "snapshots.show_new": Door("/snapshots/new", "map.export"),
    "snapshots.preview": Door("/snapshots/preview.png?at=10.73,106.65,14", "map.export"),
    "codes.find": Door("/s", "hotspot.read"),
    "codes.show": Door("/s/AB23-CD45", "hotspot.read", found=False),
    "links.follow": Door("/l/unknown", found=False),
    "admin.show": Door("/admin", "account.manage"),
    "admin.list_accounts": Door("/admin/accounts", "account.manage"),
    "admin.show_new": Door("/admin/accounts/new", "account.manage"),
    "admin.show_account": Door("/admin/accounts/lan", "account.manage"),
    "lists.show": Door("/admin/lists", "list.manage"),
    "lists.show_checklist": Door("/admin/lists/checklist", "list.manage"),
    "clusters.index": Door("/admin/clusters", "list.manage"),
    "clusters.show": Door("/admin/clusters/2026", "list.manage"),
    "exports.show": Door("/exports", "map.export"),
    "imports.index": Door("/imports", "import.stage"),
    "imports.resume": Door(f"/imports/work/{RULE}", "import.stage", found=False),
    "import_batch.show": Door("/imports/NT00001", "import.stage", found=False),
    "import_batch.report": Door("/imports/NT00001/report.json", "import.stage", found=False),
    "import_batch.raw": Door("/imports/NT00001/file", "import.stage", found=False),
    "crossings.index": Door("/admin/crossings", "crossing.read"),
    "crossings.show": Door(f"/admin/crossings/{BRIDGE}", "crossing.read"),
    "crossings.show_new": Door("/admin/crossings/new", "crossing.manage"),
    "crossings.show_edit": Door(f"/admin/crossings/{BRIDGE}/edit", "crossing.manage"),
    "boundaries.index": Door("/admin/boundaries", "boundary.publish"),
    "boundary_crosswalk.show": Door("/admin/boundaries/crosswalk", "boundary.publish"),
    "boundary_crosswalk.table": Door("/admin/boundaries/crosswalk.csv", "boundary.publish"),
    "boundaries.show_new": Door("/admin/boundaries/new", "boundary.publish"),
    "boundaries.show": Door("/admin/boundaries/drafts/1", "boundary.publish"),
    "boundaries.show_facts": Door("/admin/boundaries/drafts/1/facts", "boundary.publish"),
    "boundaries.check": Door("/admin/boundaries/drafts/1/check", "boundary.publish"),
    "boundary_successions.show": Door("/admin/boundaries/drafts/1/succession", "boundary.publish"),
    "boundaries.show_publication": Door("/admin/boundaries/drafts/1/publish", "boundary.publish"),
    "boundary_areas.show_new": Door("/admin/boundaries/drafts/1/areas/new", "boundary.publish"),
    "boundary_areas.show_edit": Door("/admin/boundaries/drafts/1/areas/1/edit", "boundary.publish"),
    "boundary_areas.show_split": Door("/admin/boundaries/drafts/1/areas/1/split", "boundary.publish"),
    "boundary_areas.show_merge": Door("/admin/boundaries/drafts/1/merge?area=1&area=2", "boundary.publish"),
    "boundary_repairs.show_mending": Door("/admin/boundaries/drafts/1/mend?under=1000", "boundary.publish"),
    "boundary_repairs.show_simplification": Door("/admin/boundaries/drafts/1/simplify", "boundary.publish"),
    "view_as.show": Door("/view-as", "scope.view_as"),
    "dashboard.show": Door("/dashboard", "hotspot.read"),
    "dashboard.table_csv": Door("/dashboard.csv", "hotspot.read"),
    "dashboard.table_xlsx": Door("/dashboard.xlsx", "hotspot.read"),
    "dashboard_counts.show": Door("/dashboard/counts", "count.read"),
    "dashboard_counts.table_csv": Door("/dashboard/counts.csv", "count.read"),
    "dashboard_counts.table_xlsx": Door("/dashboard/counts.xlsx", "count.read"),
    "present.show": Door("/present", "hotspot.read"),
    "dashboard_list.show": Door("/dashboard/list?figure=open", "hotspot.read"),
    "dashboard_list.table": Door("/dashboard/list.csv?figure=open", "hotspot.read"),
    "plans.index": Door("/plans", "plan.read"),
    "plan_new.show": Door("/plans/new", "plan.edit"),
    "plan_page.show": Door("/plans/LT00001", "plan.read", in_area=True),
    "plan_stop.show": Door("/plans/LT00001/stops/DB00001", "plan.edit", in_area=True),
    "plan_team.show": Door("/plans/LT00001/teams/1", "plan.edit", in_area=True),
    "plan_team.show_new": Door("/plans/LT00001/teams/new", "plan.edit", in_area=True),
    "history.show_plan": Door("/plans/LT00001/history", "history.read", in_area=True),
    "plan_files.sheet": Door("/plans/LT00001/sheet.pdf", "plan.read", in_area=True),
    "plan_files.track": Door("/plans/LT00001.gpx", "plan.read", in_area=True),
    "supervision_plans.index": Door("/plans/supervision", "plan.read"),
    "supervision_plans.table": Door("/plans/supervision.csv", "plan.read"),
    "supervision_plans.show": Door(f"/plans/supervision/{WARD_YEAR}", "plan.read"),
    "supervision_plans.ward_table": Door(f"/plans/supervision/{WARD_YEAR}.csv", "plan.read"),
    "supervision_edit.show": Door(
        f"/plans/supervision/{WARD_YEAR}/edit", "supervision_plan.edit", in_area=True
    ),
    "peaks.index": Door("/plans/peaks", "plan.read"),
    "peaks.show_new": Door("/plans/peaks/new", "peak.manage"),
    "peaks.show": Door(f"/plans/peaks/{RULE}", "peak.manage"),
    "frequencies.show_new": Door("/plans/frequencies/new", "peak.manage"),
    "frequencies.show": Door(f"/plans/frequencies/{RULE}", "peak.manage"),
    "report_board.show": Door("/reports", "report.read"),
    "report_board.table": Door("/reports.csv", "report.read"),
    "reports.show": Door("/reports/BC00001", "report.read", in_area=True),
    "report_files.download": Door("/reports/BC00001.xlsx", "report.read", in_area=True),
    "report_templates.show": Door("/reports/template", "list.manage"),
    "report_templates.download": Door("/reports/template.docx", "list.manage"),
    "calendar.show": Door("/plans/calendar", "visit.read"),
    "calendar.download": Door("/plans/calendar.ics", "visit.read"),
    "features.landing": Door("/api"),
    "features.conformance": Door("/api/conformance"),
    "features.collections": Door("/api/collections"),
    "features.collection": Door("/api/collections/hotspots", "hotspot.read"),
    "features.queryables": Door("/api/collections/hotspots/queryables", "hotspot.read"),
    "features.items": Door("/api/collections/hotspots/items", "hotspot.read"),
    "features.item": Door("/api/collections/hotspots/items/DB00001", "hotspot.read", in_area=True),
    "counts.show": Door("/programme/counts", "count.read"),
    "tiles.matrix_sets": Door("/api/tileMatrixSets"),
    "tiles.matrix_set": Door("/api/tileMatrixSets/WebMercatorQuad"),
    "tiles.tilesets": Door("/api/collections/hotspots/tiles", "hotspot.read"),
    "tiles.tileset": Door("/api/collections/hotspots/tiles/WebMercatorQuad", "hotspot.read"),
    "tiles.tile": Door("/api/collections/boundaries/tiles/WebMercatorQuad/12/1925/3261", "boundary.read"),
    "styles.index": Door("/api/styles"),
    "styles.of_collection": Door("/api/collections/hotspots/styles", "hotspot.read"),
    "styles.style": Door("/api/styles/hotspots", "hotspot.read"),
    "sync.session": Door(f"/api/sync/session?device={PLAN}"),
    "sync.area": Door(f"/api/sync/area?device={PLAN}", "hotspot.read", found=False),
    "sync.received": Door("/api/sync/received"),
    "sync.entries": Door(f"/api/sync/entries?device={PLAN}", found=False),
    "openapi.document": Door("/api/openapi.json"),
    "openapi.docs": Door("/api/docs"),
}
"""What can be read; forms of one's own account are in `OWN`, what anybody may see in `ANYBODY`."""

DEEDS: dict[str, Door] = {
    "qgis.see": Door("/qgis/edits/1/seen", "hotspot.edit"),
    "editing.create": Door(ITEMS, "hotspot.propose"),
    "editing.replace": Door(f"{ITEMS}/DB00001", "hotspot.edit", in_area=True, method="PUT"),
    "editing.update": Door(f"{ITEMS}/DB00001", "hotspot.edit", in_area=True, method="PATCH"),
    "editing.remove": Door(f"{ITEMS}/DB00001", "hotspot.edit", in_area=True, method="DELETE"),
    "editing.tell_collection_methods": Door(ITEMS, method="OPTIONS"),
    "editing.tell_item_methods": Door(f"{ITEMS}/DB00001", method="OPTIONS"),
    "visit_editing.create": Door(VISITS, "visit.record"),
    "visit_editing.replace": Door(f"{VISITS}/GS00001", "visit.record", in_area=True, method="PUT"),
    "visit_editing.update": Door(f"{VISITS}/GS00001", "visit.record", in_area=True, method="PATCH"),
    "visit_editing.remove": Door(f"{VISITS}/GS00002", "visit.record", in_area=True, method="DELETE"),
    "visit_editing.tell_collection_methods": Door(VISITS, method="OPTIONS"),
    "visit_editing.tell_item_methods": Door(f"{VISITS}/GS00001", method="OPTIONS"),
    "admin.add_account": Door("/admin/accounts/new", "account.manage"),
    "admin.add_grant": Door("/admin/accounts/lan/grants", "account.manage"),
    "admin.revoke_grant": Door("/admin/accounts/lan/grants/1/revoke", "account.manage"),
    "admin.add_link": Door("/admin/accounts/lan/link", "account.manage"),
    "admin.revoke_tokens": Door("/admin/accounts/lan/tokens/revoke", "account.manage"),
    "admin.set_state": Door("/admin/accounts/lan/state", "account.manage"),
    "lists.add_body": Door("/admin/lists/bodies", "list.manage"),
    "lists.rename_body": Door("/admin/lists/bodies/HOI_ND/name", "list.manage"),
    "lists.set_body_state": Door("/admin/lists/bodies/HOI_ND/state", "list.manage"),
    "lists.publish_checklist": Door("/admin/lists/checklist", "list.manage"),
    "clusters.save": Door("/admin/clusters/2026", "list.manage"),
    "exports.take": Door("/exports", "map.export"),
    "imports.take": Door("/imports", "import.stage"),
    "crossings.add": Door("/admin/crossings/new", "crossing.manage"),
    "crossings.revise": Door(f"/admin/crossings/{BRIDGE}/edit", "crossing.manage"),
    "crossings.remove": Door(f"/admin/crossings/{BRIDGE}/remove", "crossing.manage"),
    "boundaries.begin": Door("/admin/boundaries/new", "boundary.publish"),
    "boundaries.revise": Door("/admin/boundaries/drafts/1/facts", "boundary.publish"),
    "boundary_successions.decide": Door("/admin/boundaries/drafts/1/succession", "boundary.publish"),
    "boundaries.publish": Door("/admin/boundaries/drafts/1/publish", "boundary.publish"),
    "boundaries.discard": Door("/admin/boundaries/drafts/1/discard", "boundary.publish"),
    "boundary_areas.add": Door("/admin/boundaries/drafts/1/areas/new", "boundary.publish"),
    "boundary_areas.revise": Door("/admin/boundaries/drafts/1/areas/1/edit", "boundary.publish"),
    "boundary_areas.remove": Door("/admin/boundaries/drafts/1/areas/1/remove", "boundary.publish"),
    "boundary_areas.merge": Door("/admin/boundaries/drafts/1/merge", "boundary.publish"),
    "boundary_areas.split": Door("/admin/boundaries/drafts/1/areas/1/split", "boundary.publish"),
    "boundary_repairs.mend": Door("/admin/boundaries/drafts/1/mend", "boundary.publish"),
    "boundary_repairs.simplify": Door("/admin/boundaries/drafts/1/simplify", "boundary.publish"),
    "boundary_repairs.undo": Door("/admin/boundaries/drafts/1/undo", "boundary.publish"),
    "saved_maps.add": Door("/maps", "hotspot.read"),
    "snapshots.take": Door("/snapshots", "map.export"),
    "view_as.start": Door("/view-as", "scope.view_as"),
    "view_as.stop": Door("/view-as/stop"),
    "documents.add": Door("/documents/new", "document.add"),
    "document_corrections.correct": Door(f"/documents/{PLAN}/edit", "document.correct"),
    "documents.attach": Door(f"/documents/{PLAN}/files", "document.add"),
    "documents.detach": Door(f"/documents/{PLAN}/remove-file", "document.add"),
    "status.record": Door("/hotspots/DB00001/status", "status.record", in_area=True),
    "status.correct": Door(f"/hotspots/DB00001/status/{BEGUN}/correct", "status.record", in_area=True),
    "images.add": Door("/visits/GS00001/images", "visit.record", in_area=True),
    "images.remove": Door(f"/visits/GS00001/images/{IMAGE}/remove", "visit.record", in_area=True),
    "images.blur": Door(f"/visits/GS00001/images/{IMAGE}/blur", "visit.record", in_area=True),
    "visits.record": Door("/visits/new?hotspot=DB00001", "visit.record", in_area=True),
    "visits.plan": Door("/visits/plan?hotspot=DB00001", "visit.record", in_area=True),
    "visit_changes.correct": Door("/visits/GS00001/edit", "visit.record", in_area=True),
    "visit_changes.redate": Door("/visits/GS00002/redate", "visit.record", in_area=True),
    "visit_changes.cancel": Door("/visits/GS00002/cancel", "visit.record", in_area=True),
    "recommendation_draft.draft": Door("/recommendations/new", "recommendation.draft"),
    "recommendation_draft.revise_draft": Door(
        "/recommendations/KN00001/edit", "recommendation.draft", in_area=True
    ),
    "recommendations.send": Door("/recommendations/KN00001/send", "recommendation.send", in_area=True),
    "recommendations.answer": Door("/recommendations/KN00001/answer", "recommendation.send", in_area=True),
    "recommendations.close": Door("/recommendations/KN00001/close", "recommendation.send", in_area=True),
    "recommendations.withdraw": Door(
        "/recommendations/KN00001/withdraw", "recommendation.draft", in_area=True
    ),
    "report_board.begin": Door("/reports", "report.draft", also="report.compile"),
    "report_board.receive": Door("/reports/receipts", "report.check"),
    "reports.save": Door("/reports/BC00001", "report.draft", in_area=True, also="report.compile"),
    "reports.move": Door("/reports/BC00001/submit", "report.submit", in_area=True, also="report.compile"),
    "report_templates.put": Door("/reports/template", "list.manage"),
    "plan_new.make": Door("/plans/new", "plan.edit"),
    "plan_changes.move": Door("/plans/LT00001/moves", "plan.edit", in_area=True),
    "plan_changes.lock": Door("/plans/LT00001/locks", "plan.edit", in_area=True),
    "plan_rest.replan": Door("/plans/LT00001/replan", "plan.edit", in_area=True),
    "plan_rest.rest_team": Door("/plans/LT00001/teams/1/rest", "plan.edit", in_area=True),
    "plan_stop.keep": Door("/plans/LT00001/stops/DB00001", "plan.edit", in_area=True),
    "plan_changes.add": Door("/plans/LT00001/places", "plan.edit", in_area=True),
    "plan_changes.confirm": Door("/plans/LT00001/confirm", "plan.edit", in_area=True),
    "plan_changes.cancel": Door("/plans/LT00001/cancel", "plan.edit", in_area=True),
    "plan_team.keep": Door("/plans/LT00001/teams/1", "plan.edit", in_area=True),
    "plan_team.add": Door("/plans/LT00001/teams/new", "plan.edit", in_area=True),
    "plan_team.remove": Door("/plans/LT00001/teams/1/remove", "plan.edit", in_area=True),
    "supervision_edit.fill": Door(
        f"/plans/supervision/{WARD_YEAR}/fill", "supervision_plan.edit", in_area=True
    ),
    "supervision_edit.save": Door(
        f"/plans/supervision/{WARD_YEAR}/edit", "supervision_plan.edit", in_area=True
    ),
    "peaks.add": Door("/plans/peaks/new", "peak.manage"),
    "peaks.revise": Door(f"/plans/peaks/{RULE}", "peak.manage"),
    "peaks.withdraw": Door(f"/plans/peaks/{RULE}/withdraw", "peak.manage"),
    "frequencies.add": Door("/plans/frequencies/new", "peak.manage"),
    "frequencies.revise": Door(f"/plans/frequencies/{RULE}", "peak.manage"),
    "frequencies.withdraw": Door(f"/plans/frequencies/{RULE}/withdraw", "peak.manage"),
    "calendar.move": Door("/plans/calendar/visits/GS00002/move", "visit.record", in_area=True),
    "calendar.plan": Door("/plans/calendar/places/DB00001/plan", "visit.record", in_area=True),
    "calendar.undo": Door("/plans/calendar/visits/GS00002/undo", "visit.record", in_area=True),
    "feeds.add": Door("/account/calendars", "visit.read"),
    "counts.save": Door("/programme/counts", "count.enter"),
    "pack.ask": Door("/dashboard/pack", "map.export"),
    "sync.add_device": Door("/api/sync/devices", "hotspot.read"),
    "sync.receive": Door("/api/sync/entries", "hotspot.read"),
    "sync.announce": Door("/api/sync/uploads", "visit.record"),
    "sync.append": Door(f"/api/sync/uploads/{PLAN}", "visit.record"),
    "drawing.check": Door("/drawing/check", "hotspot.propose"),
    "places.add": Door("/hotspots/new", "hotspot.propose"),
    "places.revise": Door("/hotspots/DB00001/edit", "hotspot.edit", in_area=True),
    "places.close": Door("/hotspots/DB00001/close", "hotspot.edit", in_area=True),
    "places.restore": Door("/hotspots/DB00001/restore", "hotspot.edit", in_area=True),
    "lineage.merge": Door("/hotspots/merge", "hotspot.merge"),
    "lineage.split": Door("/hotspots/DB00001/split", "hotspot.merge", in_area=True),
}
"""Forms (POST), sent empty: a role that may do it is told what is missing, any other that it may not."""

OWN = {
    "conflicts.discard",
    "account.sign_out",
    "account.sign_out_everywhere",
    "account.change_password",
    "account.add_token",
    "account.revoke_token",
    "feeds.revoke",
    "devices.wipe",
    "devices.wipe_for",
    "downloads.cancel",
    "downloads.retry",
    "downloads.delete",
    "import_batch.again",
    "import_batch.choose_rows",
    "import_batch.approve",
    "import_batch.drop",
    "import_batch.take_back",
    "saved_maps.revise",
    "saved_maps.remove",
    "codes.make_file",
    "links.add_to_map",
    "links.add_to_snapshot",
    "links.revoke",
}
ANYBODY = {
    "static", "account.show_sign_in", "account.sign_in", "account.show_link", "account.redeem",
    "account.choose_language", "feeds.read", "health.healthz", "health.readyz",
    "field.worker", "field.manifest", "field.icon", "field.away",
}  # fmt: skip
