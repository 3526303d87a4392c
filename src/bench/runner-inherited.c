// Part of runner.c: what a program inherits of this process, and another program could change: limits, priority, cores.

struct inherited {
  struct rlimit limits[16];
  int priority;
#ifdef __linux__
  int policy;
  cpu_set_t cores;
#endif
};

static struct inherited inherited;

/** Without padding that is left to chance: two are compared as bytes. */
static void look_at_inherited(struct inherited *found) {
  memset(found, 0, sizeof *found);
  for (int which = 0; which < (int)(sizeof found->limits / sizeof found->limits[0]); which++)
    getrlimit(which, &found->limits[which]);
  found->priority = getpriority(PRIO_PROCESS, 0);
#ifdef __linux__
  found->policy = sched_getscheduler(0);
  sched_getaffinity(0, sizeof found->cores, &found->cores);
#endif
}

static void remember_inherited(void) { look_at_inherited(&inherited); }

static bool inherited_changed(void) {
  struct inherited found;
  look_at_inherited(&found);
  return memcmp(&found, &inherited, sizeof found) != 0;
}
