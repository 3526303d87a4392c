// Part of runner.c: nothing that a program started outlives its execution.

// Every child of this process, those included that lost their own parent and came to us as the subreaper. False where it could
// not be looked for any.
static bool kill_children(void) {
#ifdef __linux__
  DIR *folder = opendir("/proc");
  if (folder == NULL) return false;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    int pid = atoi(entry->d_name);
    if (pid <= 0) continue;
    char path[64], text[512];
    snprintf(path, sizeof path, "/proc/%d/stat", pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    ssize_t count = read(fd, text, sizeof text - 1);
    close(fd);
    if (count <= 0) continue;
    text[count] = 0;
    // The name in parentheses may hold anything; what follows its last parenthesis is the state and the parent.
    char *after_name = strrchr(text, ')');
    int parent = 0;
    if (after_name != NULL && sscanf(after_name + 1, " %*c %d", &parent) == 1 && parent == (int)getpid()) kill(pid, SIGKILL);
  }
  closedir(folder);
#endif
  return true;
}

/** Kills and reaps everything the program left behind; returns how many processes that was. */
static int end_leftovers(pid_t group) {
  int ended = 0;
#ifdef __linux__
  int status;
  pid_t reaped;
  while ((reaped = waitpid(-1, &status, WNOHANG)) > 0) continue;
  if (reaped < 0) return 0;
  uint64_t deadline = now() + REAP_SECONDS * 1000000000ull;
  while (now() < deadline) {
    if (group > 0) kill(-group, SIGKILL);
    // Without a descriptor to look with, nothing more can be done here: the guard, which has some, ends the rest.
    bool looked = kill_children();
    if (!looked) told_to_end = 1;
    while ((reaped = waitpid(-1, &status, WNOHANG)) > 0) ended++;
    if (reaped < 0 || !looked) break;
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  }
#else
  if (group > 0 && kill(-group, SIGKILL) == 0) ended = 1;
#endif
  return ended;
}
