// SPDX-License-Identifier: Apache-2.0

import CICU

/// Decomposes long runs of combining marks and puts them in canonical order (UAX #15); nil if no
/// run is long. The text is UTF-16.
///
/// ICU sorts marks by insertion, in time quadratic in the length of the run. This function takes
/// linear time and leaves ICU nothing to sort. The result is canonically equivalent to the text.
func withLongRunsInOrder(_ text: [UInt16], _ form: OpaquePointer?) -> [UInt16]? {
  var result: [UInt16] = []
  var copied = 0
  var index = 0
  while index < text.count {
    let run = endOfMarks(in: text, from: index)
    guard run.end > index else {
      index += 1
      continue
    }
    if run.count > longestOrdinaryRun {
      result += text[copied..<index]
      unsafe appendInOrder(text[index..<run.end], form, to: &result)
      copied = run.end
    }
    index = run.end
  }
  return copied > 0 ? result + text[copied...] : nil
}

/// The maximum number of consecutive marks in the Stream-Safe Text Format (UAX #15).
private let longestOrdinaryRun = 30

/// Returns the end of the run of marks that begins at `start`, and the number of marks in it.
private func endOfMarks(in text: [UInt16], from start: Int) -> (end: Int, count: Int) {
  var (end, count) = (start, 0)
  // No character below U+0300 is a mark.
  while end < text.count, text[end] >= 0x300 {
    let (value, length) = character(in: text, at: end)
    guard cicu_leading_class(Int32(value)) > 0 else { break }
    end += length
    count += 1
  }
  return (end, count)
}

private func character(in text: [UInt16], at index: Int) -> (value: UInt32, length: Int) {
  let unit = text[index]
  guard UTF16.isLeadSurrogate(unit) else { return (UInt32(unit), 1) }
  return (0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(text[index + 1]) & 0x3FF, 2)
}

@unsafe private func appendInOrder(
  _ marks: ArraySlice<UInt16>, _ form: OpaquePointer?, to result: inout [UInt16]
) {
  let decomposed = unsafe decomposed(Array(marks), form)
  // A counting sort is stable: the order of marks of the same class is significant.
  var byClass = [[UInt16]](repeating: [], count: 256)
  var index = 0
  while index < decomposed.count {
    let (value, length) = character(in: decomposed, at: index)
    byClass[Int(cicu_leading_class(Int32(value)))] += decomposed[index..<index + length]
    index += length
  }
  for marks in byClass { result += marks }
}

@unsafe private func decomposed(_ marks: [UInt16], _ form: OpaquePointer?) -> [UInt16] {
  var result: [UInt16] = []
  var buffer = [UInt16](repeating: 0, count: 8)
  var index = 0
  while index < marks.count {
    let (value, length) = character(in: marks, at: index)
    var status: cicu_status = 0
    let count = unsafe cicu_decomposition(
      form, Int32(value), &buffer, Int32(buffer.count), &status)
    precondition(!cicu_failed(status), "ICU failed with \(status)")
    result += count < 0 ? marks[index..<index + length] : buffer[..<Int(count)]
    index += length
  }
  return result
}
