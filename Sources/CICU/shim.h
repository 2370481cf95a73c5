// ICU renames its functions by version through macros, which Swift cannot import;
// each wrapper lets C do the renaming.
#pragma once

#include <unicode/uversion.h>
#include <unicode/uchar.h>

/// The version of the ICU library that the program runs with.
static inline void cicu_version(UVersionInfo version) { u_getVersion(version); }
