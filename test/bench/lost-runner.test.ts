// A program that takes the runner down fails alone: the next execution has another runner, and nothing stays of either.
import { describe, expect, it } from 'vitest';
import { openExecutor } from '../../src/bench/open-executor.ts';
import {
  compile,
  eventually,
  execution,
  freshFolder,
  processesWith,
  toolchain,
} from './compile.ts';

const folder = freshFolder();
process.env['RETARGET_CACHE'] = `${folder}/cache`;

const attacks = compile(
  folder,
  'attacks',
  `#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
static void stay(void) {
  if (fork() != 0) return;
  setsid();
  if (fork() != 0) _exit(0);
  signal(SIGTERM, SIG_IGN), signal(SIGHUP, SIG_IGN), signal(SIGINT, SIG_IGN);
  for (;;) pause();
}
static pid_t parent_of(pid_t pid) {
  char path[64], text[512] = "";
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  int fd = open(path, O_RDONLY);
  if (read(fd, text, sizeof text - 1) < 0) return 0;
  int parent = 0;
  sscanf(strrchr(text, ')') + 1, " %*c %d", &parent);
  return parent;
}
static void limit_parent(int which, rlim_t most) {
  struct rlimit limit = {most, most};
  prlimit(getppid(), which, &limit, NULL);
}
static int descriptor_of(pid_t pid, int number) {
  return (int)syscall(SYS_pidfd_getfd, syscall(SYS_pidfd_open, pid, 0), number, 0);
}
int main(int count, char **words) {
  const char *how = words[1];
  pid_t parent = getppid();
  stay();
  usleep(50000);
  if (strcmp(how, "kill") == 0) kill(parent, SIGKILL);
  if (strcmp(how, "stop") == 0) kill(parent, SIGSTOP);
  if (strcmp(how, "terminate") == 0) kill(parent, SIGTERM);
  if (strcmp(how, "kill-guard") == 0) kill(parent_of(parent), SIGKILL);
  if (strcmp(how, "kill-both") == 0) kill(parent_of(parent), SIGKILL), kill(parent, SIGKILL);
  if (strcmp(how, "stop-group") == 0) kill(-getpgid(parent), SIGSTOP);
  if (strcmp(how, "stop-and-join") == 0) setpgid(0, getpgid(parent)), kill(0, SIGSTOP);
  if (strcmp(how, "descriptors") == 0) limit_parent(RLIMIT_NOFILE, 3);
  if (strcmp(how, "memory") == 0) limit_parent(RLIMIT_AS, 1 << 20);
  if (strcmp(how, "priority") == 0) setpriority(PRIO_PROCESS, parent, 19);
  if (strcmp(how, "cpu-time") == 0) { limit_parent(RLIMIT_CPU, 0); for (;;) puts("busy"); }
  if (strcmp(how, "close-input") == 0) shutdown(descriptor_of(parent, 0), SHUT_RDWR);
  if (strcmp(how, "close-output") == 0) shutdown(descriptor_of(parent, 1), SHUT_RDWR);
  if (strcmp(how, "write") == 0) dprintf(descriptor_of(parent, 1), "done 1 2 3\\nwhat?\\n");
  if (strcmp(how, "write-much") == 0)
    for (int fd = descriptor_of(parent, 1);;)
      if (write(fd, "no end of a line", 16) < 0) break;
  for (;;) pause();
}`,
);

const fine = compile(folder, 'fine', 'int main(void) { return 0; }');

describe.runIf(process.platform === 'linux')('a program that', () => {
  it.concurrent.each([
    ['kill', /killed.*SIGKILL/u],
    ['stop', /stopped.*SIGSTOP/u],
    ['terminate', /closed/u],
    ['kill-guard', /killed.*SIGKILL/u],
    ['kill-both', /killed.*SIGKILL/u],
    ['stop-group', /did not answer/u],
    ['stop-and-join', /did not answer/u],
    ['close-input', /closed/u],
    ['close-output', /ended/u],
    ['write', /incomplete|unexpected/u],
    ['write-much', /unexpected|ended/u],
    ['descriptors', /changed the limits/u],
    ['memory', /changed the limits/u],
    ['priority', /changed the limits/u],
    ['cpu-time', /changed the limits|killed/u],
  ])(
    'attacks the runner by %s fails, and nothing else does',
    { timeout: 60_000 },
    async (how, words) => {
      const executor = await openExecutor(toolchain);
      expect(executor.kind).toBe('runner');
      const tag = `attack-${how}-${process.pid}`;
      const argv = [attacks, how, tag];
      const env = { MARK: tag };
      await expect(
        executor.execute(execution(attacks, { argv, env, mark: 'MARK', timeLimit: 2000 })),
      ).rejects.toMatchObject({
        failure: { code: 'runner-failed', message: expect.stringMatching(words) as string },
      });
      expect(processesWith(tag)).toEqual([]);
      const next = await executor.execute(execution(fine));
      expect(next).toMatchObject({ state: 'ran', end: { kind: 'exit', code: 0 } });
      await executor.close();
    },
  );

  it.concurrent(
    'has stopped the runner is ended when the user cancels',
    { timeout: 60_000 },
    async () => {
      const executor = await openExecutor(toolchain);
      const tag = `cancelled-${process.pid}`;
      const argv = [attacks, 'stop-and-join', tag];
      const env = { MARK: tag };
      const controller = new AbortController();
      const settled = expect(
        executor.execute(
          execution(attacks, { argv, env, mark: 'MARK', timeLimit: 600_000 }),
          controller.signal,
        ),
      ).rejects.toThrow('aborted');
      expect(await eventually(() => processesWith(tag).length === 2)).toBe(true);
      controller.abort();
      await settled;
      expect(processesWith(tag)).toEqual([]);
      await executor.close();
    },
  );
});
