"""The few styles that nothing native does, with the colours of one theme."""

from __future__ import annotations

from functools import cache

from ui.maps import container_style
from ui.tokens import CAPTION, CARD_NAME, CARD_RATIO, LEAST, TABLE, Theme, palette

# Colours are custom properties, so that a class below never names a colour.
_COLOURS = ("page", "panel", "text", "muted", "good", "bad", "primary", "rule", "faint")

_SHEET = f"""
{container_style("map", above=360)}
.st-key-map [data-testid="stDeckGlJsonChart"] * {{ overflow: visible !important; }}
.stColumn:has(.st-key-map) {{ position: relative; z-index: 2; }}
.st-key-map .deck-tooltip {{ width: max-content !important; max-width: 320px !important; }}
.stMainBlockContainer {{ padding-left: 2rem; padding-right: 2rem; max-width: 1680px; margin: 0 auto; }}
[data-testid="stMain"] {{ font-variant-numeric: tabular-nums; }}
[data-testid="stHtml"] p, [data-testid="stHtml"] table {{ margin: 0; }}
[data-testid="stSidebarHeader"] {{ height: 1.25rem; margin-bottom: 0; }}
[data-testid="stSidebar"] p.name {{ font-size: 20px; font-weight: 700; line-height: 1.25; }}
[data-testid="stSidebar"] p.department {{ font-size: 13.5px; color: var(--o-muted); margin-top: 2px; }}
[data-testid="stSidebar"] p.label {{ font-size: 14px; margin-bottom: 4px; }}
.themes {{ display: flex; border: 1px solid var(--o-rule); border-radius: 4px; overflow: hidden; }}
.themes a {{ flex: 1; text-align: center; padding: 5px 0; font-size: 14px; color: var(--o-text);
  text-decoration: none; }}
.themes a + a {{ border-left: 1px solid var(--o-rule); }}
.themes a[aria-current] {{ box-shadow: inset 0 0 0 1px var(--o-primary); font-weight: 600;
  background: color-mix(in srgb, var(--o-primary) 12%, transparent); }}
.themes a:focus-visible {{ outline: 2px solid var(--o-primary); outline-offset: -2px; }}
.strip {{ display: flex; flex-wrap: wrap; gap: 4px 18px; align-items: center; font-size: {CAPTION}px;
  color: var(--o-muted); min-height: 26px; }}
.strip b {{ color: var(--o-text); font-weight: 600; }}
.strip .tag {{ color: var(--o-bad); border: 1px solid var(--o-bad); border-radius: 4px; padding: 1px 8px;
  font-weight: 600; }}
.st-key-finding {{ gap: 0 !important; }}
.st-key-finding [data-testid="stMarkdownContainer"] {{ margin-bottom: 0; }}
.st-key-menu {{ gap: 2px !important; }}
.st-key-menu > div {{ margin: 0 !important; }}
.st-key-finding h1 {{ padding: 0; line-height: 1.25; }}
.st-key-finding p.grey {{ font-size: 15px; color: var(--o-muted); padding-top: 2px; }}
.st-key-notes:empty {{ display: none; }}
.st-key-tiles {{ border-top: 1px solid var(--o-rule); border-bottom: 1px solid var(--o-rule);
  padding: 8px 0; gap: 0 !important; margin-top: 2px; align-items: stretch !important; }}
.st-key-tiles > div {{ padding-left: 18px; border-left: 1px solid var(--o-rule); }}
.st-key-tiles > div:first-child {{ padding-left: 0; border-left: 0; }}
.st-key-tiles [data-testid="stMetricValue"] {{ line-height: 1.25; }}
.card h2 {{ display: flex; justify-content: space-between; align-items: baseline; gap: 10px; margin: 0;
  padding: 0; font-size: {CARD_NAME}px; font-weight: 650; line-height: 1.3; }}
.card h2 small {{ font-size: 14px; font-weight: 400; color: var(--o-muted); }}
.card .verdict {{ font-size: {TABLE}px; font-weight: 650; white-space: nowrap; }}
.card .big {{ display: flex; justify-content: space-between; align-items: baseline; flex-wrap: wrap;
  gap: 0 10px; }}
.card .ratio {{ font-size: {CARD_RATIO}px; font-weight: 700; line-height: 1.25; }}
.card .ratio small {{ font-size: 13.5px; font-weight: 400; color: var(--o-muted); margin-left: 6px; }}
.card .without {{ font-size: 20px; font-weight: 600; color: var(--o-muted); line-height: 1.6; }}
.card .distance {{ font-size: 16px; }}
.card .distance b {{ font-weight: 700; }}
.met {{ color: var(--o-good); }}
.not_met {{ color: var(--o-bad); }}
.unknown, .no_target {{ color: var(--o-muted); }}
.card img {{ display: block; width: 100%; margin: 4px 0 2px; }}
.card dl {{ margin: 0 !important; padding: 0 !important; font-size: {CAPTION}px; }}
.card dl > div {{ display: flex; justify-content: space-between; gap: 12px; padding: 4.5px 0;
  border-top: 1px solid var(--o-rule); }}
.card dt {{ color: var(--o-muted); font-weight: 400; white-space: nowrap; }}
.card dd {{ margin: 0; text-align: right; overflow-wrap: anywhere; }}
.ranking h2 {{ font-size: 16px; font-weight: 650; margin: 0; padding: 0; line-height: 1.4; }}
.ranking p {{ font-size: {CAPTION}px; color: var(--o-muted); padding-bottom: 6px; }}
.ranking table, .facts table {{ border-collapse: collapse; width: 100%; font-size: {TABLE}px; border: 0; }}
.ranking th, .facts th {{ font-size: {LEAST}px; font-weight: 400; color: var(--o-muted); text-align: left;
  border: 0; border-bottom: 1px solid var(--o-rule); padding: 2px 6px 4px 0; }}
.ranking td, .facts td {{ border: 0; border-bottom: 1px solid var(--o-rule); padding: 4.5px 6px 4.5px 0; }}
.ranking td:first-child {{ max-width: 0; width: 99%; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; }}
.ranking .bars {{ white-space: nowrap; padding-right: 0; }}
.ranking tr:last-child td {{ border-bottom: 0; }}
.ranking .figure, .facts .figure {{ text-align: right; white-space: nowrap; font-size: {CAPTION}px; }}
.ranking td small {{ font-size: {LEAST}px; color: var(--o-muted); }}
.ranking .bar {{ display: inline-block; height: 8px; background: var(--o-bad); margin-right: 7px; }}
.ranking .bar.above {{ background: var(--o-good); }}
.ranking .bar.plain {{ background: var(--o-faint); }}
.ranking b {{ font-weight: 600; font-size: {CAPTION}px; }}
.under, .under p, p.under {{ font-size: {LEAST}px; color: var(--o-muted); line-height: 1.6; }}
.under b {{ color: var(--o-text); font-weight: 600; }}
.facts td {{ vertical-align: top; line-height: 1.5; }}
.facts td:first-child {{ font-weight: 600; }}
.facts td small {{ color: var(--o-muted); font-size: {LEAST}px; font-weight: 400; }}
footer p {{ font-size: {CAPTION}px; }}
footer {{ border-top: 1px solid var(--o-rule); padding-top: 8px; font-size: {CAPTION}px;
  color: var(--o-muted); line-height: 1.6; }}
@media (max-width: 1100px) {{ .strip {{ gap: 2px 12px; }} .st-key-finding h1 {{ font-size: 25px; }} }}
"""


@cache
def sheet(theme: Theme) -> str:
    """The style sheet of one theme, ready to be sent."""
    colours = palette(theme)
    named = "".join(f"--o-{name}:{getattr(colours, name)};" for name in _COLOURS)
    return f"<style>:root{{{named}}}{_SHEET}</style>"
