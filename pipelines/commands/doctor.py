"""Whether all that the observatory rests on is well."""

from __future__ import annotations

import typer

from pipelines.commands.app import app
from pipelines.commands.checkup import BROKEN, Place, check_up
from pipelines.commands.console import Speaker, guarded, print_json
from pipelines.commands.options import HomeOption, JsonOption, LanguageOption, ReferenceOption, help_text


@app.command(help=help_text("doctor.help"))
def doctor(
    as_json: JsonOption = False,
    home: HomeOption = None,
    reference: ReferenceOption = None,
    lang: LanguageOption = None,
) -> None:
    speaker = Speaker(lang)
    with guarded(speaker):
        found = check_up(Place(home, reference))
        told = [one.told(speaker.language) for one in found]
        if as_json:
            print_json(told)
        else:
            for one in told:
                mark, name = (
                    speaker.text(f"doctor.{one['state']}"),
                    speaker.text(f"doctor.check.{one['check']}"),
                )
                speaker.out.print(f"[{mark}] {name}: {one['found']}")
                for part in ("means", "remedy"):
                    if one[part]:
                        speaker.out.print("    " + speaker.text(f"doctor.{part}", said=one[part]))
        if any(one.state == BROKEN for one in found):
            raise typer.Exit(1)
