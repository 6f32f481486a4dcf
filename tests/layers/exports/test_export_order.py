"""Orders of exports: which layers a file with one shape in each has."""

from datetime import date
from pathlib import Path

from layers.exports.export_layers import LAYERS
from layers.exports.export_order import Dress, ExportOrder, Writing
from layers.exports.export_rows import ExportRow
from layers.exports.export_spool import Spool
from layers.store.query import FeatureQuery


def test_layers_of_one_shape_are_named_after_it(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        for layer, all_parts, first in (
            ("hotspots", ["hotspots_points", "hotspots_lines", "hotspots_areas"], "hotspots_points"),
            ("boundaries", ["boundaries"], "boundaries"),
        ):
            order = ExportOrder(layer, FeatureQuery(date(2026, 11, 22)), "shp")
            writing = Writing(LAYERS[layer], order, spool, tmp_path / "x", Dress())
            assert list(writing.parts(with_empty=True).values()) == all_parts
            assert list(writing.parts(with_empty=False).values()) == [first]
        spool.add(ExportRow('{"type":"MultiLineString","coordinates":[]}', {}))
        order = ExportOrder("hotspots", FeatureQuery(date(2026, 11, 22)), "shp")
        writing = Writing(LAYERS["hotspots"], order, spool, tmp_path / "x", Dress())
        assert writing.parts(with_empty=False) == {"line": "hotspots_lines"}
        assert writing.symbols is None
