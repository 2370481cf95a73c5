// ICU renames its functions by version through macros, which Swift cannot import;
// each wrapper lets C do the renaming.
#pragma once

#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/uversion.h>

/// In C, `U_FAILURE` is an inline function that depends on the platform's `UBool`.
static inline _Bool cicu_failed(UErrorCode status) { return U_FAILURE(status); }

/// The version of the ICU library that the program runs with.
static inline void cicu_version(UVersionInfo version) { u_getVersion(version); }

/// The ICU locale of a BCP 47 tag; `parsed` is how many bytes of the tag are well-formed.
static inline int32_t cicu_locale(const char *tag, char *locale, int32_t capacity, int32_t *parsed,
                                  UErrorCode *status) {
  return uloc_forLanguageTag(tag, locale, capacity, parsed, status);
}

/// The language part of an ICU locale.
static inline int32_t cicu_language(const char *locale, char *language, int32_t capacity,
                                    UErrorCode *status) {
  return uloc_getLanguage(locale, language, capacity, status);
}

/// The three-letter ISO 639 code; empty for a language that ICU does not know.
static inline const char *cicu_iso3_language(const char *locale) {
  return uloc_getISO3Language(locale);
}

/// A word iterator; the text is set per line.
static inline UBreakIterator *cicu_words_open(const char *locale, UErrorCode *status) {
  return ubrk_open(UBRK_WORD, locale, NULL, 0, status);
}

static inline void cicu_words_close(UBreakIterator *words) { ubrk_close(words); }

/// The iterator keeps a shallow copy of `text`, which must outlive the walk.
static inline void cicu_words_set(UBreakIterator *words, UText *text, UErrorCode *status) {
  ubrk_setUText(words, text, status);
}

/// The next boundary, or -1 (`UBRK_DONE` is a macro).
static inline int32_t cicu_words_next(UBreakIterator *words) { return ubrk_next(words); }

/// Whether the segment before the current boundary holds a letter, number or ideograph.
static inline _Bool cicu_words_is_word(UBreakIterator *words) {
  return ubrk_getRuleStatus(words) >= UBRK_WORD_NONE_LIMIT;
}

/// `reuse` may be null; otherwise its memory is used again.
static inline UText *cicu_text_open(UText *reuse, const char *bytes, int64_t count,
                                    UErrorCode *status) {
  return utext_openUTF8(reuse, bytes, count, status);
}

static inline void cicu_text_close(UText *text) { utext_close(text); }

/// A singleton of the library: never closed.
static inline const UNormalizer2 *cicu_nfc(UErrorCode *status) {
  return unorm2_getNFCInstance(status);
}

/// Whether the text is normalized already (`UBool` differs between ICU versions).
static inline _Bool cicu_is_normalized(const UNormalizer2 *form, const UChar *text, int32_t count,
                                       UErrorCode *status) {
  return unorm2_isNormalized(form, text, count, status);
}

static inline int32_t cicu_normalize(const UNormalizer2 *form, const UChar *text, int32_t count,
                                     UChar *result, int32_t capacity, UErrorCode *status) {
  return unorm2_normalize(form, text, count, result, capacity, status);
}

/// Returns the count of UTF-16 units through the out-parameter of the ICU function.
static inline int32_t cicu_from_utf8(const char *bytes, int32_t count, UChar *result,
                                     int32_t capacity, UErrorCode *status) {
  int32_t length = 0;
  u_strFromUTF8(result, capacity, &length, bytes, count, status);
  return length;
}

static inline int32_t cicu_to_utf8(const UChar *text, int32_t count, char *result,
                                   int32_t capacity, UErrorCode *status) {
  int32_t length = 0;
  u_strToUTF8(result, capacity, &length, text, count, status);
  return length;
}

static inline UCaseMap *cicu_case_open(const char *locale, UErrorCode *status) {
  return ucasemap_open(locale, 0, status);
}

static inline void cicu_case_close(UCaseMap *map) { ucasemap_close(map); }

static inline int32_t cicu_lowercase(const UCaseMap *map, const char *bytes, int32_t count,
                                     char *result, int32_t capacity, UErrorCode *status) {
  return ucasemap_utf8ToLower(map, result, capacity, bytes, count, status);
}
