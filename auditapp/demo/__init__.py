"""A lived-in installation to look at: two audited companies, their stores and four waves of visits."""
