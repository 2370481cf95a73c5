// SPDX-License-Identifier: Apache-2.0
#include "cicu.h"

#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/ucsdet.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/uversion.h>

_Static_assert(sizeof(UErrorCode) == sizeof(cicu_status), "UErrorCode is 32 bits wide");

static UErrorCode *code(cicu_status *status) { return (UErrorCode *)status; }

bool cicu_failed(cicu_status status) { return U_FAILURE((UErrorCode)status); }

bool cicu_overflowed(cicu_status status) { return status == U_BUFFER_OVERFLOW_ERROR; }

void cicu_version(uint8_t version[4]) { u_getVersion(version); }

int32_t cicu_locale(const char *tag, char *locale, int32_t capacity, int32_t *parsed,
                    cicu_status *status) {
  return uloc_forLanguageTag(tag, locale, capacity, parsed, code(status));
}

int32_t cicu_language(const char *locale, char *language, int32_t capacity, cicu_status *status) {
  return uloc_getLanguage(locale, language, capacity, code(status));
}

const char *cicu_iso3_language(const char *locale) { return uloc_getISO3Language(locale); }

// Words

cicu_words *cicu_words_open(const char *locale, cicu_status *status) {
  return (cicu_words *)ubrk_open(UBRK_WORD, locale, NULL, 0, code(status));
}

void cicu_words_close(cicu_words *words) { ubrk_close((UBreakIterator *)words); }

void cicu_words_set(cicu_words *words, cicu_text *text, cicu_status *status) {
  ubrk_setUText((UBreakIterator *)words, (UText *)text, code(status));
}

int32_t cicu_words_next(cicu_words *words) { return ubrk_next((UBreakIterator *)words); }

bool cicu_words_is_word(cicu_words *words) {
  return ubrk_getRuleStatus((UBreakIterator *)words) >= UBRK_WORD_NONE_LIMIT;
}

cicu_text *cicu_text_open(cicu_text *reuse, const char *bytes, int64_t count,
                          cicu_status *status) {
  return (cicu_text *)utext_openUTF8((UText *)reuse, bytes, count, code(status));
}

void cicu_text_close(cicu_text *text) { utext_close((UText *)text); }

// Normalization

const cicu_form *cicu_nfc(cicu_status *status) {
  return (const cicu_form *)unorm2_getNFCInstance(code(status));
}

bool cicu_is_normalized(const cicu_form *form, const uint16_t *text, int32_t count,
                        cicu_status *status) {
  return unorm2_isNormalized((const UNormalizer2 *)form, (const UChar *)text, count, code(status));
}

int32_t cicu_normalize(const cicu_form *form, const uint16_t *text, int32_t count,
                       uint16_t *result, int32_t capacity, cicu_status *status) {
  return unorm2_normalize((const UNormalizer2 *)form, (const UChar *)text, count, (UChar *)result,
                          capacity, code(status));
}

int32_t cicu_from_utf8(const char *bytes, int32_t count, uint16_t *result, int32_t capacity,
                       cicu_status *status) {
  int32_t length = 0;
  u_strFromUTF8((UChar *)result, capacity, &length, bytes, count, code(status));
  return length;
}

int32_t cicu_to_utf8(const uint16_t *text, int32_t count, char *result, int32_t capacity,
                     cicu_status *status) {
  int32_t length = 0;
  u_strToUTF8(result, capacity, &length, (const UChar *)text, count, code(status));
  return length;
}

// Case

cicu_case_map *cicu_case_open(const char *locale, cicu_status *status) {
  return (cicu_case_map *)ucasemap_open(locale, 0, code(status));
}

void cicu_case_close(cicu_case_map *map) { ucasemap_close((UCaseMap *)map); }

int32_t cicu_lowercase(const cicu_case_map *map, const char *bytes, int32_t count, char *result,
                       int32_t capacity, cicu_status *status) {
  return ucasemap_utf8ToLower((const UCaseMap *)map, result, capacity, bytes, count, code(status));
}

// Encodings

cicu_detector *cicu_detector_open(cicu_status *status) {
  return (cicu_detector *)ucsdet_open(code(status));
}

void cicu_detector_close(cicu_detector *detector) { ucsdet_close((UCharsetDetector *)detector); }

const char *cicu_detect(cicu_detector *detector, const char *bytes, int32_t count,
                        int32_t *confidence, cicu_status *status) {
  ucsdet_setText((UCharsetDetector *)detector, bytes, count, code(status));
  const UCharsetMatch *match = ucsdet_detect((UCharsetDetector *)detector, code(status));
  if (match == NULL) return NULL;
  *confidence = ucsdet_getConfidence(match, code(status));
  return ucsdet_getName(match, code(status));
}
