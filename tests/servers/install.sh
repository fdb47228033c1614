#!/usr/bin/env bash
# Installs the server programs that the tests run on loopback, from Debian. Called by `make test-servers`, as root.
#
# No package may start a service: a policy-rc.d that forbids it is laid for the time of the installation and taken away
# again, also when the installation fails. Services that are new with it don't start with the machine either. Nothing is
# done, and quickly, when everything is there.
set -euo pipefail

packages=(
  wordpress wordpress-l10n
  wordpress-theme-twentytwentyone wordpress-theme-twentytwentytwo wordpress-theme-twentytwentythree
  php-cli php-mysql php-xml php-mbstring php-intl
  mariadb-server mariadb-client
  rsync
  chromium fonts-liberation
)

say() { printf 'test-servers: %s\n' "$*"; }
fail() { printf 'test-servers: %s\n' "$*" >&2; exit 1; }

command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
  fail "apt-get was not found; these are Debian packages. Install by hand what stands for: ${packages[*]}"

missing=()
for package in "${packages[@]}"; do
  status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  say "all ${#packages[@]} packages are installed"
  exit 0
fi
[ "$(id -u)" -eq 0 ] || fail "must run as root to install: ${missing[*]}. Try: sudo make test-servers"

policy=/usr/sbin/policy-rc.d
saved=
log=$(mktemp)
restore() {
  rm -f "$log"
  rm -f "$policy"
  if [ -n "$saved" ]; then mv "$saved" "$policy"; fi
}
if [ -e "$policy" ]; then
  saved=$(mktemp "$policy.saved-XXXXXX")
  cp --preserve=all "$policy" "$saved"
fi
trap restore EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
printf '#!/bin/sh\nexit 101\n' >"$policy"
chmod 755 "$policy"

units() { systemctl list-unit-files --no-legend --state=enabled 2>/dev/null | awk '{print $1}' | sort; }
units_before=$(units || true)

say "installing ${#missing[@]} Debian packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
install=(apt-get install --yes --quiet --no-install-recommends -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300)
if ! "${install[@]}" "${missing[@]}" >"$log" 2>&1; then
  # The package lists may be missing or old; they are fetched only then, because that takes longer than the rest.
  say "fetching the package lists"
  apt-get update --quiet -o DPkg::Lock::Timeout=300 >"$log" 2>&1 || true
  if ! "${install[@]}" "${missing[@]}" >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    fail "apt-get could not install the packages (its last lines are above)"
  fi
fi

# What was there before is left as its owner has it.
if command -v systemctl >/dev/null; then
  for unit in $(units | grep --invert-match --line-regexp --fixed-strings --file <(printf '%s\n' "$units_before")); do
    systemctl --quiet disable "$unit" >/dev/null 2>&1 || say "the service $unit may start with the machine"
  done
fi
say "installed; no service was started"
