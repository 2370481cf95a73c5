// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct AttentionTests {
  /// Unequal numbers of queries and values, a single step, a single sentence, and sizes that are
  /// not a multiple of the vector size.
  private static let shapes: [(asking: [Int], asked: [Int], size: Int)] = [
    ([4, 2, 1], [1, 5, 3], 3), ([1, 1], [2, 1], 5), ([3], [1], 1), ([1], [4], 9),
  ]
  private static let kinds = AttentionKind.allCases.filter { $0 != .none }

  @Test(arguments: kinds, shapes.indices)
  func gradientAgreesWithCentralDifferences(_ kind: AttentionKind, _ shape: Int) {
    let bench = AttentionBench(kind, Self.shapes[shape])
    bench.bench.expectGradients(of: ["queries": bench.queries, "values": bench.values]) {
      bench.pass()
    }
  }

  /// Attends step by step, as a decoder with input feeding does.
  @Test(arguments: kinds, shapes.indices)
  func gradientStepByStepAgreesWithCentralDifferences(_ kind: AttentionKind, _ shape: Int) {
    let bench = AttentionBench(kind, Self.shapes[shape])
    bench.bench.expectGradients(of: ["queries": bench.queries, "values": bench.values]) {
      bench.passStepByStep()
    }
  }

  @Test(arguments: kinds) func stepByStepItFindsTheSame(_ kind: AttentionKind) {
    let bench = AttentionBench(kind, Self.shapes[0])
    let lengths = bench.lengths
    let found = bench.passStepByStep().outputs[0]
    let expected = bench.pass().outputs[0]
    expectClose(
      found.elements,
      expected.gathering(lengths.placesBySentence, bench.workspace.arena).elements,
      relative: 1e-6, "output")
  }

  /// The result for a sentence does not depend on the queries and values of others.
  @Test(arguments: kinds) func sentencesDoNotMix(_ kind: AttentionKind) {
    let shape = Self.shapes[0]
    for changed in shape.asked.indices {
      let bench = AttentionBench(kind, shape)
      let before = bench.pass().outputs[0].elements
      bench.values[bench.spans[changed].lowerBound, 1] += 0.5
      let after = bench.pass().outputs[0].elements
      for (sentence, group) in bench.groups.enumerated() {
        let elements = group.lowerBound * shape.size..<group.upperBound * shape.size
        #expect((before[elements] == after[elements]) == (sentence != changed))
      }
    }
  }
}

/// Attention with random queries and values.
private struct AttentionBench {
  let bench: LayerBench<Attention>
  /// The number of queries of each sentence.
  let lengths: PackedLengths
  let spans: [Range<Int>]
  let queries, values: MatrixView

  init(_ kind: AttentionKind, _ shape: (asking: [Int], asked: [Int], size: Int)) {
    var generator = SeededGenerator(seed: 3)
    bench = LayerBench(&generator) {
      Attention(&$0, name: "attention", kind, hiddenSize: shape.size)
    }
    lengths = PackedLengths(shape.asking)
    var end = 0
    spans = shape.asked.map { length in
      defer { end += length }
      return end..<end + length
    }
    let arena = bench.workspace.arena
    queries = arena.random(rows: lengths.rows, columns: shape.size, &generator)
    values = arena.random(rows: end, columns: shape.size, &generator)
  }

  var attention: Attention { bench.layer }
  var workspace: Workspace { bench.workspace }
  /// The query rows of each sentence, if all steps are computed together.
  var groups: [Range<Int>] { lengths.spans }

  /// Computes all rows together, sentence by sentence.
  func pass() -> LayerPass {
    let source = attention.source(values, spans: spans, bench.pass())
    let saved = attention.forward(queries, groups: groups, source, bench.pass())
    return LayerPass(outputs: [saved.output]) { gradients in
      let dSource = attention.zeroGradient(of: source, bench.pass())
      let dQueries = attention.backward(
        gradients[0], saved, source, dSource, bench.pass())
      attention.addGradients(gradients[0], saved.buffers, bench.pass())
      return [dQueries, dValues(dSource, source)]
    }
  }

  /// Computes one step of all sentences at a time, in packed order.
  func passStepByStep() -> LayerPass {
    let source = attention.source(values, spans: spans, bench.pass())
    let packed = queries.gathering(lengths.placesBySentence, workspace.arena)
    let buffers = attention.buffers(rows: lengths.rows, bench.pass())
    let steps = (0..<lengths.steps).map { step in
      let rows = lengths.rows(at: step)
      return attention.forward(
        packed.rows(rows), groups: (0..<rows.count).map { $0..<$0 + 1 }, source,
        in: buffers.rows(rows), bench.pass())
    }
    return LayerPass(outputs: [buffers.output]) { gradients in
      let dSource = attention.zeroGradient(of: source, bench.pass())
      let dQueries = workspace.arena.matrix(rows: lengths.rows, columns: attention.size)
      for step in (0..<lengths.steps).reversed() {
        let rows = lengths.rows(at: step)
        dQueries.rows(rows).copy(
          from: attention.backward(
            gradients[0].rows(rows), steps[step], source, dSource, bench.pass()))
      }
      attention.addGradients(gradients[0], buffers, bench.pass())
      return [
        dQueries.gathering(lengths.bySentence, workspace.arena), dValues(dSource, source),
      ]
    }
  }

  private func dValues(
    _ dSource: Attention.SourceGradient, _ source: Attention.Source
  ) -> MatrixView {
    attention.backward(dSource, source, bench.pass())
  }
}
