// A picture of planes Y, U and V (4:2:0) to red, green, blue and alpha: 16 pixels at a time in fixed point.
#include "vector.h"
enum { Width = 1024, Height = 768, Rounds = 700 };
static uint8_t luma[Height][Width], blueness[Height / 2][Width / 2], redness[Height / 2][Width / 2];
static uint8_t picture[Height][Width][4];

/* A factor of what was shifted left by `shift`, to give 64ths. */
static V factor(double value, int shift) { return splatI16((int)(value * 64 / (1 << shift) * 32768 + 0.5)); }

static void convert(void) {
  V ofLuma = factor(1.164, 7), redOfV = factor(1.596, 7), greenOfV = factor(0.813, 7);
  V greenOfU = factor(0.391, 7), blueOfU = factor(2.018, 8), alpha = splatI8(-1);
  V middle = splatI16(128), black = splatI16(16), round = splatI16(32);
  for (int y = 0; y < Height; y++)
    for (int x = 0; x < Width; x += 16) {
      V light = load(&luma[y][x]), u = loadLow8(&blueness[y / 2][x / 2]), v = loadLow8(&redness[y / 2][x / 2]);
      u = subI16(widenLowU8(u), middle);
      v = subI16(widenLowU8(v), middle);
      V red = mulQ15(shlI16(v, 7), redOfV), blue = mulQ15(shlI16(u, 8), blueOfU);
      V green = addI16(mulQ15(shlI16(u, 7), greenOfU), mulQ15(shlI16(v, 7), greenOfV));
      V channels[3][2];
      for (int half = 0; half < 2; half++) {
        V base = subI16(half ? widenHighU8(light) : widenLowU8(light), black);
        base = addI16(mulQ15(shlI16(base, 7), ofLuma), round);
        V r = half ? interleaveHighI16(red, red) : interleaveLowI16(red, red);
        V g = half ? interleaveHighI16(green, green) : interleaveLowI16(green, green);
        V b = half ? interleaveHighI16(blue, blue) : interleaveLowI16(blue, blue);
        channels[0][half] = shrI16(addSatI16(base, r), 6);
        channels[1][half] = shrI16(subSatI16(base, g), 6);
        channels[2][half] = shrI16(addSatI16(base, b), 6);
      }
      V r = narrowU8(channels[0][0], channels[0][1]), g = narrowU8(channels[1][0], channels[1][1]);
      V b = narrowU8(channels[2][0], channels[2][1]);
      V lowRedGreen = interleaveLowI8(r, g), lowBlueAlpha = interleaveLowI8(b, alpha);
      V highRedGreen = interleaveHighI8(r, g), highBlueAlpha = interleaveHighI8(b, alpha);
      store(picture[y][x], interleaveLowI16(lowRedGreen, lowBlueAlpha));
      store(picture[y][x + 4], interleaveHighI16(lowRedGreen, lowBlueAlpha));
      store(picture[y][x + 8], interleaveLowI16(highRedGreen, highBlueAlpha));
      store(picture[y][x + 12], interleaveHighI16(highRedGreen, highBlueAlpha));
    }
}

int main(void) {
  for (int y = 0; y < Height; y++)
    for (int x = 0; x < Width; x++)
      luma[y][x] = (uint8_t)benchBelow(256);
  for (int y = 0; y < Height / 2; y++)
    for (int x = 0; x < Width / 2; x++) {
      blueness[y][x] = (uint8_t)benchBelow(256);
      redness[y][x] = (uint8_t)benchBelow(256);
    }
  for (int round = 0; round < Rounds; round++) {
    convert();
    luma[round][round] = picture[round + 1][round][1];
  }
  benchPrint("chroma", benchHash(picture, sizeof picture));
  return 0;
}
