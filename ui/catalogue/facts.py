"""What the catalogue knows of the chosen indicator."""

from __future__ import annotations

from ui.frame.page import Choice, Page, Row

SIDES = ("numerator", "denominator")


def measures(page: Page, choice: Choice) -> dict[str, list[Row]]:
    """The measures that are added up on each side of its fraction."""
    found: dict[str, list[Row]] = {side: [] for side in SIDES}
    for row in page.answers.rows("indicator_measures", indicator=choice.code):
        found[row["side"]].append(row)
    return found


def kinds(page: Page, choice: Choice, column: str) -> set[str]:
    """The kinds of figures that a published column is made of: counts of forms, registers, dated figures of the pack."""
    sides = [column] if column in SIDES else SIDES
    return {row["dataset_kind"] or "figures" for side in sides for row in measures(page, choice)[side]}


def targets(page: Page, choice: Choice) -> list[Row]:
    """Its dated targets, of every area."""
    return [row for row in page.answers.rows("target_catalogue") if row["indicator_code"] == choice.code]


def place(page: Page, choice: Choice) -> str:
    """The whole area's name."""
    return page.short_name(choice.areas[page.root])


def own_target(page: Page, choice: Choice) -> Row | None:
    """The target that judges the whole area itself on the period shown; None where there is none, or another set it aside."""
    value, day = choice.headline()["own_target_value"], choice.period
    return next(
        (
            row
            for row in targets(page, choice)
            if row["area_code"] == page.root
            and row["target_value"] == value
            and row["valid_from"] <= day <= (row["valid_to"] or day)
        ),
        None,
    )
