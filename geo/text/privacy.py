"""Owns the guard of free text: what in it names a person or leads to one."""

import re
from collections.abc import Collection, Iterator
from typing import Final, Literal, NamedTuple

from geo.errors import PersonalData
from geo.text.names import to_nfc
from geo.text.persons import find_person_names

Kind = Literal["person_name", "phone", "id_number", "plate", "birth_year"]


class Finding(NamedTuple):
    """Something personal; ``start`` and ``end`` are offsets in the NFC form of the text."""

    kind: Kind
    start: int
    end: int


_FLAGS: Final = re.IGNORECASE
_MASK: Final = "\x01"

_DATE_OR_TIME: Final = re.compile(
    r"(?<![\d.])(?<!\d[/-])(?:(?:0?[1-9]|[12]\d|3[01])([./-])(?:0?[1-9]|1[0-2])\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"|(?:[01]?\d|2[0-3])(?::|h|g)[0-5]\d)(?!\d|[./-]\d)",
    _FLAGS,
)
_ID_LABELLED: Final = re.compile(
    r"(?<!\w)(?:cccd|cmnd|cmt|căn\s+cước(?:\s+công\s+dân)?|chứng\s+minh(?:\s+(?:nhân\s+dân|thư))?|định\s+danh)"
    r"(?:\s+(?:cá\s+nhân|số|là))*\s*[:.]?\s*(\d(?:[ .-]?\d){7,14})(?!\d)"
    r"|(?<!\w)(?:hộ\s+chiếu|passport)(?:\s+số)?\s*:?\s*([A-Z]{1,2}\d{6,8})(?!\w)",
    _FLAGS,
)
_ID_BARE: Final = re.compile(
    r"(?<![\w+/.,\-])(?:\d{12}|\d{9}|\d{3,6}(?P<sep>[ .\-])\d{3,6}(?:(?P=sep)\d{3,6})*)(?![\w/]|[.,\-]\d)"
)
_ID_LENGTHS: Final = (12, 9)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_COUNTED_AFTER: Final = re.compile(
    r"\s*(?:đồng|đ(?!\w)|vnđ|vnd|₫|%|triệu|tỷ|tỉ|nghìn|ngàn|người|hộ(?!\w)|nhân\s+khẩu|lượt|vụ(?!\w)|trường\s+hợp"
    r"|m2|m²|mét|km|ha(?!\w)|usd)",
    _FLAGS,
)
_COUNTED_BEFORE: Final = re.compile(
    r"(?:tiền|kinh\s+phí|trị\s+giá|tổng\s+số|tổng\s+cộng|ngân\s+sách|doanh\s+thu|hẻm|ngõ|kiệt|số\s+nhà)"
    r"\s*:?\s*$",
    _FLAGS,
)

_DIGIT: Final = r"[\dOo]"
_GAP: Final = r"[ \u00a0.()\u2013-]{0,2}"
_PHONE: Final = re.compile(
    rf"(?<![\w+])(?<!\d[.-])(?:"
    rf"\(?(?:\+|00)?[ ]?84\)?{_GAP}(?:\([0Oo]\)[ ]?)?[1-9](?:{_GAP}{_DIGIT}){{8,9}}"
    rf"|\(?[0Oo]\.?[ -]?(?:[2-9](?:{_GAP}{_DIGIT}){{8}}"
    rf"|(?:2{_GAP}{_DIGIT}|1{_GAP}[2689])(?:{_GAP}{_DIGIT}){{8}})"
    rf")(?!\w|[.-](?!0\d{{8}})\d)"
)
_DECIMAL: Final = re.compile(r"[0Oo]\.\d{5,}")
_SUM: Final = re.compile(r"[1-9]\d{0,2}(?:[. ]\d{3})+")
_LEAST_DIGITS: Final = 7

_SERIES: Final = r"[A-HK-NPS-VX-ZĐ](?:[A-HK-NPS-VX-ZĐ]|\d)?"
_DASH: Final = r"[-\u2013]"
_PLATE: Final = re.compile(
    rf"(?<![\w/.,-])(?:1[1-9]|[2-9]\d)(?:"
    rf"[ ]?{_DASH}?[ ]?{_SERIES}[ ]?(?:{_DASH}|[. ])?[ ]?(?:\d{{3}}[. ]\d\d|\d{{5}})"
    rf"|(?:{_DASH}{_SERIES}[ ]?(?:{_DASH}|[. ])?[ ]?|{_SERIES}{_DASH})\d{{4}}"
    rf")(?![\w/]|[.,-]\d)",
    _FLAGS,
)
_NOT_PLATE: Final = re.compile(r"\d\d ?(?:m2|ha|kg|h\d?|g\d?|t|đ)(?=\W|\d{3})", _FLAGS)
_PLATE_LABELLED: Final = re.compile(
    r"(?<!\w)(?:biển\s+(?:kiểm\s+soát|số)|bks|biển\s+xe)(?:\s+(?:xe|là|số))*\s*:?\s*"
    r"(\d\d[ .-]?[A-ZĐ]{1,2}\d?[ .-]{0,2}\d{2,3}[ .-]?\d{2})(?!\w)",
    _FLAGS,
)

_ANY_DIGIT: Final = re.compile(r"\d")

_BIRTH: Final = re.compile(
    r"(?<!\w)(?:(?:sn|s\.\s?n\.?|ns)\s*[:.]?\s*(?:19|20)\d\d"
    r"|(?:sinh\s+năm|năm\s+sinh|sinh|ns)\s*:?\s*(?:19|20)?\d\d"
    r"|(?:sinh\s+ngày|ngày\s+sinh|ngày,?\s+tháng,?\s+năm\s+sinh)\s*:?\s*"
    r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?![\d/]|\s*(?:hộ|%))",
    _FLAGS,
)
_BEFORE_SINH: Final = frozenset(
    {
        "học", "vệ", "phát", "hy", "hi", "nảy", "nẩy", "dân", "tái", "thí", "an", "nữ", "nam", "môn",
        "khai", "giáo", "y", "hộ", "ký", "kí", "song", "hồi", "giám", "sản", "trường",
    }
)  # fmt: skip
"""Words that make another word of "sinh": học sinh năm 2012, vệ sinh năm 2012, hy sinh năm 1968."""


def find_personal_data(text: str) -> tuple[Finding, ...]:
    """Return what in the text names a person or leads to one, in the order of the text.

    Parameters
    ----------
    text
        Free text in Vietnamese. It is looked at in the form of `geo.text.names.to_nfc`.

    Returns
    -------
    tuple of Finding
        Without overlaps; offsets count code points of the NFC text. Names of streets, bridges,
        wards and organisations, numbers of documents, alleys and sums of money are left alone.
        The guard sees patterns, so it can miss a name that is written like an ordinary word.
    """
    nfc = to_nfc(text)
    found = _find_numbers(nfc)
    if nfc.isdecimal():
        return tuple(found)
    found.extend(Finding("person_name", start, end) for start, end in find_person_names(nfc))
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end)))


def require_impersonal(text: str, *, field: str, no_persons: Collection[str] = ()) -> str:
    """Return the text as it is stored (NFC) when it holds nothing personal.

    Parameters
    ----------
    text
        What somebody wrote.
    field
        Where it stands.
    no_persons
        Names found in it that the writer says are no person's, such as those of a street; numbers stay refused.

    Raises
    ------
    PersonalData
        ``personal_data`` with ``field``, ``kind``, ``start`` and ``end`` of the first finding. The
        finding itself is not among the facts: they end up in logs.
    """
    whole = to_nfc(text)
    for found in find_personal_data(whole):
        if found.kind != "person_name" or whole[found.start : found.end] not in no_persons:
            raise _refusal(field, found)
    return whole


def require_official(text: str, *, field: str) -> str:
    """Return a name given by the state as it is stored (NFC): a person it remembers may be named, numbers may not.

    Raises
    ------
    PersonalData
        As `require_impersonal`.
    """
    whole = to_nfc(text)
    for found in sorted(_find_numbers(whole), key=lambda finding: finding.start):
        raise _refusal(field, found)
    return whole


def _refusal(field: str, found: Finding) -> PersonalData:
    return PersonalData("personal_data", field=field, kind=found.kind, start=found.start, end=found.end)


def _find_numbers(nfc: str) -> list[Finding]:
    """Return what is personal by its digits; each finding is covered up before the next kind is looked for."""
    found: list[Finding] = []
    is_code = nfc.isdecimal() and len(nfc) < min(_ID_LENGTHS)
    if is_code or not _ANY_DIGIT.search(nfc):
        return found
    masked = nfc
    for kind, spans in (
        ("birth_year", _birth_years),
        ("id_number", _labelled_ids),
        ("plate", _plates),
        ("dates", _dates),
        ("phone", _phones),
        ("id_number", _bare_ids),
    ):
        for start, end in list(spans(masked)):
            masked = masked[:start] + _MASK * (end - start) + masked[end:]
            if kind != "dates":
                found.append(Finding(kind, start, end))  # type: ignore[arg-type]
    return found


def _dates(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _DATE_OR_TIME.finditer(text))


def _birth_years(text: str) -> Iterator[tuple[int, int]]:
    for match in _BIRTH.finditer(text):
        before = re.findall(r"[^\W\d_]+", text[max(0, match.start() - 12) : match.start()])
        starts_with_sinh = match.group().lower().startswith("sinh")
        if not (starts_with_sinh and before and before[-1].lower() in _BEFORE_SINH):
            yield match.span()


def _labelled_ids(text: str) -> Iterator[tuple[int, int]]:
    for match in _ID_LABELLED.finditer(text):
        yield match.span(1) if match[1] else match.span(2)


def _bare_ids(text: str) -> Iterator[tuple[int, int]]:
    for match in _ID_BARE.finditer(text):
        end = _id_end(match.group(), match["sep"])
        if not end or _COUNTED_AFTER.match(text, match.start() + end):
            continue
        if not _COUNTED_BEFORE.search(text[max(0, match.start() - 20) : match.start()]):
            yield match.start(), match.start() + end


def _id_end(found: str, separator: str | None) -> int:
    """Return where an ID ends that starts the digit groups, or 0 when there is none."""
    groups = found.split(separator) if separator else [found]
    for length in _ID_LENGTHS:
        total = 0
        for count, group in enumerate(groups, 1):
            total += len(group)
            ends = separator == " " or count == len(groups)  # only after a space may another number follow
            if total == length and ends and _is_id(groups[:count], separator):
                return total + count - 1
    return 0


def _is_id(groups: list[str], separator: str | None) -> bool:
    if separator is None:
        return True
    years = sum(1 for group in groups if _YEAR.fullmatch(group))
    if separator == ".":
        # One dot is a decimal point; a sum of money never starts with 0, an ID of 12 digits always does.
        long = sum(map(len, groups)) == max(_ID_LENGTHS)
        return len(groups) > 2 and (groups[0].startswith("0") or not long)  # noqa: PLR2004
    return not years if len(groups) == 2 else years < len(groups)  # noqa: PLR2004


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for match in _PHONE.finditer(text):
        digits = sum(letter.isdigit() for letter in match.group())
        is_sum = _SUM.fullmatch(match.group()) and _COUNTED_AFTER.match(text, match.end())
        if digits >= _LEAST_DIGITS and not is_sum and not _DECIMAL.match(match.group()):
            yield match.span()


def _plates(text: str) -> Iterator[tuple[int, int]]:
    for match in _PLATE_LABELLED.finditer(text):
        yield match.span(1)
    labelled = [match.span(1) for match in _PLATE_LABELLED.finditer(text)]
    for match in _PLATE.finditer(text):
        taken = any(start < match.end() and match.start() < end for start, end in labelled)
        if not taken and not _NOT_PLATE.match(match.group()):
            yield match.span()
