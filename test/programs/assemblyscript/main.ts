// AssemblyScript with its garbage-collected runtime and the imports that it brings (env.abort, seed), and with vectors.
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

// An RGBA image made grey, sixteen bytes at a time, and the same byte by byte.
function grey(from: StaticArray<u8>, to: StaticArray<u8>): void {
  const weights = i16x8(77, 150, 29, 0, 77, 150, 29, 0);
  for (let i = 0; i < from.length; i += 16) {
    const pixels = v128.load(changetype<usize>(from) + i);
    const low = i32x4.dot_i16x8_s(v128.extend_low<u8>(pixels), weights);
    const high = i32x4.dot_i16x8_s(v128.extend_high<u8>(pixels), weights);
    const even = v128.shuffle<i32>(low, high, 0, 2, 4, 6), odd = v128.shuffle<i32>(low, high, 1, 3, 5, 7);
    const levels = v128.shr<u32>(v128.add<i32>(even, odd), 8);
    const bytes = v128.swizzle(levels, i8x16(0, 0, 0, -1, 4, 4, 4, -1, 8, 8, 8, -1, 12, 12, 12, -1));
    v128.store(changetype<usize>(to) + i, v128.or(bytes, v128.and(pixels, i32x4.splat(0xff000000))));
  }
}

function greyOf(from: StaticArray<u8>, pixel: i32): u8 {
  return u8((77 * <i32>from[pixel] + 150 * <i32>from[pixel + 1] + 29 * <i32>from[pixel + 2]) >> 8);
}

function vectors(): string {
  const from = new StaticArray<u8>(4096 * 4), to = new StaticArray<u8>(4096 * 4);
  let state: u32 = 11, sum: u64 = 0, wrong = 0;
  for (let i = 0; i < from.length; i++) {
    state = state * 1664525 + 1013904223;
    from[i] = u8(state >> 24);
  }
  grey(from, to);
  for (let i = 0; i < from.length; i++) {
    sum = sum * 31 + to[i];
    if (to[i] != ((i & 3) == 3 ? from[i] : greyOf(from, i & ~3))) wrong++;
  }
  let squares = f64x2.splat(0);
  for (let i = 0; i < 1000; i++) {
    const x = f64x2.convert_low_i32x4_u(i32x4.splat(i));
    squares = f64x2.add(squares, f64x2.sqrt(f64x2.mul(x, f64x2(1.5, 2.5))));
  }
  return "grey " + sum.toString() + " wrong " + wrong.toString() + " roots " +
    f64x2.extract_lane(squares, 0).toString() + " " + f64x2.extract_lane(squares, 1).toString();
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
  print(vectors());
}
