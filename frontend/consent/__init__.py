"""The paper by which a household lets its cooperative act for it: its form, and its picture."""
