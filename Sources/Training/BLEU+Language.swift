// SPDX-License-Identifier: Apache-2.0

public import Evaluation
public import Text

extension BLEU.Tokenization {
  /// The tokenization for a target language: `zh` for Chinese, as sacreBLEU has it, `char` for the other
  /// languages without spaces between words, `13a` for the rest.
  public init(_ language: Language) {
    self = language.isChinese ? .chinese : language.hasSpaces ? .mteval13a : .character
  }
}
