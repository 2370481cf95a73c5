// SPDX-License-Identifier: Apache-2.0

import Compute
import Testing

/// A layer with random parameters and a workspace to run it in.
package struct LayerBench<Layer> {
  package let layer: Layer
  package let parameters: ParameterBuffer
  package let weights: Weights
  package let terms: GradientTerms
  package let workspace = Workspace()

  /// Draws the parameters from `[-range, range]`.
  package init(
    _ generator: inout SeededGenerator, range: Float = 1, _ make: (inout ParameterLayout) -> Layer
  ) {
    var layout = ParameterLayout()
    layer = make(&layout)
    parameters = ParameterBuffer(layout)
    for entry in layout.entries {
      let place = parameters[entry.slot]
      place.copy(from: generator.floats(place.count, range: range))
    }
    weights = Weights(parameters)
    terms = GradientTerms(layout)
  }

  /// Returns a pass that adds its gradient terms to `terms`.
  package func pass(random: Philox? = nil, stateClipNorm: Float? = nil) -> Pass {
    Pass(weights, workspace, random: random, stateClipNorm: stateClipNorm, into: terms)
  }

  /// The sum of the gradient terms that backward has added since they were cleared.
  package var gradient: ParameterBuffer { terms.sum(parameters.layout, workspace) }
}

/// The outputs of a layer, and its backward pass.
package struct LayerPass {
  package let outputs: [MatrixView]
  /// Takes a gradient for each output and returns one for each input. Adds the gradient terms of
  /// the parameters.
  package let backward: ([MatrixView]) -> [MatrixView]

  package init(outputs: [MatrixView], backward: @escaping ([MatrixView]) -> [MatrixView]) {
    self.outputs = outputs
    self.backward = backward
  }
}

extension LayerBench {
  /// Compares the backward pass with central differences, for every element of every parameter and
  /// of `inputs`. A second backward pass must add the same gradients again.
  ///
  /// The loss is a sum of all outputs with random weights. `forward` reads the inputs on each call.
  /// `relative` and `step` are those of `expectClose` and `centralDifferences`.
  package func expectGradients(
    of inputs: KeyValuePairs<String, MatrixView>, relative: Double = 3e-5, step: Float = 0x1p-4,
    sourceLocation: SourceLocation = #_sourceLocation, _ forward: () -> LayerPass
  ) {
    let arena = workspace.arena
    var generator = SeededGenerator(seed: 9)
    let outputWeights = arena.scope { forward().outputs.map { generator.floats($0.count) } }
    func loss() -> Double {
      arena.scope {
        zip(outputWeights, forward().outputs).reduce(0) { $0 + dot($1.0, $1.1) }
      }
    }
    func backward() -> [[Float]] {
      let pass = forward()
      let gradients = zip(pass.outputs, outputWeights).map {
        arena.matrix(rows: $0.rows, columns: $0.columns, $1)
      }
      return pass.backward(gradients).map(\.elements)
    }
    // Each output has its own rounding error, and their sum is divided by the step.
    let outputs = Double(outputWeights.reduce(0) { $0 + $1.count })
    let noise = 1e-7 * outputs.squareRoot() / Double(step)
    func expectGradient(_ found: [Float], at place: MatrixView, _ name: String) {
      let expected = centralDifferences(at: place, step: step, loss)
      let largest = expected.map(abs).max() ?? 0
      expectClose(
        found, expected, relative: relative + (largest > 0 ? noise / largest : 0), name,
        sourceLocation: sourceLocation)
    }
    arena.scope {
      let dInputs = backward()
      #expect(dInputs.count == inputs.count, sourceLocation: sourceLocation)
      let once = gradient
      for ((name, place), found) in zip(inputs, dInputs) {
        expectGradient(found, at: place, name)
      }
      for entry in parameters.layout.entries {
        expectGradient(once[entry.slot].elements, at: parameters[entry.slot], entry.name)
      }
      _ = backward()
      expectClose(
        gradient.elements, once.elements.map { $0 * 2 }, relative: 1e-6, "gradient, twice",
        sourceLocation: sourceLocation)
      terms.clear()
    }
  }
}

extension Pass {
  /// Creates a pass of a layer without parameters.
  package init(_ workspace: Workspace, random: Philox? = nil) {
    self.init(Weights(ParameterBuffer(ParameterLayout())), workspace, random: random)
  }
}
