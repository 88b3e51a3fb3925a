"""Indicators for officials: facts, definitions, figures and reports."""
