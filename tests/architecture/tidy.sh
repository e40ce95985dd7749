#!/usr/bin/env bash
# clang-tidy over C++ files. `tidy.sh BUILD all`: every one (half an hour on two cores); `changed`:
# what differs from origin/main, or what the last commit and the working tree changed; `sample`: ten
# of those, for the tests.
set -euo pipefail
build=$1 which=$2 tidy=${3:-clang-tidy-14}

changed() {
    local since
    since=$(git merge-base HEAD origin/main 2>/dev/null) || since=$(git rev-parse HEAD)
    [ "$since" != "$(git rev-parse HEAD)" ] || since=$(git rev-parse -q --verify 'HEAD^' || git rev-parse HEAD)
    { git diff --name-only "$since" -- '*.cpp'; git ls-files -o --exclude-standard -- '*.cpp'; } | sort -u |
        while read -r file; do [ ! -e "$file" ] || printf '%s\n' "$file"; done
}

case $which in
    all) mapfile -t files < <(git ls-files -co --exclude-standard 'app/*.cpp' 'engine/*.cpp' 'tests/*.cpp') ;;
    changed) mapfile -t files < <(changed) ;;
    sample) mapfile -t files < <(changed | sort -R --random-source=dev | head -n 10) ;;
    *) echo "tidy.sh BUILD all|changed|sample" >&2; exit 2 ;;
esac
# Fuzz targets and generated files are not in every build folder.
mapfile -t files < <(printf '%s\n' "${files[@]}" | while read -r file; do
    [ -z "$file" ] || ! grep -qF "/$file\"" "$build/compile_commands.json" || printf '%s\n' "$file"
done)
[ ${#files[@]} -gt 0 ] || { echo "clang-tidy: no C++ file changed"; exit 0; }
echo "clang-tidy: ${#files[@]} files"
printf '%s\0' "${files[@]}" | xargs -0 -n 4 -P 2 "$tidy" -p "$build" --quiet --warnings-as-errors='*'
