"""Plays an invented history into the register: each deed through the same door as a real one, dated to its day."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import singledispatchmethod
from itertools import groupby
from random import Random

from geo.types import VIETNAM, local_day
from layers.conversion.status import StatusChange, record_status
from layers.demo import wording
from layers.demo.deeds import (
    Asked,
    Corrected,
    Deed,
    Merged,
    Opened,
    Paper,
    Planned,
    Redrawn,
    Removed,
    Seen,
    Split,
    Spot,
    Stepped,
    Turn,
)
from layers.demo.mark import LABEL, invented_uuid
from layers.demo.papers import PICTURES, draw_picture, draw_scan
from layers.places.drafts import Extent, Place
from layers.places.hotspots import open_hotspot, revise_hotspot
from layers.places.lineage import Successor, close_hotspot, merge_hotspots, split_hotspot
from layers.places.references import PlaceRef, get_place
from layers.places.versions import read_draft
from layers.records.document_files import attach_file
from layers.records.documents import Document, add_document
from layers.records.scans import PDF
from layers.store.blobs import BlobStore
from layers.store.columns import MOMENT_MAX
from layers.store.database import Write
from layers.supervision.checklists import Checklist, get_current_checklist
from layers.supervision.images import add_image
from layers.supervision.photos import Prepared, prepare_image
from layers.supervision.recommendations import (
    Answer,
    Sending,
    Wording,
    close,
    draft_recommendation,
    record_answer,
    send,
    withdraw,
)
from layers.supervision.visit_drafts import Visit
from layers.supervision.visit_records import Position, get_visit
from layers.supervision.visits import cancel_visit, correct_visit, plan_visit, record_visit

SYMBOLS = {"QD": "QĐ"}
"""How a kind of document is written in its number, where not as its code."""

SCAN_NAME = "van-ban-mau.pdf"

_OFFICE_OPENS = time(8, 0)
_BETWEEN_DEEDS = timedelta(seconds=20)


@dataclass
class Player:
    """Writes deeds, and remembers under which codes their records went in.

    Attributes
    ----------
    change
        The transaction.
    files
        Where scans and pictures are kept.
    seed
        From which answers and positions are drawn.
    """

    change: Write
    files: BlobStore
    seed: int
    _random: Random = field(init=False)
    _checklist: Checklist = field(init=False)
    _papers: dict[int, int] = field(default_factory=dict)
    _numbers: Counter[tuple[int, str]] = field(default_factory=Counter)
    _visits: dict[int, str] = field(default_factory=dict)
    _requests: dict[int, tuple[str, int]] = field(default_factory=dict)
    _middles: dict[int, tuple[float, float]] = field(default_factory=dict)
    _pictures: dict[int, tuple[Prepared, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Look up what is the same for all deeds."""
        self._random = Random(self.seed)  # noqa: S311 - an invented history is no secret
        self._checklist = get_current_checklist(self.change.connection)

    def play(self, deeds: Sequence[Deed]) -> None:
        """Write deeds, sorted by day, each at a moment of office hours of its day."""
        for day, of_day in groupby(deeds, key=lambda deed: deed.on):
            moment = datetime.combine(day, _OFFICE_OPENS, VIETNAM)
            for deed in of_day:
                self.change.set_back(moment)
                self._write(deed)
                moment += _BETWEEN_DEEDS

    @singledispatchmethod
    def _write(self, deed: Deed) -> None:
        raise TypeError(deed)

    @_write.register
    def _open(self, deed: Opened) -> None:
        first = self._status(deed.first)
        place = self._place(deed.spot, deed.on, first.document_id)
        uuid = invented_uuid("place", deed.spot.number)
        open_hotspot(self.change, place, first, least=Extent(), uuid=uuid)

    @_write.register
    def _turn(self, deed: Turn) -> None:
        record_status(self.change, self._ref(deed.place).id, self._status(deed))

    @_write.register
    def _redraw(self, deed: Redrawn) -> None:
        ref = self._ref(deed.place)
        draft = read_draft(self.change.connection, ref.id, ref.version)
        if draft is None:
            raise LookupError(ref.code)
        drawn = replace(
            draft, geometry=deed.geometry, aliases=(deed.alias,), valid_from=deed.on, position_source="gps"
        )
        revise_hotspot(self.change, ref.id, drawn, version=ref.version, least=Extent())

    @_write.register
    def _see(self, deed: Seen) -> None:
        visit = Visit(
            visited_on=deed.on,
            form=deed.form,
            result=deed.result,
            units=deed.units,
            head_count=deed.head_count,
            checklist_id=self._checklist.id,
            answers=self._answers(deed.worry),
            note=deed.note,
            next_on=deed.next_on,
            position=self._position(deed.place) if deed.form == "on_site" else None,
            device_at=self.change.now,
        )
        uuid = invented_uuid("visit", deed.number)
        code = record_visit(self.change, invented_uuid("place", deed.place), visit, uuid=uuid)
        self._visits[deed.number] = code
        for number in range(deed.pictures):
            self._add_picture(
                code, deed.number + number, invented_uuid(f"picture {number} of visit", deed.number)
            )

    @_write.register
    def _plan(self, deed: Planned) -> None:
        plan_visit(self.change, invented_uuid("place", deed.place), deed.planned_on, ("MAT_TRAN",))

    @_write.register
    def _correct(self, deed: Corrected) -> None:
        code = self._visits[deed.visit]
        if deed.result is None:
            cancel_visit(self.change, code, version=1, reason=deed.reason)
            return
        now = local_day(self.change.now)
        record = get_visit(self.change.connection, self.change.actor, code, now)
        names = ("visited_on", "form", "units", "head_count", "checklist_id", "answers", "note", "next_on")
        kept = {name: getattr(record, name) for name in names}
        correct_visit(self.change, code, Visit(**kept, result=deed.result), version=1, reason=deed.reason)

    @_write.register
    def _ask(self, deed: Asked) -> None:
        said = Wording(
            deed.content,
            deed.body,
            visits=(self._visits[deed.visit],) if deed.visit is not None else (),
            recipient_kind=("group" if deed.group else "individual") if deed.kind == "commend" else None,
            recipient_group=deed.group,
            has_consent=deed.kind == "commend" and not deed.group,
        )
        place, uuid = invented_uuid("place", deed.place), invented_uuid("request", deed.number)
        code = draft_recommendation(self.change, place, deed.kind, said, uuid=uuid)
        self._requests[deed.number] = (code, 1)

    @_write.register
    def _step(self, deed: Stepped) -> None:
        code, version = self._requests[deed.request]
        self._requests[deed.request] = (code, self._take_step(deed, code, version))

    @_write.register
    def _merge(self, deed: Merged) -> None:
        first = self._status(deed.first)
        into = Successor(
            self._place(deed.into, deed.on, first.document_id),
            first,
            invented_uuid("place", deed.into.number),
        )
        olds = [self._ref(number) for number in deed.places]
        with self._because(deed.reason):
            merge_hotspots(self.change, olds, into, least=Extent())

    @_write.register
    def _split(self, deed: Split) -> None:
        parts = []
        for spot, turn in deed.parts:
            first = self._status(turn)
            place = self._place(spot, deed.on, first.document_id)
            parts.append(Successor(place, first, invented_uuid("place", spot.number)))
        with self._because(deed.reason):
            split_hotspot(self.change, self._ref(deed.place), parts, least=Extent())

    @_write.register
    def _remove(self, deed: Removed) -> None:
        ref = self._ref(deed.place)
        self.change.set_back(MOMENT_MAX)  # really now: by its time the audit tells why a place was removed
        with self._because(deed.reason):
            close_hotspot(self.change, ref.id, version=ref.version)

    @contextmanager
    def _because(self, reason: str) -> Iterator[None]:
        self.change.reason, before = reason, self.change.reason
        yield
        self.change.reason = before

    def _take_step(self, deed: Stepped, code: str, version: int) -> int:
        change, document = self.change, self._document(deed.paper)
        if deed.step == "send":
            if document is None:
                raise LookupError(code)
            return send(change, code, Sending(deed.on, document), version=version)
        if deed.step == "answer":
            return record_answer(change, code, Answer(deed.on, deed.words or "", document), version=version)
        if deed.step == "withdraw":
            return withdraw(change, code, deed.words, version=version)
        return close(change, code, deed.step, deed.on, reason=deed.words, version=version)

    def _ref(self, number: int) -> PlaceRef:
        return get_place(self.change.connection, self.change.actor, invented_uuid("place", number))

    def _status(self, turn: Turn) -> StatusChange:
        return StatusChange(
            turn.state,
            turn.on,
            document_id=self._document(turn.paper),
            reason=turn.reason,
            term_from=turn.on if turn.term_to else None,
            term_to=turn.term_to,
            watch_to=turn.watch_to,
            reply_due_on=turn.reply_due_on,
            original_id=self._ref(turn.original).id if turn.original is not None else None,
        )

    def _place(self, spot: Spot, on: date, document_id: int | None) -> Place:
        middle = spot.geometry.centroid
        self._middles[spot.number] = (middle.x, middle.y)
        return Place(
            name=spot.name,
            kind=spot.kind,
            geometry=spot.geometry,
            topics=spot.topics,
            position_accuracy_m=spot.accuracy_m,
            position_source="survey" if spot.accuracy_m < 10 else "gps",  # noqa: PLR2004 - metres of a survey
            source=wording.SOURCE,
            valid_from=on,
            document_id=document_id,
            note=LABEL,
        )

    def _document(self, paper: Paper | None) -> int | None:
        """Return the row of a document, added with its scan where it is not there yet."""
        if paper is None or paper.number in self._papers:
            return None if paper is None else self._papers[paper.number]
        uuid, number = invented_uuid("document", paper.number), self._number(paper)
        title = f"{LABEL}: {paper.title}"
        row = add_document(
            self.change, Document(paper.kind, title, number, paper.issuer, paper.issued_on, uuid)
        )
        if paper.has_scan:
            body = draw_scan(number)
            attach_file(self.change, uuid, self.files.keep(body), SCAN_NAME, PDF, len(body))
        self._papers[paper.number] = row
        return row

    def _number(self, paper: Paper) -> str:
        """Return the next number of a kind in its year."""
        series = (paper.issued_on.year, paper.kind)
        self._numbers[series] += 1
        return f"{self._numbers[series]:02d}/{SYMBOLS.get(paper.kind, paper.kind)}-MẪU"

    def _answers(self, worry: float) -> dict[str, str]:
        told = {}
        for item in self._checklist.items:
            badness = min(1.0, max(0.0, worry + self._random.uniform(-0.3, 0.2)))
            told[item.code] = item.answers[round(badness * (len(item.answers) - 1))]
        return told

    def _position(self, number: int) -> Position:
        lon, lat = self._middles[number]
        east, north = (self._random.uniform(-0.0004, 0.0004) for _ in range(2))
        return Position(round(lon + east, 6), round(lat + north, 6), float(self._random.randint(6, 40)))

    def _add_picture(self, visit: str, number: int, uuid: str) -> None:
        kind = number % PICTURES
        if kind not in self._pictures:
            prepared = prepare_image(draw_picture(kind))
            self._pictures[kind] = (prepared, self.files.keep(prepared.body))
        add_image(self.change, visit, *self._pictures[kind], uuid)
