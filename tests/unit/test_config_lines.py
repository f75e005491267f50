"""The lines of keys, against documents whose lines are known because they were written line by line."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from adapters.config_problems import KeyPath, Problem, lines_of, report

TOML = '''\
# one
top = "a # b = [c]"
"quoted key" = 1
dotted.inner.key = 0.5
many = [
    "x",  # comment, with ] and "
    { a = 1, b = [2, 3] },
    [1, 2],
]
text = """
[not.a.table]
fake = 1 \\""" still ""more"""
raw = \'\'\'
"""\'\'\'
when = 1979-05-27 07:32:00Z

[[people]]
id = "a"
[people.address]
city = "X"
[[people.phones]]
n = 1
[[people.phones]]
n = 2
[[people]]
id = "b"
[a.b]
c = {d = "}"}
'''


def test_every_form_of_toml_has_its_line() -> None:
    tomllib.loads(TOML)
    lines = lines_of(TOML)
    expected: dict[KeyPath, int] = {
        ("top",): 2,
        ("quoted key",): 3,
        ("dotted", "inner", "key"): 4,
        ("many",): 5,
        ("many", 0): 6,
        ("many", 1, "b", 1): 7,
        ("many", 2, 0): 8,
        ("text",): 10,
        ("raw",): 13,
        ("when",): 15,
        ("people",): 17,
        ("people", 0, "id"): 18,
        ("people", 0, "address", "city"): 20,
        ("people", 0, "phones", 0, "n"): 22,
        ("people", 0, "phones", 1, "n"): 24,
        ("people", 1): 25,
        ("people", 1, "id"): 26,
        ("a", "b", "c", "d"): 28,
    }
    assert {path: lines.get(path) for path in expected} == expected
    assert ("not", "a", "table") not in lines


VALUES = st.sampled_from(
    [
        "1",
        "-0.5",
        "true",
        '"a = [b]"',
        "'c'",
        "[1, [2, 3]]",
        "{ x = 1, y = 'z' }",
        '"""\n[n]\n"""',
        "[\n1,\n2,\n]",
    ]
)
GAPS = st.sampled_from(["", "\n", "# [no] = 1\n", "   \n\n"])


@given(st.lists(st.tuples(GAPS, st.sampled_from(["table", "item", "key"]), VALUES), max_size=25))
def test_a_key_is_on_the_line_where_it_was_written(pieces: list[tuple[str, str, str]]) -> None:
    toml, expected, items = "", {}, 0
    table: KeyPath = ()
    for number, (gap, what, value) in enumerate(pieces):
        toml += gap
        line = toml.count("\n") + 1
        if what == "table":
            table = (f"t{number}",)
            toml += f"[t{number}]\n"
        elif what == "item":
            table, items = ("list", items), items + 1
            toml += "[[ list ]]\n"
        else:
            expected[(*table, f"k{number}")] = line
            toml += f"k{number} = {value}\n"
    tomllib.loads(toml)
    lines = lines_of(toml)
    assert {path: lines.get(path) for path in expected} == expected


def test_a_missing_key_is_reported_at_its_table_and_repeats_once() -> None:
    lines = lines_of("[a]\nb = 1\n[[c]]\n[[c]]\nd = 2\n")
    problems = [Problem(("c", 1, "e"), "is missing"), Problem(("a", "b"), "no"), Problem(("a", "b"), "no")]
    assert report("f", problems, lines) == "f:2: a.b: no\nf:4: c[1].e: is missing"
