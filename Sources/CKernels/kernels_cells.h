// SPDX-License-Identifier: Apache-2.0
//
// The cells of recurrent layers, forward and backward. Included once per instruction set.

static void lstm_forward(int64_t rows, int64_t hidden, float *gates,
                         const float *bias, const float *cell_in,
                         float *cell_out, float *hidden_out) {
  for (int64_t row = 0; row < rows; row++) {
    float *i = gates + row * 4 * hidden;
    float *f = i + hidden, *g = f + hidden, *o = g + hidden;
    const float *c_in = cell_in + row * hidden;
    float *c_out = cell_out + row * hidden;
    float *h = hidden_out + row * hidden;
    INDEPENDENT for (int64_t j = 0; j < hidden; j++) {
      float input = fast_sigmoid(i[j] + bias[j]);
      float forget = fast_sigmoid(f[j] + bias[hidden + j]);
      float candidate = fast_tanh(g[j] + bias[2 * hidden + j]);
      float output = fast_sigmoid(o[j] + bias[3 * hidden + j]);
      float cell = forget * c_in[j] + input * candidate;
      i[j] = input;
      f[j] = forget;
      g[j] = candidate;
      o[j] = output;
      c_out[j] = cell;
      h[j] = output * fast_tanh(cell);
    }
  }
}

static void lstm_backward(int64_t rows, int64_t hidden, float *gates,
                          const float *cell_in, const float *cell_out,
                          const float *d_hidden, float *d_cell) {
  for (int64_t row = 0; row < rows; row++) {
    float *i = gates + row * 4 * hidden;
    float *f = i + hidden, *g = f + hidden, *o = g + hidden;
    const float *c_in = cell_in + row * hidden;
    const float *c_out = cell_out + row * hidden;
    const float *dh = d_hidden + row * hidden;
    float *dc = d_cell + row * hidden;
    INDEPENDENT for (int64_t j = 0; j < hidden; j++) {
      float input = i[j], forget = f[j], candidate = g[j], output = o[j];
      float squashed = fast_tanh(c_out[j]);
      float d = dc[j] + dh[j] * output * (1.0f - squashed * squashed);
      i[j] = d * candidate * input * (1.0f - input);
      f[j] = d * c_in[j] * forget * (1.0f - forget);
      g[j] = d * input * (1.0f - candidate * candidate);
      o[j] = dh[j] * squashed * output * (1.0f - output);
      dc[j] = d * forget;
    }
  }
}

static void lstm_output_forward(int64_t rows, int64_t hidden, const float *gates, float *squashed,
                                float *hidden_out) {
  for (int64_t row = 0; row < rows; row++) {
    const float *o = gates + row * 4 * hidden + 3 * hidden;
    float *s = squashed + row * hidden;
    float *h = hidden_out + row * hidden;
    INDEPENDENT for (int64_t j = 0; j < hidden; j++) {
      s[j] = fast_tanh(s[j]);
      h[j] = o[j] * s[j];
    }
  }
}

static void lstm_output_backward(int64_t rows, int64_t hidden, const float *gates,
                                 float *squashed, float *d_hidden) {
  for (int64_t row = 0; row < rows; row++) {
    const float *o = gates + row * 4 * hidden + 3 * hidden;
    float *s = squashed + row * hidden;
    float *dh = d_hidden + row * hidden;
    INDEPENDENT for (int64_t j = 0; j < hidden; j++) {
      float output = o[j], value = s[j], d = dh[j];
      s[j] = d * output * (1.0f - value * value);
      dh[j] = d * value * output * (1.0f - output);
    }
  }
}

static void gru_forward(int64_t rows, int64_t hidden, float *gates, const float *bias,
                        float *products, const float *hidden_bias, const float *hidden_in,
                        float *hidden_out) {
  for (int64_t row = 0; row < rows; row++) {
    float *r = gates + row * 3 * hidden, *z = r + hidden, *n = z + hidden;
    float *pr = products + row * 3 * hidden, *pz = pr + hidden, *pn = pz + hidden;
    const float *h_in = hidden_in + row * hidden;
    float *h_out = hidden_out + row * hidden;
    INDEPENDENT for (int64_t j = 0; j < hidden; j++) {
      float reset = fast_sigmoid(r[j] + bias[j] + pr[j] + hidden_bias[j]);
      float update = fast_sigmoid(z[j] + bias[hidden + j] + pz[j] + hidden_bias[hidden + j]);
      float remembered = pn[j] + hidden_bias[2 * hidden + j];
      float candidate = fast_tanh(n[j] + bias[2 * hidden + j] + reset * remembered);
      r[j] = reset;
      z[j] = update;
      n[j] = candidate;
      pn[j] = remembered;
      h_out[j] = candidate + update * (h_in[j] - candidate);
    }
  }
}

static void gru_backward(int64_t rows, int64_t hidden, float *gates, float *products,
                         const float *hidden_in, const float *d_hidden, float *d_hidden_in) {
  for (int64_t row = 0; row < rows; row++) {
    float *r = gates + row * 3 * hidden, *z = r + hidden, *n = z + hidden;
    float *pr = products + row * 3 * hidden, *pz = pr + hidden, *pn = pz + hidden;
    const float *h_in = hidden_in + row * hidden;
    const float *dh = d_hidden + row * hidden;
    float *dh_in = d_hidden_in + row * hidden;
    INDEPENDENT for (int64_t j = 0; j < hidden; j++) {
      float reset = r[j], update = z[j], candidate = n[j], d = dh[j];
      float d_candidate = d * (1.0f - update) * (1.0f - candidate * candidate);
      float d_update = d * (h_in[j] - candidate) * update * (1.0f - update);
      float d_reset = d_candidate * pn[j] * reset * (1.0f - reset);
      r[j] = pr[j] = d_reset;
      z[j] = pz[j] = d_update;
      n[j] = d_candidate;
      pn[j] = d_candidate * reset;
      dh_in[j] = d * update;
    }
  }
}

static void activation_forward(int64_t rows, int64_t columns, ck_activation activation,
                               const float *x, const float *bias, float *y) {
  for (int64_t row = 0; row < rows; row++) {
    const float *in = x + row * columns;
    float *out = y + row * columns;
    switch (activation) {
    case CK_TANH:
      INDEPENDENT for (int64_t j = 0; j < columns; j++) out[j] = fast_tanh(in[j] + bias[j]);
      break;
    case CK_RELU:
      INDEPENDENT for (int64_t j = 0; j < columns; j++) {
        float sum = in[j] + bias[j];
        out[j] = sum > 0 ? sum : 0;
      }
      break;
    case CK_SIGMOID:
      INDEPENDENT for (int64_t j = 0; j < columns; j++) out[j] = fast_sigmoid(in[j] + bias[j]);
      break;
    }
  }
}

static void activation_backward(int64_t rows, int64_t columns, ck_activation activation,
                                const float *y, const float *dy, float *dx) {
  int64_t count = rows * columns;
  switch (activation) {
  case CK_TANH:
    INDEPENDENT for (int64_t j = 0; j < count; j++) dx[j] = dy[j] * (1.0f - y[j] * y[j]);
    break;
  case CK_RELU:
    INDEPENDENT for (int64_t j = 0; j < count; j++) dx[j] = y[j] > 0 ? dy[j] : 0;
    break;
  case CK_SIGMOID:
    INDEPENDENT for (int64_t j = 0; j < count; j++) dx[j] = dy[j] * y[j] * (1.0f - y[j]);
    break;
  }
}
