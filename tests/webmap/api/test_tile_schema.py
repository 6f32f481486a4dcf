"""The description of tiles: every choice that an address takes, and every schema that it names."""

from flask import Flask

from layers.store.catalog import COLLECTIONS
from webmap.api.tile_schema import describe_tiles, tile_schemas
from webmap.http import params


def test_paths_name_their_parameters_and_schemas(app: Flask) -> None:
    with app.test_request_context():
        paths, schemas = describe_tiles(), tile_schemas()
    named = set()
    for path in paths.values():
        for answer in path["get"]["responses"].values():
            for content in answer.get("content", {}).values():
                choices = content["schema"].get("anyOf", [content["schema"]])
                named |= {one.get("$ref", "").rpartition("/")[2] for one in choices}
    assert named - {""} == set(schemas)
    for collection in COLLECTIONS.values():
        here = (
            f"/api/collections/{collection.id}/tiles/WebMercatorQuad/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
        )
        told = [one.get("name") or one["$ref"].rpartition("/")[2] for one in paths[here]["get"]["parameters"]]
        assert sorted(told) == sorted(params.tile_parameters(collection))
        assert [one["name"] for one in paths[here]["parameters"]] == ["tileMatrix", "tileRow", "tileCol"]
        (form,) = [one for one in paths[here]["get"]["parameters"] if one.get("name") == "f"]
        assert form["schema"]["enum"] == ["mvt"]
