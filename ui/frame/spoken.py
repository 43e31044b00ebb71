"""What a screen reader says: the page's language, and the names of Streamlit's own controls in it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from words import Speech

_component = st.components.v2.component(
    "spoken", js=Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
)
TAGS = {"zh": "zh-CN", "en": "en"}
# What Streamlit, its map, its boxes and its tables call their controls, and our word for each.
NAMES = {
    "(index)": "index",
    "25th percentile": "stats_lower_quarter",
    "75th percentile": "stats_upper_quarter",
    "Accounting": "format_accounting",
    "Automatic": "format_automatic",
    "Autosize": "autosize",
    "Average length": "stats_length_average",
    "Average": "stats_average",
    "bar": "stats_bar_role",
    "Based on sample": "based_on_sample",
    "Bytes": "format_bytes",
    "Calendar": "format_calendar",
    "Choose an option": "choose_option",
    "Choose options": "choose_options",
    "Clear all": "clear_all",
    "Clear selection": "clear_selection",
    "Clear value": "clear_all",
    "Close fullscreen": "close_fullscreen",
    "Close Search": "close_search",
    "Close sidebar": "close_sidebar",
    "Close": "close",
    "Collapse sidebar": "close_sidebar",
    "Compact": "format_compact",
    "Connection error": "connection_error",
    "Copy column name": "copy_column",
    "Dataframe column menu": "column_menu",
    "Dismiss": "dismiss",
    "Distance": "format_distance",
    "Distinct": "stats_distinct",
    "Distribution histogram": "stats_chart",
    "Dollar": "format_dollar",
    "Download as CSV": "download_csv",
    "Duration": "format_duration",
    "Empty": "stats_empty",
    "Euro": "format_euro",
    "Expand sidebar": "open_sidebar",
    "Format": "format",
    "Fullscreen": "fullscreen",
    "group mark container": "stats_group_role",
    "Hide column": "hide_column",
    "image": "kind_image",
    "Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:": "connection_help",
    "Localized": "format_localized",
    "Main menu": "main_menu",
    "Map": "map",
    "Mapbox logo": "map_logo",
    "Maximum length": "stats_length_maximum",
    "Maximum": "stats_maximum",
    "Median": "stats_median",
    "Minimum length": "stats_length_minimum",
    "Minimum": "stats_minimum",
    "Next Result": "next_result",
    "No data": "stats_none",
    "No results": "no_results",
    "number": "kind_number",
    "Open sidebar": "open_sidebar",
    "Open": "open",
    "Page not found": "page_not_found",
    "Percent": "format_percent",
    "Pin column": "pin_column",
    "Plain": "format_plain",
    "Previous Result": "previous_result",
    "Range": "stats_range",
    "rect mark container": "stats_group_role",
    "Running...": "running",
    "Scientific": "format_scientific",
    "Search": "search",
    "Select all": "select_all",
    "Selected values": "selected_values",
    "Show/hide columns": "columns",
    "Sidebar": "sidebar",
    "Skip to main content": "skip",
    "Sort ascending": "sort_ascending",
    "Sort descending": "sort_descending",
    "Standard deviation": "stats_spread",
    "Statistics": "statistics",
    "Sum": "stats_sum",
    "text": "kind_text",
    "The page that you have requested does not seem to exist. Running the app's main page.": "page_not_there",
    "Toggle attribution": "map_attribution",
    "Top values frequency chart": "stats_top",
    "Type to search": "type_to_search",
    "Unpin column": "unpin_column",
    "Values": "stats_values",
    "Vega visualization": "stats_chart",
    "visualization": "stats_chart_role",
    "Yen": "format_yen",
    "Zoom In": "zoom_in",
    "Zoom Out": "zoom_out",
}
# Words that hold what is meant, as they are matched in turn, and ours with the same places.
PATTERNS = {
    "Help for {name}": "help_for",
    "Remove {name}": "remove",
    "{name}, selected": "chosen",
    "{place} of {count} result": "of_results",
    "{place} of {count} results": "of_results",
    "{count} option available.": "options",
    "{count} options available.": "options",
    "{bins}; Range: {range}; Count: {count}": "stats_bar",
    "{count} result": "results",
    "{count} results": "results",
}
# Buttons over a chart or table and small charts of its columns, which go on with what they are of.
LABELLED = (
    "Clear selection",
    "Close fullscreen",
    "Distribution histogram",
    "Download as CSV",
    "Fullscreen",
    "Search",
    "Show/hide columns",
    "Top values frequency chart",
)
PLACES = {name: f"{{{name}}}" for name in ("name", "place", "count", "range")}


def declare(speech: Speech) -> None:
    """Declare the page's language and name Streamlit's controls in it. Draws nothing."""
    _component(
        key="spoken",
        data={
            "lang": TAGS[speech.language],
            "names": {theirs: speech(f"spoken.{ours}") for theirs, ours in NAMES.items()},
            "patterns": _patterns(speech),
        },
    )


def _patterns(speech: Speech) -> list[list[str]]:
    """Their words with places in braces, and ours."""
    said = [[theirs, speech(f"spoken.{ours}", **PLACES)] for theirs, ours in PATTERNS.items()]
    labelled = [
        [
            f"{theirs}: {{name}}",
            speech("spoken.labelled", label=speech(f"spoken.{NAMES[theirs]}"), name="{name}"),
        ]
        for theirs in LABELLED
    ]
    return labelled + said
