// SPDX-License-Identifier: Apache-2.0

import Dragoman
import Glibc
import Messages
import Testing

struct ErrorTextTests {
  @Test func filesThatCannotBeReadOrWritten() {
    #expect(
      ErrorText(of: FileError(.open, path: "a.txt", code: ENOENT))
        == ErrorText(
          .missingInput, "Cannot open a.txt: there is no such file.",
          advice: "Check the spelling of the path."))
    #expect(
      ErrorText(of: FileError(.write, path: "m.npy", code: ENOSPC))
        == ErrorText(
          .inputOutput, "Cannot write m.npy: the disk is full.",
          advice: "Free some space and try again; files saved earlier are unchanged."))
    #expect(
      ErrorText(of: TextFormatError(path: "words.gz", .gzip))
        == ErrorText(
          .badData, "words.gz is compressed data (gzip), not text.",
          advice: "Unpack it: gzip -dc words.gz > words"))
  }

  @Test func checkpointsThatCannotBeRead() {
    #expect(
      ErrorText(of: CheckpointError(directory: "m", problem: .notACheckpoint))
        == ErrorText(
          .missingInput, "m is not a checkpoint: config.json is missing.",
          advice: "Give the directory that 'dragoman train --checkpoint' wrote."))
    #expect(
      ErrorText(
        of: CheckpointError(directory: "m", problem: .otherTask("labeller", wanted: "classifier")))
        == ErrorText(
          .badData, "m is a labeller, not a classifier.", advice: "Use it with 'dragoman label'."))
    #expect(
      ErrorText(
        of: SafetensorsError(path: "m/w", problem: .truncated(expected: 1_208, found: 3)))
        == ErrorText(
          .badData, "m/w: the file is truncated: expected at least 1,208 bytes, found 3.",
          advice: "The file is damaged or belongs to another model: copy it again, or train again."
        ))
    #expect(
      ErrorText(of: VocabularyError(path: "m/v", line: 2, kind: .missingSpecial("<unk>")))
        == ErrorText(
          .badData, "m/v, line 2: expected the special token '<unk>'.",
          advice: "The first four lines must be <pad>, <unk>, <s>, </s>, as in a file that "
            + "'dragoman vocabulary' writes."))
    #expect(
      ErrorText(of: BytePairMergesError(path: "m/b", line: 3, kind: .notTwoUnits(found: "a b c")))
        == ErrorText(
          .badData, "m/b, line 3: a merge must be two units separated by a space.",
          advice: "Fix the line, or learn the merges again with 'dragoman bpe learn'."))
  }

  @Test func requestsThatCannotBeMet() {
    #expect(
      ErrorText(of: TrainingError.checkpointExists(directory: "m"))
        == ErrorText(
          .cannotCreate, "m already contains a checkpoint.",
          advice: "Add --resume to continue it or --overwrite to replace it, or give another "
            + "--checkpoint."))
    #expect(
      ErrorText(of: ThreadError(wanted: 4, started: 1))
        == ErrorText(
          .software, "The system started only 1 of 4 threads.",
          advice: "Lower --threads, or raise the limit on the number of processes."))
  }

  @Test func formulasAndColumns() throws {
    let formula = try #require(throws: CellFormulaError.self) { _ = try CellFormula("h = a1 +") }
    #expect(
      ErrorText(of: formula)
        == ErrorText(
          .usage, "The formula, character 9: expected a value, but the formula ends there."))
    let columns = try #require(throws: PairColumns.Fault.self) { _ = try PairColumns("2,2") }
    #expect(
      ErrorText(of: columns) == ErrorText(.usage, "The columns must be two different columns."))
  }

  private struct ForeignError: Error {}

  @Test func anErrorOfAnotherPackage() {
    #expect(ErrorText(of: ForeignError()) == nil)
    #expect(ErrorText(of: CancellationError()) == nil)
  }

  @Test func exitStatuses() {
    let statuses: [Messages.ExitStatus] = [
      .usage, .badData, .missingInput, .software, .cannotCreate, .inputOutput,
    ]
    #expect(statuses.map(\.rawValue) == [64, 65, 66, 70, 73, 74])
  }
}
