// SPDX-License-Identifier: Apache-2.0

import Compute
import Layers

/// Input feeding: the attentional vector of each step is part of the input of the next (Luong, Pham
/// and Manning 2015, section 3.3). Each step must therefore pass through all layers before the next
/// one.
extension Decoder {
  func forwardFeedingInput(
    _ embedded: MatrixView, _ tokens: PackedTokens, _ initial: [RecurrentState],
    _ attention: Attention, _ source: Attention.Source, _ pass: Pass
  ) -> Layers {
    let lengths = tokens.lengths
    let run = stack.stepwise(
      inputSize: embedded.columns + attention.size, tokens.rows, initial, pass)
    let buffers = attention.buffers(rows: lengths.rows, pass)
    var attended: [Attention.Saved] = []
    var fed = pass.arena.zeros(rows: lengths.sentences, columns: attention.size)
    for step in 0..<lengths.steps {
      let rows = lengths.rows(at: step)
      let input = run.inputs[0].rows(rows)
      input.copy(columnsFrom: 0, from: embedded.rows(rows))
      input.copy(columnsFrom: embedded.columns, from: fed.rows(0..<rows.count))
      let hidden = stack.advance(run, at: step, tokens.rows, pass)
      attended.append(
        attention.forward(
          hidden, groups: (0..<rows.count).map { $0..<$0 + 1 }, source, in: buffers.rows(rows),
          pass))
      fed = attended[step].output
    }
    return (run.saved, Attended(buffers: buffers, parts: attended), buffers.output)
  }

  /// Returns the gradient of the embedded words.
  func backwardFeedingInput(
    _ dOutput: MatrixView, _ dStates: [RecurrentState],
    _ saved: RecurrentStack<RecurrentLayer>.Saved,
    _ attended: Attended, _ tokens: PackedTokens, _ attention: Attention,
    _ source: (Attention.Source, Attention.SourceGradient),
    _ pass: Pass
  ) -> MatrixView {
    let lengths = tokens.lengths
    let run = stack.stepwiseBackward(saved, lengths, pass)
    let embeddingSize = embedding.weight.columns
    let dEmbedded = pass.arena.matrix(rows: lengths.rows, columns: embeddingSize)
    for step in (0..<lengths.steps).reversed() {
      let rows = lengths.rows(at: step)
      let dHidden = attention.backward(
        dOutput.rows(rows), attended.parts[step], source.0, source.1, pass)
      let dInput = stack.stepBackward(
        dHidden, dStates, run, at: step, tokens.rows, pass)
      dEmbedded.rows(rows).copy(from: dInput, columnsFrom: 0)
      if step > 0 {
        let dFed = pass.arena.matrix(rows: rows.count, columns: attention.size)
        dFed.copy(from: dInput, columnsFrom: embeddingSize)
        let before = lengths.rows(at: step - 1)
        pass.kernels.add(dFed, to: dOutput.rows(before).rows(0..<rows.count))
      }
    }
    stack.addGradients(run, lengths, pass)
    attention.addGradients(dOutput, attended.buffers, pass)
    return dEmbedded
  }
}
