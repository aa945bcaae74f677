/* Counts the calls that change something below one folder, and lets the n-th of them go wrong.
 *
 * Loaded with LD_PRELOAD (Linux, glibc). SHOAL_FAULTS_UNDER names the folder. Nothing is counted before `faults_arm`, so
 * that a process can be forked when everything is imported and armed in the child. `faults_record` has every call that
 * succeeded written to a descriptor, with its data, for the power cuts of tests/faults/power.py.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE, SYNC, TRUNCATE, CREATE, RENAME, UNLINK, MKDIR, RMDIR, LINK, SYMLINK, CHMOD, STEP, MARK };
enum fault { NONE, KILL, TEAR, FAIL, FILL }; /* TEAR: half a write, then death. FILL: half a write, then `code`. */
enum verdict { GO_ON, REFUSED, HALVED };

static struct {
    enum fault fault;
    int code, lasting, armed, syncing;
    long at, count;
} plan;
static int record = -1;
static char under[PATH_MAX];
static size_t under_length;


__attribute__((constructor)) static void begin(void) {
    const char *named = getenv("SHOAL_FAULTS_UNDER");
    if (named && strlen(named) + 1 < sizeof under) under_length = strlen(strcpy(under, named));
}

/* ---- what a test calls, through ctypes ---- */

void faults_arm(int fault, long at, int code, int lasting, int syncing) {
    plan.fault = fault, plan.at = at, plan.code = code, plan.lasting = lasting, plan.syncing = syncing;
    plan.count = 0, plan.armed = 1;
}
long faults_disarm(void) { return plan.armed = 0, plan.count; }
void faults_record(int descriptor) { record = descriptor; }

/* ---- where a call goes ---- */

static int is_below(const char *path) {
    return under_length && !strncmp(path, under, under_length) && (path[under_length] == '/' || !path[under_length]);
}
static int path_of(int descriptor, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    return path[length > 0 ? length : 0] = 0, length > 0;
}
static int resolve(int folder, const char *name, char *path) {
    if (*name == '/') return snprintf(path, PATH_MAX, "%s", name) < PATH_MAX;
    char base[PATH_MAX];
    if (folder == AT_FDCWD ? !getcwd(base, sizeof base) : !path_of(folder, base)) return 0;
    return snprintf(path, PATH_MAX, "%s/%s", base, name) < PATH_MAX;
}
static int watched(int descriptor, char *path) { return plan.armed && path_of(descriptor, path) && is_below(path); }
static int watched_at(int folder, const char *name, char *path) {
    return plan.armed && resolve(folder, name, path) && is_below(path);
}

/* ---- what happens to it ---- */

static void put(const void *data, size_t size) {
    for (const char *at = data; size;) {
        long done = syscall(SYS_write, record, at, size);
        if (done < 0) abort();
        at += done, size -= done;
    }
}
static void note(enum kind kind, long file, long offset, const char *path, const void *data, size_t size) {
    if (record < 0) return;
    int error = errno;
    long head[] = {kind, file, offset, (long)strlen(path), (long)size};
    put(head, sizeof head), put(path, strlen(path)), put(data, size);
    errno = error;
}
static enum verdict step(enum kind kind) {
    long now = __atomic_add_fetch(&plan.count, 1, __ATOMIC_SEQ_CST);
    note(STEP, kind, now, "", "", 0);
    if (plan.fault == NONE || now < plan.at || (now > plan.at && !plan.lasting)) return GO_ON;
    if (plan.fault == KILL || (plan.fault == TEAR && kind != WRITE)) syscall(SYS_kill, getpid(), SIGKILL);
    if (kind == WRITE && (plan.fault == TEAR || (plan.fault == FILL && now == plan.at))) return HALVED;
    return errno = plan.code, REFUSED;
}
static ssize_t halved(ssize_t done) {
    if (plan.fault == TEAR) syscall(SYS_kill, getpid(), SIGKILL);
    return done;
}
void faults_mark(const char *what) { note(MARK, 0, 0, what, "", 0); }

static long number_of(int descriptor) {
    struct stat facts;
    return fstat(descriptor, &facts) ? 0 : (long)facts.st_ino;
}
static long number_at(const char *path) {
    struct stat facts;
    return lstat(path, &facts) ? 0 : (long)facts.st_ino;
}

/* ---- writing ---- */

static ssize_t put_at(int descriptor, const void *data, size_t size, long offset) {
    return syscall(SYS_pwrite64, descriptor, data, size, offset);
}
static ssize_t put_here(int descriptor, const void *data, size_t size, long unused) {
    return (void)unused, syscall(SYS_write, descriptor, data, size);
}
static ssize_t write_some(int descriptor, const void *data, size_t size, long offset, ssize_t (*way)(int, const void *, size_t, long)) {
    char path[PATH_MAX];
    if (!watched(descriptor, path)) return way(descriptor, data, size, offset);
    enum verdict verdict = step(WRITE);
    if (verdict == REFUSED) return -1;
    ssize_t done = way(descriptor, data, verdict == HALVED ? (size + 1) / 2 : size, offset);
    if (done > 0) {
        long end = way == put_at ? offset + done : lseek(descriptor, 0, SEEK_CUR);
        note(WRITE, number_of(descriptor), end - done, "", data, done);
    }
    return verdict == HALVED ? halved(done) : done;
}
ssize_t write(int d, const void *data, size_t size) { return write_some(d, data, size, 0, put_here); }
ssize_t pwrite(int d, const void *data, size_t size, off_t at) { return write_some(d, data, size, at, put_at); }
ssize_t pwrite64(int d, const void *data, size_t size, off64_t at) { return write_some(d, data, size, at, put_at); }
ssize_t writev(int d, const struct iovec *parts, int count) {
    char path[PATH_MAX];
    if (!watched(d, path)) return syscall(SYS_writev, d, parts, count);
    ssize_t total = 0;
    for (int i = 0; i < count; i++) {
        ssize_t done = write(d, parts[i].iov_base, parts[i].iov_len);
        if (done < 0) return total ? total : -1;
        total += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return total;
}

static int sync_file(int d, long call) {
    char path[PATH_MAX];
    if (!watched(d, path)) return syscall(call, d);
    if (step(SYNC) == REFUSED) return -1;
    int done = plan.syncing ? syscall(call, d) : 0; /* what a killed process has written outlives it without that */
    if (!done) note(SYNC, number_of(d), 0, path, "", 0);
    return done;
}
int fsync(int d) { return sync_file(d, SYS_fsync); }
int fdatasync(int d) { return sync_file(d, SYS_fdatasync); }

int ftruncate64(int d, off64_t size) {
    char path[PATH_MAX];
    int seen = watched(d, path);
    if (seen && step(TRUNCATE) == REFUSED) return -1;
    int done = syscall(SYS_ftruncate, d, size);
    if (seen && !done) note(TRUNCATE, number_of(d), size, "", "", 0);
    return done;
}
int ftruncate(int d, off_t size) { return ftruncate64(d, size); }

/* ---- names ---- */

static int open_some(int folder, const char *name, int flags, mode_t mode) {
    char path[PATH_MAX];
    int nameless = (flags & O_TMPFILE) == O_TMPFILE;
    if (!(flags & (O_CREAT | O_TRUNC)) && !nameless) return syscall(SYS_openat, folder, name, flags, mode);
    if (!watched_at(folder, name, path)) return syscall(SYS_openat, folder, name, flags, mode);
    int known = !nameless && number_at(path) != 0;
    if (known && !(flags & O_TRUNC)) return syscall(SYS_openat, folder, name, flags, mode); /* it changes nothing */
    if (step(CREATE) == REFUSED) return -1;
    int d = syscall(SYS_openat, folder, name, flags, mode);
    if (d >= 0 && !known) note(CREATE, number_of(d), 0, nameless ? "" : path, "", 0);
    if (d >= 0 && known) note(TRUNCATE, number_of(d), 0, "", "", 0);
    return d;
}
#define OPEN(name, folder, ...) \
    int name(__VA_ARGS__, const char *path, int flags, ...) { \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return open_some(folder, path, flags, mode); \
    }
OPEN(openat, folder, int folder)
OPEN(openat64, folder, int folder)
#undef OPEN
#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        va_list more; \
        va_start(more, flags); \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
        va_end(more); \
        return open_some(AT_FDCWD, path, flags, mode); \
    }
OPEN(open)
OPEN(open64)
int creat(const char *path, mode_t mode) { return open_some(AT_FDCWD, path, O_CREAT | O_WRONLY | O_TRUNC, mode); }

static int name_two(enum kind kind, int from, const char *old, int to, const char *new, long call, int flags) {
    char paths[2 * PATH_MAX + 1], target[PATH_MAX];
    int seen = watched_at(to, new, target) && resolve(from, old, paths);
    if (seen && step(kind) == REFUSED) return -1;
    int done = syscall(call, from, old, to, new, flags);
    if (seen && !done) note(kind, number_at(target), 0, paths, target, strlen(target));
    return done;
}
int renameat2(int from, const char *old, int to, const char *new, unsigned flags) {
    return name_two(RENAME, from, old, to, new, SYS_renameat2, flags);
}
int renameat(int from, const char *old, int to, const char *new) { return renameat2(from, old, to, new, 0); }
int rename(const char *old, const char *new) { return renameat2(AT_FDCWD, old, AT_FDCWD, new, 0); }
int linkat(int from, const char *old, int to, const char *new, int flags) {
    return name_two(LINK, from, old, to, new, SYS_linkat, flags);
}
int link(const char *old, const char *new) { return linkat(AT_FDCWD, old, AT_FDCWD, new, 0); }

static int name_one(enum kind kind, int folder, const char *name, long call, long more) {
    char path[PATH_MAX];
    int seen = watched_at(folder, name, path);
    if (seen && step(kind) == REFUSED) return -1;
    int done = syscall(call, folder, name, more);
    if (seen && !done) note(kind, kind == MKDIR ? number_at(path) : 0, 0, path, "", 0);
    return done;
}
int unlinkat(int folder, const char *name, int flags) {
    return name_one(flags & AT_REMOVEDIR ? RMDIR : UNLINK, folder, name, SYS_unlinkat, flags);
}
int unlink(const char *name) { return unlinkat(AT_FDCWD, name, 0); }
int rmdir(const char *name) { return unlinkat(AT_FDCWD, name, AT_REMOVEDIR); }
int mkdirat(int folder, const char *name, mode_t mode) { return name_one(MKDIR, folder, name, SYS_mkdirat, mode); }
int mkdir(const char *name, mode_t mode) { return mkdirat(AT_FDCWD, name, mode); }
int fchmodat(int folder, const char *name, mode_t mode, int flags) {
    (void)flags;
    return name_one(CHMOD, folder, name, SYS_fchmodat, mode);
}
int chmod(const char *name, mode_t mode) { return fchmodat(AT_FDCWD, name, mode, 0); }
int fchmod(int d, mode_t mode) {
    char path[PATH_MAX];
    if (watched(d, path) && step(CHMOD) == REFUSED) return -1;
    return syscall(SYS_fchmod, d, mode);
}
int symlinkat(const char *to, int folder, const char *name) {
    char path[PATH_MAX];
    if (watched_at(folder, name, path) && step(SYMLINK) == REFUSED) return -1;
    return syscall(SYS_symlinkat, to, folder, name);
}
int symlink(const char *to, const char *name) { return symlinkat(to, AT_FDCWD, name); }

/* Calls that move data where no test could tear it: refused, so that a program takes its other way. */
ssize_t copy_file_range(int a, off64_t *b, int c, off64_t *d, size_t e, unsigned f) {
    char path[PATH_MAX];
    if (watched(c, path)) return errno = EXDEV, -1;
    return syscall(SYS_copy_file_range, a, b, c, d, e, f);
}
ssize_t sendfile64(int to, int from, off64_t *at, size_t size) {
    char path[PATH_MAX];
    if (watched(to, path)) return errno = EINVAL, -1;
    return syscall(SYS_sendfile, to, from, at, size);
}
ssize_t sendfile(int to, int from, off_t *at, size_t size) { return sendfile64(to, from, at, size); }
