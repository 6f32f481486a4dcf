"""The words of an invented history: neutral sentences that could stand in any register and tell of nobody."""

NOTES = (
    "Đèn chiếu sáng giữa hẻm hỏng, đã báo tổ trưởng.",
    "Địa bàn yên tĩnh, không phát hiện vấn đề mới.",
    "Có tụ tập ở đầu hẻm vào buổi tối, cần theo dõi thêm.",
    "Người dân phản ánh trật tự tốt hơn so với lần trước.",
    "Bãi đất trống chưa được rào, rác còn tồn đọng.",
    "Camera của tổ tự quản hoạt động tốt.",
    "Đề nghị tăng tuần tra khung giờ từ 20 đến 22 giờ.",
)
RELAPSE_NOTE = "Có dấu hiệu phức tạp trở lại, đề nghị xem xét."

REASONS = {
    "DE_XUAT": "Khu phố phản ánh tình hình mất trật tự kéo dài.",
    "KHONG_CHAP_NHAN": "Kiểm tra thực tế không có dấu hiệu phức tạp.",
    "CHUA_DAT": "Còn dấu hiệu phức tạp khi hết thời hạn chuyển hóa.",
    "TAI_PHUC_TAP": "Hai lượt giám sát liên tiếp ghi nhận phức tạp trở lại.",
}

TITLES = {
    "THEO_DOI": ("KH", "Kế hoạch giám sát địa bàn"),
    "CHO_KE_HOACH": ("CV", "Đề nghị xây dựng kế hoạch chuyển hóa địa bàn"),
    "DANG_CHUYEN_HOA": ("QD", "Phê duyệt kế hoạch chuyển hóa địa bàn"),
    "CHUA_DAT": ("TB", "Kết quả đánh giá: chưa đạt yêu cầu chuyển hóa"),
    "DA_CHUYEN_HOA": ("QD", "Công nhận địa bàn đã chuyển hóa"),
    "TAI_PHUC_TAP": ("TB", "Địa bàn phức tạp trở lại sau chuyển hóa"),
    "ON_DINH": ("BC", "Báo cáo kết thúc thời gian theo dõi sau chuyển hóa"),
}
"""Kind and subject of the document that brings each state."""

WATCHED_BY = "Ban Thường trực Mặt trận (mẫu)"
DECIDED_BY = "Ủy ban nhân dân phường (mẫu)"

REQUESTS = (
    "Lắp thêm đèn chiếu sáng và thông thoáng lối đi.",
    "Tăng cường tuần tra, kiểm soát vào buổi tối.",
    "Rào bãi đất trống và dọn rác tồn đọng.",
    "Lắp camera an ninh ở hai đầu tuyến.",
    "Kiểm tra điều kiện kinh doanh của các cơ sở dọc tuyến.",
)
PRAISE = "Khen thưởng tập thể có đóng góp cho kết quả chuyển hóa địa bàn."
PRAISED = "Tổ tự quản mẫu"
LETTER = "Kiến nghị qua giám sát địa bàn"
REPLY = "Trả lời kiến nghị qua giám sát địa bàn"
ANSWERS = (
    "Đã khảo sát và đưa vào kế hoạch của quý.",
    "Đã thực hiện, đề nghị giám sát lại.",
    "Đã giao đơn vị chuyên môn, dự kiến xong trong tháng.",
)
REFUSAL = "Chưa bố trí được kinh phí trong năm."
WITHDRAWAL = "Trùng với kiến nghị đã gửi trước đó."

CORRECTION = "Nhập nhầm kết quả của lượt giám sát."
CANCELLATION = "Ghi nhầm địa bàn."
MERGING = "Hai địa bàn liền kề, theo dõi chung cho sát thực tế."
SPLITTING = "Hai đầu tuyến có diễn biến khác nhau, theo dõi riêng."
REMOVAL = "Lập nhầm, không phải địa bàn cần giám sát."
DUPLICATE = "Đã có trong danh sách dưới tên khác."
SOURCE = "DỮ LIỆU MẪU: địa bàn không có thật"

TEAMS = (("Đội 1", "MAT_TRAN"), ("Đội 2", "HOI_CCB"))
"""What teams of a day plan are called, and the body that each comes from."""
