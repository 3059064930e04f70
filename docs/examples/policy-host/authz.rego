# Who may do what with which document.
package authz

import rego.v1

default allow := false

allow if {
	some role in data.roles[input.user]
	some permission in data.permissions[role]
	permission.action == input.action
	glob.match(permission.path, ["/"], input.path)
}

reasons contains reason if {
	not data.roles[input.user]
	reason := sprintf("nobody knows %s", [input.user])
}

reasons contains reason if {
	count(input.path) > 40
	reason := sprintf("%d characters are too many for a path", [count(input.path)])
}

summary := {
	"allowed": allow,
	"reasons": reasons,
	"roles": [upper(role) | some role in data.roles[input.user]],
}
