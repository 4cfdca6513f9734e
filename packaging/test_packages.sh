#!/bin/sh
# Proves all that `make package` has made. Needs root (or sudo without a password).
#
#   packaging/test_packages.sh
set -eu

cd "$(dirname "$0")/.."
if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || {
        echo "Testing packages needs root, since an empty system is made and programs run in \
it; run: sudo make test-package" >&2
        exit 1
    }
    exec sudo -n "$0" "$@"
fi
packaging/linux/checks.sh
packaging/linux/test_deb.sh
packaging/linux/test_tarball.sh
packaging/linux/test_rpm.sh
packaging/test_python.sh
echo "All packages have been proven."
