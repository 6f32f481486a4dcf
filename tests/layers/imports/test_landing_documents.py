"""An index of documents is taken in and out."""

from sqlalchemy import func, select

from layers.records.documents import list_documents
from layers.store.database import Database
from layers.store.schema import document
from tests.layers.imports.conftest import Importing, Row


def test_an_index_of_documents_is_taken_in_and_out(database: Database, importing: Importing) -> None:
    with database.read() as connection:
        before = connection.execute(select(func.count()).select_from(document)).scalar_one()
        known = list_documents(connection).documents[0]
    rows: list[Row] = [
        (
            {
                "Số ký hiệu": "12/QĐ-UBND",
                "Trích yếu": "Về việc lập tổ kiểm tra",
                "Loại": "Quyết định",
                "Ngày": "1/3/2020",
            },
            None,
        ),
        (
            {
                "Số ký hiệu": known.number,
                "Trích yếu": known.title,
                "Loại": known.kind,
                "Ngày": known.issued_on.isoformat() if known.issued_on else "",
            },
            None,
        ),
        ({"Số ký hiệu": "13/QĐ-UBND", "Trích yếu": "Về ông Nguyễn Văn Hùng", "Loại": "", "Ngày": ""}, None),
    ]
    code = importing.stage(database, "documents", rows)
    assert importing.told(database, code) == [([], None), ([], known.uuid), (["personal_data"], None)]
    importing.confirm(database, code)
    with database.read() as connection:
        added = list_documents(connection).documents
    assert [one.kind for one in added if one.number == "12/QĐ-UBND"] == ["QD"]
    importing.undo(database, code)
    with database.read() as connection:
        assert connection.execute(select(func.count()).select_from(document)).scalar_one() == before
