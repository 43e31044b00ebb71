"""Community services: communities covered, and places."""

from __future__ import annotations

from programme.datasets.contract import AtMost, Contract, Return, count, schema_rule

ELDERLY_CARE = AtMost("elderly_care_communities", ("communities",))
CANTEEN = AtMost("canteen_communities", ("communities",))
CHILDCARE = AtMost("childcare_communities", ("communities",))
SERVICE_COMPLEX = AtMost("service_complex_communities", ("communities",))
CONVENIENCE = AtMost("convenience_communities", ("communities",))


class Services(Return):
    """Communities (residents' committees) with a service on the last day of the period, and its places."""

    communities = count("社区数", "Communities", "社区总数", "居委会数", "社区居委会数")
    elderly_care_communities = count(
        "养老服务覆盖社区数", "Communities with elderly care", "养老覆盖社区数", "居家养老覆盖社区数"
    )
    elderly_care_places = count("养老服务设施数", "Elderly care places", "养老设施数", "居家养老设施数")
    canteen_communities = count(
        "老年食堂覆盖社区数", "Communities with a canteen", "助餐覆盖社区数", "食堂覆盖社区数"
    )
    canteen_places = count("老年食堂数", "Canteens", "助餐点数", "食堂数")
    childcare_communities = count("托育服务覆盖社区数", "Communities with childcare", "托育覆盖社区数")
    childcare_places = count("托育机构数", "Childcare places", "托育设施数", "托育服务设施数")
    service_complex_communities = count(
        "综合服务设施覆盖社区数",
        "Communities with a service complex",
        "社区综合服务设施覆盖社区数",
        "综合体覆盖社区数",
    )
    service_complex_places = count("综合服务设施数", "Service complexes", "社区综合服务设施数", "综合体数")
    convenience_communities = count(
        "便民服务覆盖社区数", "Communities with convenience services", "便民覆盖社区数"
    )
    convenience_places = count("便民服务点数", "Convenience service places", "便民服务设施数", "便民设施数")
    elderly_care_within_communities = schema_rule(ELDERLY_CARE)
    canteen_within_communities = schema_rule(CANTEEN)
    childcare_within_communities = schema_rule(CHILDCARE)
    service_complex_within_communities = schema_rule(SERVICE_COMPLEX)
    convenience_within_communities = schema_rule(CONVENIENCE)


CONTRACT = Contract(
    dataset="services",
    name_zh="社区服务",
    name_en="Community services",
    levels=("county", "township"),
    schema=Services,
    rules={
        "elderly_care_within_communities": ELDERLY_CARE,
        "canteen_within_communities": CANTEEN,
        "childcare_within_communities": CHILDCARE,
        "service_complex_within_communities": SERVICE_COMPLEX,
        "convenience_within_communities": CONVENIENCE,
    },
    file_words=("社区服务设施", "社区服务"),
)
