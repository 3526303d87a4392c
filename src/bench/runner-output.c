// Part of runner.c: answers to the driver, and the program's own output on its way there.

static void put(const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(1, bytes, count);
    if (written < 0 && errno != EINTR) {
      // The driver is gone; nobody reads on. The main loop ends at its closed input.
      told_to_end = 1;
      return;
    }
    if (written > 0) bytes += written, count -= (size_t)written;
  }
}

static void put_base64(const unsigned char *bytes, size_t count) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char text[4096];
  size_t used = 0;
  for (size_t i = 0; i < count; i += 3) {
    size_t left = count - i;
    uint32_t group = (uint32_t)bytes[i] << 16;
    if (left > 1) group |= (uint32_t)bytes[i + 1] << 8;
    if (left > 2) group |= bytes[i + 2];
    text[used++] = digits[group >> 18];
    text[used++] = digits[group >> 12 & 63];
    text[used++] = left > 1 ? digits[group >> 6 & 63] : '=';
    text[used++] = left > 2 ? digits[group & 63] : '=';
    if (used == sizeof text) put(text, used), used = 0;
  }
  put(text, used);
}

// What goes beyond `cap` is only counted and hashed (FNV-1a in eight lanes, by position). Kept bytes are sent on in pieces:
// a large buffer here would show up as the next program's peak memory, which the kernel counts from before exec.
struct stream {
  const char *name;
  int fd;
  uint64_t cap, total;
  uint64_t lanes[LANES];
  size_t used;
  unsigned char bytes[KEPT];
};

static struct stream streams[2] = {{.name = "out "}, {.name = "err "}};

static void flush_stream(struct stream *stream) {
  if (stream->used == 0) return;
  put(stream->name, 4);
  put_base64(stream->bytes, stream->used);
  put("\n", 1);
  stream->used = 0;
}

/** Opens the pipe and returns the end the program writes to. */
static int open_stream(struct stream *stream, uint64_t cap) {
  int ends[2];
  if (pipe(ends) != 0) return -1;
  fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  fcntl(ends[1], F_SETFD, FD_CLOEXEC);
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
#ifdef F_SETPIPE_SZ
  // Room for a burst, so that the program seldom waits for this process to be scheduled.
  fcntl(ends[1], F_SETPIPE_SZ, 1 << 20);
#endif
  stream->fd = ends[0];
  stream->cap = cap;
  stream->total = 0;
  stream->used = 0;
  for (int i = 0; i < LANES; i++) stream->lanes[i] = 0xcbf29ce484222325u;
  return ends[1];
}

static void drain_stream(struct stream *stream) {
  while (stream->fd >= 0) {
    static unsigned char beyond[64 * 1024];
    bool keeping = stream->total < stream->cap;
    if (keeping && stream->used == KEPT) flush_stream(stream);
    uint64_t room = stream->cap - stream->total;
    size_t wanted = !keeping ? sizeof beyond : room < KEPT - stream->used ? (size_t)room : KEPT - stream->used;
    ssize_t count = read(stream->fd, keeping ? stream->bytes + stream->used : beyond, wanted);
    if (count > 0 && keeping) {
      stream->used += (size_t)count;
    } else if (count > 0) {
      for (ssize_t i = 0; i < count; i++) {
        uint64_t *lane = &stream->lanes[(stream->total + (uint64_t)i) % LANES];
        *lane = (*lane ^ beyond[i]) * 0x100000001b3u;
      }
    } else if (count == 0 || (errno != EAGAIN && errno != EINTR)) {
      close(stream->fd);
      stream->fd = -1;
      return;
    } else {
      return;
    }
    stream->total += (uint64_t)count;
    // A program that prints without end must not keep this loop from its time limit.
    if (!keeping) return;
  }
}

static uint64_t stream_hash(const struct stream *stream) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (int i = 0; i < LANES; i++) hash = (hash ^ stream->lanes[i]) * 0x100000001b3u;
  return hash;
}
