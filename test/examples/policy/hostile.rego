# What a policy host must get over: a built-in function that it does not have, and a policy that
# takes far too long.
package hostile

import rego.v1

missing := units.parse(input.path)

slow := count([1 |
	some a in numbers.range(1, 1000)
	some b in numbers.range(1, 1000)
	some c in numbers.range(1, 1000)
	a * b * c == 7
])
