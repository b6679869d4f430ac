"""Dates, times and datetimes: real cells, and the one format that a column's text dates share."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from raccord.values import Fault, SheetLocale, sheet_locale
from raccord.values.moments import FORMATS, ISO, ColumnFormat, DateFormat, column_format, nearest_second, read_time
from support.front_half import fault_code, read_cell

US, GB = sheet_locale("en-US"), sheet_locale("en-GB")
AT_2 = "2026-11-22T14:30:15"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def dates_of(texts: list[str], locale: SheetLocale | None = None) -> list[str | None]:
    """What a column of these texts gives to a date field; a fault is None."""
    form = column_format(texts, locale, with_time=False)
    values = [read_cell("date", text, dates=form) for text in texts]
    return [value if isinstance(value, str) else None for value in values]


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22",
        "22/11/2026",
        "22.11.2026",
        "22-11-2026",
        "11/22/2026",
        "11.22.2026",
        "11-22-2026",
        "2026/11/22",
        "2026.11.22",
    ],
)
def test_each_format_of_a_date_is_read(text):
    """ISO, and day-month-year, month-day-year and year-month-day with each of the marks."""
    assert dates_of([text]) == ["2026-11-22"]


@pytest.mark.parametrize(
    ("text", "day"), [("3/4/2026", "2026-04-03"), ("03.04.2026", "2026-04-03"), ("2026-4-3", "2026-04-03")]
)
def test_days_and_months_may_have_one_digit(text, day):
    """A leading zero is not needed."""
    assert dates_of([text], GB) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "22/11/26",
        "26-11-22",
        "22/11",
        "2026",
        "22 11 2026",
        "22/11-2026",
        "222/11/2026",
        "2026-11-022",
        "22 nov 2026",
        "2026-11-22Z",
        "0000-11-22",
        "２０２６-11-22",
        "2026-13-01",
        "2026-00-10",
        "31/04/2026",
        "x",
    ],
)
def test_other_text_is_no_date(text):
    """Two-digit years, mixed marks, words, zones and days that do not exist are invalid."""
    assert dates_of([text]) == [None]


@pytest.mark.parametrize(
    ("text", "day"),
    [("29/02/2024", "2024-02-29"), ("29/02/2000", "2000-02-29"), ("29/02/2023", None), ("29/02/1900", None)],
)
def test_29_february_exists_in_leap_years(text, day):
    """It is a date only in a leap year."""
    assert dates_of([text]) == [day]


def test_one_clear_date_settles_the_column():
    """A 25th shows that the day comes first for every cell of the column, whatever the locale."""
    texts = ["03/04/2026", "25/04/2026"]

    assert dates_of(texts) == dates_of(texts, US) == ["2026-04-03", "2026-04-25"]
    assert dates_of(["03/04/2026", "04/25/2026"], GB) == ["2026-03-04", "2026-04-25"]


@pytest.mark.parametrize("text", ["03/04/2026", "03.04.2026", "03-04-2026"])
def test_only_a_locale_can_read_an_ambiguous_column(text):
    """Month first in en-US, day first in en-GB, fr and de; without a locale the cells are invalid as ambiguous."""
    form = column_format([text], None, with_time=False)

    assert form == ColumnFormat(None)
    assert fault_code(read_cell("date", text, dates=form)) == "ambiguous-date"
    assert dates_of([text], US) == ["2026-03-04"]
    assert [dates_of([text], sheet_locale(name)) for name in ("en-GB", "fr", "de")] == [["2026-04-03"]] * 3


def test_a_date_that_both_orders_read_alike_needs_no_locale():
    """The 5th of May is the 5th of May."""
    assert dates_of(["05/05/2026", "07/07/2026"]) == ["2026-05-05", "2026-07-07"]


def test_one_bad_cell_leaves_the_others_readable():
    """Where no format fits all cells, the one that fits most is used and the others are invalid."""
    assert dates_of(["22.11.2026", "soon", "23.11.2026", "2026-11-24"]) == ["2026-11-22", None, "2026-11-23", None]


def test_iso_comes_first_among_formats_that_fit_alike():
    """One ISO date and one other: ISO is used."""
    assert dates_of(["22.11.2026", "2026-11-24"]) == [None, "2026-11-24"]


def test_text_in_an_ambiguous_column_that_is_no_date_is_called_so():
    """Only what could be a date is ambiguous."""
    form = column_format(["03/04/2026", "soon"], None, with_time=False)

    assert fault_code(read_cell("date", "soon", dates=form)) == "not-a-date"


@pytest.mark.parametrize(
    ("texts", "written"),
    [(["06/11/2026", "22/11/2026"], "22/11/2026"), (["2026-11-06"], "2026-11-22"), (["11.22.2026"], "11.22.2026")],
)
def test_fault_shows_a_date_as_the_column_writes_them(texts: list[str], written: str) -> None:
    """What the message asks for is in the one format that the column's dates have."""
    form = column_format(texts, None, with_time=True)

    day, moment = (read_cell(kind, "soon", dates=form) for kind in ("date", "datetime"))

    assert isinstance(day, Fault)
    assert isinstance(moment, Fault)
    assert (day.facts["example"], moment.facts["example"]) == (written, f"{written} 14:30")


@pytest.mark.parametrize("cell", [date(2026, 11, 22), at("2026-11-22T00:00"), at("2026-11-22T00:00:00.000900")])
def test_date_cells_are_dates(cell):
    """A date cell, and a date and time at midnight but for noise, is a date."""
    assert read_cell("date", cell) == "2026-11-22"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (at(AT_2), "date-with-time"),
        (at("2026-11-22T00:00:01"), "date-with-time"),
        (at("2026-11-22T23:59:59.9"), "date-with-time"),
        ("2026-11-22 14:30", "date-with-time"),
        (46348, "not-a-date"),
        (46348.0, "not-a-date"),
        (True, "not-a-date"),
        (time(14, 30), "not-a-date"),
        (timedelta(hours=5), "not-a-date"),
    ],
)
def test_other_cells_are_no_dates(cell, code):
    """A time of day is never dropped, and a number is never taken for a date."""
    assert fault_code(read_cell("date", cell)) == code


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        (at(AT_2), AT_2),
        (at("2026-11-22T14:30:15.001"), AT_2),
        (at("2026-11-22T14:30:15.499"), AT_2),
        (at("2026-11-22T14:30:14.5"), AT_2),
        (at("2026-11-22T23:59:59.9995"), "2026-11-23T00:00:00"),
        (date(2026, 11, 22), "2026-11-22T00:00:00"),
        ("2026-11-22 14:30", "2026-11-22T14:30:00"),
        ("2026-11-22T14:30:15", AT_2),
        ("2026-11-22t9:05", "2026-11-22T09:05:00"),
        ("2026-11-22   14:30:15", AT_2),
        ("2026-11-22", "2026-11-22T00:00:00"),
    ],
)
def test_datetimes(cell, moment):
    """Cells are rounded to the second, as `NOW()` is shown; text may have a time, after a space or T."""
    assert read_cell("datetime", cell) == moment


@pytest.mark.parametrize("zone", ["Z", " Z", "+01:00", " UTC", " CET", "-0500", "[Europe/Paris]"])
def test_datetime_with_a_zone_is_invalid(zone):
    """Moments in sheets have no zone, and one that has is not guessed at."""
    assert fault_code(read_cell("datetime", "2026-11-22T14:30:15" + zone)) == "not-a-date"


@pytest.mark.parametrize(
    "cell",
    [
        46348.5,
        True,
        time(9),
        timedelta(1),
        "2026-11-22 24:00",
        "2026-11-22 14:60",
        "2026-11-22 14:30:15.5",
        "2026-11-22 2 pm",
        "14:30",
        "soon",
    ],
)
def test_other_cells_are_no_datetimes(cell):
    """Fractions of a second in text, numbers, times alone and impossible times are invalid."""
    assert fault_code(read_cell("datetime", cell)) == "not-a-date"


def test_text_datetimes_share_a_format_too():
    """The order is found from the dates, with or without times beside them."""
    texts = ["03/04/2026 9:05", "25/04/2026"]
    form = column_format(texts, None, with_time=True)

    assert [read_cell("datetime", text, dates=form) for text in texts] == ["2026-04-03T09:05:00", "2026-04-25T00:00:00"]
    assert column_format(texts[:1], None, with_time=True) == ColumnFormat(None)
    assert column_format(texts[:1], US, with_time=True) == ColumnFormat(DateFormat("mdy", "/"))


@pytest.mark.parametrize(
    ("cell", "clock"),
    [
        (time(14, 30), "14:30:00"),
        (time(14, 30, 15, 999_500), "14:30:16"),
        (time(0, 0), "00:00:00"),
        (timedelta(hours=9, minutes=5), "09:05:00"),
        (timedelta(0), "00:00:00"),
        (timedelta(hours=23, minutes=59, seconds=59), "23:59:59"),
        ("9:05", "09:05:00"),
        ("09:05:30", "09:05:30"),
        ("0:00", "00:00:00"),
        (time(14, 30, 14, 500_000), "14:30:15"),
        (timedelta(seconds=0.4), "00:00:00"),
        (time(23, 59, 59, 999_900), "23:59:59"),
    ],
)
def test_times_of_day(cell, clock):
    """A time cell, a duration of less than a day, and text are times, to the second and within their day."""
    assert read_cell("time", cell) == clock


@pytest.mark.parametrize(
    "cell",
    [
        timedelta(days=1),
        timedelta(hours=-1),
        at(AT_2),
        0.5,
        9,
        True,
        "24:00",
        "14:60",
        "14:30:60",
        "14h30",
        "2 pm",
        "14:30Z",
        "9",
        "9:5",
        "٩:٠٥",
    ],
)
def test_other_cells_are_no_times(cell):
    """A day or more, dates, numbers and other writings are invalid."""
    assert fault_code(read_cell("time", cell)) == "not-a-time"


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(FORMATS))
def test_dates_written_in_a_format_are_read_by_it(day, form):
    """Each format reads what it writes."""
    parts = {"d": f"{day.day:02}", "m": f"{day.month:02}", "y": f"{day.year}"}
    text = form.mark.join(parts[each] for each in form.order)

    assert form.read_date(text) == day
    assert form.read_datetime(f"{text} 14:30") == datetime.combine(day, time(14, 30))


@given(st.lists(st.dates(min_value=date(1000, 1, 1)), min_size=1))
def test_iso_columns_are_never_ambiguous(days):
    """A column of ISO dates is read in every locale and without one."""
    texts = [day.isoformat() for day in days]

    assert {column_format(texts, locale, with_time=False) for locale in (None, US, GB)} == {ColumnFormat(ISO)}


@given(st.datetimes(max_value=at("9999-12-31T23:59:59")))
def test_rounding_moves_a_moment_by_half_a_second_at_most(moment):
    """A moment is rounded to the whole second that is nearest."""
    rounded = nearest_second(moment)

    assert rounded.microsecond == 0
    assert abs(rounded - moment) <= timedelta(milliseconds=500)


@given(st.times())
def test_times_are_read_back(clock):
    """`read_time` reads what `isoformat` writes, to the second."""
    whole = clock.replace(microsecond=0)
    assert read_time(whole.isoformat("seconds")) == whole


def test_the_format_of_most_cells_counts_not_of_most_texts():
    """Three cells of one day outweigh one cell in another format."""
    texts = ["2026-01-05", "13/01/2026", "13/01/2026", "13/01/2026"]
    assert column_format(texts, None, with_time=False).format == DateFormat("dmy", "/")


@pytest.mark.parametrize("name", ["sv", "hu", "ja", "fr-CA"])
def test_locales_with_the_year_first_do_not_tell_day_from_month(name):
    """Where the year comes first, 03/04/2026 stays ambiguous."""
    assert column_format(["03/04/2026"], sheet_locale(name), with_time=False).format is None


def test_the_last_second_of_the_calendar_has_no_next_one():
    """What would round past the year 9999 stays in its second."""
    assert nearest_second(datetime(9999, 12, 31, 23, 59, 59, 999_900)) == datetime(9999, 12, 31, 23, 59, 59)
