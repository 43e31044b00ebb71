"""What a form is: `data/programme/datasets/<name>.toml`, counts or a register, with its headings and rules."""

from programme.datasets.dataset import AnyDataset, Column, Counts, Measure, Register, Rule
from programme.datasets.headings import normal_heading
from programme.datasets.reading import Datasets, dataset_names, read_datasets

__all__ = [
    "AnyDataset",
    "Column",
    "Counts",
    "Datasets",
    "Measure",
    "Register",
    "Rule",
    "dataset_names",
    "normal_heading",
    "read_datasets",
]
