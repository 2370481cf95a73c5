// SPDX-License-Identifier: Apache-2.0
//
// The part of ICU that Text uses. ICU's own headers are not included here. Their macros append the
// version to function names, which Swift cannot import. Their types clash with those of
// Foundation's ICU in any program that imports both.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// ICU's `UErrorCode`: 0 for success, negative for a warning, positive for a failure.
typedef int32_t cicu_status;

bool cicu_failed(cicu_status status);

/// Returns true if the buffer was too small for the result.
bool cicu_overflowed(cicu_status status);

/// Writes the version of the ICU library at run time.
void cicu_version(uint8_t version[4]);

/// Writes the ICU locale of a BCP 47 tag. `parsed` is the number of bytes in the well-formed start
/// of the tag.
int32_t cicu_locale(const char *tag, char *locale, int32_t capacity, int32_t *parsed,
                    cicu_status *status);

/// Writes the language of an ICU locale.
int32_t cicu_language(const char *locale, char *language, int32_t capacity, cicu_status *status);

/// Returns the three-letter ISO 639 code; empty if ICU does not know the language.
const char *cicu_iso3_language(const char *locale);

/// Writes the script of an ICU locale, such as `Hans`; empty if the locale has none.
int32_t cicu_script(const char *locale, char *script, int32_t capacity, cicu_status *status);

/// Writes the region of an ICU locale, such as `CN`; empty if the locale has none.
int32_t cicu_region(const char *locale, char *region, int32_t capacity, cicu_status *status);

/// Writes the locale with its most likely script and region added.
int32_t cicu_likely_locale(const char *locale, char *likely, int32_t capacity,
                           cicu_status *status);

/// Writes CLDR's replacement for a language code, such as `zh` for `cmn`. It may include a script
/// or a region. Fails if there is none.
int32_t cicu_language_alias(const char *language, char *alias, int32_t capacity,
                            cicu_status *status);

/// Returns true if CLDR lists the ISO 639 code, even without data for the language.
bool cicu_is_language(const char *language);

/// Returns the codes of the languages that ICU knows, ending with a null pointer.
const char *const *cicu_languages(void);

/// Writes the English name of a language in UTF-8; its code if it has no name.
int32_t cicu_language_name(const char *language, char *name, int32_t capacity,
                           cicu_status *status);

/// A word iterator; the text is set separately for each line.
typedef struct cicu_words cicu_words;
/// The text that an iterator reads.
typedef struct cicu_text cicu_text;

cicu_words *cicu_words_open(const char *locale, cicu_status *status);
void cicu_words_close(cicu_words *words);

/// Sets the text. The iterator keeps a shallow copy, so that the bytes must stay valid during the
/// iteration.
void cicu_words_set(cicu_words *words, cicu_text *text, cicu_status *status);

/// Returns the next boundary in bytes, or -1 at the end.
int32_t cicu_words_next(cicu_words *words);

/// Returns true if the segment before the current boundary contains a letter, number or ideograph.
bool cicu_words_is_word(cicu_words *words);

/// Opens UTF-8 bytes as text. Reuses the memory of `reuse` unless it is null.
cicu_text *cicu_text_open(cicu_text *reuse, const char *bytes, int64_t count, cicu_status *status);
void cicu_text_close(cicu_text *text);

/// A normalization form.
typedef struct cicu_form cicu_form;

/// Returns the library's instance of NFC, which is never closed.
const cicu_form *cicu_nfc(cicu_status *status);

/// Returns true if a check in linear time shows that the text is normalized; false if it may not
/// be.
bool cicu_is_surely_normalized(const cicu_form *form, const uint16_t *text, int32_t count,
                               cicu_status *status);

/// Returns true if the text is normalized.
bool cicu_is_normalized(const cicu_form *form, const uint16_t *text, int32_t count,
                        cicu_status *status);

int32_t cicu_normalize(const cicu_form *form, const uint16_t *text, int32_t count,
                       uint16_t *result, int32_t capacity, cicu_status *status);

/// Converts UTF-8 to UTF-16 and returns the number of UTF-16 units.
int32_t cicu_from_utf8(const char *bytes, int32_t count, uint16_t *result, int32_t capacity,
                       cicu_status *status);

/// Converts UTF-16 to UTF-8 and returns the number of bytes.
int32_t cicu_to_utf8(const uint16_t *text, int32_t count, char *result, int32_t capacity,
                     cicu_status *status);

/// Returns the combining class of the first character in the decomposition of `character` (UAX
/// #15); 0 for a starter.
uint8_t cicu_leading_class(int32_t character);

/// Writes the full canonical decomposition. Returns the number of UTF-16 units, or a negative
/// number if `character` has no decomposition.
int32_t cicu_decomposition(const cicu_form *form, int32_t character, uint16_t *result,
                           int32_t capacity, cicu_status *status);

/// The character properties that `cicu_traits` returns, as bits.
enum {
  /// Default_Ignorable_Code_Point.
  CICU_IGNORABLE = 1 << 0,
  /// General_Category M or Emoji_Modifier.
  CICU_MARK = 1 << 1,
  /// General_Category L, M or N.
  CICU_ALPHANUMERIC = 1 << 2,
  /// General_Category S, or Emoji.
  CICU_SYMBOL = 1 << 3,
  /// Extended_Pictographic.
  CICU_PICTOGRAPHIC = 1 << 4,
  /// Ideographic.
  CICU_IDEOGRAPHIC = 1 << 5,
  /// A letter or mark of a script whose letters join or stack (Joining_Type,
  /// Indic_Syllabic_Category).
  CICU_JOINING = 1 << 6,
  /// Canonical_Combining_Class Virama.
  CICU_VIRAMA = 1 << 7,
  /// Line_Break Complex_Context: a script without spaces between words, such as Thai.
  CICU_UNSPACED = 1 << 8,
  /// A letter of a script in which an apostrophe can be part of a word, unlike Hangul or Arabic.
  CICU_WORD_LETTER = 1 << 9,
};

uint32_t cicu_traits(int32_t character);

/// The case mapping of a locale.
typedef struct cicu_case_map cicu_case_map;

cicu_case_map *cicu_case_open(const char *locale, cicu_status *status);
void cicu_case_close(cicu_case_map *map);

int32_t cicu_lowercase(const cicu_case_map *map, const char *bytes, int32_t count, char *result,
                       int32_t capacity, cicu_status *status);

/// Detects the encoding of a text from its bytes.
typedef struct cicu_detector cicu_detector;

cicu_detector *cicu_detector_open(cicu_status *status);
void cicu_detector_close(cicu_detector *detector);

/// Returns the name of the most probable encoding, which the detector owns; null if there is none.
/// `confidence` is from 0 to 100.
const char *cicu_detect(cicu_detector *detector, const char *bytes, int32_t count,
                        int32_t *confidence, cicu_status *status);
