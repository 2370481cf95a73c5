// SPDX-License-Identifier: Apache-2.0
//
// Cells given by a formula, forward and backward: a list of elementwise operations on the rows of
// the state. Included once per instruction set.

/// Computes the values [count, hidden] of all operations for one row.
static void formula_values(const ck_formula *formula, int64_t hidden, const float *gates,
                           const float *bias, const float *products, const float *hidden_bias,
                           const float *hidden_in, const float *cell_in, float *values) {
  for (int64_t n = 0; n < formula->count; n++) {
    const ck_operation operation = formula->operations[n];
    float *y = values + n * hidden;
    // The operands of a leaf are gates, those of other operations are earlier values.
    const float *a = values + operation.first * hidden, *b = values + operation.second * hidden;
    const int64_t gate = operation.first * hidden;
    switch (operation.kind) {
    case CK_GATE_SUM:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) y[j] = gates[gate + j] + bias[gate + j];
      if (products)
        INDEPENDENT for (int64_t j = 0; j < hidden; j++)
          y[j] += products[gate + j] + hidden_bias[gate + j];
      break;
    case CK_GATE_INPUT:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) y[j] = gates[gate + j] + bias[gate + j];
      break;
    case CK_GATE_HIDDEN:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++)
        y[j] = products[gate + j] + hidden_bias[gate + j];
      break;
    case CK_HIDDEN_STATE: memcpy(y, hidden_in, (size_t)hidden * sizeof *y); break;
    case CK_CELL_STATE: memcpy(y, cell_in, (size_t)hidden * sizeof *y); break;
    case CK_APPLY_TANH:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) y[j] = fast_tanh(a[j]);
      break;
    case CK_APPLY_RELU:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) y[j] = a[j] > 0 ? a[j] : 0;
      break;
    case CK_APPLY_SIGMOID:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) y[j] = fast_sigmoid(a[j]);
      break;
    case CK_COMPLEMENT:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) y[j] = 1.0f - a[j];
      break;
    case CK_ADD:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) y[j] = a[j] + b[j];
      break;
    case CK_MULTIPLY:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) y[j] = a[j] * b[j];
      break;
    }
  }
}

static void formula_forward(int64_t rows, int64_t hidden, const ck_formula *formula,
                            const float *gates, const float *bias, const float *products,
                            const float *hidden_bias, const float *hidden_in,
                            const float *cell_in, float *cell_out, float *hidden_out,
                            float *scratch) {
  const int64_t width = formula->gates * hidden, cell = formula->cell >= 0 ? hidden : 0;
  for (int64_t row = 0; row < rows; row++) {
    formula_values(formula, hidden, gates + row * width, bias,
                   products ? products + row * width : NULL, hidden_bias,
                   hidden_in + row * hidden, cell_in + row * cell, scratch);
    // Written last, because the states out may be the states in.
    if (formula->cell >= 0)
      memcpy(cell_out + row * hidden, scratch + formula->cell * hidden,
             (size_t)hidden * sizeof *scratch);
    memcpy(hidden_out + row * hidden, scratch + formula->hidden * hidden,
           (size_t)hidden * sizeof *scratch);
  }
}

/// Adds the gradients of the operands of all operations for one row, from the last to the first.
/// `d_gates`, `d_products` and the gradients of the states hold zeros on entry.
static void formula_gradients(const ck_formula *formula, int64_t hidden, const float *values,
                              float *gradients, float *d_gates, float *d_products,
                              float *d_hidden_in, float *d_cell_in) {
  for (int64_t n = formula->count - 1; n >= 0; n--) {
    const ck_operation operation = formula->operations[n];
    const float *y = values + n * hidden, *dy = gradients + n * hidden;
    const float *a = values + operation.first * hidden, *b = values + operation.second * hidden;
    float *da = gradients + operation.first * hidden, *db = gradients + operation.second * hidden;
    const int64_t gate = operation.first * hidden;
    switch (operation.kind) {
    case CK_GATE_SUM:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) d_gates[gate + j] += dy[j];
      if (d_products)
        INDEPENDENT for (int64_t j = 0; j < hidden; j++) d_products[gate + j] += dy[j];
      break;
    case CK_GATE_INPUT:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) d_gates[gate + j] += dy[j];
      break;
    case CK_GATE_HIDDEN:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) d_products[gate + j] += dy[j];
      break;
    case CK_HIDDEN_STATE:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) d_hidden_in[j] += dy[j];
      break;
    case CK_CELL_STATE:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) d_cell_in[j] += dy[j];
      break;
    case CK_APPLY_TANH:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) da[j] += dy[j] * (1.0f - y[j] * y[j]);
      break;
    case CK_APPLY_RELU:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) da[j] += y[j] > 0 ? dy[j] : 0;
      break;
    case CK_APPLY_SIGMOID:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) da[j] += dy[j] * y[j] * (1.0f - y[j]);
      break;
    case CK_COMPLEMENT:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) da[j] -= dy[j];
      break;
    case CK_ADD:
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) da[j] += dy[j];
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) db[j] += dy[j];
      break;
    case CK_MULTIPLY:
      // Two loops, because the factors may be the same.
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) da[j] += dy[j] * b[j];
      INDEPENDENT for (int64_t j = 0; j < hidden; j++) db[j] += dy[j] * a[j];
      break;
    }
  }
}

static void formula_backward(int64_t rows, int64_t hidden, const ck_formula *formula,
                             float *gates, const float *bias, float *products,
                             const float *hidden_bias, const float *hidden_in,
                             const float *cell_in, const float *d_hidden, float *d_hidden_in,
                             float *d_cell, float *scratch) {
  const int64_t width = formula->gates * hidden, cell = formula->cell >= 0 ? hidden : 0;
  const int64_t count = formula->count * hidden;
  float *gradients = scratch + count;
  for (int64_t row = 0; row < rows; row++) {
    float *row_gates = gates + row * width, *row_products = products ? products + row * width : NULL;
    float *dc = d_cell + row * cell, *dh_in = d_hidden_in + row * hidden;
    formula_values(formula, hidden, row_gates, bias, row_products, hidden_bias,
                   hidden_in + row * hidden, cell_in + row * cell, scratch);
    memset(gradients, 0, (size_t)count * sizeof *gradients);
    float *dh = gradients + formula->hidden * hidden;
    for (int64_t j = 0; j < hidden; j++) dh[j] = d_hidden[row * hidden + j];
    if (formula->cell >= 0) {
      // The new cell state may also be the hidden state.
      float *dc_out = gradients + formula->cell * hidden;
      for (int64_t j = 0; j < hidden; j++) dc_out[j] += dc[j];
      memset(dc, 0, (size_t)hidden * sizeof *dc);
    }
    memset(row_gates, 0, (size_t)width * sizeof *row_gates);
    if (row_products) memset(row_products, 0, (size_t)width * sizeof *row_products);
    memset(dh_in, 0, (size_t)hidden * sizeof *dh_in);
    formula_gradients(formula, hidden, scratch, gradients, row_gates, row_products, dh_in, dc);
  }
}
