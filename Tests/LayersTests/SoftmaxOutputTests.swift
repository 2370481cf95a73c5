// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers
import TestSupport
import Testing

@Suite struct SoftmaxOutputTests {
  private static func bench(
    rows: Int, inputSize: Int, words: Int, seed: UInt64 = 1
  ) -> (bench: SoftmaxBench, x: MatrixView, targets: [Int32]) {
    var generator = SeededGenerator(seed: seed)
    let bench = SoftmaxBench(inputSize: inputSize, vocabularySize: words)
    bench.parameters[bench.layer.weight].copy(from: generator.floats(words * inputSize))
    bench.parameters[bench.layer.bias].copy(from: generator.floats(words))
    let x = bench.workspace.arena.random(rows: rows, columns: inputSize, &generator)
    let targets = (0..<rows).map { _ in Int32.random(in: 0..<Int32(words), using: &generator) }
    return (bench, x, targets)
  }

  @Test(arguments: [[1, 3, 2], [5, 7, 17], [4, 1, 5], [3, 2, 33]], [0, 0.3] as [Float])
  func gradientAgreesWithCentralDifferences(_ shape: [Int], smoothing: Float) {
    let (bench, x, targets) = Self.bench(rows: shape[0], inputSize: shape[1], words: shape[2])
    let scale: Float = 0.3
    let (loss, dX) = bench.layer.lossAndGradient(
      x, targets: targets, scale: scale, smoothing: smoothing, bench.pass())
    // Logits are floats, summed in Double.
    func value(smoothing: Float) -> Double {
      bench.workspace.arena.scope {
        let words = bench.layer.distribution(x, bench.pass())
        let (share, count) = (Double(smoothing), Double(words.logits.columns))
        return targets.enumerated().reduce(0) { sum, target in
          let logits = words.logits.row(target.offset).elements.map(Double.init)
          return sum + Double(words.normalizers[target.offset])
            - (1 - share) * logits[Int(target.element)] - share * logits.reduce(0, +) / count
        }
      }
    }
    expectClose([loss], [value(smoothing: 0)], relative: 1e-6, "loss")
    let (layer, parameters, gradient) = (bench.layer, bench.parameters, bench.gradient)
    for (name, place, found) in [
      ("x", x, dX.elements),
      ("weight", parameters[layer.weight], gradient[layer.weight].elements),
      ("bias", parameters[layer.bias], gradient[layer.bias].elements),
    ] {
      let expected = centralDifferences(at: place) { value(smoothing: smoothing) }
        .map { $0 * Double(scale) }
      expectClose(found, expected, relative: 3e-5, name)
    }
  }

  @Test func backwardAddsToTheGradient() {
    let (bench, x, targets) = Self.bench(rows: 5, inputSize: 3, words: 7)
    func run() -> [Float] {
      _ = bench.layer.lossAndGradient(
        x, targets: targets, scale: 1, bench.pass())
      return bench.gradient.elements
    }
    let once = run()
    expectClose(run(), once.map { $0 * 2 }, relative: 1e-6, "gradient")
  }

  /// A table that is also used for embeddings gets the gradients of both uses.
  @Test func aSharedTableGetsBothGradients() {
    let (ids, targets): ([Int32], [Int32]) = ([2, 0, 3, 2], [1, 4, 2, 2])
    var generator = SeededGenerator(seed: 4)
    let bench = LayerBench(&generator) { layout in
      let embedding = Embedding(
        &layout, name: "embedding", vocabularySize: 5, embeddingSize: 3)
      return (embedding, SoftmaxOutput(&layout, name: "output", sharing: embedding.weight))
    }
    let ((embedding, output), workspace) = (bench.layer, bench.workspace)
    bench.expectGradients(of: [:], relative: 1e-4) {
      let x = embedding.forward(ids, bench.pass())
      let losses = output.losses(x, targets: targets, bench.pass())
      let loss = workspace.arena.matrix(rows: 1, columns: 1, [losses.reduce(0, +)])
      return LayerPass(outputs: [loss]) { gradients in
        let (_, dX) = output.lossAndGradient(
          x, targets: targets, scale: gradients[0][0, 0], bench.pass())
        embedding.backward(dX, ids: ids, bench.pass())
        return []
      }
    }
  }

  /// With more rows than a block, each row's loss and gradient stay the same.
  @Test func blocksOfRowsDoNotChangeTheResult() {
    let (bench, x, targets) = Self.bench(rows: 1100, inputSize: 3, words: 5)
    let layer = bench.layer
    let losses = layer.losses(x, targets: targets, bench.pass())
    let best = layer.mostProbable(x, bench.pass())
    let (loss, dX) = layer.lossAndGradient(
      x, targets: targets, scale: 1, bench.pass())
    expectClose([loss], [losses.reduce(0) { $0 + Double($1) }], relative: 1e-6, "loss")
    #expect(losses.count == 1100 && best.count == 1100)
    for row in [0, 511, 512, 513, 1023, 1024, 1099] {
      let (one, target) = (x.row(row), [targets[row]])
      expectClose(
        layer.losses(one, targets: target, bench.pass()), [losses[row]],
        relative: 1e-6, "loss of row \(row)")
      #expect(layer.mostProbable(one, bench.pass()) == [best[row]])
      let alone = layer.lossAndGradient(
        one, targets: target, scale: 1, bench.pass())
      expectClose(dX.row(row).elements, alone.dX.elements, relative: 1e-6, "dX of row \(row)")
    }
  }

  @Test func theMostProbableWordHasTheLeastLoss() {
    let (bench, x, _) = Self.bench(rows: 20, inputSize: 3, words: 17)
    let best = bench.layer.mostProbable(x, bench.pass())
    for row in 0..<20 {
      let losses = (0..<17 as Range<Int32>).map { word in
        bench.layer.losses(x.row(row), targets: [word], bench.pass())[0]
      }
      #expect(losses.min() == losses[Int(best[row])])
    }
  }

  @Test func aPredictionIsCorrectIfTheTargetIsTheMostProbableWord() {
    let (bench, x, targets) = Self.bench(rows: 600, inputSize: 3, words: 4)
    let found = bench.layer.predictions(x, targets: targets, bench.pass())
    expectSameBits(
      found.map(\.loss), bench.layer.losses(x, targets: targets, bench.pass()), "losses")
    let best = bench.layer.mostProbable(x, bench.pass())
    #expect(found.map(\.isCorrect) == zip(best, targets).map(==))
    #expect((1..<600).contains(found.count { $0.isCorrect }))
  }

  /// The gradients of a row's logits sum to zero, and so does that of the bias.
  @Test func gradientOfTheBiasSumsToZero() {
    let (bench, x, targets) = Self.bench(rows: 9, inputSize: 3, words: 33)
    _ = bench.layer.lossAndGradient(
      x, targets: targets, scale: 1, bench.pass())
    let gradient = bench.gradient
    let sum = gradient[bench.layer.bias].elements.reduce(0) { $0 + Double($1) }
    #expect(abs(sum) < 1e-5)
  }
}
