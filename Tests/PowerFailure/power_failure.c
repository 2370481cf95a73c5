// SPDX-License-Identifier: Apache-2.0

#define _GNU_SOURCE
#include "power_failure.h"

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *root, *journal;
static FILE *events;
static int copies;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void fail(const char *what) {
    perror(what);
    _exit(99);
}

// MARK: - Recording

/// Copies the contents of a file into the journal. The file stays open.
static void record_content(const char *path, ino_t inode) {
    char copy_path[PATH_MAX], buffer[1 << 16];
    snprintf(copy_path, sizeof copy_path, "%s/%d", journal, copies);
    int from = open(path, O_RDONLY | O_CLOEXEC);
    int to = open(copy_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (from < 0 || to < 0) fail(path);
    ssize_t count;
    while ((count = read(from, buffer, sizeof buffer)) > 0)
        if (write(to, buffer, count) != count) fail(copy_path);
    if (count < 0) fail(path);
    close(to);
    fprintf(events, "file %lu %d\n", (unsigned long)inode, copies++);
}

/// Records the entries of a directory and of all directories below it; at the start, also records
/// that they are synced.
static void record_tree(const char *path, int is_start) {
    char below[PATH_MAX];
    struct stat status;
    struct dirent *entry;
    DIR *directory = opendir(path);
    if (!directory || fstat(dirfd(directory), &status) != 0) fail(path);
    if (is_start) open(path, O_PATH | O_CLOEXEC);
    unsigned long inode = status.st_ino;
    fprintf(events, "directory %lu\n", inode);
    while ((entry = readdir(directory))) {
        if (entry->d_name[0] == '.' && (!entry->d_name[1] || (entry->d_name[1] == '.' && !entry->d_name[2])))
            continue;
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (lstat(below, &status) != 0) fail(below);
        int is_directory = S_ISDIR(status.st_mode);
        fprintf(events, "entry %lu %c %s\n", (unsigned long)status.st_ino, is_directory ? 'd' : 'f', entry->d_name);
    }
    if (is_start) fprintf(events, "synced %lu\n", inode);
    rewinddir(directory);
    while ((entry = readdir(directory))) {
        if (entry->d_name[0] == '.' && (!entry->d_name[1] || (entry->d_name[1] == '.' && !entry->d_name[2])))
            continue;
        snprintf(below, sizeof below, "%s/%s", path, entry->d_name);
        if (lstat(below, &status) != 0) fail(below);
        if (S_ISDIR(status.st_mode)) record_tree(below, is_start);
        else if (is_start && S_ISREG(status.st_mode)) record_content(below, status.st_ino);
    }
    closedir(directory);
}

static void end_moment(void) {
    fputs("moment\n", events);
    fflush(events);
}

static void record_moment(void) {
    if (!events) return;
    pthread_mutex_lock(&lock);
    record_tree(root, 0);
    end_moment();
    pthread_mutex_unlock(&lock);
}

static void record_sync(int descriptor) {
    if (!events) return;
    char path[64];
    struct stat status;
    if (fstat(descriptor, &status) != 0) fail("fstat");
    snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
    pthread_mutex_lock(&lock);
    record_tree(root, 0);
    if (S_ISREG(status.st_mode)) {
        record_content(path, status.st_ino);
    } else {
        open(path, O_PATH | O_CLOEXEC);
        fprintf(events, "synced %lu\n", (unsigned long)status.st_ino);
    }
    end_moment();
    pthread_mutex_unlock(&lock);
}

__attribute__((constructor)) static void start(void) {
    char path[PATH_MAX];
    root = getenv("POWER_ROOT");
    journal = getenv("POWER_JOURNAL");
    if (!root || !journal) return;
    snprintf(path, sizeof path, "%s/events", journal);
    events = fopen(path, "we");
    if (!events) fail(path);
    record_tree(root, 1);
    end_moment();
}

// MARK: - Intercepted calls

#define NEXT(result, name, ...) ((result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

int fsync(int descriptor) {
    record_moment();
    int result = NEXT(int, fsync, int)(descriptor);
    if (result == 0) record_sync(descriptor);
    return result;
}

int fdatasync(int descriptor) {
    record_moment();
    int result = NEXT(int, fdatasync, int)(descriptor);
    if (result == 0) record_sync(descriptor);
    return result;
}

int rename(const char *from, const char *to) {
    int result = NEXT(int, rename, const char *, const char *)(from, to);
    record_moment();
    return result;
}

int unlink(const char *path) {
    int result = NEXT(int, unlink, const char *)(path);
    record_moment();
    return result;
}

int rmdir(const char *path) {
    int result = NEXT(int, rmdir, const char *)(path);
    record_moment();
    return result;
}

int mkdir(const char *path, mode_t mode) {
    int result = NEXT(int, mkdir, const char *, mode_t)(path, mode);
    record_moment();
    return result;
}
