(module
  (import "" "report" (func $report (param i32)))
  (func (export "run") (param i32)
    (call $report (local.get 0))
    (call $report (local.get 0))))
