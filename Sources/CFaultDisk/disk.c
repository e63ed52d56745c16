// Disks in memory: files made of blocks, each block as it is and as it was at the last flush.

#include "disk.h"

#include <stdlib.h>
#include <string.h>

enum { firstDisks = 64 };

static pthread_mutex_t listLock = PTHREAD_MUTEX_INITIALIZER;
static Disk **disks;
static uint32_t capacity;
static uint32_t highest;

Disk *findDisk(uint32_t number) {
    pthread_mutex_lock(&listLock);
    Disk *disk = number > 0 && number <= highest ? disks[number - 1] : NULL;
    pthread_mutex_unlock(&listLock);
    return disk;
}

static uint32_t place(Disk *disk) {
    pthread_mutex_lock(&listLock);
    uint32_t number = 0;
    while (number < highest && disks[number] != NULL) number++;
    if (number == capacity) {
        capacity = capacity ? capacity * 2 : firstDisks;
        disks = realloc(disks, capacity * sizeof *disks);
        if (disks == NULL) abort();
    }
    disks[number] = disk;
    if (number == highest) highest++;
    pthread_mutex_unlock(&listLock);
    return number + 1;
}

DiskFile *findFile(Disk *disk, const char *name) {
    for (DiskFile *file = disk->files; file != NULL; file = file->next) {
        if (strcmp(file->name, name) == 0) return file;
    }
    return NULL;
}

DiskFile *makeFile(Disk *disk, const char *name) {
    DiskFile *file = calloc(1, sizeof *file);
    if (file == NULL || (file->name = strdup(name)) == NULL) abort();
    file->next = disk->files;
    disk->files = file;
    return file;
}

static Page *newPage(void) {
    Page *page = malloc(sizeof *page);
    if (page == NULL) abort();
    atomic_init(&page->owners, 1);
    return page;
}

static void disown(Page *page) {
    if (page != NULL && atomic_fetch_sub(&page->owners, 1) == 1) free(page);
}

static void freeBlock(Block *block) {
    if (block->safe != block->now) disown(block->safe);
    disown(block->now);
    block->now = block->safe = NULL;
}

static void freeFile(DiskFile *file) {
    for (size_t i = 0; i < file->blockCount; i++) freeBlock(&file->blocks[i]);
    free(file->blocks);
    free(file->dirty);
    free(file->name);
    free(file);
}

void removeFile(Disk *disk, const char *name) {
    for (DiskFile **link = &disk->files; *link != NULL; link = &(*link)->next) {
        DiskFile *file = *link;
        if (strcmp(file->name, name) != 0) continue;
        *link = file->next;
        file->isRemoved = 1;
        if (file->opened == 0) freeFile(file);
        return;
    }
}

void openedFile(Disk *disk, DiskFile *file) {
    disk->opened++;
    file->opened++;
}

void closedFile(Disk *disk, DiskFile *file) {
    if (--file->opened == 0 && file->isRemoved) freeFile(file);
    if (--disk->opened == 0 && disk->isRemoved) free(disk);
}

static void reserveBlocks(DiskFile *file, size_t count) {
    if (count <= file->blockCount) return;
    size_t capacity = file->blockCapacity ? file->blockCapacity : 16;
    while (capacity < count) capacity *= 2;
    if (capacity != file->blockCapacity) {
        file->blocks = realloc(file->blocks, capacity * sizeof *file->blocks);
        if (file->blocks == NULL) abort();
        file->blockCapacity = capacity;
    }
    memset(file->blocks + file->blockCount, 0, (count - file->blockCount) * sizeof *file->blocks);
    file->blockCount = count;
}

// The block as bytes that may be written; what was flushed of it stays beside.
static uint8_t *writableBlock(DiskFile *file, size_t index) {
    Block *block = &file->blocks[index];
    if (block->isDirty) return block->now->bytes;
    Page *fresh = newPage();
    if (block->now != NULL) {
        memcpy(fresh->bytes, block->now->bytes, blockSize);
    } else {
        memset(fresh->bytes, 0, blockSize);
    }
    block->now = fresh;
    block->isDirty = 1;
    if (file->dirtyCount == file->dirtyCapacity) {
        file->dirtyCapacity = file->dirtyCapacity ? file->dirtyCapacity * 2 : 64;
        file->dirty = realloc(file->dirty, file->dirtyCapacity * sizeof *file->dirty);
        if (file->dirty == NULL) abort();
    }
    file->dirty[file->dirtyCount++] = index;
    return fresh->bytes;
}

int readFile(DiskFile *file, uint8_t *bytes, size_t count, int64_t offset) {
    size_t there = 0;
    if (offset < file->size) {
        int64_t rest = file->size - offset;
        there = (int64_t)count < rest ? count : (size_t)rest;
    }
    for (size_t done = 0; done < there;) {
        size_t at = (size_t)offset + done, inBlock = at % blockSize;
        size_t part = blockSize - inBlock < there - done ? blockSize - inBlock : there - done;
        Page *page = at / blockSize < file->blockCount ? file->blocks[at / blockSize].now : NULL;
        if (page != NULL) {
            memcpy(bytes + done, page->bytes + inBlock, part);
        } else {
            memset(bytes + done, 0, part);
        }
        done += part;
    }
    if (there == count) return 1;
    memset(bytes + there, 0, count - there);
    return 0;
}

void writeFile(DiskFile *file, const uint8_t *bytes, size_t count, int64_t offset) {
    size_t end = (size_t)offset + count;
    reserveBlocks(file, (end + blockSize - 1) / blockSize);
    for (size_t done = 0; done < count;) {
        size_t at = (size_t)offset + done, inBlock = at % blockSize;
        size_t part = blockSize - inBlock < count - done ? blockSize - inBlock : count - done;
        memcpy(writableBlock(file, at / blockSize) + inBlock, bytes + done, part);
        done += part;
    }
    if ((int64_t)end > file->size) file->size = (int64_t)end;
}

void truncateFile(DiskFile *file, int64_t size) {
    // What lay behind must read as zeros if the file grows again.
    for (size_t at = (size_t)size; at < file->blockCount * blockSize;) {
        size_t inBlock = at % blockSize;
        if (file->blocks[at / blockSize].now != NULL) {
            memset(writableBlock(file, at / blockSize) + inBlock, 0, blockSize - inBlock);
        }
        at += blockSize - inBlock;
    }
    file->size = size;
}

void flushFile(DiskFile *file) {
    for (size_t i = 0; i < file->dirtyCount; i++) {
        Block *block = &file->blocks[file->dirty[i]];
        if (block->safe != block->now) disown(block->safe);
        block->safe = block->now;
        block->isDirty = 0;
    }
    file->dirtyCount = 0;
    file->safeSize = file->size;
    file->isSafe = 1;
}

uint64_t nextChance(uint64_t *state) {
    *state += 0x9E3779B97F4A7C15u;
    uint64_t mixed = *state;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

// Of the blocks written since the last flush, chance decides which one stays.
static void forget(DiskFile *file, uint64_t *chance) {
    int keepsSize = (int)(nextChance(chance) & 1);
    for (size_t i = 0; i < file->dirtyCount; i++) {
        Block *block = &file->blocks[file->dirty[i]];
        if ((nextChance(chance) & 1) && keepsSize) {
            if (block->safe != block->now) disown(block->safe);
            block->safe = block->now;
        } else {
            disown(block->now);
            block->now = block->safe;
        }
        block->isDirty = 0;
    }
    file->dirtyCount = 0;
    if (!keepsSize) file->size = file->safeSize;
    file->safeSize = file->size;
}

uint32_t faultdisk_make(void) {
    Disk *disk = calloc(1, sizeof *disk);
    if (disk == NULL) abort();
    return place(disk);
}

uint32_t faultdisk_copy(uint32_t number) {
    uint32_t copy = faultdisk_make();
    Disk *from = findDisk(number), *to = findDisk(copy);
    if (from == NULL) return copy;
    for (DiskFile *file = from->files; file != NULL; file = file->next) {
        if (!file->isSafe) continue;
        DiskFile *twin = makeFile(to, file->name);
        size_t count = ((size_t)file->safeSize + blockSize - 1) / blockSize;
        reserveBlocks(twin, count);
        for (size_t i = 0; i < count && i < file->blockCount; i++) {
            Page *page = file->blocks[i].safe;
            if (page == NULL) continue;
            atomic_fetch_add(&page->owners, 1);
            twin->blocks[i].now = twin->blocks[i].safe = page;
        }
        twin->size = twin->safeSize = file->safeSize;
        twin->isSafe = 1;
    }
    return copy;
}

void faultdisk_destroy(uint32_t number) {
    pthread_mutex_lock(&listLock);
    Disk *disk = number > 0 && number <= highest ? disks[number - 1] : NULL;
    if (disk != NULL) disks[number - 1] = NULL;
    pthread_mutex_unlock(&listLock);
    if (disk == NULL) return;
    while (disk->files != NULL) removeFile(disk, disk->files->name);
    disk->isDark = disk->isRemoved = 1;
    if (disk->opened == 0) free(disk);
}

void faultdisk_cut_power(uint32_t number, uint64_t seed) {
    Disk *disk = findDisk(number);
    if (disk == NULL) return;
    disk->isDark = 1;
    uint64_t chance = seed;
    for (DiskFile *file = disk->files; file != NULL;) {
        DiskFile *next = file->next;
        forget(file, &chance);
        file = next;
    }
}

void faultdisk_stop(uint32_t number) {
    Disk *disk = findDisk(number);
    if (disk != NULL) disk->isDark = 1;
}

void faultdisk_restore_power(uint32_t number) {
    Disk *disk = findDisk(number);
    if (disk == NULL) return;
    disk->isDark = 0;
    disk->failAfter = 0;
}

void faultdisk_skip_log_flushes(uint32_t number, int skips) {
    Disk *disk = findDisk(number);
    if (disk != NULL) disk->skipsLogFlushes = skips;
}

void faultdisk_fail_flush(uint32_t number, uint32_t after) {
    Disk *disk = findDisk(number);
    if (disk != NULL) disk->failAfter = after;
}

int faultdisk_damage(uint32_t number, const char *name, uint64_t seed) {
    Disk *disk = findDisk(number);
    DiskFile *file = disk ? findFile(disk, name) : NULL;
    if (file == NULL || file->size < 2 * blockSize) return 0;
    uint64_t chance = seed;
    // Not the first block, whose text of the tables nothing guards.
    size_t count = (size_t)file->size / blockSize;
    memset(writableBlock(file, 1 + nextChance(&chance) % (count - 1)), 0xFF, blockSize);
    flushFile(file);
    return 1;
}

int faultdisk_rename(uint32_t number, const char *from, const char *to) {
    Disk *disk = findDisk(number);
    DiskFile *file = disk ? findFile(disk, from) : NULL;
    if (file == NULL) return 0;
    removeFile(disk, to);
    char *name = strdup(to);
    if (name == NULL) abort();
    free(file->name);
    file->name = name;
    return 1;
}

int64_t faultdisk_size(uint32_t number, const char *name) {
    Disk *disk = findDisk(number);
    DiskFile *file = disk ? findFile(disk, name) : NULL;
    return file ? file->size : -1;
}

uint64_t faultdisk_flushes(uint32_t number) {
    Disk *disk = findDisk(number);
    return disk ? disk->flushes : 0;
}
