// Files, goroutines, channels, sorting, JSON, maps, defer and recover, formatting: what Go's wasip1
// port needs of WASI. Arguments: the guest's path of a granted directory.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
	"time"
)

type Person struct {
	Name  string         `json:"name"`
	Age   int            `json:"age"`
	Tags  []string       `json:"tags,omitempty"`
	Extra map[string]any `json:"extra,omitempty"`
	Boss  *Person        `json:"boss,omitempty"`
}

func check(err error) {
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(3)
	}
}

func files(folder string) {
	name := filepath.Join(folder, "go.txt")
	check(os.WriteFile(name, []byte("alpha\nbeta\ngamma\n"), 0o644))
	file, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	check(err)
	_, err = fmt.Fprintf(file, "delta %d\n", 4)
	check(err)
	check(file.Close())
	file, err = os.Open(name)
	check(err)
	scanner := bufio.NewScanner(file)
	for scanner.Scan() {
		fmt.Println("read", scanner.Text())
	}
	file.Close()
	check(os.MkdirAll(filepath.Join(folder, "x", "y"), 0o755))
	check(os.Rename(name, filepath.Join(folder, "x", "moved.txt")))
	check(filepath.Walk(folder, func(path string, info os.FileInfo, err error) error {
		if err == nil {
			relative, _ := filepath.Rel(folder, path)
			fmt.Println("walk", relative, info.IsDir())
		}
		return err
	}))
	_, err = os.Open(filepath.Join(folder, "missing"))
	fmt.Println("missing:", errors.Is(err, os.ErrNotExist))
	check(os.RemoveAll(filepath.Join(folder, "x")))
}

func goroutines() {
	var group sync.WaitGroup
	results := make(chan int, 16)
	for worker := 0; worker < 8; worker++ {
		group.Add(1)
		go func(worker int) {
			defer group.Done()
			sum := 0
			for i := worker; i < 10000; i += 8 {
				sum += i * i % 1000
			}
			time.Sleep(time.Millisecond)
			results <- sum
		}(worker)
	}
	go func() { group.Wait(); close(results) }()
	total := 0
	for sum := range results {
		total += sum
	}
	fmt.Println("goroutines", total)
	select {
	case <-time.After(2 * time.Millisecond):
		fmt.Println("timer fired")
	case <-make(chan int):
		fmt.Println("impossible")
	}
}

func caught() (text string) {
	defer func() { text = fmt.Sprint("recovered: ", recover()) }()
	var numbers []int
	return fmt.Sprint(numbers[len(os.Args)+5])
}

func main() {
	fmt.Println("hello from Go", len(os.Args), os.Getenv("SHOWN"))
	people := []Person{{"Ada", 36, []string{"x", "y"}, map[string]any{"pi": 3.25, "ok": true}, nil},
		{"Bob", 7, nil, nil, &Person{Name: "Ada"}}, {"Cy", 99, nil, nil, nil}}
	sort.Slice(people, func(i, j int) bool { return people[i].Age < people[j].Age })
	text, err := json.MarshalIndent(people, "", " ")
	check(err)
	fmt.Println(string(text))
	var back []Person
	check(json.Unmarshal(text, &back))
	fmt.Printf("%+v %q %x %8.3f\n", back[0].Boss.Name, back[1].Name, crc32.ChecksumIEEE(text), 2.0/3)
	fmt.Println(json.Unmarshal([]byte(`{"a":`), &back) != nil, strings.Repeat("ab", 5))
	goroutines()
	if len(os.Args) > 1 {
		files(os.Args[1])
	}
	fmt.Println(caught())
	data := make(map[string][]byte)
	for i := 0; i < 20000; i++ {
		data[fmt.Sprint("key", i%500)] = make([]byte, i%4096)
	}
	fmt.Println("map", len(data))
	os.Exit(5)
}
