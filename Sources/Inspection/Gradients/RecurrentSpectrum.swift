// SPDX-License-Identifier: Apache-2.0

package import Compute
package import Layers

/// The largest singular values of a layer's recurrent matrix, by which a linear network multiplies the
/// gradient at most at each step back (Pascanu, Mikolov and Bengio, "On the difficulty of training
/// recurrent neural networks", 2013).
package struct RecurrentSpectrum: Sendable, Equatable {
  /// That of each gate's block `[H, H]`, in the order of `torch.nn`.
  package let blocks: [Double]
  /// That of the whole matrix, `[GH, H]`.
  package let whole: Double

  /// - Throws: `InspectionError.notFiniteWeights`, or `.noConvergence`.
  package init(
    of layer: RecurrentLayer, in parameters: ParameterBuffer
  ) throws(InspectionError) {
    let (size, weights) = (layer.hiddenSize, parameters[layer.hiddenWeight])
    for row in 0..<size {
      for column in 0..<layer.gatesSize where !weights[row, column].isFinite {
        throw .notFiniteWeights
      }
    }
    func largest(_ columns: Range<Int>) throws(InspectionError) -> Double {
      try largestSingularValue(rows: size, columns: columns.count) { row, column in
        Double(weights[row, columns.lowerBound + column])
      }
    }
    var blocks: [Double] = []
    for first in stride(from: 0, to: layer.gatesSize, by: size) {
      blocks.append(try largest(first..<first + size))
    }
    self.blocks = blocks
    whole = blocks.count == 1 ? blocks[0] : try largest(0..<layer.gatesSize)
  }
}

extension RecurrentSpectrum {
  /// Returns the singular values with the names of their gates, and that of the whole matrix as
  /// `all`.
  package func named(_ cell: RecurrentCell) -> [(block: String, sigma: Double)] {
    let names =
      cell.gateNames.isEmpty ? blocks.indices.map { "gate \($0 + 1)" } : cell.gateNames
    return (blocks.count == 1 ? [] : zip(names, blocks).map { ($0, $1) }) + [("all", whole)]
  }
}

/// Returns the largest singular value of a matrix A, the root of the largest eigenvalue of A·Aᵀ, which
/// is `[rows, rows]`.
///
/// - Throws: `InspectionError.noConvergence`.
func largestSingularValue(
  rows: Int, columns: Int, _ element: (_ row: Int, _ column: Int) -> Double
) throws(InspectionError) -> Double {
  let panels = Panels(inner: columns, columns: rows) { element($1, $0) }
  var product = PanelProduct(rows: rows, columns: rows)
  product.add(panels, panels, onlyUpperTriangle: true)
  var triangle = [Double](repeating: 0, count: rows * rows)
  for column in 0..<rows {
    for row in 0...column { triangle[column * rows + row] = product[row, column] }
  }
  let (values, _) = try largestEigenpairs(of: triangle, order: rows, count: 1)
  return max(0, values[0]).squareRoot()
}
