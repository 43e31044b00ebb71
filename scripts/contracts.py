"""Writes section 5 of docs/contracts.md, the questions, from the headers of `sql/`: `python -m scripts.contracts`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from programme import PROJECT
from warehouse.contract import Model
from warehouse.models import plan

DOCUMENT = PROJECT / "docs" / "contracts.md"
HEADING = "## 5. Questions"
INTRODUCTION = """## 5. Questions (`sql/queries/<subject>/<name>.sql`), one frame each

<!-- Made from the headers of sql/ by `make contracts`; a test holds the two equal. -->

Columns named `*_zh`/`*_en` come in pairs. `value_shown` is DECIMAL(18,4) already rounded; format it with the indicator's `decimals`.
A column that is not described in the question's own header is the mart's of that name, with its type and meaning.
"""


def section(questions: Sequence[Model]) -> str:
    """Section 5 as text: what each question takes and answers with, and what each column means."""
    asked = [
        "| question | parameters | its rows | columns |",
        "|---|---|---|---|",
        *(
            f"| `{question.name}` | {_parameters(question)} | {_cell(question.grain)} | "
            f"{', '.join(f'`{column.name}`' for column in question.columns)} |"
            for question in sorted(questions, key=lambda question: question.name)
        ),
    ]
    meant = ["| column | type | meaning | where it means this |", "|---|---|---|---|", *_meanings(questions)]
    return "\n".join([INTRODUCTION, *asked, "", *meant, ""])


def _parameters(question: Model) -> str:
    return ", ".join(f"`{name}` {kind}" for name, kind in question.parameters)


def _meanings(questions: Iterable[Model]) -> list[str]:
    """A row per name, type and meaning; where a name has several, each says in which questions."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for question in questions:
        for column in question.columns:
            found[column.name, *column.means].append(question.name)
    names = [name for name, _, _ in found]
    return [
        f"| `{name}` | {kind} | {_cell(meaning)} | "
        f"{', '.join(f'`{one}`' for one in sorted(where)) if names.count(name) > 1 else ''} |"
        for (name, kind, meaning), where in sorted(found.items())
    ]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def document(text: str) -> str:
    """The document with section 5 made anew."""
    start = text.index(HEADING)
    end = text.index("\n## ", start) + 1
    return text[:start] + section(plan().questions) + "\n" + text[end:]


def main() -> None:
    """Rewrite the document in place."""
    DOCUMENT.write_text(document(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
