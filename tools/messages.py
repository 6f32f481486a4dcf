"""Checks and updates the catalogues of the interface against the texts that code, pages and scripts ask for.

``python -m tools.messages`` adds what is missing (empty, to be written by a person), sorts, and reports;
``--check`` changes nothing and fails where anything is missing, empty, unsorted or unused.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from tools.asked_texts import Asked, collect

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "webmap" / "translations"
LANGUAGES = ("vi", "en")
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural};\\n"
"""
PLURALS = {"vi": "nplurals=1; plural=0", "en": "nplurals=2; plural=(n != 1)"}


@dataclass
class Topic:
    """One catalogue file of one language.

    Attributes
    ----------
    messages
        Key to message, in the order of the file.
    """

    path: Path
    messages: dict[str, Message] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """Language, the name of the folder."""
        return self.path.parent.name


def read_topic(path: Path) -> Topic:
    """Read a catalogue file."""
    with path.open("rb") as file:
        catalog = read_po(file, locale=path.parent.name)
    return Topic(path, {key_of(message): message for message in catalog if message.id})


def read_all() -> dict[str, dict[str, Topic]]:
    """Return every catalogue by language and topic."""
    return {
        language: {path.stem: read_topic(path) for path in sorted((FOLDER / language).glob("*.po"))}
        for language in LANGUAGES
    }


def key_of(message: Message) -> str:
    """Return the key of a message; of a plural, the first of its two equal keys."""
    return message.id if isinstance(message.id, str) else message.id[0]


def forms_of(message: Message) -> tuple[str, ...]:
    """Return the text of a message; of a plural, all of its forms."""
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)


def find_faults(catalogues: dict[str, dict[str, Topic]], asked: Asked) -> Iterator[str]:
    """Yield a line for each thing that is wrong with the catalogues."""
    for language, topics in catalogues.items():
        present = {key: message for topic in topics.values() for key, message in topic.messages.items()}
        for key in sorted(asked.needed - present.keys()):
            yield f"{language}: {key} is asked for and not there ({asked.places.get(key, 'a code table')})"
        for prefix in sorted(asked.prefixes):
            if not any(key.startswith(prefix) for key in present):
                yield f"{language}: nothing begins with {prefix} ({asked.places[prefix]})"
        for key in sorted(present.keys() - asked.known(present)):
            yield f"{language}: {key} is never asked for"
        for key, message in present.items():
            if not all(forms_of(message)):
                yield f"{language}: {key} is empty"
        yield from _find_disorder(topics)


def _find_disorder(topics: dict[str, Topic]) -> Iterator[str]:
    for name, topic in topics.items():
        keys = list(topic.messages)
        if keys != sorted(keys):
            yield f"{topic.language}: {name}.po is not sorted by key"
        for key in keys:
            if not key.startswith(f"{name}."):
                yield f"{topic.language}: {key} stands in {name}.po"


def update(catalogues: dict[str, dict[str, Topic]], asked: Asked) -> int:
    """Add the missing keys as empty messages and sort every file; return how many keys were added."""
    added = 0
    for language, topics in catalogues.items():
        present = {key for topic in topics.values() for key in topic.messages}
        for key in sorted(asked.needed - present):
            name = key.split(".")[0]
            topic = topics.setdefault(name, Topic(FOLDER / language / f"{name}.po"))
            topic.messages[key] = Message(key)
            added += 1
        for topic in topics.values():
            _write_topic(topic)
    return added


def _write_topic(topic: Topic) -> None:
    parts = [HEADER.format(language=topic.language, plural=PLURALS[topic.language])]
    parts += [_as_text(topic.messages[key]) for key in sorted(topic.messages)]
    text = "\n".join(parts)
    if not topic.path.exists() or topic.path.read_text(encoding="utf-8") != text:
        topic.path.write_text(text, encoding="utf-8")


def _as_text(message: Message) -> str:
    lines = [f"# {comment}" for comment in message.user_comments]
    lines += [f"#. {comment}" for comment in message.auto_comments]
    if isinstance(message.id, str):
        lines += [f"msgid {_quote(message.id)}", f"msgstr {_quote(str(message.string or ''))}"]
    else:
        lines += [f"msgid {_quote(message.id[0])}", f"msgid_plural {_quote(message.id[1])}"]
        lines += [f"msgstr[{index}] {_quote(form)}" for index, form in enumerate(forms_of(message))]
    return "\n".join(lines) + "\n"


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def main(words: list[str]) -> int:
    """Update the catalogues, or with ``--check`` only judge them."""
    if words not in ([], ["--check"]):
        print("usage: python -m tools.messages [--check]")
        return 2
    catalogues = read_all()
    asked = collect({name for topics in catalogues.values() for name in topics})
    if not words:
        added = update(catalogues, asked)
        print(f"messages: {added} keys added")
        catalogues = read_all()
    faults = list(find_faults(catalogues, asked))
    for fault in faults:
        print(f"messages: {fault}")
    if not faults:
        total = sum(len(topic.messages) for topic in catalogues["vi"].values())
        print(f"messages: {total} texts, complete in {' and '.join(LANGUAGES)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
