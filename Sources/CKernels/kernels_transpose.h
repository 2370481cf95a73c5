// SPDX-License-Identifier: Apache-2.0
//
// Transposes matrices in squares that fit into the vector registers. Included once per instruction
// set.

enum { SQUARE = FLOATS };

// Swaps the off-diagonal quadrants of two rows `distance` apart: a becomes what `UPPER` selects
// from the rows a and b, and b what `LOWER` selects.
#define SHUFFLE(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#if VECTOR_BYTES == 64
#define UPPER_8(a, b) SHUFFLE(a, b, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
#define LOWER_8(a, b) SHUFFLE(a, b, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31)
#define UPPER_4(a, b) SHUFFLE(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27)
#define LOWER_4(a, b) SHUFFLE(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31)
#define UPPER_2(a, b) SHUFFLE(a, b, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
#define LOWER_2(a, b) SHUFFLE(a, b, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#define UPPER_1(a, b) SHUFFLE(a, b, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30)
#define LOWER_1(a, b) SHUFFLE(a, b, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31)
#elif VECTOR_BYTES == 32
#define UPPER_4(a, b) SHUFFLE(a, b, 0, 1, 2, 3, 8, 9, 10, 11)
#define LOWER_4(a, b) SHUFFLE(a, b, 4, 5, 6, 7, 12, 13, 14, 15)
#define UPPER_2(a, b) SHUFFLE(a, b, 0, 1, 8, 9, 4, 5, 12, 13)
#define LOWER_2(a, b) SHUFFLE(a, b, 2, 3, 10, 11, 6, 7, 14, 15)
#define UPPER_1(a, b) SHUFFLE(a, b, 0, 8, 2, 10, 4, 12, 6, 14)
#define LOWER_1(a, b) SHUFFLE(a, b, 1, 9, 3, 11, 5, 13, 7, 15)
#else
#define UPPER_2(a, b) SHUFFLE(a, b, 0, 1, 4, 5)
#define LOWER_2(a, b) SHUFFLE(a, b, 2, 3, 6, 7)
#define UPPER_1(a, b) SHUFFLE(a, b, 0, 4, 2, 6)
#define LOWER_1(a, b) SHUFFLE(a, b, 1, 5, 3, 7)
#endif

#define EXCHANGE(distance)                            \
  for (int i = 0; i < SQUARE; i++)                    \
    if (!(i & distance)) {                            \
      vector a = square[i], b = square[i + distance]; \
      square[i] = UPPER_##distance(a, b);             \
      square[i + distance] = LOWER_##distance(a, b);  \
    }

INLINE void transpose_square(vector square[SQUARE]) {
#if VECTOR_BYTES == 64
  EXCHANGE(8)
#endif
#if VECTOR_BYTES >= 32
  EXCHANGE(4)
#endif
  EXCHANGE(2)
  EXCHANGE(1)
}

/// y [columns, rows] = the transpose of x [rows, columns]; their rows start `x_stride` and
/// `y_stride` floats apart.
static void float32_transpose(int64_t rows, int64_t columns, int64_t x_stride,
                              const float *restrict x, int64_t y_stride, float *restrict y) {
  for (int64_t row = 0; row < rows; row += SQUARE) {
    int64_t height = rows - row < SQUARE ? rows - row : SQUARE;
    for (int64_t column = 0; column < columns; column += SQUARE) {
      int64_t width = columns - column < SQUARE ? columns - column : SQUARE;
      const float *from = x + row * x_stride + column;
      float *to = y + column * y_stride + row;
      if (height == SQUARE && width == SQUARE) {
        vector square[SQUARE];
        for (int i = 0; i < SQUARE; i++) square[i] = *(const vector *)(from + i * x_stride);
        transpose_square(square);
        for (int i = 0; i < SQUARE; i++) *(vector *)(to + i * y_stride) = square[i];
      } else {
        for (int64_t c = 0; c < width; c++)
          for (int64_t r = 0; r < height; r++) to[c * y_stride + r] = from[r * x_stride + c];
      }
    }
  }
}
