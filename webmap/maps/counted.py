"""Owns the data of a map of exactly the places that a figure of the overview counts."""

from layers.actor import Actor
from layers.store.database import Reading
from layers.summaries.lists import Slice, list_behind
from layers.summaries.questions import Figure, Question
from layers.supervision.intervals import Intervals
from webmap.maps.feed import Feed, FeedRequest, build_feed

_WHOLE = Slice(limit=None)


def read_counted(
    connection: Reading, actor: Actor, question: Question, figure: Figure, rule: Intervals
) -> Feed:
    """Return the feed of the places behind a figure; errors as `layers.summaries.lists.list_behind`."""
    counted = list_behind(connection, actor, question, figure, rule, _WHOLE).places
    versions = frozenset(place.version_id for place in counted)
    asked = FeedRequest(actor, question.on, question.known_at, intervals=rule, only=versions)
    return build_feed(connection, asked)
