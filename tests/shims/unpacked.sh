# Sourced by the scripts that get an interpreter from Debian unstable: downloads packages with apt, unpacks them into a folder, writes a launcher.
# Not an installation: the system's packages stay as they are; the unpacked program runs on the unpacked libc, through that libc's own loader.

# unpack ROOT PACKAGE...: every package, from the archive that this machine's apt is configured for
unpack() {
  local root=$1 archive cache
  shift
  cache=$root/apt
  archive=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -E '/debian/?$' | head -n 1)
  if [ -z "$archive" ]; then
    echo 'error: apt is not configured for a Debian archive' >&2
    return 2
  fi
  mkdir -p "$cache/lists/partial" "$cache/archives/partial" "$cache/debs"
  printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s unstable main\n' "$archive" > "$cache/sources.list"
  : > "$cache/status"
  local options=(
    -q -o "Dir::Etc::SourceList=$cache/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::Etc::Preferences=/dev/null
    -o Dir::Etc::PreferencesParts=/dev/null -o "Dir::State=$cache" -o "Dir::State::Lists=$cache/lists" -o "Dir::State::Status=$cache/status"
    -o "Dir::Cache=$cache" -o Acquire::Check-Valid-Until=false -o Acquire::Languages=none -o APT::Sandbox::User=root
  )
  apt-get "${options[@]}" update > "$cache/update.log" || { cat "$cache/update.log" >&2; return 2; }
  (cd "$cache/debs" && apt-get "${options[@]}" download "$@" > "$cache/download.log") || { cat "$cache/download.log" >&2; return 2; }
  local deb
  for deb in "$cache"/debs/*.deb; do
    dpkg-deb -x "$deb" "$root"
    rm "$deb"
  done
  rm -rf "$cache"
}

# launcher ROOT PROGRAM: moves ROOT/PROGRAM aside and puts a script in its place that starts it on the unpacked libc.
# The script keeps the program's name, so that `sys.executable`, and what it starts, are the script again.
launcher() {
  local root=$1 program=$2 loader
  loader=$(find "$root/" -name 'ld-linux-*.so.*' -type f | head -n 1)
  mv "$root/$program" "$root/$program.real"
  # Libraries in the loader's own folder and, in older packages, in /lib.
  cat > "$root/$program" <<LAUNCHER
#!/bin/sh
exec "$loader" --library-path "$(dirname "$loader"):$root/lib/$(basename "$(dirname "$loader")")" --argv0 "\$0" "$root/$program.real" "\$@"
LAUNCHER
  chmod +x "$root/$program"
}
