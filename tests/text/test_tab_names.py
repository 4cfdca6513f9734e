"""What documents are called that are open beside each other."""

from pathlib import Path

from autotype.text.tab_names import names_of


def names(*paths: str) -> list[str]:
    files = [Path(path) if path else None for path in paths]
    return names_of(files, [f"Untitled {number}" for number in range(1, len(files) + 1)])


def test_a_name_alone_is_enough() -> None:
    assert names("/home/a/one.txt", "", "/home/b/two.txt") == ["one.txt", "Untitled 2", "two.txt"]


def test_equal_names_are_told_apart_by_as_much_of_their_folders_as_it_takes() -> None:
    assert names("/h/a/x.txt", "/h/b/x.txt", "/h/a/y.txt") == [
        "x.txt — a",
        "x.txt — b",
        "y.txt",
    ]
    assert names("/h/a/notes/x", "/h/b/notes/x", "/h/c/x") == [
        "x — a/notes",
        "x — b/notes",
        "x — h/c",
    ]
    assert names("/x", "/a/x") == ["x — /", "x — a"]


def test_one_file_that_is_open_twice_is_told_apart_by_a_number() -> None:
    twice, other = Path("/home/a/x.txt"), Path("/home/b/x.txt")
    assert names_of([twice, twice], ["", ""]) == ["x.txt", "x.txt (2)"]
    assert names_of([twice, other, twice], [""] * 3) == ["x.txt — a", "x.txt — b", "x.txt — a (2)"]


def test_what_has_no_file_is_told_apart_by_its_number_alone() -> None:
    path = Path("/home/a/x.txt")
    assert names_of([path, None, path, None], ["", "Untitled 1", "", "Untitled 2"]) == [
        "x.txt",
        "Untitled 1",
        "x.txt (2)",
        "Untitled 2",
    ]
