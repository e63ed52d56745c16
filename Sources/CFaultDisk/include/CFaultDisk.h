#ifndef CFAULTDISK_H
#define CFAULTDISK_H

#include <stdint.h>

// Disks in memory for SQLite that forget, when their power is cut, what was not flushed; and a way to
// make the flushes of real disks slow. Once installed, paths "/faultdisk/NUMBER/NAME" lie on them and
// all other paths on the real disk.
//
// A disk is used by one thread at a time.

// Installs the disks as SQLite's usual file system. Returns 0, or SQLite's error code.
int faultdisk_install(void);

// Makes an empty disk and returns its number, which is never 0.
uint32_t faultdisk_make(void);

// Makes a disk that holds what is safely on another one, as a copy of a running machine's disk does.
uint32_t faultdisk_copy(uint32_t disk);

// Throws a disk away; files still open on it fail from then on.
void faultdisk_destroy(uint32_t disk);

// Cuts the power: of each block written since the last flush of its file, chance decides whether it
// stays. Its files must be closed afterwards; until then every access fails.
void faultdisk_cut_power(uint32_t disk, uint64_t seed);

// Ends all access without forgetting anything, as the end of a process does: SQLite tidies nothing up
// when its files are closed.
void faultdisk_stop(uint32_t disk);

// Gives the disk its power back, or lets a new process at it, after its files were closed.
void faultdisk_restore_power(uint32_t disk);

// Lets flushes of write-ahead logs say that they are done and do nothing: what SQLite would do with
// PRAGMA synchronous = NORMAL.
void faultdisk_skip_log_flushes(uint32_t disk, int skips);

// Lets the next flush after so many fail with an input/output error; 0 for none.
void faultdisk_fail_flush(uint32_t disk, uint32_t after);

// Makes one block of a file unreadable, as a failing disk does.
// Returns whether there was such a file.
int faultdisk_damage(uint32_t disk, const char *name, uint64_t seed);

// Gives a file another name; returns whether there was one.
int faultdisk_rename(uint32_t disk, const char *from, const char *to);

// The size of a file in bytes; -1 for none.
int64_t faultdisk_size(uint32_t disk, const char *name);

// How many flushes the disk has done.
uint64_t faultdisk_flushes(uint32_t disk);

// Makes every flush of the real disk take so many microseconds longer, for files opened from now on.
int faultdisk_slow_real_flushes(uint32_t microseconds);

#endif
