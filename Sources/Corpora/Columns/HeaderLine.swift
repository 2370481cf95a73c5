// SPDX-License-Identifier: Apache-2.0

import Text

/// Returns true if the first line of a file of pairs is a header: every cell that is not empty
/// looks like a column name, and source and target (column numbers from 1) have different names.
///
/// A pair of words is not a header. `English` and `Anglais` name the same language. `it` and `es`
/// are language codes, but also words.
package func isHeader(_ cells: [String], source: Int, target: Int) -> Bool {
  guard cells.count >= 2, cells.indices.contains(source - 1), cells.indices.contains(target - 1)
  else { return false }
  let names = cells.map(ColumnName.init)
  let filled = zip(cells, names).filter { !$0.0.isEmpty }.map(\.1)
  guard filled.count >= 2, filled.allSatisfy({ $0 != nil }),
    let source = names[source - 1], let target = names[target - 1], source != target
  else { return false }
  let codes = filled.compactMap { if case .code(_, let isWord) = $0 { isWord } else { nil } }
  return codes.count < filled.count || codes.contains(false)
}

/// The meaning of a cell that may be a column name.
private enum ColumnName: Equatable {
  /// A language, by its line in `LanguageNames.all`.
  case language(Int)
  /// The code of a language; `isWord` is true if the code is also a common word.
  case code(Int, isWord: Bool)
  /// Another name, in lower case.
  case other(String)

  init?(_ cell: String) {
    let name = cell.lowercased()
    if let language = LanguageNames.numbers[name] {
      self =
        name.unicodeScalars.count > 3
        ? .language(language) : .code(language, isWord: !LanguageNames.certainCodes.contains(name))
      return
    }
    if let language = languageCode(cell) {
      self = .code(language, isWord: false)
      return
    }
    guard let words = Self.words(of: cell), (1...4).contains(words.count),
      words.allSatisfy({ Self.known.contains($0) || LanguageNames.numbers[$0] != nil })
    else { return nil }
    self = .other(name)
  }

  static func == (left: ColumnName, right: ColumnName) -> Bool {
    switch (left, right) {
    case (.language(let left), .language(let right)), (.language(let left), .code(let right, _)),
      (.code(let left, _), .language(let right)), (.code(let left, _), .code(let right, _)):
      left == right
    case (.other(let left), .other(let right)): left == right
    default: false
    }
  }

  /// Returns the lowercased words of a name such as `Source text`, `src_text`, `sourceText` or
  /// `sentence1`, without numbers; nil if the cell contains a character that names do not have.
  private static func words(of cell: String) -> [String]? {
    var words = [""]
    var isAfterLowercase = false
    for character in cell {
      if character.isLetter {
        if character.isUppercase && isAfterLowercase { words.append("") }
        words[words.count - 1] += character.lowercased()
        isAfterLowercase = character.isLowercase
      } else if character.isNumber || " _-()[]/#:".contains(character) {
        words.append("")
        isAfterLowercase = false
      } else {
        return nil
      }
    }
    return words.filter { !$0.isEmpty }
  }

  private static let known = Set(
    """
    id ids idx index no nr num number row line key guid uuid pair column col field source src target tgt \
    trg reference ref hypothesis input output original translation translations translated text sentence \
    sentences segment string label score lang language comment comments note notes license licence \
    attribution author user username date url domain split category word term definition gloss lemma
    """.split(separator: " ").flatMap { $0.split(separator: "\n") }.map(String.init))
}

/// Returns the number of the language in a code with a script or a region, such as `en-US` or
/// `eng_Latn`.
func languageCode(_ cell: String) -> Int? {
  let parts = cell.split(separator: "-").flatMap { $0.split(separator: "_") }
  guard (2...3).contains(parts.count), cell.utf8.count <= 12, let first = parts.first,
    first.utf8.count <= 3, let language = LanguageNames.numbers[first.lowercased()]
  else { return nil }
  let isSubtag = parts.dropFirst().allSatisfy { part in
    part.utf8.count == 2 && part.utf8.allSatisfy(isASCIILetter)
      || part.utf8.count == 4 && part.utf8.allSatisfy(isASCIILetter)
      || part.utf8.count == 3 && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
  return isSubtag ? language : nil
}

private func isASCIILetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

/// The language codes and names that are used as column headers.
enum LanguageNames {
  /// The ISO 639 codes and the names of one language per line.
  private static let all = """
    en eng english englisch anglais inglés inglese inglês
    fr fra fre french français francais französisch francés francese francês
    de deu ger german deutsch allemand alemán tedesco alemão
    es spa spanish español espanol espagnol spanisch spagnolo espanhol castellano
    it ita italian italiano italien italienisch
    pt por portuguese português portugues portugais portugiesisch
    nl nld dut dutch nederlands néerlandais niederländisch
    ru rus russian русский russe russisch ruso
    zh zho chi cmn chinese mandarin 中文 汉语 chinois chinesisch chino
    yue cantonese 粵語
    ja jpn japanese 日本語 japonais japanisch japonés
    ko kor korean 한국어 coréen koreanisch
    ar ara arb arabic العربية arabe arabisch
    tr tur turkish türkçe turc türkisch
    pl pol polish polski polonais polnisch
    cs ces cze czech čeština
    sk slk slovak slovenčina
    uk ukr ukrainian українська
    hu hun hungarian magyar
    fi fin finnish suomi
    sv swe swedish svenska schwedisch suédois
    da dan danish dansk
    nb nob no nor nn nno norwegian norsk bokmål nynorsk
    is isl ice icelandic íslenska
    el ell gre greek ελληνικά
    he heb hebrew עברית
    fa fas per pes persian farsi فارسی
    ur urd urdu اردو
    hi hin hindi हिन्दी
    bn ben bengali bangla বাংলা
    ta tam tamil தமிழ்
    te tel telugu తెలుగు
    mr mar marathi मराठी
    gu guj gujarati ગુજરાતી
    ml mal malayalam മലയാളം
    kn kan kannada ಕನ್ನಡ
    pa pan punjabi ਪੰਜਾਬੀ
    ne nep npi nepali नेपाली
    si sin sinhala සිංහල
    th tha thai ไทย
    vi vie vietnamese việt
    id ind indonesian indonesia
    ms msa may zsm malay melayu
    tl tgl fil tagalog filipino
    ro ron rum romanian română
    bg bul bulgarian български
    sr srp serbian српски srpski
    hr hrv croatian hrvatski
    bs bos bosnian bosanski
    sl slv slovenian slovene slovenščina
    mk mkd macedonian македонски
    sq sqi alb albanian shqip
    lt lit lithuanian lietuvių
    lv lav latvian latviešu
    et est estonian eesti
    ga gle irish gaeilge
    cy cym wel welsh cymraeg
    gd gla gaelic
    br bre breton brezhoneg
    eu eus baq basque euskara
    ca cat catalan català
    gl glg galician galego
    oc oci occitan
    la lat latin latina
    eo epo esperanto
    af afr afrikaans
    sw swa swh swahili kiswahili
    yo yor yoruba
    ig ibo igbo
    ha hau hausa
    am amh amharic አማርኛ
    so som somali
    zu zul zulu
    xh xho xhosa
    ka kat geo georgian ქართული
    hy hye arm armenian հայերեն
    az aze azj azerbaijani
    kk kaz kazakh қазақ
    uz uzb uzn uzbek
    be bel belarusian беларуская
    mn mon khk mongolian монгол
    km khm khmer ខ្មែរ
    lo lao
    my mya bur burmese မြန်မာ
    kab kabyle
    ber berber
    """

  /// The line number in `all` of each lowercased code and name.
  static let numbers: [String: Int] = {
    var numbers: [String: Int] = [:]
    for (number, line) in all.split(separator: "\n").enumerated() {
      for name in line.split(separator: " ") { numbers[String(name).lowercased()] = number }
    }
    return numbers
  }()

  /// The codes that are not words in a frequently translated language.
  static let certainCodes: Set<String> = [
    "en", "eng", "fr", "fra", "fre", "deu", "ger", "spa", "ita", "pt", "nl", "nld", "ru", "rus",
    "zh",
    "zho", "cmn", "ja", "jpn", "ko", "kor", "tr", "tur", "pl", "cs", "ces", "sk", "slk", "uk",
    "ukr", "hu",
    "hun", "sv", "swe", "nob", "ell", "heb", "hin", "vi", "vie", "tha", "bg", "hr", "hrv", "srp",
    "lt", "lv", "kk", "kaz", "ka", "kat", "hy", "hye", "cy", "cym", "eus", "glg",
  ]
}
