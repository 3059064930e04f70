# in-host.sh TESTS RUN CHECKCC SINTER: compiles the tests of single calls to shared objects and runs each with a directory.
# Taken are those that a program runs without anything else, and the two of arguments and environment, which run gives
# as their RUN lines do.
tests=$1 run=$2 checkcc=$3 sinter=$4 passed=0
plain='^RUN: %sinter %t.wasm -o %t && env SINTER_DIR=%t.dir::/ %t$'
for test in $(grep -l -e "$plain" "$tests"/*.c) "$tests"/args.c "$tests"/environ.c; do
  rm -rf "$run.dir" && mkdir "$run.dir"
  $checkcc "$test" -o "$run.wasm" && $sinter -O1 -shared "$run.wasm" -o "$run.so" &&
    "$run" "$run.so" --dir "$run.dir::/" --env A=yes --env B=set -- one "" < /dev/null > "$run.out" 2>&1
  if [ $? = 0 ]; then
    passed=$((passed + 1))
  else
    echo "$(basename "$test") failed:" && cat "$run.out"
  fi
done
echo "$passed passed"
