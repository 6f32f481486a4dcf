"""Finds places, areas of any vintage, documents and streets by what people type: exact, then tone, then fold."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import orjson
from sqlalchemy import Connection, and_, exists, func, select

from geo.text.names import collation_key
from geo.text.search import is_hit, match_rank, query_tokens, search_terms
from geo.types import DATE_MIN
from layers.actor import Actor
from layers.store import scope
from layers.store.columns import AnyRow
from layers.store.features import has_words
from layers.store.identifiers import boundary_id
from layers.store.periods import held_on, known_at
from layers.store.schema import (
    boundary,
    boundary_vintage,
    document,
    hotspot,
    hotspot_version,
    status_span,
)

MOST_HITS = 20
"""Hits of one kind at most."""

_MOST_LOOKED_AT = 1000  # rows of one kind that are ranked: more than any search that means something

_Row = TypeVar("_Row")


@dataclass(frozen=True)
class Hit:
    """Something that was found.

    Attributes
    ----------
    key
        What its page is asked for: code of a place, public id of an area, uuid of a document, name of a street.
    name
        What it is called.
    rank
        How well its name answers (`geo.text.search.match_rank`), 0 best.
    facts
        Of places ``kind, status, other_name`` (another name that was meant). Of areas ``level, full_name,
        valid_from, vintage``. Of documents ``kind, number, issuer, issued_on``. Of streets ``places``, how many.
    """

    key: str
    name: str
    rank: int
    facts: dict[str, Any]


@dataclass(frozen=True)
class Found:
    """Hits by kind, the best first and in Vietnamese order among equals."""

    places: tuple[Hit, ...] = ()
    areas: tuple[Hit, ...] = ()
    documents: tuple[Hit, ...] = ()
    streets: tuple[Hit, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not (self.places or self.areas or self.documents or self.streets)


def find(connection: Connection, actor: Actor, text: str, on: date) -> Found:
    """Return what answers a text, as far as the actor may see it, at most `MOST_HITS` of a kind.

    Parameters
    ----------
    connection
        A reading transaction.
    actor
        Who asks.
    text
        As typed: without marks, with a tone set elsewhere, abbreviated.
    on
        Day for which the status of places is told.
    """
    if not query_tokens(text):
        return Found()
    may = scope.allowed_actions(connection, actor)
    return Found(
        _find_places(connection, actor, text, on) if "hotspot.read" in may else (),
        _find_areas(connection, text) if "boundary.read" in may else (),
        _find_documents(connection, text) if "document.read" in may else (),
        _find_streets(connection, actor, text) if "hotspot.read" in may else (),
    )


def _find_places(connection: Connection, actor: Actor, text: str, on: date) -> tuple[Hit, ...]:
    v, s = hotspot_version.c, status_span.c
    later = hotspot_version.alias("later")
    superseded = exists().where(
        later.c.hotspot_id == v.hotspot_id, later.c.valid_from > v.valid_from, known_at(later, None)
    )
    held = and_(s.hotspot_id == v.hotspot_id, held_on(status_span, on), known_at(status_span, None))
    question = (
        select(hotspot.c.code, v.name, v.aliases, v.kind, s.state, v.sort_key)
        .select_from(hotspot_version)
        .join(hotspot)
        .outerjoin(status_span, held)
        .where(known_at(hotspot_version, None), ~superseded.correlate(hotspot_version))
        .where(scope.sees_hotspot(hotspot_version, actor), *has_words(v.search_terms, query_tokens(text)))
        .order_by(v.sort_key, hotspot.c.code)
        .limit(_MOST_LOOKED_AT)
    )

    def told(row: AnyRow) -> tuple[Hit, str]:
        own = match_rank(text, row.name)
        ranks = {alias: match_rank(text, alias) for alias in orjson.loads(row.aliases or "[]")}
        best = min(ranks, key=lambda alias: ranks[alias], default=None)
        is_alias = best is not None and ranks[best] < own
        facts = {"kind": row.kind, "status": row.state, "other_name": best if is_alias else None}
        return Hit(row.code, row.name, ranks[best] if is_alias and best else own, facts), row.sort_key

    return _best(connection.execute(question), told)


def _find_areas(connection: Connection, text: str) -> tuple[Hit, ...]:
    b = boundary.c
    told = (b.code, b.name, b.full_name, b.level, b.valid_from, b.sort_key, boundary_vintage.c.title)
    question = (
        select(*told)
        .join(boundary_vintage)
        .where(*has_words(b.search_terms, query_tokens(text)))
        .order_by(b.sort_key, b.valid_from.desc())
        .limit(_MOST_LOOKED_AT)
    )

    def hit(row: AnyRow) -> tuple[Hit, str]:
        known_from = None if row.valid_from == DATE_MIN else row.valid_from
        facts = {
            "level": row.level,
            "full_name": row.full_name,
            "valid_from": known_from,
            "vintage": row.title,
        }
        newest_first = f"{row.sort_key} {date.max.toordinal() - row.valid_from.toordinal():07d}"
        return Hit(
            boundary_id(row.code, row.valid_from), row.name, match_rank(text, row.name), facts
        ), newest_first

    return _best(connection.execute(question), hit)


def _find_documents(connection: Connection, text: str) -> tuple[Hit, ...]:
    """Look through the register of documents: it keeps no folded words, and holds hundreds, not thousands."""
    d = document.c
    newest = select(d.uuid, d.kind, d.number, d.issuer, d.issued_on, d.title).order_by(d.id.desc())
    rows = [
        row
        for row in connection.execute(newest.limit(_MOST_LOOKED_AT * 5))
        if is_hit(text, search_terms(*filter(None, (row.number, row.title, row.issuer))))
    ]

    def told(row: AnyRow) -> tuple[Hit, str]:
        rank = min(match_rank(text, words) for words in (row.number, row.title, row.issuer) if words)
        facts = {"kind": row.kind, "number": row.number, "issuer": row.issuer, "issued_on": row.issued_on}
        return Hit(row.uuid, row.title, rank, facts), collation_key(row.title)

    return _best(rows, told)


def _find_streets(connection: Connection, actor: Actor, text: str) -> tuple[Hit, ...]:
    v = hotspot_version.c
    question = (
        select(v.street, func.count(v.hotspot_id.distinct()).label("places"))
        .where(v.street.is_not(None), known_at(hotspot_version, None))
        .where(scope.sees_hotspot(hotspot_version, actor))
        .group_by(v.street)
    )
    rows = [row for row in connection.execute(question) if is_hit(text, search_terms(row.street))]

    def told(row: AnyRow) -> tuple[Hit, str]:
        rank = match_rank(text, row.street)
        return Hit(row.street, row.street, rank, {"places": row.places}), collation_key(row.street)

    return _best(rows, told)


def _best(rows: Iterable[_Row], told: Callable[[_Row], tuple[Hit, str]]) -> tuple[Hit, ...]:
    ranked = sorted(map(told, rows), key=lambda pair: (pair[0].rank, pair[1], pair[0].key))
    return tuple(hit for hit, _ in ranked[:MOST_HITS])
