"""Matching alone: the same keys matched by Raccord's engine and by joins in polars, without reading a workbook."""
