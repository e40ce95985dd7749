#!/usr/bin/env python3
"""qmllint over all QML files, every warning an error.

lint.py QMLLINT IMPORT_PATH QML_FOLDER

One kind is judged here instead: Qt 6.4 has no `pragma ComponentBehavior: Bound`, so its qmllint calls
an id of the same file "unqualified" when it is used inside a delegate. Such a use is fine; every
other unqualified name is an error.
"""
import json
import pathlib
import re
import subprocess
import sys


def ids_of(text):
    return set(re.findall(r"^\s*id:\s*(\w+)", text, re.MULTILINE))


def word_at(text, offset):
    found = re.match(r"\w+", text[offset:])
    return found.group(0) if found else ""


def main(qmllint, import_path, folder):
    files = sorted(str(path) for path in pathlib.Path(folder).rglob("*.qml"))
    done = subprocess.run([qmllint, "--json", "-", "-I", import_path, *files],
                          capture_output=True, text=True)
    if not done.stdout.strip():
        print(done.stderr)
        return 2
    bad = 0
    for result in json.loads(done.stdout)["files"]:
        text = pathlib.Path(result["filename"]).read_text(encoding="utf-8")
        ids = ids_of(text)
        for warning in result["warnings"]:
            message = warning.get("message", "").strip()
            place = "%s:%s:%s" % (result["filename"], warning.get("line", 0), warning.get("column", 0))
            offset = warning.get("charOffset", 0)
            if message.startswith("Unqualified access") and word_at(text, offset) in ids:
                continue
            if warning.get("type") == "info":
                continue
            print("%s: %s [%s]" % (place, message, warning.get("id", "")))
            bad += 1
    print("%d files, %d warnings" % (len(files), bad))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
