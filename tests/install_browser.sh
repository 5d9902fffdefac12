#!/bin/sh
# Make sure that there are a Chromium for the browser tests (CHROMIUM may name one), and poppler, which reads what it prints.
set -eu
packages=chromium
for candidate in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
    if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then packages=""; fi
done
command -v pdftotext >/dev/null 2>&1 || packages="$packages poppler-utils"
if [ -z "$packages" ]; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "The browser tests need Chromium or Chrome (install one, or set CHROMIUM to its path) and poppler (pdftotext)." >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
