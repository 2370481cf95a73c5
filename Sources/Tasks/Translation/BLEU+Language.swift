// SPDX-License-Identifier: Apache-2.0

public import Evaluation
public import Text

extension BLEU.Tokenization {
  /// Chooses the tokenization for a target language: `zh` for Chinese, as in sacreBLEU, `char` for
  /// other languages without spaces between words, and `13a` for all others.
  public init(_ language: Language) {
    self = language.isChinese ? .chinese : language.hasSpaces ? .mteval13a : .character
  }
}
