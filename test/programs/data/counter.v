module counter(input clk, input reset, output reg [15:0] value);
  always @(posedge clk)
    if (reset) value <= 0;
    else value <= value + 1;
endmodule
