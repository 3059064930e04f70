;; `sinter run` becomes the program: arguments, standard streams and exit status are its own.
;; RUN: %sinter run %s a bc | FileCheck %s --check-prefix=ARGS
;; RUN: %sinter run -O0 --memory=checked %s -O7 | FileCheck %s --check-prefix=OPTION
;; ARGS: {{run.wat.a.bc.}}
;; OPTION: {{run.wat.-O7.}}

;; Nothing is left behind, also where the temporary folder is another.
;; RUN: rm -rf %t.tmp && mkdir %t.tmp
;; RUN: env TMPDIR=%t.tmp %sinter run %s x | FileCheck %s --check-prefix=X
;; RUN: ls -A %t.tmp | count 0
;; X: {{run.wat.x.}}
;; RUN: not env TMPDIR=%t.tmp/none %sinter run %s 2>&1 | FileCheck %s --check-prefix=TMP
;; TMP: sinter: error: {{.*}}cannot make the temporary folder
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (drop (call $sizes (i32.const 0) (i32.const 12)))
    (drop (call $args (i32.const 1024) (i32.const 4096)))
    (i32.store (i32.const 8) (i32.const 4096))
    (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 0)))))
