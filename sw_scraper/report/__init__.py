"""The report: one self-contained page that shows what a dataset holds and how its harvests are doing."""
