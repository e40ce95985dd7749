#!/usr/bin/env bash
# Is every C++ file formatted as .clang-format says? Usage: format.sh CLANG-FORMAT, in the top folder.
set -euo pipefail
find app engine tests \( -name '*.h' -o -name '*.cpp' \) -not -path '*/node_modules/*' -print0 |
    xargs -0 -n 40 -P 2 "$1" --dry-run -Werror
