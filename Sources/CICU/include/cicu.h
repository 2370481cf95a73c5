// SPDX-License-Identifier: Apache-2.0
//
// The part of ICU that Text uses. No header of ICU is included here: its macros rename the functions
// by version, which Swift cannot import, and its types clash with those of the second ICU that comes
// with Foundation, in whatever program imports both.
#pragma once

#include <stdbool.h>
#include <stdint.h>

/// ICU's `UErrorCode`: 0 for success, negative for a warning, positive for a failure.
typedef int32_t cicu_status;

bool cicu_failed(cicu_status status);

/// Whether the result needs more room than it was given.
bool cicu_overflowed(cicu_status status);

/// The version of the ICU library that the program runs with.
void cicu_version(uint8_t version[4]);

/// The ICU locale of a BCP 47 tag; `parsed` is how many bytes of the tag are well-formed.
int32_t cicu_locale(const char *tag, char *locale, int32_t capacity, int32_t *parsed,
                    cicu_status *status);

/// The language part of an ICU locale.
int32_t cicu_language(const char *locale, char *language, int32_t capacity, cicu_status *status);

/// The three-letter ISO 639 code; empty for a language that ICU does not know.
const char *cicu_iso3_language(const char *locale);

/// The script of an ICU locale, such as `Hans`; empty where the locale has none.
int32_t cicu_script(const char *locale, char *script, int32_t capacity, cicu_status *status);

/// The region of an ICU locale, such as `CN`; empty where the locale has none.
int32_t cicu_region(const char *locale, char *region, int32_t capacity, cicu_status *status);

/// The locale with the script and the region that it most likely has.
int32_t cicu_likely_locale(const char *locale, char *likely, int32_t capacity,
                           cicu_status *status);

/// The language that CLDR has in place of `language`, perhaps with a script or a region, such as `zh`
/// for `cmn`; a failure where there is none.
int32_t cicu_language_alias(const char *language, char *alias, int32_t capacity,
                            cicu_status *status);

/// Whether CLDR lists the ISO 639 code, with or without data for the language.
bool cicu_is_language(const char *language);

/// The codes of the languages that ICU knows, up to a null pointer.
const char *const *cicu_languages(void);

/// The English name of a language in UTF-8; its code where it has no name.
int32_t cicu_language_name(const char *language, char *name, int32_t capacity,
                           cicu_status *status);

/// A word iterator; the text is set per line.
typedef struct cicu_words cicu_words;
/// Text for an iterator to walk.
typedef struct cicu_text cicu_text;

cicu_words *cicu_words_open(const char *locale, cicu_status *status);
void cicu_words_close(cicu_words *words);

/// The iterator keeps a shallow copy of `text`, which must outlive the walk.
void cicu_words_set(cicu_words *words, cicu_text *text, cicu_status *status);

/// The next boundary, or -1.
int32_t cicu_words_next(cicu_words *words);

/// Whether the segment before the current boundary holds a letter, number or ideograph.
bool cicu_words_is_word(cicu_words *words);

/// `reuse` may be null; otherwise its memory is used again.
cicu_text *cicu_text_open(cicu_text *reuse, const char *bytes, int64_t count, cicu_status *status);
void cicu_text_close(cicu_text *text);

/// A normalization form.
typedef struct cicu_form cicu_form;

/// A singleton of the library: never closed.
const cicu_form *cicu_nfc(cicu_status *status);

/// Whether the text is normalized already, as far as can be told in linear time: false where it may be.
bool cicu_is_surely_normalized(const cicu_form *form, const uint16_t *text, int32_t count,
                               cicu_status *status);

/// Whether the text is normalized already.
bool cicu_is_normalized(const cicu_form *form, const uint16_t *text, int32_t count,
                        cicu_status *status);

int32_t cicu_normalize(const cicu_form *form, const uint16_t *text, int32_t count,
                       uint16_t *result, int32_t capacity, cicu_status *status);

/// Returns the count of UTF-16 units that the text has.
int32_t cicu_from_utf8(const char *bytes, int32_t count, uint16_t *result, int32_t capacity,
                       cicu_status *status);

/// Returns the count of bytes that the text has.
int32_t cicu_to_utf8(const uint16_t *text, int32_t count, char *result, int32_t capacity,
                     cicu_status *status);

/// The class of the first character that the decomposition of `character` has (UAX #15); 0 for a starter.
uint8_t cicu_leading_class(int32_t character);

/// The full canonical decomposition; the count of UTF-16 units, or a negative number where there is none.
int32_t cicu_decomposition(const cicu_form *form, int32_t character, uint16_t *result,
                           int32_t capacity, cicu_status *status);

/// Properties of a character, as the bits of `cicu_traits`.
enum {
  /// Default_Ignorable_Code_Point.
  CICU_IGNORABLE = 1 << 0,
  /// General_Category M, and Emoji_Modifier.
  CICU_MARK = 1 << 1,
  /// General_Category L, M or N.
  CICU_ALPHANUMERIC = 1 << 2,
  /// General_Category S, or Emoji.
  CICU_SYMBOL = 1 << 3,
  /// Extended_Pictographic.
  CICU_PICTOGRAPHIC = 1 << 4,
  /// Ideographic.
  CICU_IDEOGRAPHIC = 1 << 5,
  /// A letter or mark of a script whose letters join or stack: Joining_Type, Indic_Syllabic_Category.
  CICU_JOINING = 1 << 6,
  /// Canonical_Combining_Class Virama.
  CICU_VIRAMA = 1 << 7,
  /// Line_Break Complex_Context: a script without spaces between words, such as Thai.
  CICU_UNSPACED = 1 << 8,
  /// A letter of a script whose words have apostrophes in them, unlike those of Hangul or Arabic.
  CICU_WORD_LETTER = 1 << 9,
};

uint32_t cicu_traits(int32_t character);

/// The case mapping of a locale.
typedef struct cicu_case_map cicu_case_map;

cicu_case_map *cicu_case_open(const char *locale, cicu_status *status);
void cicu_case_close(cicu_case_map *map);

int32_t cicu_lowercase(const cicu_case_map *map, const char *bytes, int32_t count, char *result,
                       int32_t capacity, cicu_status *status);

/// Tells encodings from each other by the bytes of a text.
typedef struct cicu_detector cicu_detector;

cicu_detector *cicu_detector_open(cicu_status *status);
void cicu_detector_close(cicu_detector *detector);

/// The name of the encoding that the bytes are most probably in, which the detector owns; null for
/// none. `confidence` is from 0 to 100.
const char *cicu_detect(cicu_detector *detector, const char *bytes, int32_t count,
                        int32_t *confidence, cicu_status *status);
