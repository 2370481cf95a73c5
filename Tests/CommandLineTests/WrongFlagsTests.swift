// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// Values out of range and flags that exclude each other, reported before any file is read, with
/// status 64.
struct WrongFlagsTests {
  private static let corpus = "--source s.en --target s.fr --checkpoint c"

  @Test(
    arguments: [
      ("--dropout 1", "--dropout is 1.0, but must be at least 0 and below 1."),
      ("--output-dropout -1", "--output-dropout is -1.0, but must be at least 0 and below 1."),
      ("--layers 0", "--layers is 0, but must be from 1 to 256."),
      ("--hidden-size -4", "--hidden-size is -4, but must be from 1 to 65536."),
      ("--embedding-size 0", "--embedding-size is 0, but must be from 1 to 65536."),
      ("--learning-rate -0.5", "--learning-rate is -0.5, but must be above 0."),
      ("--learning-rate nan", "--learning-rate is nan, but must be above 0."),
      ("--learning-rate 1e300", "--learning-rate is inf, but must be finite."),
      ("--clip-norm inf", "--clip-norm is inf, but must be finite."),
      ("--momentum 1", "--momentum is 1.0, but must be at least 0 and below 1."),
      (
        "--embedding-deviation -0.5", "--embedding-deviation is -0.5, but must be at least 0."
      ),
      (
        "--embedding-deviation 1e7",
        "--embedding-deviation is 10000000.0, but must be at most 1000000."
      ),
      ("--forget-bias -1", "--forget-bias is -1.0, but must be at least 0."),
      ("--forget-bias inf", "--forget-bias is inf, but must be finite."),
      ("--weight-decay -1", "--weight-decay is -1.0, but must be at least 0."),
      ("--clip-norm -1", "--clip-norm is -1.0, but must be at least 0."),
      ("--batch-size 0", "--batch-size is 0, but must be from 1 to 65536."),
      ("--batch-tokens 0", "--batch-tokens is 0, but must be from 1 to 100000000."),
      ("--accumulate 0", "--accumulate is 0, but must be from 1 to 65536."),
      ("--warmup-steps 0", "--warmup-steps is 0, but must be from 1 to 1000000000."),
      ("--decay-interval 0", "--decay-interval is 0, but must be from 1 to 1000000000."),
      ("--plateau-patience 0", "--plateau-patience is 0, but must be from 1 to 1000000."),
      ("--decay-rate 1", "--decay-rate is 1.0, but must be above 0 and below 1."),
      ("--ema-decay 1", "--ema-decay is 1.0, but must be at least 0 and below 1."),
      ("--average last:0", "--average is 0, but must be from 2 to 1000."),
      ("--average best:1", "--average is 1, but must be from 2 to 1000."),
      ("--recoveries -1", "--recoveries is -1, but must be from 0 to 100."),
      ("--epochs 0", "--epochs is 0, but must be from 1 to 1000000."),
      ("--max-steps 0", "--max-steps is 0, but must be from 1 to 1000000000."),
      ("--patience 0", "--patience is 0, but must be from 1 to 1000000."),
      ("--threads 0", "--threads is 0, but must be from 1 to 1024."),
      ("--log-interval 0", "--log-interval is 0, but must be from 1 to 1000000000."),
      ("--save-interval 0", "--save-interval is 0, but must be from 1 to 1000000000."),
      (
        "--epochs 999999999999999999",
        "--epochs is 999999999999999999, but must be from 1 to 1000000."
      ),
      (
        "--batch-size 100000000000000000",
        "--batch-size is 100000000000000000, but must be from 1 to 65536."
      ),
      ("--threads 100000", "--threads is 100000, but must be from 1 to 1024."),
      ("--hidden-size 1000000", "--hidden-size is 1000000, but must be from 1 to 65536."),
      ("--layers 16777216", "--layers is 16777216, but must be from 1 to 256."),
      (
        "--max-steps 9223372036854775807",
        "--max-steps is 9223372036854775807, but must be from 1 to 1000000000."
      ),
      (
        "--hidden-size 65536 --layers 2",
        "--hidden-size is 65536, but must be smaller: the model would have 103214745604 "
          + "parameters, but the limit is 68719476736."
      ),
      ("--word-dropout 1", "--word-dropout is 1.0, but must be at least 0 and below 1."),
      (
        "--bidirectional all --hidden-size 33",
        "--hidden-size is 33, but must be an even number with --bidirectional, because each "
          + "direction gets "
          + "half of it."
      ),
      (
        "--input-feeding",
        "--input-feeding is true, but must be false without --attention, because it feeds "
          + "back the result of attention."
      ),
      (
        "--tie-embeddings target --embedding-size 64",
        "--tie-embeddings is target, but must be none unless --embedding-size (64) equals "
          + "--hidden-size (512)."
      ),
      (
        "--decoder-init zero",
        "--decoder-init is zero, but must be copy, bridge or mean if --attention is none: "
          + "without attention, a decoder that starts from zeros knows nothing of the source."
      ),
      ("--max-length 0", "--max-length is 0, but must be from 1 to 20000."),
      ("--min-frequency 0", "--min-frequency is 0, but must be from 1 to 1000000000."),
      ("--max-vocabulary 0", "--max-vocabulary is 0, but must be from 1 to 10000000."),
    ])
  func hyperparametersHaveTheirRange(flags: String, message: String) throws {
    let directory = TemporaryDirectory()
    let result = Dragoman.run("train \(Self.corpus) \(flags)", in: directory.path)
    #expect(
      result == failure(64, message, "See 'dragoman train translation --help' for all options."))
    #expect(try names(in: directory.path).isEmpty)
  }

  @Test(
    arguments: [
      ("", "Give the training text: --source and --target, or --pairs."),
      ("--source s.en", "--source needs --target."),
      ("--target s.fr", "--target needs --source."),
      (
        "--source s.en --target s.fr --pairs p.tsv",
        "Give --source and --target, or --pairs, not both."
      ),
      ("--pairs p.tsv --dev-source d.en", "--dev-source needs --dev-target."),
      (
        "--pairs p.tsv --dev-source d.en --dev-pairs d.tsv",
        "Give --dev-source and --dev-target, or --dev-pairs, not both."
      ),
    ])
  func aCorpusIsGivenInExactlyOneForm(flags: String, message: String) {
    let result = Dragoman.run("train --checkpoint c \(flags)")
    #expect(
      result == failure(64, message, "See 'dragoman train translation --help' for all options."))
  }

  @Test(arguments: ["", "--source-vocabulary a", "--source-vocabulary a --target-vocabulary b"])
  func oneTableOfEmbeddingsTakesOneVocabulary(flags: String) throws {
    let directory = TemporaryDirectory()
    for name in ["a", "b"] {
      try write(
        "<pad>\t0\n<unk>\t0\n<s>\t0\n</s>\t0\n\(name)\t1\n", to: directory.path(name))
    }
    let tied = "train \(Self.corpus) --embedding-size 8 --hidden-size 8 --tie-embeddings all"
    #expect(
      Dragoman.run("\(tied) \(flags)", in: directory.path)
        == failure(
          64,
          "--tie-embeddings all needs one vocabulary for both sides: add --joint-subwords, "
            + "give vocabularies with the same words to --source-vocabulary and "
            + "--target-vocabulary, or choose "
            + "--tie-embeddings target.", "See 'dragoman train translation --help' for all options."
        ))
    // With a shared vocabulary, the only error is the missing corpus.
    for flags in [
      "--subwords 9 --joint-subwords", "--source-vocabulary a --target-vocabulary a",
    ] {
      #expect(Dragoman.run("\(tied) \(flags)", in: directory.path).status == 66)
    }
  }

  private static let developmentFlags =
    "give one with --dev-source and --dev-target, or --dev-pairs"

  @Test(
    arguments: [
      (
        "--momentum 0.9",
        "--momentum needs --optimizer sgd or sgdw, not adam: change the optimizer, or omit --momentum."
      ),
      (
        "--cell gru --forget-bias 5",
        "--forget-bias needs a cell with forget gates, such as --cell lstm: change the cell, or omit "
          + "--forget-bias."
      ),
      (
        "--warmup-steps 9",
        "--warmup-steps needs --schedule inverse-sqrt, not constant: change the schedule, or omit "
          + "--warmup-steps."
      ),
      (
        "--schedule luong --decay-rate 0.5",
        "--decay-rate needs --schedule exponential or plateau, not luong: change the schedule, or "
          + "omit --decay-rate."
      ),
      (
        "--schedule plateau --decay-interval 9",
        "--decay-interval needs --schedule exponential, not plateau: change the schedule, or omit "
          + "--decay-interval."
      ),
      (
        "--schedule exponential --plateau-patience 9",
        "--plateau-patience needs --schedule plateau, not exponential: change the schedule, or "
          + "omit --plateau-patience."
      ),
      (
        "--validation-metric bleu --no-dev-translations",
        "--validation-metric bleu needs the dev translations that --no-dev-translations turns off: "
          + "omit one of the two, or choose perplexity."
      ),
      (
        "--average last:20 --epochs 10",
        "--average last:20 needs 20 epochs, but --epochs is 10: raise --epochs, average fewer, or "
          + "give --average none."
      ),
      (
        "--schedule plateau",
        "--schedule plateau needs a dev set: \(developmentFlags), or choose another schedule."
      ),
      (
        "--validation-metric chrf",
        "--validation-metric chrf needs a dev set: \(developmentFlags), or choose perplexity."
      ),
      (
        "--average best:4",
        "--average best:4 needs a dev set: \(developmentFlags), or use --average last:4."
      ),
    ])
  func settingsThatContradictEachOtherAreRefused(flags: String, message: String) throws {
    let directory = TemporaryDirectory()
    let result = Dragoman.run("train \(Self.corpus) \(flags)", in: directory.path)
    #expect(
      result == failure(64, message, "See 'dragoman train translation --help' for all options."))
    #expect(try names(in: directory.path).isEmpty)
  }

  @Test(
    arguments: [
      (
        "language-mode --text t",
        "'language-mode' is not a task: give translation, "
          + "language-model, classifier, labeller or generator. Did you mean 'language-model'?"
      ),
      (
        "Translation",
        "'Translation' is not a task: give translation, language-model, classifier, labeller or generator. Did you "
          + "mean 'translation'?"
      ),
      (
        "corpus.tsv --checkpoint c",
        "'corpus.tsv' is not a task: give translation, "
          + "language-model, classifier, labeller or generator."
      ),
      (
        "--text t --checkpoint c",
        "Without a task, 'dragoman train' trains a translator, but "
          + "the options given are those of 'dragoman train language-model'."
      ),
    ]) func theTaskIsNamed(arguments: String, message: String)
  {
    #expect(
      Dragoman.run("train " + arguments)
        == failure(64, message, "See 'dragoman train --help' for all options."))
  }

  @Test func anUnknownFlagOfNoTaskIsNamed() {
    let result = Dragoman.run("train --tex t --checkpoint c")
    #expect(result.status == 64)
    #expect(result.error.hasPrefix("Error: Unknown option '--tex'."))
  }

  @Test func patienceNeedsADevSet() {
    #expect(
      Dragoman.run("train \(Self.corpus) --patience 3")
        == failure(
          64,
          "--patience needs a dev set: give one with --dev-source and --dev-target, or "
            + "--dev-pairs.", "See 'dragoman train translation --help' for all options."))
  }

  @Test(
    arguments: [
      "", " --checkpoint ''", " --checkpoint '' --overwrite", " --checkpoint '' --resume",
    ])
  func aCheckpointIsNeeded(flags: String) {
    #expect(
      Dragoman.run("train --pairs p.tsv" + flags)
        == failure(
          64, "Give a directory for the checkpoint: --checkpoint.",
          "See 'dragoman train translation --help' for all options."))
  }

  @Test(
    arguments: [
      ("train --resume --overwrite", "Give --resume or --overwrite, not both."),
      (
        "train --batch-size 9 --batch-tokens 9", "Give --batch-size or --batch-tokens, not both."
      ),
      ("average c --output d", "Give at least two checkpoints to average."),
      ("translate c --batch-size 0", "--batch-size is 0, but must be from 1 to 65536."),
      ("translate c --max-length 0", "--max-length is 0, but must be from 1 to 20000."),
      (
        "translate c --batch-size 9223372036854775807",
        "--batch-size is 9223372036854775807, but must be from 1 to 65536."
      ),
      (
        "evaluate c --pairs p --chrf-word-order 9223372036854775807",
        "--chrf-word-order is 9223372036854775807, but must be from 0 to 10."
      ),
      ("translate c --beam-size 0", "--beam-size is 0, but must be from 1 to 1000."),
      (
        "translate c --sample --beam-size 5",
        "--sample and --beam-size 5 cannot be used together: omit one of them."
      ),
      (
        "translate c --n-best 10 --beam-size 5",
        "--n-best is 10, but --beam-size 5 finds at most 5: raise --beam-size to 10 or more."
      ),
      ("translate c --n-best 0", "--n-best is 0, but must be from 1 to 1000."),
      (
        "translate c --sample --temperature 0", "--temperature is 0.0, but must be above 0."
      ),
      (
        "translate c --sample --temperature nan", "--temperature is nan, but must be above 0."
      ),
      (
        "evaluate c --pairs p --sample --top-p 1.5",
        "--top-p is 1.5, but must be above 0 and at most 1."
      ),
      ("translate c --sample --top-k 0", "--top-k is 0, but must be from 1 to 16777216."),
      (
        "translate c --temperature 0.5",
        "--temperature needs --sample."
      ),
      ("translate c --seed 3", "--seed needs --sample."),
      (
        "translate c --min-length 30 --max-length 20",
        "--min-length is 30, but --max-length limits a translation to 20 words: lower "
          + "--min-length or raise --max-length."
      ),
      (
        "translate c --dictionary d",
        "--dictionary needs --replace-unknown."
      ),
      (
        "translate c --coverage-penalty -1",
        "--coverage-penalty is -1.0, but must be at least 0."
      ),
      ("translate c --min-length -1", "--min-length is -1, but must be from 0 to 20000."),
      (
        "translate c --no-repeat-ngrams -1",
        "--no-repeat-ngrams is -1, but must be from 0 to 20000."
      ),
      ("score c", "Give either --source and --reference, or --pairs."),
      ("score c --source s", "Give either --source and --reference, or --pairs."),
      (
        "score c --pairs p --source s --reference r",
        "Give either --source and --reference, or --pairs."
      ),
      (
        "score c --pairs p --json --per-token",
        "--json includes the tokens: omit --per-token."
      ),
      ("translate c --threads 0", "--threads is 0, but must be from 1 to 1024."),
      ("evaluate", "Give a checkpoint to evaluate, or --hypothesis and --reference."),
      (
        "evaluate c --source s",
        "With a checkpoint, give either --source and --reference, or --pairs."
      ),
      (
        "evaluate c --pairs p --source s --reference r",
        "With a checkpoint, give either --source and --reference, or --pairs."
      ),
      ("evaluate c --hypothesis h --reference r", "Give a checkpoint or --hypothesis, not both."),
      ("evaluate --hypothesis h", "With --hypothesis, give either --reference or --pairs."),
      (
        "embeddings pca c --side source --output o --words w --top 5",
        "Give --words or --top, not both."
      ),
      (
        "embeddings neighbors c --side source a --count 0",
        "--count is 0, but must be at least 1."
      ),
      (
        "embeddings pca c --side source --output o --plot o.png",
        "--plot is o.png, but must end in .html or .svg."
      ),
      (
        "embeddings pca c --side source --output o --plot o.svg --components 1",
        "--plot needs at least two components: give --components 2 or more."
      ),
      ("embeddings pca c --side source --output o --zoom a", "--zoom needs --plot."),
      (
        "embeddings pca c --side source --output o --plot o.svg --zoom ''",
        "--zoom is empty, but must be a box x0,y0,x1,y1 or a list of words."
      ),
      (
        "embeddings pca c --side source --output o --plot o.svg --zoom -1,2,3",
        "--zoom is -1,2,3, but a box has four numbers: x0,y0,x1,y1."
      ),
      (
        "embeddings pca c --side source --output o --plot o.svg --zoom 1,2,three,4",
        "--zoom is 1,2,three,4, but a box has four numbers: x0,y0,x1,y1."
      ),
      (
        "embeddings pca c --side source --output o --plot o.svg --zoom 1,2,inf,4",
        "--zoom is 1,2,inf,4, but a box has four numbers: x0,y0,x1,y1."
      ),
      (
        "embeddings pca c --side source --output o --plot o.svg --zoom 1,2,1e300,4",
        "--zoom is 1,2,1e300,4, but a box has four numbers: x0,y0,x1,y1."
      ),
      (
        "embeddings pca c --side source --output o --plot o.svg --zoom 1,2,3,2",
        "--zoom is 1,2,3,2, but the corners of a box must differ in both x and y."
      ),
      (
        "tokenize --normalization none --detokenize",
        "--normalization has no effect with --detokenize: omit it."
      ),
      (
        "tokenize --lowercase --detokenize",
        "--lowercase has no effect with --detokenize: omit "
          + "it."
      ),
    ])
  func flagsThatDoNotGoTogetherAreRefused(command: String, message: String) {
    let result = Dragoman.run(command)
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("Error: \(message)\nUsage: dragoman "))
  }

  @Test func kernelsThatDoNotExistAreRefused() {
    let result = Dragoman.run("--version", with: ("DRAGOMAN_KERNELS", "sse9"))
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(result.error.hasPrefix("Error: DRAGOMAN_KERNELS is sse9, but must be plain"))
    #expect(result.error.hasSuffix(" on this CPU.\nUnset it to use the fastest kernels.\n"))
    for name in ["plain", ""] {
      #expect(Dragoman.run("--version", with: ("DRAGOMAN_KERNELS", name)).status == 0)
    }
  }

  @Test func aLanguageThatDoesNotExistIsRefused() {
    #expect(
      Dragoman.run("tokenize --language xx-yy-zz-")
        == failure(
          64, "'xx-yy-zz-' is not a language tag.",
          "Use a BCP 47 tag such as en, fr or pt-BR, or und for an unknown language."))
    #expect(
      Dragoman.run("tokenize --language qqq")
        == failure(
          64, "'qqq' is not a known language code.",
          "Use a BCP 47 tag such as en, fr or pt-BR, or und for an unknown language."))
  }
}

/// Returns the result of a failed run: a message, advice, and nothing on standard output.
func failure(_ status: Int32, _ message: String, _ advice: String? = nil) -> ProcessResult {
  ProcessResult(
    status: status, output: "",
    error: "Error: \(message)\n" + (advice.map { $0 + "\n" } ?? ""))
}
