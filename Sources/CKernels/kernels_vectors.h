// SPDX-License-Identifier: Apache-2.0
//
// Vectors, and the tiles and panels that products are made of. Included once per instruction set.

#if !defined(VECTOR_BYTES)
#define VECTOR_BYTES 16
#define TILE_VECTORS 2
#define TILE_HEIGHT 4
#endif

typedef float vector __attribute__((vector_size(VECTOR_BYTES), aligned(4)));

enum {
  FLOATS = VECTOR_BYTES / sizeof(float),
  /// Output columns that lie together in the packed weights, and those that a tile has.
  FLOAT_PANEL = CK_FLOAT32_PANEL,
  TILE_COLUMNS = TILE_VECTORS * FLOATS,
  /// Rows of the packed weights that are used again and again before the next: what they take of a
  /// panel stays in the second cache.
  INNER_BLOCK = 512,
  /// Floats of a line of the cache.
  LINE = 16,
  /// How many rows of the packed weights ahead are fetched.
  AHEAD = 8,
};
