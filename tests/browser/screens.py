"""Every page there is, as a reader comes to see it: for the checks that hold on all of them."""

from dataclasses import dataclass

from tests.browser import screen_steps as see
from tests.browser.api_pages import API_PAGES
from tests.browser.furnished import LETTER, PICTURE, PLACE, PLANNED_WARD, RULE
from tests.browser.kept_imports import STAGED
from tests.browser.kept_things import TAKEN, WAITING
from tests.browser.reader import QUAN_8

BRIDGE = "b48be0dc-abcf-568e-b063-a1acbac7d7a2"
"""Cầu Hiệp Ân of the default data."""

BEGUN = "14290bc6-b585-5a78-a88c-4ae8a91ab181"
"""The first change of status of DB00001, in the default data."""


@dataclass(frozen=True)
class Screen:
    """One page in one state.

    Attributes
    ----------
    name
        Names it among the others; also its file's name where a picture is taken.
    path
        Address below the service; ``{secret}`` stands for that of a fresh link.
    account
        Who looks; None for a stranger.
    step
        Leads from the opened page to the state.
    faults
        Patterns of what the browser's console says because of the state itself.
    is_main
        Whether it is judged on a phone, in English, besides at a desk in Vietnamese.
    """

    name: str
    path: str
    account: str | None = "quantri"
    step: see.Step = see.nothing
    faults: tuple[str, ...] = ()
    is_main: bool = False


SCREENS = (
    Screen("sign-in", "/sign-in", None),
    Screen("sign-in-failed", "/sign-in", None, see.with_wrong_password, ("422",)),
    Screen("link", "/link/{secret}", None),
    Screen("link-spent", "/link/spent", None, faults=("410",)),
    Screen("home", "/", step=see.with_menus, is_main=True),
    Screen("home-officer", "/", "canbo"),
    Screen("home-without-rights", "/", "phap"),
    Screen("account", "/account", is_main=True),
    Screen("account-secret", "/account", "khanh", see.with_secret),
    Screen("map", f"/map?at={QUAN_8}", step=see.drawn, is_main=True),
    Screen("map-filters", f"/map?at={QUAN_8}", step=see.with_filters, is_main=True),
    Screen("map-card", f"/map?at={QUAN_8}&selected=DB00004", step=see.with_card, is_main=True),
    Screen("map-empty", f"/map?at={QUAN_8}&kind=point", step=see.drawn),
    Screen(
        "map-failure", f"/map?at={QUAN_8}", step=see.with_failure, faults=("ERR_FAILED", "Failed to fetch")
    ),
    Screen("nation", "/map?at=16,107,5.5", step=see.drawn),
    Screen("card", "/hotspots/DB00004", "canbo", see.all_open, is_main=True),
    Screen("hotspots", "/hotspots?sort=due", is_main=True),
    Screen("hotspots-none", "/hotspots?status=TRUNG"),
    Screen("search", "/search?q=hem"),
    Screen("search-none", "/search?q=zzzz"),
    Screen("plans", "/plans", is_main=True),
    Screen("plan-new", "/plans/new", "canbo", see.plan_all_open, is_main=True),
    Screen("plan-new-refused", "/plans/new", "canbo", see.plan_sent_empty, faults=("422",)),
    Screen("plan", "/plans/LT00001", "canbo", see.with_plan_menu, is_main=True),
    Screen("plan-changes", "/plans/LT00001", "canbo", see.plan_all_open),
    Screen("plan-confirmed", "/plans/LT00002", "canbo", see.with_plan, is_main=True),
    Screen("plan-read", "/plans/LT00002", "khanh", see.with_plan),
    Screen("plan-team", "/plans/LT00001/teams/2", "canbo", see.plan_all_open, is_main=True),
    Screen("plan-stop", "/plans/LT00001/stops/DB00001", "canbo"),
    Screen("plan-team-new", "/plans/LT00001/teams/new", "canbo", see.plan_all_open),
    Screen("dashboard", "/dashboard", "canbo", is_main=True),
    Screen("dashboard-early", "/dashboard?on=1999-01-01", "canbo"),
    Screen("dashboard-list", "/dashboard/list?figure=open", "canbo", is_main=True),
    Screen("dashboard-counts", "/dashboard/counts", "canbo", is_main=True),
    Screen("present", "/present", "canbo", is_main=True),
    Screen("present-ward", "/present?row=27424@2025-07-01", "canbo"),
    Screen("supervision-plans", "/plans/supervision", "canbo", is_main=True),
    Screen("supervision-plans-before", "/plans/supervision?year=2011"),
    Screen("supervision-plan", f"/plans/supervision/{PLANNED_WARD}/2026", "canbo", is_main=True),
    Screen("supervision-plan-none", "/plans/supervision/27424@2025-07-01/2026", "canbo"),
    Screen("supervision-plan-edit", f"/plans/supervision/{PLANNED_WARD}/2026/edit", "canbo", is_main=True),
    Screen("peaks", "/plans/peaks", is_main=True),
    Screen("peaks-read", "/plans/peaks", "khanh"),
    Screen("peak-new", "/plans/peaks/new", is_main=True),
    Screen("peak-new-empty", "/plans/peaks/new", step=see.sent_empty, faults=("422",)),
    Screen("peak", f"/plans/peaks/{RULE}"),
    Screen("frequency-new", "/plans/frequencies/new"),
    Screen("frequency", f"/plans/frequencies/{RULE}"),
    Screen("reports", "/reports?all=1&year=2026", is_main=True),
    Screen("report", "/reports/BC00001", is_main=True),
    Screen("report-writing", "/reports/BC00002", "canbo", see.all_open, is_main=True),
    Screen("report-template", "/reports/template"),
    Screen("counts", "/programme/counts", "canbo", is_main=True),
    Screen("counts-refused", "/programme/counts", "canbo", see.with_wrong_count, ("422",)),
    Screen("counts-read", "/programme/counts", "khanh"),
    Screen("visits", "/visits", is_main=True),
    Screen("visits-planned", "/visits?state=planned"),
    Screen("visit", "/visits/GS00001", "canbo", see.all_open, is_main=True),
    Screen("visit-cancelled", "/visits/GS00003"),
    Screen("visit-form", "/visits/new?hotspot=DB00001", is_main=True),
    Screen(
        "visit-form-named", "/visits/new?hotspot=DB00001", step=see.with_name_in("#note"), faults=("422",)
    ),
    Screen("visit-correct", "/visits/GS00001/edit", "canbo"),
    Screen("visit-plan", "/visits/plan?hotspot=DB00003", is_main=True),
    Screen("visit-choose", "/visits/new"),
    Screen("images", "/visits/GS00001/images", "canbo"),
    Screen("image-hide", f"/visits/GS00001/images/{PICTURE}/blur", "canbo"),
    Screen("recommendations", "/recommendations", "canbo", is_main=True),
    Screen("recommendations-none", "/recommendations?state=refused"),
    Screen("recommendation-draft", "/recommendations/KN00001", "canbo", see.all_open, is_main=True),
    Screen("recommendation-overdue", "/recommendations/KN00002", "canbo", see.all_open),
    Screen("recommendation-answered", "/recommendations/KN00003", "canbo", see.all_open),
    Screen("recommendation-send-empty", "/recommendations/KN00001", "canbo", see.sent_empty, ("422",)),
    Screen("recommendation-reword", "/recommendations/KN00001/edit", "canbo"),
    Screen("recommendation-choose", "/recommendations/new", "canbo"),
    Screen("recommendation-new", f"/recommendations/new?hotspot={PLACE}", "canbo", is_main=True),
    Screen(
        "recommendation-empty", f"/recommendations/new?hotspot={PLACE}", "canbo", see.sent_empty, ("422",)
    ),
    Screen("commendation-new", f"/recommendations/new?hotspot={PLACE}&kind=commend", "canbo"),
    Screen("place-new", "/hotspots/new", "canbo", is_main=True),
    Screen("place-new-empty", "/hotspots/new", "canbo", see.sent_empty, ("422",)),
    Screen("place-redraw", "/hotspots/DB00003/edit", step=see.with_drawing, is_main=True),
    Screen("place-conflict", "/hotspots/DB00003/edit", "canbo", see.too_late, ("412",), is_main=True),
    Screen("place-remove", "/hotspots/DB00003/close", "canbo"),
    Screen("place-remove-empty", "/hotspots/DB00003/close", "canbo", see.sent_empty, ("422",)),
    Screen("places-removed", "/hotspots/removed", "canbo"),
    Screen("plan-history", "/plans/LT00001/history", "canbo"),
    Screen("place-history", "/hotspots/DB00003/history", "canbo"),
    Screen("place-split", "/hotspots/DB00003/split", "xemthay"),
    Screen("place-merge-choose", "/hotspots/merge", "xemthay"),
    Screen("place-merge", "/hotspots/merge?with=DB00001&with=DB00004", "xemthay"),
    Screen("status", "/hotspots/DB00001/status", "canbo", see.all_open, is_main=True),
    Screen("status-form", "/hotspots/DB00001/status?to=DANG_CHUYEN_HOA", "canbo", see.all_open, is_main=True),
    Screen("status-empty", "/hotspots/DB00001/status?to=DANG_CHUYEN_HOA", "canbo", see.sent_empty, ("422",)),
    Screen("status-correct", f"/hotspots/DB00001/status/{BEGUN}/correct", "canbo"),
    Screen("documents", "/documents", "canbo", is_main=True),
    Screen("documents-none", "/documents?q=zzzz"),
    Screen("document", f"/documents/{LETTER}", "canbo", see.all_open, is_main=True),
    Screen("document-correct", f"/documents/{LETTER}/edit", "canbo"),
    Screen("document-correct-empty", f"/documents/{LETTER}/edit", "canbo", see.sent_empty, ("422",)),
    Screen("qgis", "/qgis"),
    Screen("conflicts", "/conflicts", "canbo"),
    Screen("imports", "/imports", "canbo", is_main=True),
    Screen("imports-empty", "/imports", "canbo", see.sent_empty, ("422",)),
    Screen("imports-none", "/imports", "xemthay"),
    Screen("import", f"/imports/{STAGED}", "canbo", see.import_open),
    Screen("import-last", "/imports", "canbo", see.with_import, is_main=True),
    Screen("downloads", "/downloads", "canbo", is_main=True),
    Screen("downloads-none", "/downloads", "khanh"),
    Screen("download", f"/downloads/{WAITING}", "canbo"),
    Screen("saved-maps", "/maps", "canbo", is_main=True),
    Screen("saved-map-new", "/maps/new?due=overdue", "canbo"),
    Screen("saved-map", "/maps/BD00002/edit", "canbo"),
    Screen("saved-map-link", "/maps/BD00002/edit", "canbo", see.with_map_link),
    Screen("snapshot-new", "/snapshots/new?sheet=figure&show=open&restricted=1", "canbo", is_main=True),
    Screen("snapshot-named", "/snapshots/new", "canbo", see.with_name_in("#title"), ("422",)),
    Screen("export-new", "/exports?status=THEO_DOI&at=10.73,106.65,14", "canbo", is_main=True),
    Screen("code-asked", "/s", "canbo"),
    Screen("code-wrong", "/s?code=AB10", "canbo", faults=("422",)),
    Screen("snapshot", f"/s/{TAKEN}", "canbo", see.drawn, is_main=True),
    Screen("document-new", "/documents/new", "canbo"),
    Screen("document-new-empty", "/documents/new", "canbo", see.sent_empty, ("422",)),
    Screen("log", "/log", is_main=True),
    Screen("admin", "/admin"),
    Screen("accounts", "/admin/accounts"),
    Screen("account-new", "/admin/accounts/new"),
    Screen("account-new-empty", "/admin/accounts/new", step=see.sent_empty, faults=("422",)),
    Screen("account-of", "/admin/accounts/canbo", step=see.all_open),
    Screen("lists", "/admin/lists", step=see.all_open),
    Screen("checklist", "/admin/lists/checklist", step=see.all_open),
    Screen("clusters", "/admin/clusters"),
    Screen("clusters-of-2025", "/admin/clusters/2025"),
    Screen("crossings", "/admin/crossings", step=see.with_crossings, is_main=True),
    Screen("crossing", f"/admin/crossings/{BRIDGE}", step=see.with_crossings),
    Screen("crossing-edit", f"/admin/crossings/{BRIDGE}/edit", step=see.with_crossings),
    Screen("crossing-new", "/admin/crossings/new", step=see.with_crossings),
    Screen("crossing-new-empty", "/admin/crossings/new", step=see.sent_empty, faults=("422",)),
    Screen("boundaries", "/admin/boundaries"),
    Screen("boundaries-new", "/admin/boundaries/new"),
    Screen("boundaries-new-empty", "/admin/boundaries/new", step=see.sent_empty, faults=("422",)),
    Screen("boundary-draft", "/admin/boundaries/drafts/1", step=see.with_boundaries, is_main=True),
    Screen("boundary-facts", "/admin/boundaries/drafts/1/facts", step=see.all_open),
    Screen("boundary-check", "/admin/boundaries/drafts/1/check", step=see.with_boundaries, is_main=True),
    Screen("boundary-mending", "/admin/boundaries/drafts/1/mend?under=99999999", step=see.with_boundaries),
    Screen(
        "boundary-simplify",
        "/admin/boundaries/drafts/1/simplify?tolerance=200&level=ward",
        step=see.with_boundaries,
    ),
    Screen("boundary-crosswalk", "/admin/boundaries/crosswalk"),
    Screen("boundary-succession", "/admin/boundaries/drafts/1/succession", step=see.with_boundaries),
    Screen("boundary-publish", "/admin/boundaries/drafts/1/publish", step=see.with_boundaries),
    Screen("boundary-area-new", "/admin/boundaries/drafts/1/areas/new", step=see.with_boundaries),
    Screen(
        "boundary-area", "/admin/boundaries/drafts/1/areas/1/edit", step=see.with_boundaries, is_main=True
    ),
    Screen("boundary-split", "/admin/boundaries/drafts/1/areas/1/split", step=see.with_boundaries),
    Screen("boundary-merge", "/admin/boundaries/drafts/1/merge?area=1&area=3", step=see.with_boundaries),
    Screen("calendar", "/plans/calendar", "canbo", see.all_open, is_main=True),
    Screen("calendar-week", "/plans/calendar?view=week", "canbo"),
    Screen("calendar-move", "/plans/calendar", "canbo", see.with_move),
    Screen("calendar-address", "/plans/calendar", "canbo", see.with_calendar_address),
    Screen("view-as", "/view-as"),
    Screen("viewing-as", "/view-as", "xemthay", see.looking_through),
    Screen("field", "/field", "canbo", see.field_begins, is_main=True),
    Screen("field-locked", "/field", "canbo", see.field_locked),
    Screen("field-today", "/field", "canbo", see.on_field("#/"), is_main=True),
    Screen("field-place", "/field", "canbo", see.on_field(f"#/place/{PLACE}")),
    Screen("field-visit", "/field", "canbo", see.on_field(f"#/visit/{PLACE}"), is_main=True),
    Screen("field-visit-over", "/field", "canbo", see.field_visit_over, is_main=True),
    Screen("field-map", "/field", "canbo", see.on_field("#/map"), is_main=True),
    Screen("field-add", "/field", "canbo", see.on_field("#/add")),
    Screen("field-propose", "/field", "canbo", see.on_field("#/propose")),
    Screen("field-counts", "/field", "canbo", see.on_field("#/counts")),
    Screen("field-outbox", "/field", "canbo", see.on_field("#/outbox")),
    Screen("field-received", "/field", "canbo", see.on_field("#/received")),
    Screen("field-device", "/field", "canbo", see.on_field("#/device")),
    Screen("field-away", "/field/away", None),
    Screen("not-found", "/khong-co", faults=("404",)),
    Screen("not-allowed", "/map", "phap", faults=("403",)),
    Screen("bad-address", "/map?on=hom-nay", faults=("400",)),
    *(Screen(name, path) for name, path in API_PAGES.items()),
)
"""At an office that `tests.browser.furnished` filled; whoever only looks comes before whoever changes how he sees."""
