"""What rows of a file can become, with the fields of each and the words by which files call them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

FieldKind = Literal["text", "day", "number", "code"]
Shape = Literal["any", "area", "line_or_point"]


@dataclass(frozen=True)
class TargetField:
    """A field that a column of a file may fill.

    Attributes
    ----------
    name
        As the register calls it.
    kind
        How its text is read.
    is_required
        Whether a row without it cannot be written.
    columns
        What files call it, folded, without blanks and signs: the likeliest first.
    codes
        Of a code: the folded words that stand for each; a word that is none of them is a fault.
    is_many
        Whether a cell may hold several codes.
    is_whole
        Of a number: whether it has no fraction, so that a point in it parts thousands.
    is_official
        Of a text: whether it is a name given by the state, which may be that of a person of the past.
    """

    name: str
    kind: FieldKind
    is_required: bool = False
    columns: tuple[str, ...] = ()
    codes: Mapping[str, tuple[str, ...]] | None = None
    is_many: bool = False
    is_whole: bool = False
    is_official: bool = False


@dataclass(frozen=True)
class Target:
    """A collection of the register into which rows can be imported.

    Attributes
    ----------
    id
        Its name in addresses and commands.
    fields
        What its rows may say.
    geometry
        What they may be drawn as; None where they have no geometry.
    action
        Entry of `layers.store.scope.ACTIONS` that writing them asks for.
    """

    id: str
    fields: tuple[TargetField, ...]
    geometry: Shape | None
    action: str

    def field(self, name: str) -> TargetField:
        """Return a field by its name."""
        return next(one for one in self.fields if one.name == name)


_ACCURACY = TargetField(
    "position_accuracy_m", "number", columns=("positionaccuracym", "dochinhxac", "saiso", "accuracy")
)
_SOURCE = TargetField("source", "text", columns=("source", "nguon", "nguongoc", "nguonsolieu"))
_NOTE = TargetField("note", "text", columns=("note", "ghichu", "mota", "description", "noidung"))

_HOTSPOTS = Target(
    "hotspots",
    (
        TargetField(
            "name", "text", True,
            ("name", "ten", "tendiaban", "tendiadiem", "tenhem", "tenkhuvuc", "diaban", "diadiem", "label"),
        ),
        TargetField(
            "kind", "code", columns=("kind", "loai", "loaidiaban", "loaihinh", "phanloai"),
            codes={
                "alley": ("alley", "hem", "duong hem", "kiet", "ngo"),
                "bridge": ("bridge", "cau", "khu vuc cau", "gam cau", "chan cau"),
                "area": ("area", "khu vuc", "vung", "khu"),
                "point": ("point", "diem"),
            },
        ),
        TargetField(
            "topics", "code", columns=("topics", "topic", "linhvuc", "chude", "noidungphuctap", "tenan"),
            codes={
                "toi_pham": ("toi_pham", "toi pham", "crime", "hinh su"),
                "ma_tuy": ("ma_tuy", "ma tuy", "drugs", "narcotics"),
                "mai_dam": ("mai_dam", "mai dam", "prostitution"),
                "te_nan_khac": ("te_nan_khac", "te nan khac", "te nan xa hoi", "te nan", "other"),
            },
            is_many=True,
        ),
        _ACCURACY,
        TargetField(
            "position_source", "code", columns=("positionsource", "nguonvitri"),
            codes={"survey": ("survey", "do dac", "khao sat"), "gps": ("gps",), "text": ("text", "mo ta")},
        ),
        TargetField("street", "text", columns=("street", "duong", "tenduong")),
        TargetField("valid_from", "day", columns=("validfrom", "tungay", "ngay", "ngaybatdau", "hieuluc")),
        TargetField("reason", "text", columns=("reason", "lydo")),
        _SOURCE,
        _NOTE,
    ),
    "any",
    "hotspot.propose",
)  # fmt: skip

_BOUNDARIES = Target(
    "boundaries",
    (
        TargetField(
            "code", "text", True,
            ("code", "ma", "maxa", "maphuong", "mapx", "maphuongxa", "madvhc", "mahc", "maquan", "mahuyen",
             "matinh", "wardcode", "madonvi"),
        ),
        TargetField(
            "name", "text", True,
            ("name", "ten", "tenphuong", "tenxa", "tenpx", "tenphuongxa", "tendvhc", "tenhc", "tenquan", "tenhuyen",
             "tentinh", "wardname", "tendonvi", "phuongxa", "phuong", "xa"),
            is_official=True,
        ),
        TargetField("full_name", "text", columns=("fullname", "tendaydu", "tengoidaydu"), is_official=True),
        TargetField(
            "level", "code", columns=("level", "cap", "capdvhc", "loai", "loaidvhc"),
            codes={
                "ward": ("ward", "phuong", "xa", "thi tran", "dac khu", "3", "commune"),
                "district": ("district", "quan", "huyen", "thi xa", "thanh pho thuoc tinh", "2"),
                "province": ("province", "tinh", "thanh pho truc thuoc trung uong", "1"),
                "neighbourhood": ("neighbourhood", "khu pho", "ap", "to dan pho", "4"),
            },
        ),
        TargetField("parent", "text", columns=("parent", "macha", "matructhuoc")),
        TargetField(
            "district", "text", columns=("district", "quanhuyen", "huyenquan", "tenquanhuyen"), is_official=True
        ),
        TargetField("district_code", "text", columns=("districtcode", "maquanhuyen")),
        TargetField(
            "province", "text", columns=("province", "tinhthanh", "tinhtp", "tentinhthanh", "tentinhtp"),
            is_official=True,
        ),
        TargetField("province_code", "text", columns=("provincecode", "matinhthanh", "matinhtp")),
        TargetField("population", "number", columns=("population", "danso", "sodan", "population2009"), is_whole=True),
        TargetField("population_on", "day", columns=("populationon", "ngaydanso")),
    ),
    "area",
    "boundary.publish",
)  # fmt: skip

_CROSSINGS = Target(
    "crossings",
    (
        TargetField("name", "text", True, ("name", "ten", "tencau", "tenkenh", "tenrach", "tensong", "label")),
        TargetField(
            "kind", "code", columns=("kind", "loai", "phanloai"),
            codes={
                "bridge": ("bridge", "cau", "cau bo hanh", "pha", "ben do", "crossing"),
                "canal": ("canal", "kenh", "rach", "song", "water"),
            },
        ),
        _ACCURACY,
        _SOURCE,
    ),
    "line_or_point",
    "crossing.manage",
)  # fmt: skip

_VISITS = Target(
    "visits",
    (
        TargetField("hotspot", "text", True, ("hotspot", "madiaban", "madb", "diaban", "tendiaban", "ten", "ma")),
        TargetField("visited_on", "day", True, ("visitedon", "ngay", "ngaygiamsat", "ngaykiemtra", "ngaydi", "date")),
        TargetField(
            "form", "code", columns=("form", "hinhthuc"),
            codes={
                "on_site": ("on_site", "tai cho", "truc tiep", "thuc dia", "di thuc te"),
                "report": ("report", "qua bao cao", "bao cao"),
                "meeting": ("meeting", "hop", "lam viec"),
            },
        ),
        TargetField(
            "result", "code", columns=("result", "ketqua", "danhgia", "chuyenbien"),
            codes={
                "better": ("better", "tot hon", "chuyen bien tot", "giam"),
                "same": ("same", "nhu cu", "khong doi", "khong thay doi", "on dinh"),
                "worse": ("worse", "xau hon", "kem hon", "tang", "phuc tap hon"),
                "relapse": ("relapse", "tai phuc tap", "tai pham"),
            },
        ),
        TargetField("head_count", "number", columns=("headcount", "songuoi", "soluong", "thanhphan"), is_whole=True),
        _NOTE,
    ),
    None,
    "visit.record",
)  # fmt: skip

_DOCUMENTS = Target(
    "documents",
    (
        TargetField("title", "text", True, ("title", "trichyeu", "noidung", "tieude", "tenvanban", "ten", "veviec")),
        TargetField("number", "text", columns=("number", "so", "sokyhieu", "sohieu", "sovanban")),
        TargetField("issuer", "text", columns=("issuer", "coquan", "coquanbanhanh", "noibanhanh", "donvi")),
        TargetField("issued_on", "day", columns=("issuedon", "ngay", "ngaybanhanh", "ngayky", "date")),
        TargetField(
            "kind", "code", columns=("kind", "loai", "loaivanban"),
            codes={
                "KH": ("kh", "ke hoach", "plan"),
                "QD": ("qd", "quyet dinh", "decision"),
                "BC": ("bc", "bao cao", "report"),
                "TTR": ("ttr", "to trinh"),
                "CV": ("cv", "cong van", "letter"),
                "TB": ("tb", "thong bao", "notice"),
                "NQ": ("nq", "nghi quyet", "resolution"),
                "KHAC": ("khac", "other"),
            },
        ),
    ),
    None,
    "document.add",
)  # fmt: skip

TARGETS: Final[Mapping[str, Target]] = {
    one.id: one for one in (_HOTSPOTS, _BOUNDARIES, _CROSSINGS, _VISITS, _DOCUMENTS)
}
"""By name."""
