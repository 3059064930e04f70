;; What is no token (core 6.3), with the words of each error.
;; RUN: %wast -v %s | FileCheck %s --match-full-lines
;; CHECK-NOT: {{.*}}refused{{.*}}
;; CHECK: 14 passed, 0 failed, 0 skipped
(assert_malformed (module quote "(; (; ;)") "unclosed comment")
(assert_malformed (module quote "(data \22abc)") "unclosed string literal")
(assert_malformed (module quote "(@name (") "unclosed annotation")
(assert_malformed (module quote "(data \22\01\22)") "illegal control character in string literal")
(assert_malformed (module quote "(data \22\5cq\22)") "illegal escape in string literal")
(assert_malformed (module quote "(data \22\5c0\22)") "illegal escape in string literal")
(assert_malformed (module quote "(data \22\5cu{110000}\22)") "illegal escape in string literal")
(assert_malformed (module quote "(func \0b)") "illegal character")
(assert_malformed (module quote "\c3\a9") "illegal character")
(assert_malformed (module quote ";; \c3\28") "malformed UTF-8 encoding")
(assert_malformed (module quote "(func $)") "empty identifier")
(assert_malformed (module quote "(func $\22\22)") "empty identifier")
(assert_malformed (module quote "(@)") "empty annotation id")
(assert_malformed (module quote "(@\22\22)") "empty annotation id")
