// SPDX-License-Identifier: Apache-2.0

import Layers

extension CellFormulaError {
  /// Returns the error in a text that is meant to be a formula: it has an equals sign; nil for other
  /// texts, and for valid formulas.
  init?(in text: String) {
    guard text.contains("=") else { return nil }
    do throws(CellFormulaError) {
      _ = try CellFormula(text)
      return nil
    } catch {
      self = error
    }
  }
}
