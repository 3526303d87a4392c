// Part of runner.c: what the driver says, a line at a time.

static char *line;
static size_t line_size, line_used;

/** Waits for input or a signal; false once the driver is gone or this process was told to end. */
static bool read_input(void) {
  if (line_used + 1 >= line_size) {
    line_size = line_size == 0 ? 64 * 1024 : line_size * 2;
    line = realloc(line, line_size);
    if (line == NULL) return false;
  }
  ssize_t count = read(0, line + line_used, line_size - line_used - 1);
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  line_used += (size_t)count;
  return count > 0;
}

static char *take_line(void) {
  char *end = line == NULL ? NULL : memchr(line, '\n', line_used);
  if (end == NULL) return NULL;
  size_t length = (size_t)(end - line);
  char *taken = malloc(length + 1);
  if (taken == NULL) exit(1);
  memcpy(taken, line, length);
  taken[length] = 0;
  line_used -= length + 1;
  memmove(line, end + 1, line_used);
  return taken;
}

static int hexadecimal(char digit) {
  return digit <= '9' ? digit - '0' : (digit | 32) - 'a' + 10;
}

static char *next_field(char **rest) {
  char *field = strsep(rest, " ");
  if (field == NULL) return "";
  char *to = field;
  for (char *from = field; *from != 0; from++) {
    if (*from == '%' && from[1] != 0 && from[2] != 0) {
      *to++ = (char)(hexadecimal(from[1]) << 4 | hexadecimal(from[2]));
      from += 2;
    } else {
      *to++ = *from;
    }
  }
  *to = 0;
  return field;
}

static char **next_list(char **rest) {
  size_t count = strtoul(next_field(rest), NULL, 10);
  char **list = calloc(count + 1, sizeof *list);
  if (list == NULL) exit(1);
  for (size_t i = 0; i < count; i++) list[i] = next_field(rest);
  return list;
}

struct request {
  uint64_t limit, cap;
  int pin;
  // `none`, `out` (standard output only) or `both`.
  const char *capture, *directory, *input, *program;
  char **argv, **environment;
};

static void answer_failed(const char *step, int error) {
  char text[64];
  put(text, (size_t)snprintf(text, sizeof text, "failed %s %d\n", step, error));
}
