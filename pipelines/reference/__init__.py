"""The maker of reference packs: published sources in, one province's pack out. See docs/pack.md."""

from pipelines.reference.packs import make_pack
from pipelines.reference.report import Remark, Report

__all__ = ["Remark", "Report", "make_pack"]
