// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport

/// An output layer whose weights are initially zero.
struct SoftmaxBench {
  let layer: SoftmaxOutput
  let parameters: ParameterBuffer
  let weights: Weights
  let terms: GradientTerms
  let workspace = Workspace()

  func pass() -> Pass { Pass(weights, workspace, into: terms) }

  /// The sum of the gradient terms that `lossAndGradient` added.
  var gradient: ParameterBuffer { terms.sum(parameters.layout, workspace) }

  init(inputSize: Int, vocabularySize: Int) {
    var layout = ParameterLayout()
    layer = SoftmaxOutput(
      &layout, name: "output", inputSize: inputSize, vocabularySize: vocabularySize)
    parameters = ParameterBuffer(layout)
    weights = Weights(parameters)
    terms = GradientTerms(layout)
  }
}
