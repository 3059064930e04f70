// AssemblyScript with its garbage-collected runtime and the imports that it brings (env.abort, seed).
class Node {
  left: Node | null = null;
  right: Node | null = null;
  constructor(public key: i32) {}
}

function insert(root: Node | null, key: i32): Node {
  if (root === null) return new Node(key);
  if (key < root.key) root.left = insert(root.left, key);
  else root.right = insert(root.right, key);
  return root;
}

function depth(root: Node | null): i32 {
  return root === null ? 0 : 1 + max(depth(root.left), depth(root.right));
}

function text(): string {
  let root: Node | null = null;
  let state: u32 = 7;
  for (let i = 0; i < 20000; i++) {
    state = state * 1664525 + 1013904223;
    root = insert(root, i32(state >> 8));
  }
  const words = new Map<string, i32>();
  for (let i = 0; i < 5000; i++) {
    const word = "w" + (i % 321).toString();
    words.set(word, (words.has(word) ? words.get(word) : 0) + i);
  }
  const numbers = new Array<f64>();
  for (let i = 0; i < 1000; i++) numbers.push(Math.sin(<f64>i));
  numbers.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return "depth " + depth(root).toString() + " words " + words.size.toString() + " last " +
    words.get("w7").toString() + " least " + numbers[0].toString();
}

// WASI's fd_write, called without a library: one vector of bytes.
// @ts-ignore: decorator
@external("wasi_snapshot_preview1", "fd_write")
declare function fdWrite(file: i32, vectors: usize, count: i32, written: usize): i32;

function print(line: string): void {
  const bytes = Uint8Array.wrap(String.UTF8.encode(line + "\n"));
  const vector = memory.data(16);
  store<u32>(vector, u32(bytes.dataStart));
  store<u32>(vector, bytes.length, 4);
  fdWrite(1, vector, 1, vector + 8);
}

export function _start(): void {
  print("hello from AssemblyScript");
  print(text());
}
