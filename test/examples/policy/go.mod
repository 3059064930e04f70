module sinter/test/policy

go 1.21

require github.com/open-policy-agent/opa v0.70.0
