// Notes each call of a build's tools, one record each, and steps aside: no process is added, nothing is printed.
//
// Compiled twice. As a library (-DRECORDER_LIBRARY) the loader puts it into every process of the build, so that compilers
// called by absolute path or behind a launcher are seen too, and no folder on PATH changes what configure scripts find.
// As a program it stands under a tool's name before tools that the loader does not reach: those linked statically.
//
// RETARGET_RECORD_LOG     the file that records are appended to
// RETARGET_RECORD_INSIDE  set below a tool that is noted already: a compiler's own assembler and linker are part of it
// RETARGET_RECORD_LIBRARY the library, and
// RETARGET_RECORD_SHIM    the program: `mold -run` puts its own library in the place of ours, and is made to run the program first,
//                         which puts ours beside it
// RETARGET_RECORD_SHIMS   folder of the programs that stand before tools; beside each NAME, the link NAME.real leads on
//
// A record: its length behind its own line in ten digits, then texts that each end with NUL: the process, the time, the tool's
// file, the folder, the environment's part, an empty text, the arguments each behind a '=', an empty text, for each source among
// them what it was then, an empty text, and for each response file its name and its content. It is written by one write() to a file opened for appending, which keeps records of a parallel build apart.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#ifdef __APPLE__
#define st_mtim st_mtimespec
#endif

extern char **environ;

static const char *const VARIABLES[] = {"CPATH=", "C_INCLUDE_PATH=", "CPLUS_INCLUDE_PATH=", "LIBRARY_PATH=", "LD_RUN_PATH="};

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define LENGTH_DIGITS 10
#define LARGEST_RESPONSE (64 * 1024 * 1024)
#define DEEPEST_RESPONSE 8

struct text {
  char *bytes;
  size_t length, room;
  int failed;
};

static void append(struct text *text, const char *bytes, size_t length) {
  if (text->failed) return;
  if (text->length + length > text->room) {
    size_t room = (text->length + length) * 2 + 4096;
    char *grown = realloc(text->bytes, room);
    if (!grown) {
      text->failed = 1;
      return;
    }
    text->bytes = grown;
    text->room = room;
  }
  memcpy(text->bytes + text->length, bytes, length);
  text->length += length;
}

/** With the NUL behind it. */
static void append_text(struct text *text, const char *string) { append(text, string, strlen(string) + 1); }

/** FNV-1a: the same source written anew is no other one. */
static unsigned hash_of(const char *path) {
  unsigned hash = 2166136261u;
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return hash;
  unsigned char piece[16384];
  ssize_t got;
  while ((got = read(file, piece, sizeof piece)) > 0)
    for (ssize_t at = 0; at < got; at++) hash = (hash ^ piece[at]) * 16777619u;
  close(file);
  return hash;
}

static const char *base_name(const char *path);

/** When a source was last changed, its size, its content in brief and its name: it may be another one when the build ends. */
static void append_state(struct text *text, const char *word) {
  const char *dot = strrchr(base_name(word), '.');
  struct stat facts;
  char state[128];
  if (word[0] == '-' || !dot || strlen(dot) > 4 || !strchr("cCisS", dot[1])) return;
  if (stat(word, &facts) != 0 || !S_ISREG(facts.st_mode)) return;
  int length = snprintf(state, sizeof state, "%lld%09ld %lld %u ", (long long)facts.st_mtim.tv_sec,
                        (long)facts.st_mtim.tv_nsec, (long long)facts.st_size, hash_of(word));
  append(text, state, (size_t)length);
  append_text(text, word);
}

static void append_file(struct text *text, const char *path) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  char piece[16384];
  ssize_t got;
  size_t total = 0;
  while ((got = read(file, piece, sizeof piece)) > 0 && total < LARGEST_RESPONSE) {
    append(text, piece, (size_t)got);
    total += (size_t)got;
  }
  close(file);
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

/** What response files say must be kept now: they may be gone when the build ends. Files inside them are found by their words. */
static void append_responses(struct text *text, const char *word, int depth);

static void append_response(struct text *text, const char *path, int depth) {
  struct stat facts;
  if (stat(path, &facts) != 0 || !S_ISREG(facts.st_mode)) return;
  append_text(text, path);
  size_t start = text->length;
  append_file(text, path);
  append(text, "", 1);
  if (text->failed) return;
  // NUL parts texts, and no word holds one.
  for (size_t at = start; at + 1 < text->length; at++)
    if (text->bytes[at] == 0) text->bytes[at] = ' ';
  char *content = strdup(text->bytes + start);
  if (!content) return;
  append_responses(text, content, depth + 1);
  free(content);
}

static void append_responses(struct text *text, const char *words, int depth) {
  if (depth > DEEPEST_RESPONSE) return;
  for (const char *at = strchr(words, '@'); at; at = strchr(at + 1, '@')) {
    if (at != words && !strchr(" \t\r\n\"'", at[-1])) continue;
    size_t length = strcspn(at + 1, depth == 0 ? "" : " \t\r\n\"'");
    char path[4096];
    if (length == 0 || length >= sizeof path) continue;
    memcpy(path, at + 1, length);
    path[length] = 0;
    append_response(text, path, depth);
    if (depth == 0) return;
  }
}

/** @param arguments NUL behind each, the tool's own name first */
static void note(const char *log, const char *tool, const char *arguments, size_t length) {
  struct text text = {0};
  char number[32], folder[8192];
  struct timespec now = {0};
  append(&text, "0000000000\n", LENGTH_DIGITS + 1);
  snprintf(number, sizeof number, "%ld", (long)getpid());
  append_text(&text, number);
  clock_gettime(CLOCK_REALTIME, &now);
  snprintf(number, sizeof number, "%lld.%09ld", (long long)now.tv_sec, (long)now.tv_nsec);
  append_text(&text, number);
  append_text(&text, tool);
  append_text(&text, getcwd(folder, sizeof folder) ? folder : "");
  for (char **entry = environ; entry && *entry; entry++)
    for (size_t i = 0; i < COUNT(VARIABLES); i++)
      if (strncmp(*entry, VARIABLES[i], strlen(VARIABLES[i])) == 0) append_text(&text, *entry);
  append(&text, "", 1);
  for (size_t at = 0; at < length; at += strlen(arguments + at) + 1) {
    append(&text, "=", 1);
    append_text(&text, arguments + at);
  }
  append(&text, "", 1);
  for (size_t at = 0; at < length; at += strlen(arguments + at) + 1) append_state(&text, arguments + at);
  append(&text, "", 1);
  for (size_t at = 0; at < length; at += strlen(arguments + at) + 1)
    if (arguments[at] == '@') append_responses(&text, arguments + at, 0);
  if (!text.failed && text.length < 9999999999u) {
    snprintf(number, sizeof number, "%010zu", text.length - LENGTH_DIGITS - 1);
    memcpy(text.bytes, number, LENGTH_DIGITS);
    int file = open(log, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (file >= 0) {
      ssize_t written = write(file, text.bytes, text.length);
      (void)written;
      close(file);
    }
  }
  free(text.bytes);
}

/** Whether a path's name ends with the tool's behind nothing or a '-', a version behind it taken off: x86_64-linux-gnu-gcc-12. */
static int is_named(const char *path, const char *tool) {
  const char *name = base_name(path);
  size_t length = strlen(name), of_tool = strlen(tool);
  for (size_t digits = length; digits > 0; digits--) {
    char last = name[digits - 1];
    if (last == '-' && digits < length) length = digits - 1;
    if (last != '.' && (last < '0' || last > '9')) break;
  }
  if (length < of_tool || memcmp(name + length - of_tool, tool, of_tool) != 0) return 0;
  return length == of_tool || name[length - of_tool - 1] == '-';
}

/** Whether a call is `mold -run make`. */
static int runs_by_mold(const struct text *arguments) {
  size_t behind_name = strlen(arguments->bytes) + 1;
  if (behind_name >= arguments->length || !is_named(arguments->bytes, "mold")) return 0;
  const char *first = arguments->bytes + behind_name;
  return strcmp(first, "-run") == 0 || strcmp(first, "--run") == 0;
}

/** `mold -run make` once more as `mold -run shim mold-run make`; comes back where that is done already, or cannot be. */
static void run_mold_again(const char *tool, const struct text *arguments) {
  const char *shim = getenv("RETARGET_RECORD_SHIM");
  if (!shim || !getenv("RETARGET_RECORD_LIBRARY")) return;
  size_t count = 0, used = 0;
  for (size_t at = 0; at < arguments->length; at++) count += arguments->bytes[at] == 0;
  char **words = malloc((count + 3) * sizeof *words);
  if (!words) return;
  for (size_t at = 0; at < arguments->length; at += strlen(arguments->bytes + at) + 1) {
    words[used++] = arguments->bytes + at;
    if (used != 2) continue;
    words[used++] = strdup(shim);
    words[used++] = "mold-run";
  }
  words[used] = 0;
  unsetenv("RETARGET_RECORD_SHIM");
  execv(tool, words);
  free(words);
}

/** Notes a call, unless it is a part of one that is noted. @param arguments NUL behind each, the tool's own name first */
static void note_call(const char *log, const char *tool, const struct text *arguments) {
  if (arguments->failed || arguments->length == 0) return;
  const char *words = arguments->bytes;
  // It links nothing by itself.
  if (runs_by_mold(arguments)) {
    run_mold_again(tool, arguments);
    return;
  }
  note(log, tool, words, arguments->length);
  // CMake moves files, and runs builds, link lines and compilers, which are calls of their own.
  if (!is_named(words, "cmake")) setenv("RETARGET_RECORD_INSIDE", "1", 1);
}

#ifdef RECORDER_LIBRARY

static const char *const TOOLS[] = {RECORDER_TOOLS};

static int is_tool(const char *path) {
  for (size_t i = 0; i < COUNT(TOOLS); i++)
    if (is_named(path, TOOLS[i])) return 1;
  return 0;
}

__attribute__((constructor)) static void recorder_start(void) {
  const char *log = getenv("RETARGET_RECORD_LOG");
  if (!log || getenv("RETARGET_RECORD_INSIDE")) return;
  struct text arguments = {0};
  // musl hands its constructors no arguments.
  append_file(&arguments, "/proc/self/cmdline");
  if (!arguments.failed && arguments.length > 1 && arguments.bytes[arguments.length - 1] == 0 && is_tool(arguments.bytes)) {
    char tool[4096];
    ssize_t length = readlink("/proc/self/exe", tool, sizeof tool - 1);
    tool[length > 0 ? length : 0] = 0;
    // What stands before a tool notes the call by itself, with the tool's own file.
    if (!getenv("RETARGET_RECORD_SHIMS") || strcmp(base_name(tool), "shim") != 0) note_call(log, tool, &arguments);
  }
  free(arguments.bytes);
}

#else

/** Runs a command in whose environment mold has put its own library in the place of ours. */
static int run_beside_mold(char **words) {
  const char *others = getenv("LD_PRELOAD"), *library = getenv("RETARGET_RECORD_LIBRARY");
  char both[16384];
  snprintf(both, sizeof both, "%s:%s", others ? others : "", library ? library : "");
  setenv("LD_PRELOAD", both, 1);
  setenv("RETARGET_RECORD_SHIM", words[0], 1);
  execvp(words[2], words + 2);
  perror(words[2]);
  return 127;
}

int main(int count, char **words) {
  const char *name = count > 0 ? words[0] : "";
  const char *base = base_name(name);
  if (count > 2 && strcmp(base, "shim") == 0 && strcmp(words[1], "mold-run") == 0) return run_beside_mold(words);
  const char *shims = getenv("RETARGET_RECORD_SHIMS");
  char link[8192], real[8192];
  if (base != name) snprintf(link, sizeof link, "%.*s%s.real", (int)(base - name), name, base);
  else snprintf(link, sizeof link, "%s/%s.real", shims ? shims : "", base);
  ssize_t got = readlink(link, real, sizeof real - 1);
  if (got <= 0) {
    fprintf(stderr, "retarget: %s leads to no tool\n", link);
    return 127;
  }
  real[got] = 0;
  const char *log = getenv("RETARGET_RECORD_LOG");
  if (log && !getenv("RETARGET_RECORD_INSIDE")) {
    struct text arguments = {0};
    for (int i = 0; i < count; i++) append_text(&arguments, words[i]);
    note_call(log, real, &arguments);
    free(arguments.bytes);
  }
  // By its own path: compilers find their parts from where they are called.
  words[0] = real;
  execv(real, words);
  perror(real);
  return 126;
}

#endif
