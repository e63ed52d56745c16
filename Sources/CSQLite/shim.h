// SQLite for Swift: one function around two settings, which are made with a variable number of arguments.
#ifndef WARTEMARKE_SQLITE_SHIM_H
#define WARTEMARKE_SQLITE_SHIM_H

#include <sqlite3.h>

// Memory for many short transactions, set before the first connection is opened. Returns SQLite's code.
static inline int sqlite_configure_memory(void) {
    // The counts are behind a lock that all connections share.
    int result = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    // Pages one by one; otherwise every query with a table of its own first fetches room for twenty.
    return result == SQLITE_OK ? sqlite3_config(SQLITE_CONFIG_PAGECACHE, (void *)0, 0, 0) : result;
}

#endif
