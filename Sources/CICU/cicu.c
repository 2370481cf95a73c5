// SPDX-License-Identifier: Apache-2.0
#include "cicu.h"

#include <unicode/ubrk.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/ucsdet.h>
#include <unicode/uloc.h>
#include <unicode/unorm2.h>
#include <unicode/ures.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>
#include <unicode/uversion.h>

#include <string.h>

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

int32_t cicu_script(const char *locale, char *script, int32_t capacity, cicu_status *status) {
  return uloc_getScript(locale, script, capacity, code(status));
}

int32_t cicu_region(const char *locale, char *region, int32_t capacity, cicu_status *status) {
  return uloc_getCountry(locale, region, capacity, code(status));
}

int32_t cicu_likely_locale(const char *locale, char *likely, int32_t capacity,
                           cicu_status *status) {
  return uloc_addLikelySubtags(locale, likely, capacity, code(status));
}

/// Opens the table at a path of two keys in a bundle of ICU's own data. The caller closes it.
static UResourceBundle *table(const char *bundle, const char *first, const char *second,
                              UErrorCode *status) {
  UResourceBundle *table = ures_openDirect(NULL, bundle, status);
  ures_getByKey(table, first, table, status);
  return ures_getByKey(table, second, table, status);
}

int32_t cicu_language_alias(const char *language, char *alias, int32_t capacity,
                            cicu_status *status) {
  UResourceBundle *entry = table("metadata", "alias", "language", code(status));
  ures_getByKey(entry, language, entry, code(status));
  int32_t length = 0;
  const UChar *text = ures_getStringByKey(entry, "replacement", &length, code(status));
  int32_t count = cicu_to_utf8((const uint16_t *)text, length, alias, capacity, status);
  ures_close(entry);
  return count;
}

/// Returns true if an entry of CLDR's list matches a code. An entry is a code or, as in `aaa~i`, a
/// range of last letters.
static bool holds(const char *entry, const char *language) {
  size_t count = strlen(language);
  if (strlen(entry) < count || strncmp(entry, language, count - 1) != 0) return false;
  bool isRange = entry[count] == '~';
  char letter = language[count - 1], first = entry[count - 1];
  char last = isRange ? entry[count + 1] : first;
  return (isRange || entry[count] == 0) && first <= letter && letter <= last;
}

bool cicu_is_language(const char *language) {
  UErrorCode status = U_ZERO_ERROR;
  UResourceBundle *list = table("supplementalData", "idValidity", "language", &status);
  ures_getByKey(list, "regular", list, &status);
  bool isFound = false;
  while (!isFound && *language && U_SUCCESS(status) && ures_hasNext(list)) {
    char entry[16];
    int32_t length = 0;
    const UChar *text = ures_getNextString(list, &length, NULL, &status);
    cicu_to_utf8((const uint16_t *)text, length, entry, sizeof entry, &status);
    isFound = U_SUCCESS(status) && holds(entry, language);
  }
  ures_close(list);
  return isFound;
}

const char *const *cicu_languages(void) { return uloc_getISOLanguages(); }

int32_t cicu_language_name(const char *language, char *name, int32_t capacity,
                           cicu_status *status) {
  UChar text[128];
  int32_t length = uloc_getDisplayLanguage(language, "en", text, 128, code(status));
  return cicu_to_utf8((const uint16_t *)text, length, name, capacity, status);
}

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

bool cicu_is_surely_normalized(const cicu_form *form, const uint16_t *text, int32_t count,
                               cicu_status *status) {
  return unorm2_quickCheck((const UNormalizer2 *)form, (const UChar *)text, count, code(status)) ==
         UNORM_YES;
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

uint8_t cicu_leading_class(int32_t character) {
  return (uint8_t)u_getIntPropertyValue(character, UCHAR_LEAD_CANONICAL_COMBINING_CLASS);
}

int32_t cicu_decomposition(const cicu_form *form, int32_t character, uint16_t *result,
                           int32_t capacity, cicu_status *status) {
  return unorm2_getDecomposition((const UNormalizer2 *)form, character, (UChar *)result, capacity,
                                 code(status));
}

// Characters

static bool joins(UChar32 character) {
  int32_t joining = u_getIntPropertyValue(character, UCHAR_JOINING_TYPE);
  return (joining != U_JT_NON_JOINING && joining != U_JT_TRANSPARENT) ||
         u_getIntPropertyValue(character, UCHAR_INDIC_SYLLABIC_CATEGORY) != U_INSC_OTHER;
}

static bool is_word_letter(UChar32 character) {
  int32_t kind = u_getIntPropertyValue(character, UCHAR_WORD_BREAK);
  if (kind != U_WB_ALETTER && kind != U_WB_HEBREW_LETTER) return false;
  switch (u_getIntPropertyValue(character, UCHAR_SCRIPT)) {
    case USCRIPT_HANGUL:
    case USCRIPT_YI: return false;
    case USCRIPT_BENGALI:
    case USCRIPT_NKO: return true;
    // Arabic and most Indic scripts have no apostrophe. Their prefixes and endings can touch a
    // quotation mark.
    default: return !joins(character);
  }
}

uint32_t cicu_traits(int32_t character) {
  uint32_t category = U_GET_GC_MASK(character);
  uint32_t traits = 0;
  if (u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) traits |= CICU_IGNORABLE;
  if ((category & U_GC_M_MASK) || u_hasBinaryProperty(character, UCHAR_EMOJI_MODIFIER)) {
    traits |= CICU_MARK;
  }
  if (category & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) traits |= CICU_ALPHANUMERIC;
  if ((category & U_GC_S_MASK) || u_hasBinaryProperty(character, UCHAR_EMOJI)) {
    traits |= CICU_SYMBOL;
  }
  if (u_hasBinaryProperty(character, UCHAR_EXTENDED_PICTOGRAPHIC)) traits |= CICU_PICTOGRAPHIC;
  if (u_hasBinaryProperty(character, UCHAR_IDEOGRAPHIC)) traits |= CICU_IDEOGRAPHIC;
  if ((category & (U_GC_L_MASK | U_GC_M_MASK)) && joins(character)) traits |= CICU_JOINING;
  // 9 is the class of all viramas (Unicode Standard, table 4-3).
  if (u_getCombiningClass(character) == 9) traits |= CICU_VIRAMA;
  if (u_getIntPropertyValue(character, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT) {
    traits |= CICU_UNSPACED;
  }
  if ((category & U_GC_L_MASK) && is_word_letter(character)) traits |= CICU_WORD_LETTER;
  return traits;
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
