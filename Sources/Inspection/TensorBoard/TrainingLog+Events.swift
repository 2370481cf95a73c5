// SPDX-License-Identifier: Apache-2.0

package import Files

extension TrainingLog {
  /// Writes the numbers as an event file of TensorBoard, atomically. The tags are `training/loss`,
  /// `validation/bleu` and so on, and the times count from the start of the run.
  ///
  /// - Throws: `FileError`.
  package func writeEvents(to path: String) throws(FileError) {
    var file = try AtomicFile(path: path)
    try file.write(TFRecord.framed(EventMessage.fileVersion.bytes))
    for entry in entries {
      let scalars = entry.names.map { name in
        (tag: "\(entry.kind.rawValue)/\(name)", value: entry.values[name] ?? .nan)
      }
      let event = EventMessage(time: entry.seconds, step: entry.step, scalars: scalars)
      try file.write(TFRecord.framed(event.bytes))
    }
    try file.commit()
  }
}
