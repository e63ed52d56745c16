// The disks as a file system of SQLite (https://www.sqlite.org/vfs.html).

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "disk.h"

static const char root[] = "/faultdisk/";
static sqlite3_vfs *real;
static sqlite3_vfs vfs;
static uint32_t slowness;

typedef struct {
    sqlite3_file base;
    Disk *disk;
    DiskFile *file;
} FaultFile;

// A real file with flushes that take longer; the real one lies behind it in memory.
typedef struct {
    sqlite3_file base;
    sqlite3_io_methods methods;
} SlowFile;

// The part of the path behind the disk's number; NULL for a path that is not on these disks.
static const char *nameOn(const char *path, uint32_t *disk) {
    if (path == NULL || strncmp(path, root, sizeof root - 1) != 0) return NULL;
    char *end;
    *disk = (uint32_t)strtoul(path + sizeof root - 1, &end, 10);
    return *end == '/' ? end + 1 : NULL;
}

static DiskFile *lit(sqlite3_file *base) {
    FaultFile *file = (FaultFile *)base;
    return file->disk->isDark ? NULL : file->file;
}

static int closeIt(sqlite3_file *base) {
    FaultFile *file = (FaultFile *)base;
    closedFile(file->disk, file->file);
    return SQLITE_OK;
}

static int readIt(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    DiskFile *file = lit(base);
    if (file == NULL) return SQLITE_IOERR_READ;
    return readFile(file, bytes, (size_t)count, offset) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int writeIt(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    DiskFile *file = lit(base);
    if (file == NULL) return SQLITE_IOERR_WRITE;
    writeFile(file, bytes, (size_t)count, offset);
    return SQLITE_OK;
}

static int truncateIt(sqlite3_file *base, sqlite3_int64 size) {
    DiskFile *file = lit(base);
    if (file == NULL) return SQLITE_IOERR_TRUNCATE;
    if (size < file->size) truncateFile(file, size);
    return SQLITE_OK;
}

static int isLog(const char *name) {
    size_t length = strlen(name);
    return length > 4 && strcmp(name + length - 4, "-wal") == 0;
}

static int syncIt(sqlite3_file *base, int flags) {
    (void)flags;
    DiskFile *file = lit(base);
    if (file == NULL) return SQLITE_IOERR_FSYNC;
    Disk *disk = ((FaultFile *)base)->disk;
    if (disk->failAfter > 0 && --disk->failAfter == 0) return SQLITE_IOERR_FSYNC;
    if (disk->skipsLogFlushes && isLog(file->name)) return SQLITE_OK;
    disk->flushes++;
    flushFile(file);
    return SQLITE_OK;
}

static int sizeOf(sqlite3_file *base, sqlite3_int64 *size) {
    DiskFile *file = lit(base);
    if (file == NULL) return SQLITE_IOERR_FSTAT;
    *size = file->size;
    return SQLITE_OK;
}

// One process uses a disk, so that locks are always granted.
static int lockIt(sqlite3_file *base, int level) {
    (void)base, (void)level;
    return SQLITE_OK;
}

static int isReserved(sqlite3_file *base, int *result) {
    (void)base;
    *result = 0;
    return SQLITE_OK;
}

static int control(sqlite3_file *base, int operation, void *argument) {
    (void)base, (void)operation, (void)argument;
    return SQLITE_NOTFOUND;
}

static int sectorSize(sqlite3_file *base) {
    (void)base;
    return blockSize;
}

static int characteristics(sqlite3_file *base) {
    (void)base;
    return 0;
}

// Version 1: without shared memory, so that write-ahead logs need the exclusive locking mode.
static const sqlite3_io_methods methods = {
    1,        closeIt, readIt,   writeIt, truncateIt, syncIt,          sizeOf, lockIt,
    lockIt,   isReserved, control, sectorSize, characteristics,
};

static int slowSync(sqlite3_file *base, int flags) {
    usleep(slowness);
    sqlite3_file *file = (sqlite3_file *)((SlowFile *)base + 1);
    return file->pMethods->xSync(file, flags);
}

#define REAL ((sqlite3_file *)((SlowFile *)base + 1))

static int slowClose(sqlite3_file *base) { return REAL->pMethods->xClose(REAL); }
static int slowRead(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
    return REAL->pMethods->xRead(REAL, bytes, count, offset);
}
static int slowWrite(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
    return REAL->pMethods->xWrite(REAL, bytes, count, offset);
}
static int slowTruncate(sqlite3_file *base, sqlite3_int64 size) {
    return REAL->pMethods->xTruncate(REAL, size);
}
static int slowSize(sqlite3_file *base, sqlite3_int64 *size) {
    return REAL->pMethods->xFileSize(REAL, size);
}
static int slowLock(sqlite3_file *base, int level) { return REAL->pMethods->xLock(REAL, level); }
static int slowUnlock(sqlite3_file *base, int level) { return REAL->pMethods->xUnlock(REAL, level); }
static int slowReserved(sqlite3_file *base, int *result) {
    return REAL->pMethods->xCheckReservedLock(REAL, result);
}
static int slowControl(sqlite3_file *base, int operation, void *argument) {
    return REAL->pMethods->xFileControl(REAL, operation, argument);
}
static int slowSector(sqlite3_file *base) { return REAL->pMethods->xSectorSize(REAL); }
static int slowCharacteristics(sqlite3_file *base) {
    return REAL->pMethods->xDeviceCharacteristics(REAL);
}
static int slowMap(sqlite3_file *base, int page, int size, int extend, void volatile **memory) {
    return REAL->pMethods->xShmMap(REAL, page, size, extend, memory);
}
static int slowMapLock(sqlite3_file *base, int offset, int count, int flags) {
    return REAL->pMethods->xShmLock(REAL, offset, count, flags);
}
static void slowBarrier(sqlite3_file *base) { REAL->pMethods->xShmBarrier(REAL); }
static int slowUnmap(sqlite3_file *base, int deletes) {
    return REAL->pMethods->xShmUnmap(REAL, deletes);
}

static int openSlow(const char *path, sqlite3_file *base, int flags, int *outFlags) {
    SlowFile *file = (SlowFile *)base;
    base->pMethods = NULL;
    int result = real->xOpen(real, path, REAL, flags, outFlags);
    if (REAL->pMethods == NULL) return result;
    file->methods = (sqlite3_io_methods){
        2,          slowClose,    slowRead,    slowWrite,  slowTruncate,        slowSync,
        slowSize,   slowLock,     slowUnlock,  slowReserved, slowControl,       slowSector,
        slowCharacteristics, slowMap, slowMapLock, slowBarrier, slowUnmap, NULL, NULL,
    };
    if (REAL->pMethods->iVersion < 2) file->methods.iVersion = 1;
    base->pMethods = &file->methods;
    return result;
}

static int openFile(
    sqlite3_vfs *self, const char *path, sqlite3_file *base, int flags, int *outFlags
) {
    (void)self;
    uint32_t number;
    const char *name = nameOn(path, &number);
    if (name == NULL) {
        return slowness ? openSlow(path, base, flags, outFlags)
                        : real->xOpen(real, path, base, flags, outFlags);
    }
    base->pMethods = NULL;
    Disk *disk = findDisk(number);
    if (disk == NULL || disk->isDark) return SQLITE_CANTOPEN;
    DiskFile *file = findFile(disk, name);
    if (file == NULL) {
        if (!(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
        file = makeFile(disk, name);
    }
    FaultFile *opened = (FaultFile *)base;
    opened->disk = disk;
    opened->file = file;
    openedFile(disk, file);
    base->pMethods = &methods;
    if (outFlags != NULL) *outFlags = flags;
    return SQLITE_OK;
}

static int deleteFile(sqlite3_vfs *self, const char *path, int syncs) {
    (void)self;
    uint32_t number;
    const char *name = nameOn(path, &number);
    if (name == NULL) return real->xDelete(real, path, syncs);
    Disk *disk = findDisk(number);
    if (disk == NULL || disk->isDark) return SQLITE_IOERR_DELETE;
    removeFile(disk, name);
    return SQLITE_OK;
}

static int accessFile(sqlite3_vfs *self, const char *path, int flags, int *result) {
    (void)self;
    uint32_t number;
    const char *name = nameOn(path, &number);
    if (name == NULL) return real->xAccess(real, path, flags, result);
    Disk *disk = findDisk(number);
    DiskFile *file = disk ? findFile(disk, name) : NULL;
    *result = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->size > 0);
    return SQLITE_OK;
}

static int fullPath(sqlite3_vfs *self, const char *path, int count, char *full) {
    (void)self;
    uint32_t number;
    if (nameOn(path, &number) == NULL) return real->xFullPathname(real, path, count, full);
    if ((int)strlen(path) >= count) return SQLITE_CANTOPEN;
    strcpy(full, path);
    return SQLITE_OK;
}

int faultdisk_install(void) {
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&lock);
    int result = SQLITE_OK;
    if (real == NULL && (real = sqlite3_vfs_find(NULL)) != NULL) {
        vfs = *real;
        vfs.zName = "faultdisk";
        vfs.pNext = NULL;
        int realSize = real->szOsFile + (int)sizeof(SlowFile);
        vfs.szOsFile = realSize > (int)sizeof(FaultFile) ? realSize : (int)sizeof(FaultFile);
        vfs.xOpen = openFile;
        vfs.xDelete = deleteFile;
        vfs.xAccess = accessFile;
        vfs.xFullPathname = fullPath;
        result = sqlite3_vfs_register(&vfs, 1);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

int faultdisk_slow_real_flushes(uint32_t microseconds) {
    slowness = microseconds;
    return faultdisk_install();
}
