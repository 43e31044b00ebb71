"""Population of a county, as the county files it."""

from __future__ import annotations

from programme.datasets.contract import LARGEST_POPULATION, AtMost, Contract, Return, count, schema_rule

URBAN = AtMost("urban_population", ("resident_population",))


class Population(Return):
    """Permanent residents (常住人口) on the last day of the period; persons."""

    resident_population = count("常住人口", "Resident population", "常住人口数", largest=LARGEST_POPULATION)
    urban_population = count(
        "城镇常住人口",
        "Urban resident population",
        "城镇人口",
        "城镇常住人口数",
        largest=LARGEST_POPULATION,
    )
    urban_within_resident = schema_rule(URBAN)


CONTRACT = Contract(
    dataset="population",
    name_zh="人口",
    name_en="Population",
    levels=("county",),
    schema=Population,
    rules={"urban_within_resident": URBAN},
    file_words=("人口",),
)
