# permissions.sh DIRECTORY PROGRAM: makes the files of permissions.c and runs a program on them as somebody whom permissions
# bind: root without its powers, who owns the files all the same, or whoever runs the tests.
dir=$1 program=$2
chmod -R u+rwx "$dir" 2> /dev/null # Or it cannot be removed.
rm -rf "$dir" && mkdir -p "$dir/top" "$dir/unlisted" && cd "$dir/top" || exit 1
mkdir closed no-r no-w no-x
echo text > none && cp none reads && cp none writes && ln -s none link
for at in no-r no-w no-x; do
  cp none $at/file && mkdir $at/dir && ln -s file $at/link
done
cp none ../unlisted/file
chmod 000 none closed && chmod 0400 reads && chmod 0200 writes
chmod 0300 no-r ../unlisted && chmod 0500 no-w && chmod 0600 no-x
export SINTER_DIR="$dir/top::/;$dir/unlisted::/unlisted"
if [ "$(id -u)" != 0 ]; then # Files of somebody else's are root's.
  SINTER_DIR="$SINTER_DIR;/::/others" exec "$program" dev/null etc/passwd
fi
mkdir -p ../others/sticky && cd ../others && echo text > reads && cp reads writes && cp reads sticky/file
chown -R 65534 . && chmod 0644 reads && chmod 0666 writes && chmod 1777 sticky
SINTER_DIR="$SINTER_DIR;$dir/others::/others" exec setpriv --bounding-set=-all --inh-caps=-all "$program" writes reads sticky/file
