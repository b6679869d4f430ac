"""Scaling and memory: imports of two sheets into two bases, each ten times the other."""

from benchmarks.data import Shape
from benchmarks.parts.imports import on_sqlite
from benchmarks.parts.part import Part, Result, Settings


def _name(shape: Shape) -> str:
    return f"{shape.rows:,} rows into {shape.customers:,}"


def _sizes(settings: Settings) -> Result:
    few, many = settings.few_customers, settings.customers
    few_few, few_many, many_few, many_many = shapes = [
        Shape(rows, customers) for rows in (settings.few_rows, settings.rows) for customers in (few, many)
    ]
    steps = [on_sqlite(settings, shape).imported(_name(shape)) for shape in shapes]
    series = settings.measured(*steps)
    result = Result("Imports of other sizes, key external_id", [(series, _name(few_few))])
    result.figure("sizes: customers", series.ratio(_name(few_many), _name(few_few)))
    result.figure("sizes: rows", series.ratio(_name(many_many), _name(few_many)))
    if _name(many_many) in series.steps and _name(many_few) in series.steps:
        most, least = (series.steps[_name(shape)].peak for shape in (many_many, many_few))
        result.figure("sizes: MB", max(most, least) / 1e6)
        result.figure("sizes: memory", most / least)
    return result


SIZES = Part("sizes", _sizes, turn=45, preparation=50)
