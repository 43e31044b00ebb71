"""The maker of reference packs: published sources in, one province's pack out. See docs/pack.md."""

from programme.packs.making.packs import make_pack
from programme.packs.making.report import Remark, Report

__all__ = ["Remark", "Report", "make_pack"]
