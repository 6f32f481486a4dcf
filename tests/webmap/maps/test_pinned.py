"""The digest of a map's data: of what they say, not of when or for whom they were read."""

from webmap.maps.pinned import find_digest


def test_a_digest_tells_data_apart_and_nothing_else() -> None:
    feed = {"revision": "a", "today": 20000, "hotspots": {"code": ["DB00001"], "row": (1, 2)}}
    same = {"today": 20000, "hotspots": {"row": (1, 2), "code": ["DB00001"]}, "revision": "b"}
    other = {**feed, "hotspots": {"code": ["DB00002"], "row": (1, 2)}}
    assert find_digest(feed) == find_digest(same) != find_digest(other)
