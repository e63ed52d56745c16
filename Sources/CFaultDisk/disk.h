#ifndef DISK_H
#define DISK_H

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>

#include "CFaultDisk.h"

enum { blockSize = 4096 };

// The bytes of a block. Disks that were copied share them; only the page of a dirty block is written.
typedef struct {
    atomic_uint owners;
    uint8_t bytes[blockSize];
} Page;

// A block as it is now and as it is safely on the disk; the same page, owned once, while both are equal.
typedef struct {
    Page *now;
    Page *safe;
    int isDirty;
} Block;

typedef struct DiskFile {
    struct DiskFile *next;
    char *name;
    Block *blocks;
    size_t blockCount, blockCapacity;
    size_t *dirty;
    size_t dirtyCount, dirtyCapacity;
    int64_t size, safeSize;
    // Whether it was ever flushed.
    int isSafe;
    // A file that is removed lives on until it is closed.
    int isRemoved;
    uint32_t opened;
} DiskFile;

typedef struct {
    DiskFile *files;
    int isDark;
    int skipsLogFlushes;
    uint32_t failAfter;
    uint64_t flushes;
    int isRemoved;
    uint32_t opened;
} Disk;

Disk *findDisk(uint32_t number);
DiskFile *findFile(Disk *disk, const char *name);
DiskFile *makeFile(Disk *disk, const char *name);
void removeFile(Disk *disk, const char *name);
void openedFile(Disk *disk, DiskFile *file);
void closedFile(Disk *disk, DiskFile *file);
// Fills the rest with zeros; returns whether all was there.
int readFile(DiskFile *file, uint8_t *bytes, size_t count, int64_t offset);
void writeFile(DiskFile *file, const uint8_t *bytes, size_t count, int64_t offset);
void truncateFile(DiskFile *file, int64_t size);
void flushFile(DiskFile *file);
uint64_t nextChance(uint64_t *state);

#endif
