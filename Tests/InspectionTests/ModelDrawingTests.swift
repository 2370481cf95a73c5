// SPDX-License-Identifier: Apache-2.0

import Inspection
import Models
import Testing

/// The structure of drawings, and their places.
@Suite struct ModelDrawingTests {
  @Test(arguments: ModelDrawings.all)
  func everyParameterIsCountedOnce(sample: ModelDrawings.Sample) {
    #expect(sample.drawing.parameterCount == sample.parameterCount)
    let names = sample.drawing.parts.flatMap { $0.parameters.map(\.name) }
    #expect(Set(names).count == names.count)
  }

  /// Shapes in symbols have as many dimensions as those in numbers.
  @Test(arguments: ModelDrawings.all)
  func shapesAreThoseOfTheTensors(sample: ModelDrawings.Sample) {
    for parameter in sample.drawing.parts.flatMap(\.parameters) {
      let dimensions = parameter.formula.split(separator: ",").count
      #expect(dimensions == parameter.shape.count, "\(parameter)")
    }
  }

  private func diagrams(_ sample: ModelDrawings.Sample) -> [Diagram] {
    [sample.drawing.rolled, sample.drawing.unrolled].compactMap(\.self)
  }

  @Test(arguments: ModelDrawings.all)
  func neitherBoxesNorLabelsOverlap(sample: ModelDrawings.Sample) {
    for diagram in diagrams(sample) {
      let layout = DiagramLayout(diagram)
      let labels =
        diagram.arrows.filter { !$0.label.isEmpty }.map { layout.label(of: $0) }
        + diagram.boxes.compactMap { box in box.loop.map { layout.label(of: $0, box) } }
      let places = diagram.boxes.map { layout.rectangle(of: $0) } + labels
      let frame = Rectangle(left: 0, top: 0, right: layout.width, bottom: layout.height)
      for (index, place) in places.enumerated() {
        #expect(frame.contains(place), "\(index) of \(places.count)")
        #expect(!places[..<index].contains { $0.overlaps(place) }, "\(index) of \(places.count)")
      }
    }
  }

  /// An arrow that crosses a box would seem to end there.
  @Test(arguments: ModelDrawings.all)
  func noArrowCrossesABox(sample: ModelDrawings.Sample) {
    for diagram in diagrams(sample) {
      let layout = DiagramLayout(diagram)
      for arrow in diagram.arrows {
        let line = layout.line(of: arrow).grown(across: 0.1, down: 0.1)
        for (index, box) in diagram.boxes.enumerated()
        where ![arrow.from, arrow.to].contains(index) {
          #expect(!layout.rectangle(of: box).overlaps(line), "\(box.lines) \(arrow)")
        }
      }
    }
  }

  @Test func aLanguageModelIsARowOfSteps() throws {
    let drawing = ModelDrawing(
      LanguageModelConfiguration(
        vocabularySize: 100, embeddingSize: 8, hiddenSize: 16, layers: 2), ngrams: 0)
    #expect(
      drawing.rolled.boxes.map { $0.lines[0] } == [
        "xₜ", "Embedding", "LSTM layer 1", "LSTM layer 2", "Softmax", "p(xₜ₊₁)",
      ])
    let first = drawing.rolled.boxes[2]
    #expect(
      first.lines == [
        "LSTM layer 1", "W_ih [4H, E]", "W_hh [4H, H]", "b [4H]", "1,600 parameters",
      ])
    #expect(first.loop?.label == "h, c [B, H]" && first.loop?.isLeft == false)
    #expect(
      drawing.rolled.arrows.map(\.label) == ["[B]", "[B, E]", "[B, H]", "[B, H]", "[B, V]"])
    let unrolled = try #require(drawing.unrolled)
    #expect(unrolled.boxes.count == 18)
    #expect(unrolled.boxes.allSatisfy { $0.loop == nil && $0.lines.count == 1 })
    // Five arrows up at each step, two from step to step in each layer.
    #expect(unrolled.arrows.count == 15 + 4)
  }

  @Test func theBackwardDirectionGoesFromTheEndToTheBeginning() throws {
    var configuration = ClassifierConfiguration()
    configuration.encoder.vocabularySize = 50
    configuration.encoder.bidirectional = .all
    let unrolled = try #require(ModelDrawing(configuration).unrolled)
    func level(_ sign: String) -> [(from: Int, to: Int)] {
      unrolled.arrows.filter { arrow in
        [arrow.from, arrow.to].allSatisfy { unrolled.boxes[$0].lines[0].hasSuffix(sign) }
      }.map {
        (unrolled.boxes[$0.from].columns.lowerBound, unrolled.boxes[$0.to].columns.lowerBound)
      }
    }
    #expect(level("→").map { $0.to - $0.from } == [2, 2])
    #expect(level("←").map { $0.to - $0.from } == [-2, -2])
    // The last state is that of the last step ahead and of the first step back.
    let last = try #require(unrolled.boxes.firstIndex { $0.lines[0] == "Last state" })
    let ends = unrolled.arrows.filter { $0.to == last }.map { unrolled.boxes[$0.from] }
    #expect(ends.map { $0.lines[0] } == ["LSTM layer 1 →", "LSTM layer 1 ←"])
    #expect(ends.map(\.columns.lowerBound) == [4, 1])
  }

  @Test func theDecoderStartsFromTheEncoderAndAttendsToIt() {
    let sample = ModelDrawings.translators[1]
    let diagram = sample.drawing.rolled
    func connects(_ from: String, _ to: String) -> Bool {
      diagram.arrows.contains {
        diagram.boxes[$0.from].lines[0] == from && diagram.boxes[$0.to].lines[0] == to
      }
    }
    #expect(connects("Outputs of the encoder", "Attention (additive)"))
    #expect(
      connects("Encoder LSTM layer 1 →", "First state")
        && connects("First state", "Decoder LSTM layer 1"))
    #expect(diagram.boxes.contains { $0.lines.contains("W = embedding [V_y, E]") })
    #expect(diagram.boxes.contains { $0.lines.contains("also an input of the next step") })
  }

  @Test func modelsWithoutRecurrenceAreDrawnOnce() {
    for sample in ModelDrawings.languageModels.suffix(4) {
      #expect(sample.drawing.unrolled == nil)
      #expect(sample.drawing.rolled.boxes.allSatisfy { $0.loop == nil })
    }
    let page = ModelPage(title: "m", ModelDrawings.languageModels[7].drawing).html()
    #expect(page.contains("<h2>The model</h2>") && page.contains("1,234,567 n-grams"))
    #expect(!page.contains("<table>"))
  }

  @Test func thePageRefersToNothingOutsideItself() {
    let page = ModelPage(title: "<model>", ModelDrawings.all[0].drawing).html()
    let text = page.replacing("http://www.w3.org/2000/svg", with: "")
    for reference in ["http:", "https:", "src=", "@import", "<script", "<model>"] {
      #expect(!text.contains(reference))
    }
    #expect(page.contains("<tr class=\"part\"><th colspan=\"2\">Total</th>"))
  }
}
