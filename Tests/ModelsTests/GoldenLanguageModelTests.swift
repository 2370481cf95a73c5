// SPDX-License-Identifier: Apache-2.0

import Checkpoints
import Compute
import Layers
import Models
import TestSupport
import Testing

/// Compares the losses of windows and of lines, every gradient and the first training losses with
/// PyTorch, for every kind of language model.
@Suite struct GoldenLanguageModelTests {
  @Test(arguments: LanguageModelCase.golden, [false, true])
  func twoWindowsAgree(_ kind: LanguageModelCase, packed: Bool) throws {
    let made = try Made(kind)
    let weights = Weights(
      made.parameters, packing: packed ? made.model.packedForTraining : [])
    let (workspace, terms) = (Workspace(), GradientTerms(made.model.layout))
    let losses = (0..<2).map {
      made.loss(ofWindow: made.windows[$0], Pass(weights, workspace, into: terms))
    }
    try expectClose(losses, made.golden.floats("loss"), relative: 1e-6, "losses")
    let gradient = terms.sum(made.model.layout, workspace)
    try made.expectGradient(gradient, "gradient")
    // A gradient that crossed the boundary between the windows would be another one.
    for entry in made.model.layout.entries where entry.name.contains("weight_hh") {
      let crossing = try made.golden.floats("crossing." + entry.name)
      let difference = complaint(
        gradient.values(entry.slot), crossing, relative: 0.01, entry.name)
      #expect(difference != nil, "\(entry.name) is the same if the gradient crosses")
    }
  }

  @Test(arguments: LanguageModelCase.golden) func linesAgree(_ kind: LanguageModelCase) throws {
    let made = try Made(kind)
    let (workspace, terms) = (Workspace(), GradientTerms(made.model.layout))
    let (weights, batch) = (Weights(made.parameters), try made.lines())
    let count = Double(batch.targets.count)
    let loss = made.model.lossAndGradient(
      batch, scale: Float(1 / count), Pass(weights, workspace, into: terms)
    ).loss
    try expectClose([loss / count], made.golden.floats("lines.loss"), relative: 1e-6, "loss")
    try made.expectGradient(terms.sum(made.model.layout, workspace), "lines.gradient")
    let losses = made.model.losses(batch, Pass(weights, workspace)).losses
    expectClose(
      [losses.reduce(0) { $0 + Double($1) }], [loss], relative: 1e-6, "sum of the losses")
  }

  @Test(arguments: LanguageModelCase.golden) func tenStepsAgree(_ kind: LanguageModelCase) throws {
    let made = try Made(kind)
    let weights = Weights(made.parameters, packing: made.model.packedForTraining)
    let (workspace, terms) = (Workspace(), GradientTerms(made.model.layout))
    let moments = (ParameterBuffer(made.model.layout), ParameterBuffer(made.model.layout))
    var losses: [Double] = []
    for (index, window) in made.windows.enumerated() {
      losses.append(made.loss(ofWindow: window, Pass(weights, workspace, into: terms)))
      let gradient = terms.sum(made.model.layout, workspace)
      workspace.kernels.adam(
        made.parameters.all, gradient: gradient.all,
        mean: moments.0.all, variance: moments.1.all,
        AdamStep(learningRate: 0.01, gradientScale: 1, weightDecay: 0, step: index + 1))
      weights.repack()
      terms.clear()
      workspace.arena.reset()
    }
    #expect(losses.count == 10)
    try expectClose(losses, made.golden.floats("losses"), relative: 5e-6, "losses")
    try made.expectCarried()
  }
}

/// The model, the weights, the text and the carried states of a golden file.
private struct Made {
  let golden: Golden
  let model: LanguageModel
  let parameters: ParameterBuffer
  /// The windows of all streams.
  let windows: [LanguageModelBatch]
  private let carried: ParameterBuffer

  private static let windowLength = 4

  init(_ kind: LanguageModelCase) throws {
    golden = try Golden("language_models/" + kind.name)
    model = kind.model()
    parameters = ParameterBuffer(model.layout)
    let mapped = try MappedParameters(golden.path, model.layout)
    for entry in model.layout.entries {
      parameters.setValues(mapped[entry.slot].elements, of: entry.slot)
    }
    let shape = try golden.shape("tokens")
    let tokens = try golden.integers("tokens").map(Int32.init)
    windows = stride(from: 0, to: shape[1] - 1, by: Self.windowLength).map { first in
      LanguageModelBatch(
        (0..<shape[0]).map { stream in
          let start = stream * shape[1] + first
          return LanguageModelExample(
            tokens[start...start + Self.windowLength], startsAfresh: first == 0)
        }, numbers: (0..<shape[0]).map { UInt32($0) })
    }
    carried = ParameterBuffer(model.decoder.stack.carriedLayout(streams: shape[0]))
  }

  /// Returns the mean loss of a window from the carried states, and carries its states on.
  func loss(ofWindow window: LanguageModelBatch, _ pass: Pass) -> Double {
    let count = Double(window.targets.count)
    let states = model.decoder.stack.states(of: window.numbers, in: carried, pass.arena)
    let (loss, finalStates) = model.lossAndGradient(
      window, scale: Float(1 / count), carried: states, pass)
    model.decoder.stack.store(finalStates, of: window.numbers, in: carried)
    return loss / count
  }

  func lines() throws -> LanguageModelBatch {
    let ids = try golden.integers("lines.ids").map(Int32.init)
    var end = 0
    let lines = try golden.integers("lines.lengths").map { length in
      defer { end += length + 1 }
      return LanguageModelExample(ids[end...end + length], startsAfresh: true)
    }
    return LanguageModelBatch(lines, numbers: lines.indices.map { UInt32($0) })
  }

  func expectGradient(_ gradient: ParameterBuffer, _ group: String) throws {
    for entry in model.layout.entries {
      try expectClose(
        gradient.values(entry.slot), golden.floats("\(group).\(entry.name)"), relative: 1e-5,
        entry.name)
    }
  }

  /// Compares the carried states with PyTorch's `[L, B, H]`.
  func expectCarried() throws {
    for part in ["hidden", "cell"] {
      let entries = carried.layout.entries.filter { $0.name.hasPrefix(part) }
      if entries.isEmpty { continue }
      try expectClose(
        entries.flatMap { carried.values($0.slot) }, golden.floats("final." + part),
        relative: 2e-5, part)
    }
  }
}
