// ncurses for Swift: what its macros, globals and variadic functions hide from the importer, and the
// two things every way out of the program needs: the signals and the terminal as they were before.
#ifndef WARTEMARKE_NCURSES_SHIM_H
#define WARTEMARKE_NCURSES_SHIM_H

#define NCURSES_WIDECHAR 1
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// Function keys of our own, beyond those of ncurses: what a keypad sends in application mode.
enum { CURSES_KEYPAD = 0x4000 };

static inline int curses_function_key(int number) { return KEY_F(number); }

static inline unsigned curses_bold(void) { return A_BOLD; }
static inline unsigned curses_reverse(void) { return A_REVERSE; }
static inline unsigned curses_dim(void) { return A_DIM; }

static inline int curses_keypad(void) { return keypad(stdscr, TRUE); }
static inline int curses_do_not_wait(void) { return nodelay(stdscr, TRUE); }
static inline int curses_clear(void) { return wclear(stdscr); }
static inline int curses_refresh(void) { return wrefresh(stdscr); }

// The next key without waiting: ERR when there is none, KEY_CODE_YES for a function key.
static inline int curses_next_key(uint32_t *key) {
    wint_t found = 0;
    int kind = wget_wch(stdscr, &found);
    *key = (uint32_t)found;
    return kind;
}

// Puts one cell: a base character with its marks, ended by 0.
static inline int curses_put(
    int row, int column, const uint32_t *text, unsigned attributes, int pair) {
    cchar_t cell;
    if (setcchar(&cell, (const wchar_t *)text, (attr_t)attributes, (short)pair, NULL) == ERR)
        return ERR;
    return mvwadd_wchnstr(stdscr, row, column, &cell, 1);
}

static inline int curses_window_size(int file, int *width, int *height) {
    struct winsize size;
    if (ioctl(file, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
    *width = size.ws_col;
    *height = size.ws_row;
    return 0;
}

// A counter that poll can wait for; any thread may add to it.
static inline int wakeup_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

static inline void wakeup_signal(int file) {
    uint64_t one = 1;
    while (write(file, &one, sizeof one) < 0 && errno == EINTR) {
    }
}

static inline void wakeup_clear(int file) {
    uint64_t count;
    while (read(file, &count, sizeof count) < 0 && errno == EINTR) {
    }
}

// A new window size may be told to any thread of the process, so it is a reason to wake of its own.
static inline int *curses_resized_file(void) {
    static int file = -1;
    return &file;
}

static inline void curses_has_new_size(int signal) {
    (void)signal;
    int before = errno;
    wakeup_signal(*curses_resized_file());
    errno = before;
}

// After newterm, whose own handler it replaces. Returns a file that poll can wait for.
static inline int curses_watch_size(void) {
    if (*curses_resized_file() < 0) *curses_resized_file() = wakeup_open();
    struct sigaction tell;
    memset(&tell, 0, sizeof tell);
    tell.sa_handler = curses_has_new_size;
    tell.sa_flags = SA_RESTART;
    sigaction(SIGWINCH, &tell, NULL);
    return *curses_resized_file();
}

// Whether the cursor can be put anywhere; without that no screen can be drawn.
static inline int curses_can_move(void) {
    const char *move = tigetstr("cup");
    return move != NULL && move != (const char *)-1;
}

// What is put back on every way out, also from a signal handler. One terminal at a time.
// Swift emits no variables of a header, only functions with what is inside them; so the state lives in
// functions, and all that touch it must be called from one Swift file (CursesTerminal.swift).
struct curses_state {
    volatile sig_atomic_t is_open;
    int input, output;
    struct termios modes;
    char farewell[256];
    size_t length;
};

static inline struct curses_state *curses_state(void) {
    static struct curses_state state;
    return &state;
}
#define curses_saved (*curses_state())

static const int curses_ignored[] = {SIGINT, SIGQUIT, SIGTSTP, SIGTTIN, SIGTTOU, SIGPIPE};
static const int curses_deadly[] = {SIGTERM, SIGHUP, SIGILL, SIGTRAP, SIGABRT,
                                    SIGBUS,  SIGFPE, SIGSEGV};
enum {
    CURSES_IGNORED = sizeof curses_ignored / sizeof *curses_ignored,
    CURSES_DEADLY = sizeof curses_deadly / sizeof *curses_deadly
};

static inline struct sigaction *curses_ignored_actions(void) {
    static struct sigaction before[CURSES_IGNORED];
    return before;
}

static inline struct sigaction *curses_deadly_actions(void) {
    static struct sigaction before[CURSES_DEADLY];
    return before;
}
#define curses_ignored_before (curses_ignored_actions())
#define curses_deadly_before (curses_deadly_actions())

// Async-signal-safe: only write, tcsetattr and sigaction.
static inline void curses_restore(void) {
    if (!curses_saved.is_open) return;
    curses_saved.is_open = 0;
    size_t sent = 0;
    while (sent < curses_saved.length) {
        ssize_t n = write(
            curses_saved.output, curses_saved.farewell + sent, curses_saved.length - sent);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        sent += (size_t)n;
    }
    tcsetattr(curses_saved.input, TCSANOW, &curses_saved.modes);
}

static inline void curses_before_death(int signal) {
    curses_restore();
    for (int i = 0; i < CURSES_DEADLY; i++)
        if (curses_deadly[i] == signal) sigaction(signal, &curses_deadly_before[i], NULL);
    raise(signal);
}

static inline void curses_farewell_add(const char *text) {
    if (text == NULL || text == (const char *)-1) return;
    size_t length = strlen(text);
    if (curses_saved.length + length > sizeof curses_saved.farewell) return;
    memcpy(curses_saved.farewell + curses_saved.length, text, length);
    curses_saved.length += length;
}

// Keys that signal become plain keys, whoever sends them. To be called before newterm.
static inline void curses_guard_signals(void) {
    struct sigaction ignore;
    memset(&ignore, 0, sizeof ignore);
    ignore.sa_handler = SIG_IGN;
    for (int i = 0; i < CURSES_IGNORED; i++)
        sigaction(curses_ignored[i], &ignore, &curses_ignored_before[i]);
    // newterm takes SIGTERM for itself and ends with status 1: what was there before it counts.
    for (int i = 0; i < CURSES_DEADLY; i++)
        sigaction(curses_deadly[i], NULL, &curses_deadly_before[i]);
}

static inline void curses_unguard_signals(void) {
    for (int i = 0; i < CURSES_IGNORED; i++)
        sigaction(curses_ignored[i], &curses_ignored_before[i], NULL);
}

static inline int curses_remember_modes(int input, int output) {
    curses_saved.input = input;
    curses_saved.output = output;
    curses_saved.length = 0;
    return tcgetattr(input, &curses_saved.modes);
}

// After newterm, when the terminal's own words for leaving are known. SIGTERM and SIGHUP are only
// taken where the program has no handling of its own.
static inline void curses_guard_exit(void) {
    static int is_registered = 0;
    curses_farewell_add(exit_attribute_mode);
    curses_farewell_add(cursor_normal);
    curses_farewell_add(keypad_local);
    curses_farewell_add(exit_ca_mode);
    curses_saved.is_open = 1;
    if (!is_registered) atexit(curses_restore);
    is_registered = 1;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = curses_before_death;
    action.sa_flags = SA_NODEFER;
    for (int i = 0; i < CURSES_DEADLY; i++) {
        int is_polite = curses_deadly[i] == SIGTERM || curses_deadly[i] == SIGHUP;
        if (is_polite && curses_deadly_before[i].sa_handler != SIG_DFL) continue;
        sigaction(curses_deadly[i], &action, NULL);
    }
}

static inline void curses_unguard_exit(void) {
    curses_saved.is_open = 0;
    for (int i = 0; i < CURSES_DEADLY; i++) {
        struct sigaction now;
        sigaction(curses_deadly[i], NULL, &now);
        if (now.sa_handler == curses_before_death)
            sigaction(curses_deadly[i], &curses_deadly_before[i], NULL);
    }
}

#endif
