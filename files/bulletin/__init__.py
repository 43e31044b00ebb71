"""A bulletin on one indicator and period, as a Word document and as Markdown: every figure in it is bound to a question."""
