"""The register of pictures: who may add, see and remove one, eight a visit, and what is told of it afterwards."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from geo.errors import PersonalData
from layers.actor import SYSTEM, Actor
from layers.errors import NotFound, OutsideScope, Refused, StaleVersion
from layers.people.grants import EVERYWHERE, add_grant
from layers.people.users import add_user
from layers.store.database import Database
from layers.store.schema import audit, document, document_file
from layers.supervision.images import (
    MOST_IMAGES,
    add_image,
    expire_images,
    find_image,
    get_visit_ref,
    is_used,
    list_images,
    remove_image,
    replace_image,
)
from layers.supervision.photos import Prepared
from layers.supervision.visit_drafts import Visit
from layers.supervision.visits import cancel_visit, correct_visit, plan_visit, record_visit

PICTURE = Prepared(b"jpeg", "image/jpeg", 1600, 1200)
SHA, OTHER = "a" * 64, "b" * 64
INSIDE, OUTSIDE = "27424@2025-07-01", "27397@2025-01-01"


def add_visit(database: Database, place: str = "DB00001") -> str:
    with database.write(SYSTEM, "visit.record") as change:
        return record_visit(change, place, Visit(date(2026, 11, 20)))


@pytest.fixture
def made(database: Database) -> str:
    return add_visit(database)


@pytest.fixture
def add_actor(database: Database) -> Callable[..., Actor]:
    def add(role: str, area: str = EVERYWHERE) -> Actor:
        with database.write(SYSTEM, "account.add") as change:
            user = add_user(change, f"{role}-{uuid4().hex[:6]}")
            add_grant(change, user, role, area)
        return user.actor

    return add


def add(database: Database, code: str, uuid: str, *, sha: str = SHA, actor: Actor = SYSTEM) -> str:
    with database.write(actor, "visit_image.add") as change:
        return add_image(change, code, PICTURE, sha, uuid)


def shown(database: Database, code: str, actor: Actor = SYSTEM) -> list[str]:
    with database.read() as connection:
        return [row.uuid for row in list_images(connection, actor, code)]


def test_pictures_are_listed_as_they_came(database: Database, made: str) -> None:
    assert [add(database, made, uuid) for uuid in ("u2", "u1")] == ["u2", "u1"]
    assert shown(database, made) == ["u2", "u1"]
    with database.read() as connection:
        row = list_images(connection, SYSTEM, made)[0]
        assert (row.sha256, row.width_px, row.height_px, row.size_bytes, row.is_blurred) == (
            SHA,
            1600,
            1200,
            4,
            False,
        )
        assert find_image(connection, SYSTEM, made, "u3") is None
        with pytest.raises(NotFound, match="visit_not_found"):
            list_images(connection, SYSTEM, "GS99999")


def test_a_repeated_request_is_one_picture(database: Database, made: str) -> None:
    for _ in range(3):
        assert add(database, made, "u1") == "u1"
    assert shown(database, made) == ["u1"]


def test_an_identifier_belongs_to_one_visit(database: Database, made: str) -> None:
    add(database, made, "u1")
    other = add_visit(database, "DB00002")
    with pytest.raises(Refused, match="image_elsewhere"):
        add(database, other, "u1")
    with database.read() as connection:
        assert find_image(connection, SYSTEM, other, "u1") is None


def test_a_visit_takes_eight_and_one_more_after_one_is_removed(database: Database, made: str) -> None:
    for number in range(MOST_IMAGES):
        add(database, made, f"u{number}")
    with pytest.raises(Refused, match="images_too_many"):
        add(database, made, "one more")
    assert add(database, made, "u0") == "u0", "a repeated request is none more"
    with database.write(SYSTEM, "visit_image.remove", "thấy mặt người") as change:
        remove_image(change, made, "u0")
    add(database, made, "one more")
    assert len(shown(database, made)) == MOST_IMAGES


def test_a_visit_that_was_not_made_has_no_pictures(database: Database, made: str) -> None:
    with database.write(SYSTEM, "visit.plan") as change:
        planned = plan_visit(change, "DB00001", date(2026, 12, 1))
    with database.write(SYSTEM, "visit.cancel") as change:
        cancel_visit(change, made, version=1, reason="ghi nhầm địa bàn")
    for code in (planned, made):
        with pytest.raises(Refused, match="visit_not_made"):
            add(database, code, "u1")


@pytest.mark.parametrize("role", ["supervisor", "officer", "coordinator"])
def test_whoever_records_visits_there_adds_and_removes(
    database: Database, made: str, add_actor: Callable[..., Actor], role: str
) -> None:
    inside, outside = add_actor(role, INSIDE), add_actor(role, OUTSIDE)
    add(database, made, "u1", actor=inside)
    assert shown(database, made, inside) == ["u1"]
    with database.write(inside, "visit_image.remove", "thấy mặt người") as change:
        remove_image(change, made, "u1")
    for deed in (lambda: add(database, made, "u2", actor=outside), lambda: shown(database, made, outside)):
        with pytest.raises(NotFound, match="visit_not_found"):
            deed()


@pytest.mark.parametrize("role", ["viewer", "reporter"])
def test_readers_see_and_change_nothing(
    database: Database, made: str, add_actor: Callable[..., Actor], role: str
) -> None:
    add(database, made, "u1")
    reader = add_actor(role, INSIDE)
    assert shown(database, made, reader) == ["u1"]
    with pytest.raises(OutsideScope, match="not_allowed"):
        add(database, made, "u2", actor=reader)
    with (
        pytest.raises(OutsideScope),
        database.write(reader, "visit_image.remove", "thấy mặt người") as change,
    ):
        remove_image(change, made, "u1")
    with pytest.raises(OutsideScope), database.write(reader, "visit_image.blur") as change:
        replace_image(change, made, "u1", PICTURE, OTHER, started_from=SHA)


@pytest.mark.parametrize("role", ["partner", "admin", "auditor"])
def test_nobody_else_sees_pictures(
    database: Database, made: str, add_actor: Callable[..., Actor], role: str
) -> None:
    add(database, made, "u1")
    stranger = add_actor(role)
    with database.read() as connection:
        for deed in (
            lambda: list_images(connection, stranger, made),
            lambda: find_image(connection, stranger, made, "u1"),
            lambda: get_visit_ref(connection, stranger, made),
        ):
            with pytest.raises(OutsideScope, match="not_allowed"):
                deed()


def test_a_removed_picture_is_shown_no_longer_and_the_audit_says_why(database: Database, made: str) -> None:
    add(database, made, "u1")
    for _ in range(2):
        with database.write(SYSTEM, "visit_image.remove", "ảnh mờ") as change:
            remove_image(change, made, "u1")
    assert shown(database, made) == []
    with database.read() as connection:
        assert find_image(connection, SYSTEM, made, "u1").removed_at is not None
        told = (
            connection.execute(select(audit.c.reason).where(audit.c.action == "visit_image.remove"))
            .scalars()
            .all()
        )
        assert told == ["ảnh mờ", "ảnh mờ"]
    with pytest.raises(NotFound, match="image_not_found"), database.write(SYSTEM, "x", "ảnh mờ") as change:
        remove_image(change, made, "u2")


def test_bytes_are_used_while_anything_shows_them(database: Database, made: str) -> None:
    def used() -> bool:
        with database.read() as connection:
            return is_used(connection, SHA)

    assert not used()
    add(database, made, "u1")
    add(database, made, "u2")
    for uuid, expected in (("u1", True), ("u2", False)):
        with database.write(SYSTEM, "visit_image.remove", "thấy mặt người") as change:
            remove_image(change, made, uuid)
        assert used() is expected
    with database.write(SYSTEM, "document.add") as change:
        change.note("document", "d1")
        by = {"recorded_at": change.now, "recorded_by": None}
        row = insert(document).values(uuid="d1", kind="KH", title="kế hoạch", **by).returning(document.c.id)
        of = change.connection.execute(row).scalar_one()
        file = {
            "uuid": "f1",
            "file_name": "a.jpg",
            "media_type": "image/jpeg",
            "size_bytes": 4,
            "sha256": SHA,
        }
        change.connection.execute(insert(document_file).values(document_id=of, **file, **by))
    assert used()


def test_a_blurred_picture_takes_the_place_of_the_one_it_was_made_of(database: Database, made: str) -> None:
    add(database, made, "u1")
    hidden = Prepared(b"mosaic", "image/jpeg", 1600, 1200, is_blurred=True)
    with database.write(SYSTEM, "visit_image.blur") as change:
        replace_image(change, made, "u1", hidden, OTHER, started_from=SHA)
    with database.read() as connection:
        row = find_image(connection, SYSTEM, made, "u1")
        assert (row.sha256, row.is_blurred) == (OTHER, True)
        assert not is_used(connection, SHA)
    with (
        pytest.raises(StaleVersion, match="image_changed"),
        database.write(SYSTEM, "visit_image.blur") as change,
    ):
        replace_image(change, made, "u1", hidden, "c" * 64, started_from=SHA)
    for uuid in ("u1", "u2"):
        with database.write(SYSTEM, "visit_image.remove", "thấy mặt người") as change:
            change.note("visit_image", uuid)
            if uuid == "u1":
                remove_image(change, made, uuid)
        with (
            pytest.raises(NotFound, match="image_not_found"),
            database.write(SYSTEM, "visit_image.blur") as change,
        ):
            replace_image(change, made, uuid, hidden, SHA, started_from=OTHER)


def test_a_corrected_visit_keeps_its_pictures(database: Database, made: str) -> None:
    add(database, made, "u1")
    with database.write(SYSTEM, "visit.correct") as change:
        correct_visit(change, made, Visit(date(2026, 11, 19)), version=1, reason="ghi nhầm ngày")
    add(database, made, "u2")
    assert shown(database, made) == ["u1", "u2"]


def test_a_picture_is_removed_for_a_reason_that_names_nobody(database: Database, made: str) -> None:
    add(database, made, "u1")
    for reason, fault in ((None, Refused), (" ", Refused), ("thấy mặt anh Nguyễn Văn Bảy", PersonalData)):
        with pytest.raises(fault), database.write(SYSTEM, "visit_image.remove", reason) as change:
            remove_image(change, made, "u1")
    assert shown(database, made) == ["u1"]


def test_pictures_of_old_visits_expire_and_stay_on_record(database: Database, made: str) -> None:
    add(database, made, "u1")
    day = date(2026, 11, 20)
    assert _expire(database, day) == []
    assert shown(database, made) == ["u1"]
    assert _expire(database, day + timedelta(days=1)) == [SHA]
    assert shown(database, made) == []
    assert _expire(database, day + timedelta(days=1)) == []
    with database.read() as connection:
        row = connection.execute(
            select(audit).where(audit.c.object_id == "u1").order_by(audit.c.id.desc())
        ).first()
    assert row is not None
    assert (row.action, row.after) == ("purge", '{"removed":true}')


def test_bytes_that_another_picture_needs_do_not_expire(database: Database, made: str) -> None:
    add(database, made, "u1")
    with database.write(SYSTEM, "visit.record") as change:
        later = record_visit(change, "DB00002", Visit(date(2026, 11, 21)))
    add(database, later, "u2")
    assert _expire(database, date(2026, 11, 21)) == []
    assert (shown(database, made), shown(database, later)) == ([], ["u2"])


def _expire(database: Database, day: date) -> list[str]:
    with database.write(SYSTEM, "purge") as change:
        change.note("purge", day.isoformat())
        return expire_images(change, day)
