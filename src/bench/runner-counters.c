// Part of runner.c: hardware counters of one execution, where the kernel gives them: Linux, with its headers.

#ifdef HAS_COUNTERS
static const struct {
  const char *name;
  uint64_t config;
} COUNTERS[] = {{"cycles", PERF_COUNT_HW_CPU_CYCLES},
                {"instructions", PERF_COUNT_HW_INSTRUCTIONS},
                {"branch-misses", PERF_COUNT_HW_BRANCH_MISSES},
                {"cache-misses", PERF_COUNT_HW_CACHE_MISSES}};
enum { COUNTER_COUNT = sizeof COUNTERS / sizeof COUNTERS[0] };

// Which of them this kernel gives, and the two ends that their descriptors travel through.
static bool counter_exists[COUNTER_COUNT];
static int counter_ends[2] = {-1, -1};

union counter_rights {
  struct cmsghdr header;
  char bytes[CMSG_SPACE(COUNTER_COUNT * sizeof(int))];
};

static int open_counter(int which) {
  struct perf_event_attr attributes = {.type = PERF_TYPE_HARDWARE,
                                       .size = sizeof attributes,
                                       .config = COUNTERS[which].config,
                                       .disabled = 1,
                                       .inherit = 1,
                                       .enable_on_exec = 1,
                                       .exclude_kernel = 1,
                                       .exclude_hv = 1,
                                       .read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING};
  return (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

/** Finds out what there is; returns how many counters that are. */
static int find_counters(void) {
  int found = 0;
  for (int i = 0; i < COUNTER_COUNT; i++) {
    int fd = open_counter(i);
    counter_exists[i] = fd >= 0;
    if (fd >= 0) close(fd), found++;
  }
  if (found > 0 && socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, counter_ends) != 0) return 0;
  return found;
}

// In the child, before exec: the counters must be its own from the start. Counters of this process that children inherit
// look simpler, but the kernel may swap equal counter contexts between parent and child, and then counts are lost.
static void send_counters(void) {
  if (counter_ends[0] < 0) return;
  int fds[COUNTER_COUNT];
  unsigned char which[COUNTER_COUNT];
  size_t count = 0;
  for (int i = 0; i < COUNTER_COUNT; i++) {
    int fd = counter_exists[i] ? open_counter(i) : -1;
    if (fd >= 0) which[count] = (unsigned char)i, fds[count++] = fd;
  }
  if (count == 0) return;
  union counter_rights rights;
  struct iovec data = {which, count};
  struct msghdr message = {.msg_iov = &data,
                           .msg_iovlen = 1,
                           .msg_control = rights.bytes,
                           .msg_controllen = CMSG_SPACE(count * sizeof(int))};
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(count * sizeof(int));
  memcpy(CMSG_DATA(header), fds, count * sizeof(int));
  sendmsg(counter_ends[0], &message, MSG_DONTWAIT);
}

/** Reads what the child sent, once it has ended; returns the characters written, ` name=value` for each counter. */
static int format_counters(char *text, size_t size) {
  if (counter_ends[1] < 0) return 0;
  union counter_rights rights;
  unsigned char which[COUNTER_COUNT];
  struct iovec data = {which, sizeof which};
  struct msghdr message = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = rights.bytes, .msg_controllen = sizeof rights.bytes};
  ssize_t count = recvmsg(counter_ends[1], &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  struct cmsghdr *header = count > 0 ? CMSG_FIRSTHDR(&message) : NULL;
  if (header == NULL || header->cmsg_type != SCM_RIGHTS) return 0;
  int fds[COUNTER_COUNT];
  size_t received = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
  memcpy(fds, CMSG_DATA(header), received * sizeof(int));
  int used = 0;
  for (size_t i = 0; i < received; i++) {
    struct {
      uint64_t value, enabled, running;
    } reading;
    if (read(fds[i], &reading, sizeof reading) == (ssize_t)sizeof reading && reading.running > 0) {
      // More counters than the hardware has take turns; the count is scaled to the whole time, as perf stat does.
      double value = (double)reading.value * ((double)reading.enabled / (double)reading.running);
      used += snprintf(text + used, size - (size_t)used, " %s=%.0f", COUNTERS[which[i]].name, value);
    }
    close(fds[i]);
  }
  return used;
}
#endif
