// Part of runner.c: a second process above the one that measures. A program that kills or stops its parent hits the one below,
// and all it started comes to the guard, which ends it.

/**
 * Goes on in a child, which measures; the guard never returns. It ends once nothing is left, with 128 and the number of the
 * signal that killed or stopped the child, or with its exit code. Elsewhere than on Linux nobody would come to a guard.
 */
static void measure_guarded(void) {
#ifdef __linux__
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  // Should this be stopped when the driver dies, it goes on, to end what is below.
  prctl(PR_SET_PDEATHSIG, SIGCONT);
  pid_t guard = getpid();
  pid_t child = fork();
  if (child < 0) return;
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != guard) _exit(1);
    return;
  }
  sigset_t awaited;
  sigemptyset(&awaited);
  for (size_t i = 0; i < sizeof heard / sizeof heard[0]; i++) sigaddset(&awaited, heard[i]);
  int status = 0;
  pid_t changed;
  while ((changed = waitpid(child, &status, WNOHANG | WUNTRACED)) == 0) {
    int number = sigwaitinfo(&awaited, NULL);
    if (number > 0 && number != SIGCHLD) kill(child, number);
  }
  if (changed == child && WIFSTOPPED(status)) {
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
  }
  end_leftovers(0);
  if (changed != child) _exit(1);
  _exit(WIFSTOPPED(status) ? 128 + WSTOPSIG(status) : WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
#endif
}
