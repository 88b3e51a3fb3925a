"""Tax withheld from individuals' sales where the platform collects: dated rates, entries, lists, certificates."""
