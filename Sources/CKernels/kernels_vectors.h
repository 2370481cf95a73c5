// SPDX-License-Identifier: Apache-2.0
//
// Vectors, and the tiles and panels of products. Included once per instruction set.

#if !defined(VECTOR_BYTES)
#define VECTOR_BYTES 16
#define TILE_VECTORS 2
#define TILE_HEIGHT 4
#endif

typedef float vector __attribute__((vector_size(VECTOR_BYTES), aligned(4)));

enum {
  FLOATS = VECTOR_BYTES / sizeof(float),
  /// The number of output columns in a panel of packed weights.
  FLOAT_PANEL = CK_FLOAT32_PANEL,
  PANEL_VECTORS = FLOAT_PANEL / FLOATS,
  /// The number of floats in the largest tile.
  TILE_FLOATS = TILE_HEIGHT * TILE_VECTORS * FLOATS,
  /// The number of packed weight rows that are reused before the next ones: this part of a panel
  /// stays in the level-2 cache.
  INNER_BLOCK = 512,
  /// The number of floats in a cache line.
  LINE = 16,
  /// The distance of prefetches, in rows of the packed weights.
  AHEAD = 8,
};

/// The number of vectors in a row of a tile with `rows` rows. Tiles of one or two rows are wider:
/// each sum waits for the one before, so that the processor needs several to be busy.
INLINE int tile_vectors(int64_t rows) {
  int vectors = rows == 1 ? 4 * TILE_VECTORS : rows == 2 ? 2 * TILE_VECTORS : TILE_VECTORS;
  return vectors < PANEL_VECTORS ? vectors : PANEL_VECTORS;
}
