"""Brings the catalogues of `resources/languages` up to date with the program's texts.

    .venv/bin/python packaging/translations.py

Texts that are new get an empty translation, those that are gone are taken out, and every `.po` is
compiled to the `.mo` that the program reads. `tests/test_languages.py` says if that was forgotten.
"""

import ast
import struct
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from autotype.settings import OPTIONS, Group
from autotype.settings.keys import EDITOR_KEYS
from autotype.text.actions import ACTIONS
from autotype.text.advice import ADVICE, Remedy
from autotype.text.suggestion import Silence

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "languages"
# Where the text is among the arguments of a call.
_CALLS = {"tr": 0, "_tr": 0, "mark": 0, "trn": 0, "translate": 1, "_translate": 1}
_HEADER = """\
Project-Id-Version: autotype
Language: {language}
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: 8bit
Plural-Forms: nplurals=2; plural=(n != 1);
"""


@dataclass(slots=True)
class Message:
    """A text of the program.

    Attributes:
        text: In English.
        many: The form for what is counted; empty if nothing is.
        files: Where it stands.
        said: Its translation, or the forms of it; empty where there is none.
    """

    text: str
    many: str = ""
    files: set[str] = field(default_factory=set)
    said: tuple[str, ...] = ()


def messages() -> dict[str, Message]:
    """Return all texts that the program shows, by themselves in English."""
    found: dict[str, Message] = {}
    for text, many, where in (*_in_the_code(), *_in_the_tables()):
        message = found.setdefault(text, Message(text, many))
        if message.many != many:
            raise ValueError(f"“{text}” is counted in one place only.")
        message.files.add(where)
    return found


def _in_the_code() -> Iterator[tuple[str, str, str]]:
    for path in sorted((ROOT / "autotype").rglob("*.py")):
        where = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            at = _CALLS.get(name)
            texts = [
                arg.value
                for arg in node.args
                if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if at is not None and len(texts) > at:
                yield texts[at], texts[1] if name == "trn" else "", where
    yield "1,234.5", "", "autotype/translation.py"


def _in_the_tables() -> Iterator[tuple[str, str, str]]:
    for option in OPTIONS.values():
        for text in (option.title, option.help, option.unit, *option.choices.values()):
            yield text, "", "autotype/settings/options.py"
    for group in Group:
        yield group.value, "", "autotype/settings/schema.py"
    for text in EDITOR_KEYS.values():
        yield text, "", "autotype/settings/keys.py"
    for action in ACTIONS.values():
        yield action.text, "", "autotype/text/actions.py"
    for advice in ADVICE.values():
        yield advice.text, "", "autotype/text/advice.py"
    for remedy in Remedy:
        yield remedy.value, "", "autotype/text/advice.py"
    for silence in Silence:
        yield silence.value, "", "autotype/text/suggestion.py"
    for name, keys in (("packs.toml", ("summary",)), ("programs.toml", ("title", "why"))):
        tables = tomllib.loads((ROOT / "resources" / name).read_text(encoding="utf-8"))
        for table in _tables(tables):
            for key in keys:
                yield str(table.get(key, "")), "", f"resources/{name}"


def _tables(value: object) -> Iterator[dict[str, object]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _tables(each)
    elif isinstance(value, list):
        for each in value:
            yield from _tables(each)


def read_po(path: Path) -> dict[str, tuple[str, ...]]:
    """Return the translations of a `.po` file, by the texts in English; the header is the first."""
    found: dict[str, tuple[str, ...]] = {}
    entry: dict[str, str] = {}
    key = ""
    for line in [*path.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if "msgid" in entry:
                forms = [entry[name] for name in sorted(entry) if name.startswith("msgstr")]
                found[entry["msgid"]] = tuple(forms)
            entry = {}
        elif line.startswith("msg"):
            key, _, text = line.partition(" ")
            entry[key] = ast.literal_eval(text)
        elif line.startswith('"'):
            entry[key] += ast.literal_eval(line)
    return found


def write_po(path: Path, all_of_it: dict[str, Message], header: str) -> None:
    """Write a `.po` file, in the order of the files of the program."""
    lines = ['msgid ""', 'msgstr ""']
    lines += [_quoted(f"{line}\n") for line in header.splitlines()]
    for message in sorted(all_of_it.values(), key=lambda each: (min(each.files), each.text)):
        lines += ["", *(f"#: {where}" for where in sorted(message.files))]
        if "{" in message.text:
            lines.append("#, python-brace-format")
        lines.append(f"msgid {_quoted(message.text)}")
        if message.many:
            lines.append(f"msgid_plural {_quoted(message.many)}")
            forms = message.said or ("", "")
            lines += [f"msgstr[{at}] {_quoted(form)}" for at, form in enumerate(forms)]
        else:
            lines.append(f"msgstr {_quoted(message.said[0] if message.said else '')}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def compiled(all_of_it: dict[str, Message], header: str) -> bytes:
    """Return the bytes of a `.mo` file; what is not translated is left out."""
    texts = {b"": header.encode()}
    for message in all_of_it.values():
        if all(message.said) and message.said:
            one = message.text if not message.many else f"{message.text}\0{message.many}"
            texts[one.encode()] = "\0".join(message.said).encode()
    count, names, table = len(texts), sorted(texts), b""
    at = 28 + 16 * count
    body = b""
    for part in (names, [texts[name] for name in names]):
        for text in part:
            table += struct.pack("<II", len(text), at + len(body))
            body += text + b"\0"
    head = struct.pack("<IIIIIII", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, 0)
    return head + table + body


def catalogue(path: Path) -> tuple[dict[str, Message], str]:
    """Return all texts with what a `.po` file says of them, and the header of the file."""
    said = read_po(path) if path.exists() else {}
    header = said.get("", (_HEADER.format(language=path.stem),))[0]
    found = messages()
    found.pop("", None)
    for text, message in found.items():
        message.said = said.get(text, ())
    return found, header


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'.replace("\t", "\\t")


def main() -> None:
    """Write all files anew."""
    for path in sorted(FOLDER.glob("*.po")):
        found, header = catalogue(path)
        write_po(path, found, header)
        path.with_suffix(".mo").write_bytes(compiled(found, header))
        missing = sum(not all(each.said) or not each.said for each in found.values())
        print(f"{path.stem}: {len(found)} texts, {missing} without a translation")


if __name__ == "__main__":
    main()
