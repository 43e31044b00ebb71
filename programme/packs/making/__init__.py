"""The maker of reference packs: published sources in, the pack of a province or of the country out. See docs/pack.md."""

from programme.packs.making.country import make_country
from programme.packs.making.packs import make_pack
from programme.packs.making.report import Remark, Report

__all__ = ["Remark", "Report", "make_country", "make_pack"]
