# Sourced by mvnw: gives Maven a JDK 25 or newer, wherever the machine keeps one.
# Leaves JAVA_HOME alone where it is new enough; otherwise sets it to the first that is, in the order below.

# Whether $1 is a JDK (not a JRE) of at least 25, by its own release file.
jdk_is_new_enough() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  jdk_major=$(sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release")
  [ "${jdk_major:-0}" -ge 25 ]
}

# Prints one directory a line: every place worth a look.
jdk_candidates() {
  # Continuous integration: JAVA_HOME_25_X64 and its like.
  env | sed -nE 's/^JAVA_HOME_(2[5-9]|[3-9][0-9])[A-Za-z0-9_]*=//p'
  # The javac on PATH, through its links.
  if jdk_javac=$(command -v javac); then
    jdk_javac=$(readlink -f "$jdk_javac" 2>/dev/null || printf '%s' "$jdk_javac")
    printf '%s\n' "${jdk_javac%/bin/javac}"
  fi
  # macOS.
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v 25+ 2>/dev/null || :
  fi
  printf '%s\n' \
    /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* \
    "${SDKMAN_DIR:-${HOME-}/.sdkman}"/candidates/java/* \
    "${HOME-}"/.jdks/* \
    "${ASDF_DATA_DIR:-${HOME-}/.asdf}"/installs/java/* \
    "${MISE_DATA_DIR:-${HOME-}/.local/share/mise}"/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
}

if ! jdk_is_new_enough "${JAVA_HOME-}"; then
  set +f # mvnw turns globbing off
  JAVA_HOME=$(jdk_candidates 2>/dev/null | while IFS= read -r jdk_home; do
    if jdk_is_new_enough "$jdk_home"; then
      printf '%s\n' "$jdk_home"
      break
    fi
  done)
  set -f
  if [ -z "$JAVA_HOME" ]; then
    echo "parley needs a JDK 25 or newer and found none: install one (or set JAVA_HOME to it) and try again." >&2
    exit 1
  fi
fi
export JAVA_HOME
