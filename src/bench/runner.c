// Runs one program at a time and times it: spawn, wait, rusage, counters; leaves nothing running behind. Linux and macOS.
//
// A request is one line of fields separated by single spaces, each percent-encoded; an answer is zero or more `out`/`err`
// lines with base64, then one `done` or `failed` line. A `cancel` line, or the end of standard input, kills what runs.
// The driver, runner.ts, is the only other place that knows these words.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#define _DARWIN_C_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <dirent.h>
#include <sched.h>
#include <sys/prctl.h>
#if __has_include(<linux/perf_event.h>)
#include <linux/perf_event.h>
#include <sys/syscall.h>
#define HAS_COUNTERS 1
#endif
#endif
#ifdef __APPLE__
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
#endif

enum { KEPT = 256 * 1024, LANES = 8, REAP_SECONDS = 10 };

static const int heard[] = {SIGCHLD, SIGTERM, SIGINT, SIGHUP};
static sigset_t while_waiting;
static volatile sig_atomic_t told_to_end;

static void on_child(int number) { (void)number; }
static void on_end(int number) { (void)number, told_to_end = 1; }

static uint64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static uint64_t nanoseconds(struct timeval time) {
  return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_usec * 1000u;
}

#include "runner-output.c"
#include "runner-counters.c"
#include "runner-leftovers.c"
#include "runner-guard.c"
#include "runner-inherited.c"
#include "runner-requests.c"

// ---- One execution

enum step { DIRECTORY, PIN, PROGRAM };
static const char *const STEPS[] = {"directory", "pin", "program"};

struct refusal {
  enum step step;
  int error;
};

/** In the child, between vfork and exec: only system calls, and nothing of the parent's is changed. */
static _Noreturn void become(const struct request *request, const int *fds, int refusals, pid_t parent) {
  struct refusal refusal = {PROGRAM, 0};
  setpgid(0, 0);
#ifdef __linux__
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != parent) _exit(127);
  if (request->pin >= 0) {
    cpu_set_t cores;
    CPU_ZERO(&cores);
    if (request->pin < CPU_SETSIZE) CPU_SET(request->pin, &cores);
    refusal.step = PIN;
    if (sched_setaffinity(0, sizeof cores, &cores) != 0) goto refused;
  }
#else
  (void)parent;
#endif
  refusal.step = DIRECTORY;
  if (chdir(request->directory) != 0) goto refused;
  refusal.step = PROGRAM;
  if (dup2(fds[0], 0) < 0 || dup2(fds[1], 1) < 0 || dup2(fds[2], 2) < 0) goto refused;
#ifdef HAS_COUNTERS
  send_counters();
#endif
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  execve(request->program, request->argv, request->environment);
refused:
  refusal.error = errno;
  // Shorter than PIPE_BUF into an empty pipe: all or nothing.
  if (write(refusals, &refusal, sizeof refusal) < 0) _exit(126);
  _exit(127);
}

/** Sleeps until the program may have ended, something was printed, the limit passed, or the driver spoke. */
static void wait_for_news(uint64_t deadline, bool *stop, bool *timed_out) {
  fd_set readable;
  FD_ZERO(&readable);
  FD_SET(0, &readable);
  int highest = 0;
  for (int i = 0; i < 2; i++) {
    if (streams[i].fd < 0) continue;
    FD_SET(streams[i].fd, &readable);
    if (streams[i].fd > highest) highest = streams[i].fd;
  }
  uint64_t time = now();
  uint64_t left = time >= deadline ? 0 : deadline - time;
  struct timespec timeout = {.tv_sec = (time_t)(left / 1000000000u), .tv_nsec = (long)(left % 1000000000u)};
  int ready = pselect(highest + 1, &readable, NULL, NULL, &timeout, &while_waiting);
  if (told_to_end) *stop = true;
  if (now() >= deadline) *timed_out = true;
  if (ready <= 0) return;
  if (FD_ISSET(0, &readable)) {
    // Whatever arrives in mid-execution is a cancel, or the end.
    if (!read_input()) told_to_end = 1;
    *stop = true;
  }
  for (int i = 0; i < 2; i++)
    if (streams[i].fd >= 0 && FD_ISSET(streams[i].fd, &readable)) drain_stream(&streams[i]);
}

static void execute(const struct request *request) {
  int fds[3] = {-1, -1, -1}, refusals[2] = {-1, -1};
  const char *step = "input";
  fds[0] = open(request->input, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fds[0] < 0) goto cannot_start;
  // Opened without blocking only so that a named pipe nobody writes to cannot hang this process.
  fcntl(fds[0], F_SETFL, 0);
  step = "runner";
  bool capture_out = strcmp(request->capture, "none") != 0;
  bool capture_err = strcmp(request->capture, "both") == 0;
  fds[1] = capture_out ? open_stream(&streams[0], request->cap) : open("/dev/null", O_WRONLY | O_CLOEXEC);
  fds[2] = capture_err ? open_stream(&streams[1], request->cap) : open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (fds[1] < 0 || fds[2] < 0 || pipe(refusals) != 0) goto cannot_start;
  fcntl(refusals[0], F_SETFD, FD_CLOEXEC);
  fcntl(refusals[1], F_SETFD, FD_CLOEXEC);
  fcntl(refusals[0], F_SETFL, O_NONBLOCK);

  pid_t parent = getpid();
  uint64_t start = now();
  pid_t child = vfork();
  if (child == 0) become(request, fds, refusals[1], parent);
  if (child < 0) goto cannot_start;
  uint64_t deadline = start + request->limit;
  // Once the writing ends are only the program's, its end closes the pipes.
  for (int i = 1; i < 3; i++)
    if (i == 1 ? capture_out : capture_err) close(fds[i]), fds[i] = -1;
  bool stop = false, timed_out = false, killed = false;
  int status;
  struct rusage usage;
  pid_t ended;
  while ((ended = wait4(child, &status, WNOHANG, &usage)) == 0) {
    if ((stop || timed_out) && !killed) {
      killed = true;
      kill(child, SIGKILL);
      kill(-child, SIGKILL);
    }
    if (killed)
      ended = wait4(child, &status, 0, &usage);
    else
      wait_for_news(deadline, &stop, &timed_out);
    if (ended != 0) break;
  }
  uint64_t wall = now() - start;
  int wait_error = errno;
  int left = end_leftovers(child);
  char counters[256] = "";
#ifdef HAS_COUNTERS
  format_counters(counters, sizeof counters);
#endif
  for (int i = 0; i < 2; i++) {
    for (uint64_t seen = UINT64_MAX; streams[i].fd >= 0 && seen != streams[i].total;)
      seen = streams[i].total, drain_stream(&streams[i]);
    if (streams[i].fd >= 0) close(streams[i].fd);
    streams[i].fd = -1;
    flush_stream(&streams[i]);
  }
  struct refusal refusal;
  if (ended != child) {
    step = "runner";
    errno = wait_error;
    goto cannot_start;
  }
  if (read(refusals[0], &refusal, sizeof refusal) == (ssize_t)sizeof refusal) {
    step = STEPS[refusal.step];
    errno = refusal.error;
    goto cannot_start;
  }
#ifdef __APPLE__
  uint64_t peak = (uint64_t)usage.ru_maxrss;
#else
  uint64_t peak = (uint64_t)usage.ru_maxrss * 1024;
#endif
  const char *end = stop ? "cancelled" : killed ? "timeout" : WIFSIGNALED(status) ? "signal" : "exit";
  char text[1024];
  int used = snprintf(text, sizeof text, "done %llu %llu %llu %llu %s %d %d %llu %016llx %llu %016llx",
                      (unsigned long long)wall, (unsigned long long)nanoseconds(usage.ru_utime),
                      (unsigned long long)nanoseconds(usage.ru_stime), (unsigned long long)peak, end,
                      WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status), killed ? 0 : left,
                      (unsigned long long)(capture_out ? streams[0].total : 0), (unsigned long long)stream_hash(&streams[0]),
                      (unsigned long long)(capture_err ? streams[1].total : 0), (unsigned long long)stream_hash(&streams[1]));
  used += snprintf(text + used, sizeof text - (size_t)used, "%s\n", counters);
  // What the program made of this process is no other program's.
  if (inherited_changed()) used = snprintf(text, sizeof text, "changed\n");
  put(text, (size_t)used);
  goto finished;

cannot_start:
  answer_failed(step, errno);
finished:
  for (int i = 0; i < 3; i++)
    if (fds[i] >= 0) close(fds[i]);
  for (int i = 0; i < 2; i++) {
    if (refusals[i] >= 0) close(refusals[i]);
    if (streams[i].fd >= 0) close(streams[i].fd);
    streams[i].fd = -1;
  }
}

static void obey(char *text) {
  char *rest = text;
  if (strcmp(next_field(&rest), "run") != 0) return;
  struct request request;
  request.limit = strtoull(next_field(&rest), NULL, 10) * 1000000u;
  request.cap = strtoull(next_field(&rest), NULL, 10);
  request.pin = atoi(next_field(&rest));
  request.capture = next_field(&rest);
  request.directory = next_field(&rest);
  request.input = next_field(&rest);
  request.program = next_field(&rest);
  request.argv = next_list(&rest);
  request.environment = next_list(&rest);
#ifndef __linux__
  if (request.pin >= 0)
    answer_failed("pin", ENOTSUP);
  else
#endif
    execute(&request);
  free(request.argv);
  free(request.environment);
}

int main(void) {
  streams[0].fd = streams[1].fd = -1;
  sigset_t blocked;
  sigfillset(&blocked);
  sigprocmask(SIG_SETMASK, &blocked, NULL);
  sigfillset(&while_waiting);
  for (int i = 0; i < 4; i++) {
    struct sigaction action = {.sa_handler = heard[i] == SIGCHLD ? on_child : on_end};
    sigaction(heard[i], &action, NULL);
    sigdelset(&while_waiting, heard[i]);
  }
  measure_guarded();
  remember_inherited();
  int counters = 0;
#ifdef __linux__
  prctl(PR_SET_CHILD_SUBREAPER, 1);
#ifdef HAS_COUNTERS
  counters = find_counters();
#endif
#endif
  char hello[32];
  put(hello, (size_t)snprintf(hello, sizeof hello, "hello 1 %d\n", counters));
  while (!told_to_end) {
    char *text = take_line();
    if (text != NULL) {
      obey(text);
      free(text);
      continue;
    }
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(0, &readable);
    if (pselect(1, &readable, NULL, NULL, NULL, &while_waiting) > 0 && !read_input()) break;
  }
  end_leftovers(0);
  return 0;
}
