// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// Recurrent layers over a sequence of tokens or vectors, in one or two directions. The input of a
/// step is the embedding of its token, the encoding of the token's characters, and its vector, one
/// after another, as far as the model has them.
package struct SequenceEncoder: Sendable {
  package let tokens: TokenEmbedding?
  package let characters: CharacterEncoder?
  let vectorSize: Int
  /// The dropout of characters and vectors; the embedding of tokens has its own.
  private let dropout: Dropout
  package let stack: RecurrentStack<DirectedLayer>

  /// Claims the random streams from 0 on, except for stream 1.
  init(_ layout: inout ParameterLayout, _ configuration: SequenceEncoderConfiguration) {
    tokens =
      configuration.vocabularySize > 0
      ? Self.embedding(&layout, configuration) : nil
    characters =
      configuration.characterCount > 0 ? CharacterEncoder(&layout, configuration) : nil
    vectorSize = configuration.vectorSize
    dropout = Dropout(configuration.stack, stream: layout.claimRandomStream(599))
    stack = RecurrentStack(
      &layout, prefix: "", configuration.stack, bidirectional: configuration.bidirectional,
      inputSize: configuration.inputSize, firstStream: 2)
  }

  private static func embedding(
    _ layout: inout ParameterLayout, _ configuration: SequenceEncoderConfiguration
  ) -> TokenEmbedding {
    let embedding = Embedding(
      &layout, name: "embedding", vocabularySize: configuration.vocabularySize,
      embeddingSize: configuration.embeddingSize, isFrozen: configuration.frozenEmbeddings)
    return TokenEmbedding(
      &layout, embedding, configuration.stack, sharesRows: configuration.characterCount == 0,
      firstStream: 0)
  }

  package struct Saved {
    let tokens: TokenEmbedding.Saved?
    let characters: CharacterEncoder.Saved?
    let stack: RecurrentStack<DirectedLayer>.Saved
    /// The final state of each layer, `[B, H]`.
    package let finalStates: [RecurrentState]

    /// The output of the last layer, `[N, H]`.
    package var output: MatrixView { stack.output }
  }
}

// MARK: - Forward

extension SequenceEncoder {
  /// Runs over `input` from an initial state for each layer, `[B, H]`, or from zeros. Layers with two
  /// directions start from zeros.
  package func forward(
    _ input: SequenceInput, initial: [RecurrentState]? = nil, _ pass: Pass
  ) -> Saved {
    let embedded = tokens?.forward(PackedTokens(input.rows, input.ids), pass)
    let spelled = characters?.forward(input.spellings, pass)
    let stacked = stack.forward(
      joined(embedded, spelled, input, pass), input.rows, initial: initial, pass)
    return Saved(
      tokens: embedded, characters: spelled, stack: stacked,
      finalStates: stack.finalStates(stacked, input.rows.lengths, pass))
  }

  /// Returns the state of each layer after each step, `[N, H]`.
  package func states(_ saved: Saved, _ input: SequenceInput, _ pass: Pass) -> [RecurrentState] {
    zip(stack.layers, saved.stack.layers).map { $0.states($1, input.rows.lengths, pass) }
  }

  /// Returns the input of the first layer.
  private func joined(
    _ embedded: TokenEmbedding.Saved?, _ spelled: CharacterEncoder.Saved?, _ input: SequenceInput,
    _ pass: Pass
  ) -> LayerInput {
    let others = [spelled?.output, vectors(input, pass)].compactMap(\.self)
      .map { dropout.forward($0, input.rows.identities, pass) }
    if others.isEmpty, let embedded { return embedded.rows }
    return LayerInput(joinedColumns((embedded.map { [$0.rows.matrix] } ?? []) + others, pass))
  }

  /// Returns the input of the first layer, without dropout, in some of the N places.
  func inputs(of input: SequenceInput, _ places: [Int], _ pass: Pass) -> MatrixView {
    let parts = [
      tokens?.embedding.forward(places.map { input.ids[$0] }, pass),
      characters?.forward(places.map { input.spellings[$0] }, pass).output,
      vectors(input, pass)?.gathering(places.map { Int32($0) }, pass.arena),
    ]
    return joinedColumns(parts.compactMap(\.self), pass)
  }

  private func vectors(_ input: SequenceInput, _ pass: Pass) -> MatrixView? {
    guard vectorSize > 0 else { return nil }
    let matrix = pass.arena.matrix(rows: input.rows.lengths.rows, columns: vectorSize)
    matrix.copy(from: input.vectors)
    return matrix
  }

  /// Returns the matrices side by side; they have the same number of rows.
  private func joinedColumns(_ parts: [MatrixView], _ pass: Pass) -> MatrixView {
    if parts.count == 1 { return parts[0] }
    let whole = pass.arena.matrix(
      rows: parts[0].rows, columns: parts.reduce(0) { $0 + $1.columns })
    var first = 0
    for part in parts {
      whole.copy(columnsFrom: first, from: part)
      first += part.columns
    }
    return whole
  }
}

// MARK: - Backward

extension SequenceEncoder {
  /// Adds gradient terms. `dOutput` `[N, H]` and `dFinal`, the gradients of the output and of the
  /// final states, are overwritten.
  package func backward(
    _ dOutput: MatrixView, dFinal: [RecurrentState], _ saved: Saved, _ input: SequenceInput,
    _ pass: Pass
  ) {
    let dInput = stack.backward(dOutput, dFinal, saved.stack, input.rows, pass)
    var first = 0
    func part(columns: Int) -> MatrixView {
      defer { first += columns }
      if columns == dInput.columns { return dInput }
      let part = pass.arena.matrix(rows: dInput.rows, columns: columns)
      part.copy(from: dInput, columnsFrom: first)
      return part
    }
    if let tokens, let embedded = saved.tokens {
      let dEmbedded = part(columns: tokens.embedding.weight.columns)
      tokens.backward(dEmbedded, embedded, PackedTokens(input.rows, input.ids), pass)
    }
    if let characters, let spelled = saved.characters {
      let dSpelled = part(columns: spelled.output.columns)
      dropout.backward(dSpelled, input.rows.identities, pass)
      characters.backward(dSpelled, spelled, pass)
    }
  }

  /// A gradient of zeros for the output, `[N, H]`.
  func zeroOutputs(_ input: SequenceInput, _ pass: Pass) -> MatrixView {
    pass.arena.zeros(rows: input.rows.lengths.rows, columns: stack.hiddenSize)
  }
}

// MARK: - Weights

extension SequenceEncoder {
  /// The weights of the products with few rows at a time, step by step.
  var stepwiseWeights: [ParameterSlot] {
    stack.recurrentWeights + (characters?.stack.recurrentWeights ?? [])
  }

  var inputWeights: [ParameterSlot] {
    stack.inputWeights + (characters?.stack.inputWeights ?? [])
  }

  package var embeddings: [ParameterSlot] {
    [tokens?.embedding.weight, characters?.embedding.weight].compactMap(\.self)
  }

  var recurrentLayers: [RecurrentLayer] {
    stack.recurrentLayers + (characters?.stack.recurrentLayers ?? [])
  }

  /// The number of multiply-adds in the matrix products of a step. Characters count as if each token
  /// had five, and none were repeated.
  var multiplyAddsPerStep: Int {
    (stack.recurrentWeights + stack.inputWeights).multiplyAdds
      + 5
      * (characters.map { ($0.stack.recurrentWeights + $0.stack.inputWeights).multiplyAdds } ?? 0)
  }
}
