// Scalar multiplication on Curve25519 (RFC 7748, section 5): field elements of ten limbs, 64-bit products.
#include "bench.h"

typedef int64_t Field[10];
static const int widths[10] = {26, 25, 26, 25, 26, 25, 26, 25, 26, 25};

static void carry(Field f) {
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < 10; i++) {
      int64_t over = (f[i] + ((int64_t)1 << (widths[i] - 1))) >> widths[i];
      f[i] -= over * ((int64_t)1 << widths[i]);
      f[(i + 1) % 10] += i == 9 ? 19 * over : over;
    }
}

static void multiply(Field out, const Field a, const Field b) {
  Field sum = {0};
  for (int i = 0; i < 10; i++)
    for (int j = 0; j < 10; j++) {
      // Odd limbs lie half a bit higher; what passes limb 9 comes back 19-fold.
      int64_t product = a[i] * b[j] * (i & j & 1 ? 2 : 1);
      if (i + j < 10)
        sum[i + j] += product;
      else
        sum[i + j - 10] += 19 * product;
    }
  carry(sum);
  memcpy(out, sum, sizeof(Field));
}
static void add(Field out, const Field a, const Field b) {
  for (int i = 0; i < 10; i++)
    out[i] = a[i] + b[i];
}
static void subtract(Field out, const Field a, const Field b) {
  for (int i = 0; i < 10; i++)
    out[i] = a[i] - b[i];
}
static void small(Field out, const Field a, int64_t by) {
  for (int i = 0; i < 10; i++)
    out[i] = a[i] * by;
  carry(out);
}
static void swap(Field a, Field b, int64_t mask) {
  for (int i = 0; i < 10; i++) {
    int64_t t = mask & (a[i] ^ b[i]);
    a[i] ^= t;
    b[i] ^= t;
  }
}

static void invert(Field out, const Field z) { // z^(p - 2), p - 2 = 2^255 - 21
  Field power;
  memcpy(power, z, sizeof power);
  for (int bit = 253; bit >= 0; bit--) {
    multiply(power, power, power);
    if (bit != 2 && bit != 4)
      multiply(power, power, z);
  }
  memcpy(out, power, sizeof power);
}

static void unpack(Field out, const unsigned char in[32]) {
  int at = 0;
  for (int i = 0; i < 10; i++) {
    out[i] = 0;
    for (int bit = 0; bit < widths[i]; bit++, at++)
      out[i] |= (int64_t)(in[at >> 3] >> (at & 7) & 1) << bit;
  }
}

static void pack(unsigned char out[32], const Field in) {
  Field f;
  memcpy(f, in, sizeof f);
  carry(f);
  for (int pass = 0; pass < 3; pass++)
    for (int i = 0; i < 10; i++) { // to limbs that are not negative
      int64_t over = f[i] >> widths[i];
      f[i] -= over * ((int64_t)1 << widths[i]);
      f[(i + 1) % 10] += i == 9 ? 19 * over : over;
    }
  Field g;
  memcpy(g, f, sizeof g); // g = f + 19 - 2^255: taken when it is not negative
  g[0] += 19;
  for (int i = 0; i < 9; i++) {
    g[i + 1] += g[i] >> widths[i];
    g[i] &= ((int64_t)1 << widths[i]) - 1;
  }
  int64_t reaches = g[9] >> 25;
  g[9] &= ((int64_t)1 << 25) - 1;
  const int64_t *chosen = reaches ? g : f;
  memset(out, 0, 32);
  for (int i = 0, at = 0; i < 10; i++)
    for (int bit = 0; bit < widths[i]; bit++, at++)
      out[at >> 3] |= (unsigned char)((chosen[i] >> bit & 1) << (at & 7));
}

static void x25519(unsigned char out[32], const unsigned char scalar[32], const unsigned char point[32]) {
  unsigned char k[32];
  memcpy(k, scalar, 32);
  k[0] &= 248;
  k[31] = (k[31] & 127) | 64;
  Field x1, x2 = {1}, z2 = {0}, x3, z3 = {1}, a, aa, b, bb, e, c, d, da, cb, t;
  unpack(x1, point);
  memcpy(x3, x1, sizeof x3);
  int swapped = 0;
  for (int bit = 254; bit >= 0; bit--) {
    int now = k[bit >> 3] >> (bit & 7) & 1;
    swap(x2, x3, -(int64_t)(swapped ^ now));
    swap(z2, z3, -(int64_t)(swapped ^ now));
    swapped = now;
    add(a, x2, z2);
    multiply(aa, a, a);
    subtract(b, x2, z2);
    multiply(bb, b, b);
    subtract(e, aa, bb);
    add(c, x3, z3);
    subtract(d, x3, z3);
    multiply(da, d, a);
    multiply(cb, c, b);
    add(t, da, cb);
    multiply(x3, t, t);
    subtract(t, da, cb);
    multiply(t, t, t);
    multiply(z3, x1, t);
    multiply(x2, aa, bb);
    small(t, e, 121665);
    add(t, aa, t);
    multiply(z2, e, t);
  }
  swap(x2, x3, -(int64_t)swapped);
  swap(z2, z3, -(int64_t)swapped);
  invert(z2, z2);
  multiply(x2, x2, z2);
  pack(out, x2);
}

int main(void) {
  // The iterated test of RFC 7748: after one step and after a thousand.
  unsigned char k[32] = {9}, u[32] = {9}, r[32];
  for (int i = 1; i <= 3000; i++) {
    x25519(r, k, u);
    memcpy(u, k, 32);
    memcpy(k, r, 32);
    if (i == 1 || i == 1000 || i == 3000) {
      printf("%d ", i);
      for (int j = 0; j < 32; j++)
        printf("%02x", k[j]);
      printf("\n");
    }
  }
  return 0;
}
