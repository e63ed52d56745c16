// FriBidi for Swift: one function around its macros and its in-out parameter.
#ifndef WARTEMARKE_FRIBIDI_SHIM_H
#define WARTEMARKE_FRIBIDI_SHIM_H

#include <fribidi.h>
#include <stddef.h>
#include <stdint.h>

// Puts one line of logical text into visual order, shaped; `visual` has room for `length` scalars.
// Returns 0 when there was no memory.
static inline int fribidi_visual_line(
    const uint32_t *logical, int length, int is_right_to_left, uint32_t *visual) {
    FriBidiParType base = is_right_to_left ? FRIBIDI_PAR_RTL : FRIBIDI_PAR_LTR;
    return fribidi_log2vis(logical, length, &base, visual, NULL, NULL, NULL) != 0;
}

#endif
