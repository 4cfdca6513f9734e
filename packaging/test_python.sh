#!/bin/sh
# Proves the wheel in an environment of its own, and that the sdist has what its tests need.
#
#   packaging/test_python.sh
#
# Needs the package index for what the wheel depends on, and nothing else of the network.
set -eu

cd "$(dirname "$0")/.."
. packaging/common.sh
unset PYTHONHASHSEED PYTHONDONTWRITEBYTECODE
wheel=$dist/autotype-$version-py3-none-any.whl
sdist=$dist/autotype-$version.tar.gz
for file in "$wheel" "$sdist"; do
    [ -f "$file" ] || fail "There is no $file; make it with: make package"
done

echo "== the wheel, in an environment of its own"
work=$PWD/$build/test-python
rm -rf "$work"
mkdir -p "$work/home/.local/share"
"$python" -m venv "$work/environment"
"$work/environment/bin/python" -m pip install --quiet --disable-pip-version-check "$wheel[test]" \
    >"$work/pip.log" 2>&1 </dev/null || {
    cat "$work/pip.log" >&2
    exit 1
}
# The model comes from the package of the pack, as it lies in the system.
autotype() {
    (
        cd "$work"
        env -i PATH=/usr/bin:/bin HOME="$work/home" LANG=C.UTF-8 QT_QPA_PLATFORM=offscreen \
            XDG_DATA_DIRS="$OLDPWD/$build/pack/usr/share" XDG_RUNTIME_DIR="$work" \
            "$work/environment/bin/autotype" "$@"
    )
}
[ "$(autotype --version)" = "autotype $version" ] || fail "The wheel has another version."
autotype doctor
autotype smoke >"$work/smoke.json"
grep -q '"ok": true' "$work/smoke.json" || fail "The smoke run did not go well."

echo "== the sdist, its tests that need no model"
tar -C "$work" -xf "$sdist"
(
    cd "$work/autotype-$version"
    QT_QPA_PLATFORM=offscreen ../environment/bin/python -m pytest -q -p no:cacheprovider \
        tests/text tests/packaging tests/test_layers.py >"$work/pytest.log" 2>&1 </dev/null
) || {
    cat "$work/pytest.log" >&2
    fail "The tests of the sdist fail."
}
tail -1 "$work/pytest.log"
