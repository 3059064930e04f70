// Zig's standard library on WASI.
const std = @import("std");

pub fn main() !u8 {
    var arena = std.heap.ArenaAllocator.init(std.heap.page_allocator);
    defer arena.deinit();
    const allocator = arena.allocator();
    const out = std.io.getStdOut().writer();
    try out.print("hello from Zig {d} {s}\n", .{ 42, "text" });
    var map = std.AutoHashMap(u64, u64).init(allocator);
    var state: u64 = 1;
    var i: u64 = 0;
    while (i < 50000) : (i += 1) {
        state = state *% 6364136223846793005 +% 1442695040888963407;
        const entry = try map.getOrPut((state >> 40) % 10000);
        if (!entry.found_existing) entry.value_ptr.* = 0;
        entry.value_ptr.* += i;
    }
    var sum: u64 = 0;
    var values = map.valueIterator();
    while (values.next()) |value| sum +%= value.*;
    try out.print("{d} keys, {d}\n", .{ map.count(), sum });
    return 9;
}
