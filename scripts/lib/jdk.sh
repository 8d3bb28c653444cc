# shellcheck shell=bash
# Sourced by the scripts of the folder above: finds a JDK without starting a JVM.

readonly oldest_jdk=25

die() {
  printf 'preflight: %s\n' "$1" >&2
  exit 69
}

# Java and Maven take the name of a folder with one of these for another one.
require_plain() {
  local what=''
  case $1 in
    *:*) what='a colon' ;;
    *\\*) what='a backslash' ;;
    *[[:cntrl:]]*) what='a line break or another control character' ;;
  esac
  [ -z "$what" ] || die "Java cannot run from a folder with $what in its name: $(printf %q "$1")"
}

# Sets jdk and jdk_release when $1 holds a JDK that is new enough.
accept_jdk() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local text='' version
  IFS= read -r -d '' text <"$1/release" || true
  version=${text#*JAVA_VERSION=\"}
  version=${version%%[!0-9]*}
  [ -n "$version" ] && [ "$version" -ge "$oldest_jdk" ] || return 1
  jdk=$1
  jdk_release=$text
}

# Sets jdk and jdk_release, or ends the script.
find_jdk() {
  local candidate
  if [ -n "${JAVA_HOME:-}" ]; then
    accept_jdk "$JAVA_HOME" && return
  fi
  if candidate=$(command -v java) && candidate=$(readlink -f "$candidate"); then
    accept_jdk "${candidate%/bin/java}" && return
  fi
  for candidate in /usr/lib/jvm/* /opt/* "${HOME:-}"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    accept_jdk "$candidate" && return
  done
  if [ -x /usr/libexec/java_home ]; then
    candidate=$(/usr/libexec/java_home -v "$oldest_jdk+" 2>/dev/null) || candidate=''
    accept_jdk "$candidate" && return
  fi
  die "no JDK $oldest_jdk or newer found; get one from https://adoptium.net and set JAVA_HOME to it"
}

require_maven() {
  command -v mvn >/dev/null ||
    die 'Maven builds Preflight, and mvn is not on PATH; get it from https://maven.apache.org/download.cgi'
}
