// The compiler of the Open Policy Agent, as its command `opa build -t wasm` has it, without the rest
// of that command: compile OUT.wasm POLICIES.. -- ENTRYPOINTS..
package main

import (
	"context"
	"io"
	"log"
	"os"
	"slices"

	"github.com/open-policy-agent/opa/compile"
)

func main() {
	log.SetFlags(0)
	separator := slices.Index(os.Args, "--")
	if separator < 3 {
		log.Fatal("usage: compile OUT.wasm POLICIES.. -- ENTRYPOINTS..")
	}
	compiler := compile.New().
		WithTarget(compile.TargetWasm).
		WithPaths(os.Args[2:separator]...).
		WithEntrypoints(os.Args[separator+1:]...).
		WithOutput(io.Discard)
	if err := compiler.Build(context.Background()); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], compiler.Bundle().WasmModules[0].Raw, 0o644); err != nil {
		log.Fatal(err)
	}
}
