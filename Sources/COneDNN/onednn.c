// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "onednn.h"

#include <dlfcn.h>
#include <oneapi/dnnl/dnnl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

// ---- Versions 2 and 3 differ in how descriptors are held.

#if DNNL_VERSION_MAJOR >= 3
typedef dnnl_memory_desc_t descriptor;
typedef const_dnnl_memory_desc_t borrowed_descriptor;

static dnnl_status_t make_descriptor(descriptor *made, int64_t rows, int64_t columns,
                                     dnnl_format_tag_t tag) {
  dnnl_dims_t shape = {rows, columns};
  return dnnl_memory_desc_create_with_tag(made, 2, shape, dnnl_f32, tag);
}
static borrowed_descriptor borrow(const descriptor *d) { return *d; }
static void free_descriptor(descriptor *d) { dnnl_memory_desc_destroy(*d); }
static dnnl_status_t copy_descriptor(descriptor *copy, borrowed_descriptor d) {
  return dnnl_memory_desc_clone(copy, d);
}
#else
typedef dnnl_memory_desc_t descriptor;
typedef const dnnl_memory_desc_t *borrowed_descriptor;

static dnnl_status_t make_descriptor(descriptor *made, int64_t rows, int64_t columns,
                                     dnnl_format_tag_t tag) {
  dnnl_dims_t shape = {rows, columns};
  return dnnl_memory_desc_init_by_tag(made, 2, shape, dnnl_f32, tag);
}
static borrowed_descriptor borrow(const descriptor *d) { return d; }
static void free_descriptor(descriptor *d) { (void)d; }
static dnnl_status_t copy_descriptor(descriptor *copy, borrowed_descriptor d) {
  *copy = *d;
  return dnnl_success;
}
#endif

// ---- The engine: one for the process; a stream for each call is cheap on the CPU.

static dnnl_engine_t engine;
static dnnl_status_t engine_status;
static pthread_once_t engine_once = PTHREAD_ONCE_INIT;

static void create_engine(void) { engine_status = dnnl_engine_create(&engine, dnnl_cpu, 0); }

static dnnl_status_t ensure_engine(void) {
  pthread_once(&engine_once, create_engine);
  return engine_status;
}

void odnn_use_one_thread(void) {
  // Not linked directly: builds of oneDNN without OpenMP have no such function.
  void (*set_threads)(int) = (void (*)(int))dlsym(RTLD_DEFAULT, "omp_set_num_threads");
  if (set_threads) set_threads(1);
}

void odnn_version(int *major, int *minor, int *patch) {
  const dnnl_version_t *version = dnnl_version();
  *major = version->major;
  *minor = version->minor;
  *patch = version->patch;
}

// ---- Plain products.

int odnn_product(bool transpose_a, bool transpose_b, int64_t m, int64_t n, int64_t k,
                 const float *a, int64_t a_stride, const float *b, int64_t b_stride, float beta,
                 float *c, int64_t c_stride) {
  return dnnl_sgemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', m, n, k, 1.0f, a, a_stride, b,
                    b_stride, beta, c, c_stride);
}

// ---- Packed products.

struct odnn_layout {
  int64_t k, n;
  descriptor packed;
};

struct odnn_packed_product {
  dnnl_primitive_t primitive;
  dnnl_stream_t stream;
  dnnl_memory_t x, weights, y;
  int64_t m, n, k;
  bool accumulates;
  /// Scratch of more rows than `m`, or NULL where `m` is enough.
  float *padded_x, *padded_y;
};

/// The descriptor of y [m, n] (+)= x [m, k] · weights, whose layout may be left for oneDNN to choose.
static dnnl_status_t describe_product(int64_t m, int64_t n, int64_t k, borrowed_descriptor weights,
                                      bool accumulate, dnnl_primitive_desc_t *made) {
  descriptor x, y;
  dnnl_status_t status = make_descriptor(&x, m, k, dnnl_ab);
  if (status) return status;
  status = make_descriptor(&y, m, n, dnnl_ab);
  if (status) {
    free_descriptor(&x);
    return status;
  }
  dnnl_primitive_attr_t attributes = NULL;
  dnnl_post_ops_t post_ops = NULL;
  status = dnnl_primitive_attr_create(&attributes);
  if (!status && accumulate) {
    status = dnnl_post_ops_create(&post_ops);
#if DNNL_VERSION_MAJOR >= 3
    if (!status) status = dnnl_post_ops_append_sum(post_ops, 1.0f, 0, dnnl_data_type_undef);
#else
    if (!status) status = dnnl_post_ops_append_sum(post_ops, 1.0f);
#endif
    if (!status) status = dnnl_primitive_attr_set_post_ops(attributes, post_ops);
  }
  if (!status) {
#if DNNL_VERSION_MAJOR >= 3
    status = dnnl_matmul_primitive_desc_create(made, engine, borrow(&x), weights, NULL, borrow(&y),
                                               attributes);
#else
    dnnl_matmul_desc_t product;
    status = dnnl_matmul_desc_init(&product, borrow(&x), weights, NULL, borrow(&y));
    if (!status) status = dnnl_primitive_desc_create(made, &product, attributes, engine, NULL);
#endif
  }
  if (post_ops) dnnl_post_ops_destroy(post_ops);
  if (attributes) dnnl_primitive_attr_destroy(attributes);
  free_descriptor(&x);
  free_descriptor(&y);
  return status;
}

int odnn_layout_create(int64_t k, int64_t n, odnn_layout **layout) {
  // The layout is asked for with this many rows and holds for every number of rows.
  enum { TYPICAL_ROWS = 64 };
  dnnl_status_t status = ensure_engine();
  if (status) return status;
  descriptor any;
  status = make_descriptor(&any, k, n, dnnl_format_tag_any);
  if (status) return status;
  dnnl_primitive_desc_t product;
  status = describe_product(TYPICAL_ROWS, n, k, borrow(&any), false, &product);
  free_descriptor(&any);
  if (status) return status;
  odnn_layout *made = malloc(sizeof *made);
  if (made) {
    made->k = k;
    made->n = n;
    status = copy_descriptor(&made->packed,
                             dnnl_primitive_desc_query_md(product, dnnl_query_weights_md, 0));
    *layout = made;
  } else {
    status = dnnl_out_of_memory;
  }
  dnnl_primitive_desc_destroy(product);
  return status;
}

void odnn_layout_destroy(odnn_layout *layout) {
  free_descriptor(&layout->packed);
  free(layout);
}

int64_t odnn_layout_size(const odnn_layout *layout) {
  return (int64_t)dnnl_memory_desc_get_size(borrow(&layout->packed));
}

int odnn_pack(const odnn_layout *layout, const float *source, bool transpose, float *packed) {
  descriptor plain;
  dnnl_status_t status =
      make_descriptor(&plain, layout->k, layout->n, transpose ? dnnl_ba : dnnl_ab);
  if (status) return status;
  dnnl_primitive_desc_t description = NULL;
  dnnl_primitive_t reorder = NULL;
  dnnl_stream_t stream = NULL;
  dnnl_memory_t from = NULL, to = NULL;
  status = dnnl_reorder_primitive_desc_create(&description, borrow(&plain), engine,
                                              borrow(&layout->packed), engine, NULL);
  if (!status) status = dnnl_primitive_create(&reorder, description);
  if (!status) status = dnnl_stream_create(&stream, engine, dnnl_stream_default_flags);
  if (!status) status = dnnl_memory_create(&from, borrow(&plain), engine, (void *)source);
  if (!status) status = dnnl_memory_create(&to, borrow(&layout->packed), engine, packed);
  if (!status) {
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}};
    status = dnnl_primitive_execute(reorder, stream, 2, arguments);
  }
  if (to) dnnl_memory_destroy(to);
  if (from) dnnl_memory_destroy(from);
  if (stream) dnnl_stream_destroy(stream);
  if (reorder) dnnl_primitive_destroy(reorder);
  if (description) dnnl_primitive_desc_destroy(description);
  free_descriptor(&plain);
  return status;
}

/// The kernels behind `dnnl_sgemm`, which take the product where there is no AVX-512, work on up to
/// this many rows at once and round the rest differently.
enum { GEMM_ROWS = 6 };

/// Whether a row of the result is the same to the bit in products of all numbers of rows.
static bool treats_rows_alike(const_dnnl_primitive_desc_t description, int64_t m) {
  const char *implementation = "";
  dnnl_primitive_desc_query(description, dnnl_query_impl_info_str, 0, &implementation);
  return m % GEMM_ROWS == 0 || strncmp(implementation, "brg", 3) == 0;
}

/// The descriptor of `product`, with more rows than asked for where its rows would else depend on
/// their number.
static dnnl_status_t describe_padded(odnn_packed_product *product, borrowed_descriptor weights,
                                     dnnl_primitive_desc_t *made) {
  int64_t m = product->m, n = product->n, k = product->k;
  dnnl_status_t status = describe_product(m, n, k, weights, product->accumulates, made);
  if (status || treats_rows_alike(*made, m)) return status;
  dnnl_primitive_desc_destroy(*made);
  int64_t padded = (m + GEMM_ROWS - 1) / GEMM_ROWS * GEMM_ROWS;
  product->padded_x = calloc(padded * k, sizeof(float));
  product->padded_y = calloc(padded * n, sizeof(float));
  if (!product->padded_x || !product->padded_y) return dnnl_out_of_memory;
  return describe_product(padded, n, k, weights, product->accumulates, made);
}

/// Fills in what `description` says; on failure the caller destroys what there is.
static dnnl_status_t fill_product(odnn_packed_product *product,
                                  const_dnnl_primitive_desc_t description) {
  dnnl_status_t status = dnnl_primitive_create(&product->primitive, description);
  if (!status) status = dnnl_stream_create(&product->stream, engine, dnnl_stream_default_flags);
  dnnl_memory_t *memories[] = {&product->x, &product->weights, &product->y};
  dnnl_query_t roles[] = {dnnl_query_src_md, dnnl_query_weights_md, dnnl_query_dst_md};
  for (int i = 0; i < 3 && !status; i++)
    status = dnnl_memory_create(memories[i],
                                dnnl_primitive_desc_query_md(description, roles[i], 0), engine,
                                DNNL_MEMORY_NONE);
  return status;
}

int odnn_packed_product_create(const odnn_layout *layout, int64_t m, bool accumulate,
                               odnn_packed_product **product) {
  odnn_packed_product *made = calloc(1, sizeof *made);
  if (!made) return dnnl_out_of_memory;
  made->m = m;
  made->n = layout->n;
  made->k = layout->k;
  made->accumulates = accumulate;
  dnnl_primitive_desc_t description;
  dnnl_status_t status = describe_padded(made, borrow(&layout->packed), &description);
  if (!status) {
    status = fill_product(made, description);
    dnnl_primitive_desc_destroy(description);
  }
  if (status)
    odnn_packed_product_destroy(made);
  else
    *product = made;
  return status;
}

void odnn_packed_product_destroy(odnn_packed_product *product) {
  if (product->y) dnnl_memory_destroy(product->y);
  if (product->weights) dnnl_memory_destroy(product->weights);
  if (product->x) dnnl_memory_destroy(product->x);
  if (product->stream) dnnl_stream_destroy(product->stream);
  if (product->primitive) dnnl_primitive_destroy(product->primitive);
  free(product->padded_x);
  free(product->padded_y);
  free(product);
}

int odnn_packed_product_run(odnn_packed_product *product, const float *x, const float *packed,
                            float *y) {
  size_t x_size = product->m * product->k * sizeof(float);
  size_t y_size = product->m * product->n * sizeof(float);
  bool is_padded = product->padded_x != NULL;
  if (is_padded) {
    memcpy(product->padded_x, x, x_size);
    if (product->accumulates) memcpy(product->padded_y, y, y_size);
  }
  const float *from = is_padded ? product->padded_x : x;
  float *to = is_padded ? product->padded_y : y;
  dnnl_status_t status = dnnl_memory_set_data_handle(product->x, (void *)from);
  if (!status) status = dnnl_memory_set_data_handle(product->weights, (void *)packed);
  if (!status) status = dnnl_memory_set_data_handle(product->y, to);
  if (status) return status;
  dnnl_exec_arg_t arguments[] = {{DNNL_ARG_SRC, product->x},
                                 {DNNL_ARG_WEIGHTS, product->weights},
                                 {DNNL_ARG_DST, product->y}};
  status = dnnl_primitive_execute(product->primitive, product->stream, 3, arguments);
  if (!status && is_padded) memcpy(y, to, y_size);
  return status;
}
