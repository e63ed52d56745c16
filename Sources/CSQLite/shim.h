// SQLite for Swift: one function around one that takes a variable number of arguments.
#ifndef WARTEMARKE_SQLITE_SHIM_H
#define WARTEMARKE_SQLITE_SHIM_H

#include <sqlite3.h>

// Stops counting memory; must come before the first connection is opened. Returns SQLite's code.
static inline int sqlite_without_memory_counts(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

#endif
