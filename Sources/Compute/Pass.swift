// SPDX-License-Identifier: Apache-2.0

/// The context of a forward or backward pass: the weights, the workspace of a worker and, in
/// training, the random numbers of the step and the gradient terms. Use from one thread at a time.
package struct Pass {
  package let weights: Weights
  package let workspace: Workspace
  /// The key of the training step's random numbers; nil without dropout.
  package let random: Philox?
  /// The maximum norm of the gradient by a row of a recurrent state, at each step back; nil for any.
  package let stateClipNorm: Float?
  /// Watches the backward pass of recurrent layers; nil in training.
  package let observer: (any BackwardObserver)?
  private let gradient: GradientTerms?

  /// Creates the context of a pass. The backward pass adds its terms to `gradient`; they must be
  /// summed before the arena is reset.
  package init(
    _ weights: Weights, _ workspace: Workspace, random: Philox? = nil,
    stateClipNorm: Float? = nil, observer: (any BackwardObserver)? = nil,
    into gradient: GradientTerms? = nil
  ) {
    self.weights = weights
    self.workspace = workspace
    self.random = random
    self.stateClipNorm = stateClipNorm
    self.observer = observer
    self.gradient = gradient
  }

  /// The same pass without dropout.
  package var withoutDropout: Pass {
    Pass(weights, workspace, stateClipNorm: stateClipNorm, observer: observer, into: gradient)
  }

  /// The same pass without an observer.
  package var unobserved: Pass {
    Pass(weights, workspace, random: random, stateClipNorm: stateClipNorm, into: gradient)
  }

  package var arena: Arena { workspace.arena }
  package var kernels: Kernels { workspace.kernels }
  package var products: Products { workspace.products }

  package subscript(slot: ParameterSlot) -> MatrixView { weights[slot] }

  /// Adds a term of a parameter's gradient; needs the gradient that `init` takes.
  package func add(_ term: GradientTerm, to slot: ParameterSlot) {
    guard let gradient else { preconditionFailure("a pass without gradient has no backward") }
    gradient.add(term, to: slot)
  }

  /// Computes y = x · w, or adds it to `y`.
  package func multiply(
    _ x: MatrixView, by slot: ParameterSlot, into y: MatrixView, accumulating: Bool = false
  ) {
    products.multiply(x, by: slot, of: weights, into: y, accumulating: accumulating)
  }

  /// Computes y = x · wᵀ, or adds it to `y`.
  package func multiply(
    _ x: MatrixView, byTransposeOf slot: ParameterSlot, into y: MatrixView,
    accumulating: Bool = false
  ) {
    products.multiply(x, byTransposeOf: slot, of: weights, into: y, accumulating: accumulating)
  }

  /// Runs `body` and counts its time as `part`.
  package func time<Result>(_ part: StepPart, _ body: () -> Result) -> Result {
    workspace.time(part, body)
  }
}

/// Watches the steps of recurrent layers in a backward pass.
package protocol BackwardObserver: AnyObject {
  /// Called before each step back through a layer, whose recurrent weights are `layer`. `dHidden`
  /// `[b, H]` is the gradient of the hidden state after the step; `dCell` `[b, H]` is that of the cell
  /// state by way of later steps, and has no columns if there is none. `gates` `[b, GH]` are activated.
  func observe(
    _ layer: ParameterSlot, step: Int, dHidden: MatrixView, dCell: MatrixView, gates: MatrixView)
}

/// The resources of a worker: scratch memory, matrix products and kernels. Use from one thread at a
/// time.
package final class Workspace {
  package let arena = Arena()
  package let products: Products
  package let kernels: Kernels
  /// Measures the parts of a step, for benchmarks.
  package var clock: StepClock?

  /// `precision` applies to products with matrices that are not packed.
  package init(kernels: Kernels = .best, _ precision: ProductPrecision = .float32) {
    self.kernels = kernels
    products = Products(kernels, precision)
  }
}
