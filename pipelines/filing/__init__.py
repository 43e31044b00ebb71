"""From a filed file to landed rows: gather, read, recognise, check, stand, land."""
