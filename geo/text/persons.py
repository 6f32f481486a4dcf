"""Owns the recognition of Vietnamese personal names in running text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from geo.text.names import exact_key, tone_key

_TOKEN: Final = re.compile(r"[^\W\d_]+|\d+[A-Za-zĐđ]?(?:/\d+[A-Za-zĐđ]?)*(?!\w)|\d+")
_BETWEEN_SYLLABLES: Final = re.compile(r"[ \t\u00a0]{1,3}|-")
_BETWEEN_WORDS: Final = re.compile(r"[ \t\u00a0]*[,:]?[ \t\u00a0]*")
_LONGEST: Final = 6
_WORDS_KEPT: Final = 4096
"""Keys of single words that are kept; Vietnamese has fewer syllables in use than twice that."""
_FULL: Final = 3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> frozenset[str]:
    return frozenset(text.split(", "))


_SURNAMES: Final = _words("nguyễn trần lê phạm huỳnh phan vũ võ đặng bùi đỗ ngô đinh trịnh trương")
"""So common, and so seldom the first word of anything else, that two syllables are a name."""
_RARE_SURNAMES: Final = _words(
    "hoàng hồ dương lý đào lâm mai đoàn tô hà cao tạ châu thái lương lưu vương kiều quách triệu tống tăng "
    "phùng chu nghiêm lại thạch kim thân mạc la từ diệp giang đồng khuất doãn bạch âu tôn hứa hàn cù bành "
    "lục đàm mã lữ ninh liêu khổng tiêu nông giàng thào sùng lò vi cung ung viên danh tất trầm"
)
"""Also begin places and other words (Hà Nội, Cao Bằng, Mai Dịch): three syllables are needed."""
_PLAIN_SURNAMES: Final = _words("nguyen tran pham huynh dang bui phan hoang ngo vo le")
_MIDDLES: Final = {"văn": False, "thị": False, "van": True, "thi": True}
"""Middle names that give a name away even in lower case; True: as typed without marks."""
_AFTER_MIDDLE: Final = _words("hóa hoá nghệ phòng bản kiện học trấn xã trường ủy uỷ")
"""With these, văn and thị are ordinary words: giao lưu văn hóa."""

_TITLES: Final = _words("anh chị ông bà em cô chú bác cháu dì cậu mợ thím thầy tên cụ")
_LONG_TITLES: Final = (
    ("đối", "tượng"), ("bị", "can"), ("bị", "cáo"), ("nghi", "can"), ("nghi", "phạm"), ("đồng", "chí"),
    ("con", "nghiện"),
)  # fmt: skip
_FIRST_WORDS: Final = (
    _SURNAMES | _RARE_SURNAMES | _PLAIN_SURNAMES | _TITLES | {first for first, _ in _LONG_TITLES}
)
"""A text without any of these names nobody."""
_LINKS: Final = _words("là tên")
_NOT_TITLE_AFTER: Final = {"em": _words("trẻ"), "tên": _words("mang đặt"), "anh": _words("tiếng nước")}
_PLACES_WITH_TITLE: Final = frozenset(
    {
        "bà rịa", "bà chiểu", "bà điểm", "bà hom", "bà hạt", "bà nà", "bà đen", "bà triệu", "bà trưng",
        "bà huyện", "bà chúa", "ông lãnh", "ông tạ", "ông ích", "ông thìn", "cô giang", "cô bắc", "cô tô",
        "bác hồ", "bác ái", "bác tôn", "cháu ngoan",
    }
)  # fmt: skip

_NO_NAME_STARTS: Final = _words(
    "hội ban mặt ủy uỷ chi đảng nhà chủ bí trưởng phó cụm việt quốc bộ sở phòng đội thiếu học sinh cán "
    "thường cầu chùa đình đền bến địa điểm bản đã đang sẽ có bị ở tại và là này đó"
)
"""What may follow a title in capitals without being a name: "chị Hội trưởng"."""
_NAME_ENDS: Final = _words(
    "phường quận huyện xã tỉnh hẻm hẽm ngõ ngách kiệt đường phố chợ khu ấp thôn tổ tp ub ubnd ubmttq mttq "
    "tuyến kênh rạch sn cmnd cccd sđt đt zalo facebook"
)
"""Capitalised words that are never part of a name."""
_NOT_NAME_PAIRS: Final = frozenset(
    {
        ("công", "an"), ("công", "ty"), ("công", "nhân"), ("công", "đoàn"), ("thành", "phố"),
        ("thành", "đoàn"), ("trường", "học"), ("trường", "tiểu"), ("trường", "thcs"), ("trường", "thpt"),
        ("trường", "mầm"), ("đoàn", "thanh"), ("đoàn", "tncs"), ("đoàn", "phường"), ("đoàn", "thể"),
        ("đoàn", "viên"), ("quân", "sự"), ("cầu", "chữ"), ("cựu", "chiến"), ("phụ", "nữ"), ("nông", "dân"),
        ("thanh", "niên"), ("lê", "chân"), ("phan", "thiết"), ("phan", "rang"), ("phan", "rí"),
        ("võ", "thuật"),
    }
)  # fmt: skip

_PLACE_WORDS: Final = _words(
    "hẻm hẽm hem ngõ ngách kiệt đường duong phố cầu cau chợ cho trường phường phuong xã quận huyện tỉnh "
    "ấp thôn bến đình chùa đền rạch kênh sông núi đảo lộ viện xoay xá thcs thpt tuyến góc kè hè ty tnhh "
    "mtv trạm tổ ga lẫm cổng"
)
_PLACE_PAIRS: Final = frozenset(
    {
        ("tiểu", "học"), ("mầm", "non"), ("đại", "học"), ("cao", "đẳng"), ("ngã", "ba"), ("ngã", "tư"),
        ("ngã", "năm"), ("ngã", "sáu"), ("ngã", "bảy"), ("nhà", "thờ"), ("mang", "tên"), ("khu", "vực"),
        ("tượng", "đài"), ("công", "viên"), ("chung", "cư"), ("dân", "cư"), ("khách", "sạn"),
        ("nhà", "hàng"), ("văn", "hóa"), ("văn", "hoá"), ("bảo", "tàng"), ("đặt", "tên"),
    }
)  # fmt: skip
_PLACE_INITIALS: Final = _words("đ p q tp")
"""Abbreviations of place words, when a full stop follows: Đ. Nguyễn Duy."""
_NOT_PLACE_PAIRS: Final = frozenset(
    {("gia", "đình"), ("hiện", "trường"), ("môi", "trường"), ("thị", "trường")}
)
_NOT_ADDRESS: Final = _words("năm tháng ngày lúc khoảng có điều mục gồm cùng với đủ hơn gần trong sn")
"""A number after one of these is no house or alley number."""
_NO_ADDRESS_NUMBER: Final = re.compile(r"(?:.*/)?(?:19|20)\d\d|\d{5,}")
"""Dates, years, and numbers with too many digits."""
_JOINS: Final = re.compile(r"[ \t]*(?:-|\u2013|/|đến|tới|giao(?: với)?)[ \t]*", re.IGNORECASE)
_AND: Final = re.compile(r"[ \t]+(?:và|với)[ \t]+", re.IGNORECASE)
_CROSSING: Final = re.compile(r"(?<!\w)(?:giao|góc|ngã|giữa)(?!\w)", re.IGNORECASE)
_CROSSING_REACH: Final = 60
_LONGEST_JOIN: Final = 20

_PUBLIC: Final = _phrases(
    "hồ chí minh, phạm thế hiển, nguyễn duy, hoài thanh, dương bá trạc, âu dương lân, phạm hùng, tạ "
    "quang bửu, cao lỗ, cao xuân dục, nguyễn thị tần, tùng thiện vương, trần nguyên hãn, bùi minh "
    "trực, lương ngọc quyến, lương văn can, lê thành phương, mai hắc đế, ngô sĩ liên, nguyễn chế "
    "nghĩa, nguyễn nhược thị, nguyễn quyền, nguyễn sĩ cố, nguyễn văn của, nguyễn văn linh, huỳnh "
    "thị phụng, hồ học lãm, hoàng đạo thúy, hoàng ngân, hoàng sĩ khải, đào cam mộc, đặng chất, bùi "
    "huy bích, an dương vương, trịnh quang nghị, trương đình hội, trần văn thành, tuy lý vương, võ "
    "liêm sơn, võ trứ, phạm nhữ tăng, phạm đức sơn, đinh hòa, đặng thúc liêng, lý chiêu hoàng, "
    "nguyễn tri phương, nguyễn văn cừ, trần hưng đạo, võ văn kiệt, phạm văn đồng, phạm văn chí, lê "
    "lợi, lê duẩn, lê hồng phong, lê quang sung, nguyễn huệ, nguyễn trãi, nguyễn du, nguyễn thái "
    "học, nguyễn thị minh khai, nguyễn thiện thành, nguyễn đình chiểu, nguyễn hữu thọ, nguyễn văn "
    "trỗi, phan đình phùng, phan bội châu, phan châu trinh, trần phú, trần quốc toản, trần xuân "
    "soạn, lý thường kiệt, lý thái tổ, hoàng văn thụ, hoàng diệu, hoàng sa, trường sa, võ thị sáu, "
    "võ nguyên giáp, tôn đức thắng, tôn thất thuyết, ngô quyền, ngô gia tự, đinh tiên hoàng, bùi "
    "thị xuân, đặng văn ngữ, vũ trọng phụng, trương định, trịnh hoài đức, bạch đằng, huỳnh tấn "
    "phát, dương minh châu, bạch long vĩ, đoàn thanh niên, đoàn văn bơ, lê văn lương, lê văn linh, "
    "lê văn tám, nguyễn thái bình"
)
"""Streets of Quận 8 and figures whose names streets bear: alone, these are places, not residents."""
_PUBLIC_KEYS: Final = frozenset(tone_key(name) for name in _PUBLIC)


class _Token(NamedTuple):
    text: str
    key: str
    start: int
    end: int

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_shouted(self) -> bool:
        return len(self.text) > 1 and self.text.isupper()


def find_person_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of each personal name, in order and without overlaps.

    Parameters
    ----------
    text
        NFC. A name is recognised by a title before it (``anh Tuấn``), or by a Vietnamese surname that
        starts a run of capitalised syllables (``Nguyễn Văn A``); in lower case or without marks
        only with the middle names văn and thị. A run after a word for a place or after a number is
        an address, and names of streets that everyone knows are places.
    """
    words = list(_TOKEN.finditer(text))
    keys = [_key(word.group()) for word in words]
    if _FIRST_WORDS.isdisjoint(keys):
        return
    tokens = [_Token(w.group(), key, w.start(), w.end()) for w, key in zip(words, keys, strict=True)]
    place_end = -1
    position = 0
    while position < len(tokens):
        titled = _after_title(text, tokens, position)
        first = titled or position
        length = _titled_length(text, tokens, first) if titled else _name_length(text, tokens, position)
        if not length:
            position += 1
            continue
        start, end = tokens[first].start, tokens[first + length - 1].end
        is_public = not titled and _is_public(tone_key(text[start:end]))
        if is_public or _is_place(text, tokens, position, place_end):
            place_end = end
        else:
            yield start, end
        position = first + length


_key = lru_cache(_WORDS_KEPT)(exact_key)


def _is_public(key: str) -> bool:
    return key in _PUBLIC_KEYS or key.startswith(f"{tone_key('Hồ Chí Minh')} ")


def _after_title(text: str, tokens: Sequence[_Token], position: int) -> int:
    """Return the position of the word behind a title that starts here, or 0."""
    token = tokens[position]
    after = position + 1
    if tuple(word.key for word in tokens[position : position + 2]) in _LONG_TITLES:
        after = position + 2
    elif token.key not in _TITLES or _before(tokens, position) in _NOT_TITLE_AFTER.get(token.key, ()):
        return 0
    while after < len(tokens) and tokens[after].key in _LINKS:
        after += 1
    if after >= len(tokens) or f"{token.key} {tokens[after].key}" in _PLACES_WITH_TITLE:
        return 0
    gap = text[tokens[after - 1].end : tokens[after].start]
    return after if _BETWEEN_WORDS.fullmatch(gap) and gap else 0


def _titled_length(text: str, tokens: Sequence[_Token], first: int) -> int:
    """Return how many syllables the name behind a title has, or 0 when it is none."""
    run = _run(text, tokens, first)
    if not run or tokens[first].key in _TITLES or tokens[first].key in _NO_NAME_STARTS:
        return 0
    only_initial = run == 1 and len(tokens[first].text) == 1  # "anh T" names nobody
    acronym = tokens[first].is_shouted and tokens[first].key not in _SURNAMES | _RARE_SURNAMES
    return 0 if only_initial or acronym else run


def _name_length(text: str, tokens: Sequence[_Token], first: int) -> int:
    """Return how many syllables the name has that a surname starts here, or 0."""
    key = tokens[first].key
    surname, plain = key in _SURNAMES or key in _RARE_SURNAMES, key in _PLAIN_SURNAMES
    if not (surname or plain):
        return 0
    run = _run(text, tokens, first)
    if run >= _FULL or (run > 1 and key in _SURNAMES):
        return run
    return _FULL if _is_lower_case_name(text, tokens[first : first + _FULL]) else 0


def _is_lower_case_name(text: str, words: Sequence[_Token]) -> bool:
    if len(words) < _FULL or words[1].key not in _MIDDLES or words[2].key in _AFTER_MIDDLE:
        return False
    known = words[0].key in (_PLAIN_SURNAMES if _MIDDLES[words[1].key] else _SURNAMES)
    joined = text[words[0].end : words[2].start]
    return known and words[2].key[0].isalpha() and re.search(r"[^\w \t]", joined) is None


def _run(text: str, tokens: Sequence[_Token], first: int) -> int:
    """Return how many capitalised syllables follow each other from here on."""
    count = 0
    while first + count < len(tokens) and count < _LONGEST:
        token = tokens[first + count]
        if not token.is_capital or token.key in _NAME_ENDS:
            break
        following = tokens[first + count + 1].key if first + count + 1 < len(tokens) else ""
        if count != 1 and (token.key, following) in _NOT_NAME_PAIRS:  # Nguyễn Công An is a name
            break
        if count and not _BETWEEN_SYLLABLES.fullmatch(text[tokens[first + count - 1].end : token.start]):
            break
        count += 1
    return count


def _continues(text: str, tokens: Sequence[_Token], position: int) -> bool:
    """Tell whether the word goes on from a capitalised one that is not a word for a place."""
    if not position:
        return False
    last = tokens[position - 1]
    gap = text[last.end : tokens[position].start]
    return last.is_capital and last.key not in _PLACE_WORDS and _BETWEEN_SYLLABLES.fullmatch(gap) is not None


def _is_place(text: str, tokens: Sequence[_Token], position: int, place_end: int) -> bool:
    """Tell whether what is before this position makes it the name of a place."""
    for _ in range(_LONGEST):  # Xã Nam Hà Lâm Hà: the surname is only the middle of a longer name
        if tokens[position].key in _RARE_SURNAMES and _continues(text, tokens, position):
            position -= 1
    if not position:
        return False
    last, start = tokens[position - 1], tokens[position].start
    gap = text[last.end : start]
    if _joins_place(text, place_end, start):
        return True
    if gap.strip() == ".":
        return last.key in _PLACE_INITIALS
    before = _before(tokens, position - 1)
    if not _BETWEEN_WORDS.fullmatch(gap) or before == "chủ":
        return False
    if last.key[0].isdecimal():
        return tokens[position].key not in _TITLES and _is_address_number(text, last, before, gap)
    pair = (before, last.key)
    return pair in _PLACE_PAIRS or (last.key in _PLACE_WORDS and pair not in _NOT_PLACE_PAIRS)


def _is_address_number(text: str, number: _Token, before: str, gap: str) -> bool:
    """Tell whether a number before a name can be that of an alley or a house: 690 Nguyễn Duy."""
    if before in _PLACE_WORDS or before == "số":
        return True
    part_of_longer = number.start > 0 and text[number.start - 1] in ".,-/:"
    return not (
        "," in gap or part_of_longer or before in _NOT_ADDRESS or _NO_ADDRESS_NUMBER.fullmatch(number.key)
    )


def _joins_place(text: str, place_end: int, start: int) -> bool:
    """Tell whether the words go on from the place that ended last: "góc Phạm Thế Hiển và Tạ Quang Bửu"."""
    if place_end < 0 or start - place_end > _LONGEST_JOIN:
        return False
    between = text[place_end:start]
    crossing = _CROSSING.search(text, max(0, place_end - _CROSSING_REACH), place_end)
    return _JOINS.fullmatch(between) is not None or (crossing is not None and bool(_AND.fullmatch(between)))


def _before(tokens: Sequence[_Token], position: int) -> str:
    return tokens[position - 1].key if position else ""
