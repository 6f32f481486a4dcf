"""The table of targets: each field is told from the others, and no word stands for two codes."""

from geo.text.names import fold_key
from layers.imports.import_layers import TARGETS


def test_no_word_of_a_field_has_two_meanings() -> None:
    for target in TARGETS.values():
        names = [field.name for field in target.fields]
        assert len(set(names)) == len(names)
        assert [target.field(name).name for name in names] == names
        assert any(field.is_required for field in target.fields)
        for field in target.fields:
            assert field.columns, f"{target.id}.{field.name} is found in no file"
            assert (field.kind == "code") == (field.codes is not None)
            words = [fold_key(word) for told in (field.codes or {}).values() for word in told]
            assert len(set(words)) == len(words)
