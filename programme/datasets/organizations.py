"""Community social organisations by kind, registered and filed."""

from __future__ import annotations

from programme.datasets.contract import Contract, Return, count


class Organizations(Return):
    """Community social organisations on the last day of the period; organisations."""

    service_registered = count("社区服务登记", "Community service, registered", "社区服务类登记")
    service_filed = count("社区服务备案", "Community service, filed", "社区服务类备案")
    charity_registered = count("公益慈善登记", "Charity, registered", "公益慈善类登记")
    charity_filed = count("公益慈善备案", "Charity, filed", "公益慈善类备案")
    culture_registered = count("文体活动登记", "Culture and sport, registered", "文体活动类登记")
    culture_filed = count("文体活动备案", "Culture and sport, filed", "文体活动类备案")
    self_governance_registered = count("社区自治登记", "Self-governance, registered", "社区自治类登记")
    self_governance_filed = count("社区自治备案", "Self-governance, filed", "社区自治类备案")
    safety_registered = count("平安登记", "Safety, registered", "平安类登记", "平安建设登记")
    safety_filed = count("平安备案", "Safety, filed", "平安类备案", "平安建设备案")
    other_registered = count("其他登记", "Other, registered", "其他类登记")
    other_filed = count("其他备案", "Other, filed", "其他类备案")


CONTRACT = Contract(
    dataset="organizations",
    name_zh="社区社会组织",
    name_en="Community social organisations",
    levels=("county", "township"),
    schema=Organizations,
    file_words=("社区社会组织", "社会组织"),
)
