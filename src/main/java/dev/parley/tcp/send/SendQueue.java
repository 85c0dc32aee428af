package dev.parley.tcp.send;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Queues the output of one connection, bounded in bytes. While the other side reads, the slices of
 * the shared buffer are written and nothing is copied. Once it stops reading, further output is
 * copied into a backlog, so that a slow reader holds no more memory than its bytes and the shared
 * buffers are freed.
 *
 * <p>Confined to the connection's event loop; only {@link #waitingBytes} may be read elsewhere,
 * where it may lag behind.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A void promise reports failures to the pipeline.
public final class SendQueue {

  /** Receives the events of the queue. */
  public interface Owner {
    /** Handles that more bytes wait than the limit. The queue is closed. */
    void onOverflow();

    /** Handles that sending has failed. */
    void onSendFailure(IOException why);

    /** Handles that the queue was {@linkplain #finish finished} and everything is sent. */
    void onFinished();
  }

  /** Lists the phases of a queue, of which each is followed by a later one alone. */
  private enum Phase {
    /** Accepts output. */
    OPEN,
    /** Accepts nothing more, and sends the rest. */
    FINISHING,
    /** Has sent everything, and notified its owner. */
    FINISHED,
    /** Has dropped the rest. */
    CLOSED
  }

  private static final long[] NO_SLICES = {};

  /** The maximum size of a write. Netty counts a write as pending until its last byte is sent. */
  private static final int MAX_WRITE = 64 * 1024;

  /** The number of additional slices for which space is kept. */
  private static final int FEW_SLICES = 16;

  private final Channel channel;
  private final Owner owner;
  private final long limit;
  private final byte[] separator;
  private final boolean encrypted;
  private long slice = PackedSlice.EMPTY;
  private long[] more = NO_SLICES;
  private int moreCount;
  private boolean dirty;
  private Phase phase = Phase.OPEN;
  private @Nullable ByteBuf backlog;
  private @Nullable Runnable whenEmpty;
  private long waitingBytes;
  private long sentBytes;
  private long sentPieces;
  private long takenBytes;

  /**
   * @param limit the maximum number of waiting bytes, 0 for no limit
   * @param separator the bytes that separate two pieces which leave in one write
   * @param encrypted whether the output passes through the pipeline of the channel
   */
  public SendQueue(Channel channel, Owner owner, long limit, byte[] separator, boolean encrypted) {
    this.channel = channel;
    this.owner = owner;
    this.limit = limit;
    this.separator = separator;
    this.encrypted = encrypted;
  }

  /** Returns the number of bytes that the other side has not taken. */
  public long waitingBytes() {
    return waitingBytes;
  }

  /**
   * Returns the number of queued bytes that the operating system has not taken, those of this
   * iteration included; on the event loop alone.
   */
  public long unsentBytes() {
    UnsentBytes unsent = new UnsentBytes();
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    if (buffer != null) {
      try {
        buffer.forEachFlushedMessage(unsent);
      } catch (Exception impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return stagedBytes() + unsent.bytes + (backlog == null ? 0 : backlog.readableBytes());
  }

  /** Sums the bytes that a channel holds, without the overhead that Netty adds for each write. */
  private static final class UnsentBytes implements ChannelOutboundBuffer.MessageProcessor {
    private long bytes;

    @Override
    public boolean processMessage(Object message) {
      bytes += ((ByteBuf) message).readableBytes();
      return true;
    }
  }

  /**
   * Returns the number of queued bytes that the operating system has certainly taken, for a closed
   * queue those until {@link #close}; on the event loop alone. Dropped bytes are not counted.
   */
  public long takenBytes() {
    updateTakenBytes();
    return takenBytes;
  }

  /** Updates the count, unless the channel has dropped its pending writes. */
  private void updateTakenBytes() {
    if (!isClosed() && channel.unsafe().outboundBuffer() != null) {
      takenBytes = sentBytes - unsentBytes();
    }
  }

  private long stagedBytes() {
    long bytes = PackedSlice.length(slice);
    for (int i = 0; i < moreCount; i++) {
      bytes += PackedSlice.length(more[i]);
    }
    return bytes;
  }

  /** Returns true if it was {@linkplain #close closed}. */
  public boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  /** Returns the number of bytes that were queued so far. */
  public long sentBytes() {
    return sentBytes;
  }

  /** Returns the number of pieces (usually lines) that were queued so far. */
  public long sentPieces() {
    return sentPieces;
  }

  /** Marks the queue for the flush of this iteration, and returns true if it was not marked. */
  boolean markDirty() {
    boolean first = !dirty;
    dirty = true;
    return first;
  }

  /** Stages a slice of the shared buffer. */
  void stage(long added) {
    if (phase != Phase.OPEN) {
      return;
    }
    sentPieces++;
    sentBytes += PackedSlice.length(added);
    if (slice == PackedSlice.EMPTY) {
      slice = added;
    } else if (moreCount == 0 && adjoins(slice, added)) {
      slice = PackedSlice.of(PackedSlice.from(slice), PackedSlice.to(added));
    } else if (moreCount > 0 && adjoins(more[moreCount - 1], added)) {
      more[moreCount - 1] =
          PackedSlice.of(PackedSlice.from(more[moreCount - 1]), PackedSlice.to(added));
    } else {
      if (moreCount == more.length) {
        more = Arrays.copyOf(more, Math.max(4, moreCount * 2));
      }
      more[moreCount++] = added;
    }
  }

  private boolean adjoins(long before, long after) {
    return separator.length == 0 && PackedSlice.to(before) == PackedSlice.from(after);
  }

  /** Accepts nothing more, and notifies the owner once everything is sent. */
  public void finish() {
    if (phase == Phase.OPEN) {
      phase = Phase.FINISHING;
    }
  }

  /** Returns true if nothing waits but the staged slices. */
  public boolean isEmpty() {
    return backlog == null;
  }

  /**
   * Runs a task once nothing waits any more, neither staged slices nor a backlog; or once it is
   * closed. One task waits at a time.
   */
  public void whenEmpty(Runnable task) {
    whenEmpty = task;
    if (isClosed() || !dirty) {
      notifyIfEmpty();
    }
  }

  private void notifyIfEmpty() {
    Runnable task = whenEmpty;
    if (task != null && backlog == null) {
      whenEmpty = null;
      task.run();
    }
  }

  /** Drops everything, and accepts nothing more. */
  public void close() {
    updateTakenBytes();
    phase = Phase.CLOSED;
    slice = PackedSlice.EMPTY;
    moreCount = 0;
    more = NO_SLICES;
    waitingBytes = 0;
    if (backlog != null) {
      backlog.release();
      backlog = null;
    }
    notifyIfEmpty();
  }

  /** Sends the staged slices at the end of the iteration. */
  void flush(@Nullable ByteBuf buffer) {
    dirty = false;
    if (isClosed()) {
      return;
    }
    if (buffer != null && slice != PackedSlice.EMPTY) {
      if (backlog == null) {
        send(buffer);
      } else {
        appendToBacklog(buffer, backlog);
      }
    }
    notifyIfEmpty();
    notifyIfFinished();
  }

  private void notifyIfFinished() {
    if (phase == Phase.FINISHING && backlog == null) {
      phase = Phase.FINISHED;
      owner.onFinished();
    }
  }

  private void send(ByteBuf buffer) {
    if (moreCount == 0 && !encrypted) {
      int taken = trySend(buffer);
      if (taken == PackedSlice.length(slice)) {
        slice = PackedSlice.EMPTY;
        takenBytes = sentBytes;
        return;
      }
      slice = PackedSlice.of(PackedSlice.from(slice) + taken, PackedSlice.to(slice));
    }
    write(buffer, slice);
    for (int i = 0; i < moreCount; i++) {
      if (separator.length > 0) {
        write(Unpooled.wrappedBuffer(separator));
      }
      write(buffer, more[i]);
    }
    unstage();
    flush();
    startBacklogIfBlocked();
  }

  private void write(ByteBuf buffer, long slice) {
    write(buffer.retainedSlice(PackedSlice.from(slice), PackedSlice.length(slice)));
  }

  private void write(ByteBuf bytes) {
    while (bytes.readableBytes() > MAX_WRITE) {
      writeSlice(bytes.readRetainedSlice(MAX_WRITE));
    }
    writeSlice(bytes);
  }

  /** Writes past the pipeline where nothing is encrypted, as it would cost more than the rest. */
  private void writeSlice(ByteBuf bytes) {
    if (encrypted) {
      channel.write(bytes, channel.voidPromise());
    } else {
      channel.unsafe().write(bytes, channel.voidPromise());
    }
  }

  private void flush() {
    if (encrypted) {
      channel.flush();
    } else {
      channel.unsafe().flush();
    }
  }

  /**
   * Sends a single slice directly to the operating system, which usually takes all of it, without
   * Netty's accounting of pending writes; returns the number of bytes taken. If that fails, the
   * following write fails too and reports the cause.
   */
  private int trySend(ByteBuf buffer) {
    if (channel instanceof EpollSocketChannel socket
        && socket.isActive()
        && buffer.hasMemoryAddress()) {
      try {
        return ((Socket) socket.fd())
            .sendAddress(buffer.memoryAddress(), PackedSlice.from(slice), PackedSlice.to(slice));
      } catch (IOException broken) {
        owner.onSendFailure(broken);
        return 0;
      }
    }
    return 0;
  }

  private void appendToBacklog(ByteBuf buffer, ByteBuf queue) {
    append(buffer, queue, slice);
    for (int i = 0; i < moreCount; i++) {
      append(buffer, queue, more[i]);
    }
    unstage();
    waitingBytes = unsent() + queue.readableBytes();
    if (limit > 0 && waitingBytes > limit) {
      close();
      owner.onOverflow();
    }
  }

  private void append(ByteBuf buffer, ByteBuf queue, long slice) {
    if (queue.isReadable()) {
      queue.writeBytes(separator);
    }
    queue.writeBytes(buffer, PackedSlice.from(slice), PackedSlice.length(slice));
  }

  private void unstage() {
    slice = PackedSlice.EMPTY;
    moreCount = 0;
    if (more.length > FEW_SLICES) {
      more = NO_SLICES;
    }
  }

  private long unsent() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Starts a backlog if the last write was not taken whole. */
  private void startBacklogIfBlocked() {
    updateTakenBytes();
    waitingBytes = unsent();
    if (waitingBytes > 0 && !isClosed()) {
      backlog = channel.alloc().buffer(256);
      notifyWhenTaken();
    }
  }

  /**
   * Runs {@link #drained} once everything written before is taken. It writes past the pipeline, as
   * TLS would create a record even for an empty buffer.
   */
  private void notifyWhenTaken() {
    ChannelPromise taken = channel.newPromise();
    taken.addListener(written -> drained(written.isSuccess()));
    channel.unsafe().write(Unpooled.EMPTY_BUFFER, taken);
    channel.unsafe().flush();
  }

  /** Writes the backlog, as everything before it is taken. */
  private void drained(boolean taken) {
    ByteBuf queue = backlog;
    if (queue == null || !taken) {
      return;
    }
    backlog = null;
    waitingBytes = 0;
    if (queue.isReadable()) {
      write(queue);
      flush();
      startBacklogIfBlocked();
    } else {
      queue.release();
    }
    notifyIfEmpty();
    notifyIfFinished();
  }
}
