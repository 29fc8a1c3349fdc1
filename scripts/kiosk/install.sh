#!/usr/bin/env bash
# Makes this device a screen of Fanfare. For Debian 12 and 13 and Raspberry Pi OS (64-bit) without a desktop; as root:
#
#   install.sh https://live.example.org             shows https://live.example.org/kiosk from now on
#   install.sh https://192.168.10.5 --ca venue-ca.crt  … and trusts the venue's own authority
#   install.sh --uninstall
#
# Run again, it changes what is to be changed: the address, the authority (the one given before stays), a new version
# of these files. What the screen was paired as stays.
set -euo pipefail

lib=/usr/local/lib/fanfare-kiosk
unit=/etc/systemd/system/fanfare-kiosk.service
conf=/etc/fanfare-kiosk.conf
policy=/etc/chromium/policies/managed/fanfare-kiosk.json
user=fanfare-kiosk
home=/var/lib/fanfare-kiosk
packages=(cage seatd xwayland chromium libgl1-mesa-dri fonts-noto-core fonts-noto-cjk)

say() { printf '%s\n' "$*"; }
fail() {
  printf 'install: %s\n' "$*" >&2
  exit 1
}

usage() {
  fail "usage: install.sh ADDRESS [--ca FILE] [--insecure-http], or install.sh --uninstall"
}

uninstall() {
  systemctl disable --now fanfare-kiosk.service 2>/dev/null || true
  rm -rf "$unit" "$conf" "$policy" "$lib" "$home"
  systemctl daemon-reload
  systemctl reset-failed fanfare-kiosk.service 2>/dev/null || true
  if id "$user" >/dev/null 2>&1; then userdel "$user"; fi
  systemctl enable --quiet getty@tty1.service
  say "Fanfare is gone from this device; its packages stay. Revoke the screen at the desk, under Screens."
}

# Takes an address apart: $scheme, $host (with its port), $path.
parse_address() {
  [[ $1 =~ ^(https?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?(/[A-Za-z0-9._~/-]*)?$ ]] ||
    fail "$1 is not an address such as https://live.example.org"
  scheme=${BASH_REMATCH[1]} name=${BASH_REMATCH[2],,} path=${BASH_REMATCH[4]}
  host=$name${BASH_REMATCH[3]}
  [[ $path != '' && $path != / ]] || path=/kiosk
}

check_secure() {
  [[ $scheme == http ]] || return 0
  case $name in localhost | 127.0.0.1 | '[::1]') return 0 ;; esac
  ((insecure)) || fail "$scheme://$host is not encrypted. Without HTTPS a browser gives the page neither a service worker (the screen would be empty after a power cut without network) nor a wake lock, and anybody on the network can write on the screen. make-venue-ca.sh makes certificates for a network of your own. Or say --insecure-http: this device then treats that one address as if it were encrypted."
  say "Not encrypted: this device treats $scheme://$host as if it were. Anybody on the network can write on the screen."
}

# The certificates in a PEM file, as a list of JSON strings.
certificates() {
  awk '/-----BEGIN CERTIFICATE-----/ { on = 1; text = ""; next }
       /-----END CERTIFICATE-----/ { if (on) { printf "%s\"%s\"", (n++ ? ", " : ""), text }; on = 0; next }
       on { gsub(/[^A-Za-z0-9+\/=]/, ""); text = text $0 }' "$1"
}

write_policy() {
  local text more='' trusted
  text=$(<"$here/policy.json")
  # A dot before a name means that host alone, not those below it.
  text=${text/'https://.live.example.org/kiosk'/$scheme://.$host$path}
  if [[ -e $lib/ca.crt ]]; then
    trusted=$(certificates "$lib/ca.crt")
    more+=$'\n'"  \"CACertificates\": [$trusted],"
  fi
  if ((insecure)); then more+=$'\n'"  \"OverrideSecurityRestrictionsOnInsecureOrigin\": [\"$scheme://$host\"],"; fi
  install -d -m 755 "$(dirname "$policy")"
  printf '%s\n' "{$more${text#\{}" >"$policy.new"
  chmod 644 "$policy.new"
  mv "$policy.new" "$policy"
}

write_conf() {
  local flags=''
  # What was set by hand stays.
  if [[ -e $conf ]]; then flags=$(grep -v -e '^FANFARE_URL=' -e '^#' "$conf" || true); fi
  cat >"$conf" <<END
# What this screen shows. Chromium's policy names the address too, so change it by running install.sh again.
FANFARE_URL=$scheme://$host$path
# Anything else: FANFARE_KIOSK_FLAGS=--force-device-scale-factor=1.5 for larger type, say.
${flags:-FANFARE_KIOSK_FLAGS=}
END
}

[[ $(id -u) == 0 ]] || fail "needs root: sudo $0 …"
for tool in systemctl apt-get; do
  command -v "$tool" >/dev/null || fail "needs Debian or Raspberry Pi OS, with systemd"
done
here=$(dirname "$(readlink -f "$0")")

address='' ca='' insecure=0 do=install
while (($# > 0)); do
  case $1 in
    --uninstall) do=uninstall ;;
    --insecure-http) insecure=1 ;;
    --ca)
      [[ -n ${2-} ]] || usage
      ca=$2
      shift
      ;;
    -* | '') usage ;;
    *)
      [[ -z $address ]] || usage
      address=$1
      ;;
  esac
  shift
done
if [[ $do == uninstall ]]; then
  uninstall
  exit
fi
[[ -n $address ]] || usage

parse_address "$address"
check_secure
if [[ $scheme == https ]]; then insecure=0; fi
if [[ -n $ca ]]; then
  [[ -r $ca ]] || fail "$ca cannot be read"
  [[ -n $(certificates "$ca") ]] || fail "$ca holds no certificate (PEM, as venue-ca.crt and root.crt are)"
fi
for file in fanfare-kiosk waiting.html fanfare-kiosk.service policy.json; do
  [[ -r $here/$file ]] || fail "$file is missing beside install.sh: copy the whole folder"
done
if [[ -e /etc/systemd/system/display-manager.service ]]; then
  fail "this device starts a desktop, and two cannot have one display. Use the image without a desktop, or take the desktop away: systemctl disable --now display-manager"
fi

missing=()
for package in "${packages[@]}"; do
  [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
done
if ((${#missing[@]} > 0)); then
  say "Installing ${missing[*]} …"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q >/dev/null || fail "apt-get update failed: is there a network?"
  apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null || fail "apt-get could not install ${missing[*]}"
fi

id "$user" >/dev/null 2>&1 || useradd --system --user-group --home-dir "$home" --shell /usr/sbin/nologin "$user"
usermod -a -G video,render "$user"

install -d -m 755 "$lib"
install -m 755 "$here/fanfare-kiosk" "$lib/"
install -m 644 "$here/waiting.html" "$lib/"
if [[ -n $ca ]]; then install -m 644 "$ca" "$lib/ca.crt"; fi
write_policy
write_conf
install -m 644 "$here/fanfare-kiosk.service" "$unit"

systemctl daemon-reload
systemctl disable --quiet --now getty@tty1.service 2>/dev/null || true
systemctl enable --quiet --now seatd.service
systemctl enable --quiet fanfare-kiosk.service
systemctl restart fanfare-kiosk.service || fail "the screen does not start: journalctl -u fanfare-kiosk -n 50"

say "This screen shows $scheme://$host$path, now and after every start."
say "Pair it: at the desk, under Screens, type the code that it shows. Which way up it hangs is set there too."
say "How it is: systemctl status fanfare-kiosk. What happened: journalctl -u fanfare-kiosk"
