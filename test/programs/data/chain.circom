pragma circom 2.0.0;

template Chain(n) {
  signal input a;
  signal input b;
  signal output c;
  signal s[n];
  s[0] <== a * b;
  for (var i = 1; i < n; i++)
    s[i] <== s[i - 1] * s[i - 1] + b;
  c <== s[n - 1];
}

component main = Chain(200);
