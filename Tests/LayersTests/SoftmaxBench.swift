// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers

/// An output layer whose weights are zero at first.
struct SoftmaxBench {
  let layer: SoftmaxOutput
  let parameters: ParameterBuffer
  let weights: Weights
  let gradient: ParameterBuffer
  let workspace = Workspace()

  init(inputSize: Int, vocabularySize: Int) {
    var layout = ParameterLayout()
    layer = SoftmaxOutput(
      &layout, name: "output", inputSize: inputSize, vocabularySize: vocabularySize)
    parameters = ParameterBuffer(layout)
    weights = Weights(parameters)
    gradient = ParameterBuffer(layout)
  }
}
