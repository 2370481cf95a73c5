// SPDX-License-Identifier: Apache-2.0

import Files
import Yams

/// A file that is not YAML.
struct YAMLError: Error, Equatable {
  enum Problem: Equatable {
    case invalidUTF8
    /// With the parser's message.
    case syntax(String)
    case duplicateKey(String)
  }

  let path: String
  /// The line number, from 1; nil if no single line is wrong.
  let line: Int?
  let problem: Problem
  /// The form of the file, in words.
  let form: String
}

enum YAMLFile {
  /// Reads a YAML file and returns its value; nil if it is empty. `form` describes the form of the
  /// file, for errors.
  ///
  /// - Throws: `YAMLError`, `TextFormatError` or `FileError`.
  static func root(_ path: String, form: String) throws -> Node? {
    func failure(_ line: Int?, _ problem: YAMLError.Problem) -> YAMLError {
      YAMLError(path: path, line: line, problem: problem, form: form)
    }
    let text = try unsafe MappedFile(path: path).withBytes { bytes in
      try unsafe TextFormatError.check(bytes, path: path)
      // YAML 1.2, section 5.2, allows a byte-order mark; the parser takes it for text.
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      let start = unsafe bytes.starts(with: mark) ? mark.count : 0
      return unsafe String(validating: bytes[start...], as: UTF8.self)
    }
    guard let text else { throw failure(nil, .invalidUTF8) }
    do {
      return try Yams.compose(yaml: text)
    } catch YamlError.duplicatedKeysInMapping(let keys, let context) {
      throw failure(context.mark.line, .duplicateKey(keys.first ?? ""))
    } catch YamlError.scanner(_, let problem, let mark, _),
      YamlError.parser(_, let problem, let mark, _), YamlError.composer(_, let problem, let mark, _)
    {
      throw failure(mark.line, .syntax(problem))
    } catch {
      throw failure(nil, .syntax("it cannot be parsed"))
    }
  }
}
