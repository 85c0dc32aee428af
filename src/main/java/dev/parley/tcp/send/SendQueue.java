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
 * What waits to be sent to one connection, bounded in bytes. While the other side reads, the parts
 * of a turn are written as slices of the turn's shared buffer and nothing is copied. From the
 * moment it stops reading, what comes is copied into a backlog of its own, so that it holds no more
 * memory than its bytes, and the shared buffers go.
 *
 * <p>Confined to the connection's event loop; only {@link #waitingBytes} may be read elsewhere,
 * where it may lag behind.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A void promise tells the pipeline of a failure.
public final class SendQueue {

  /** What the queue tells its connection. */
  public interface Owner {
    /** More bytes wait than may. Nothing more is queued from now on. */
    void overflowed();

    /** Sending has failed. */
    void failed(IOException why);

    /** The queue was {@linkplain #finish finished} and everything is sent. */
    void emptied();
  }

  /** Lists the phases of a queue, of which each is followed by a later one alone. */
  private enum Phase {
    /** Takes what is to be sent. */
    OPEN,
    /** Takes nothing more, and sends what waits. */
    FINISHING,
    /** Has sent everything, and told its owner. */
    FINISHED,
    /** Has dropped what waited. */
    CLOSED
  }

  private static final long[] NO_PARTS = {};

  /**
   * Netty counts what it is given as waiting until its last byte is gone; so it is given slices.
   */
  private static final int SLICE = 64 * 1024;

  /** One who talks keeps space for so many parts beside the first. */
  private static final int FEW_PARTS = 16;

  private final Channel channel;
  private final Owner owner;
  private final long limit;
  private final byte[] separator;
  private final boolean encrypted;
  private long part = PackedSlice.EMPTY;
  private long[] more = NO_PARTS;
  private int moreCount;
  private boolean touched;
  private Phase phase = Phase.OPEN;
  private @Nullable ByteBuf backlog;
  private @Nullable Runnable whenEmpty;
  private long waitingBytes;
  private long sentBytes;
  private long sentPieces;
  private long takenBytes;

  /**
   * @param limit how many bytes may wait, 0 for no limit
   * @param separator what stands between two pieces that leave in one write
   * @param encrypted whether the channel's pipeline has something to do with what is sent
   */
  public SendQueue(Channel channel, Owner owner, long limit, byte[] separator, boolean encrypted) {
    this.channel = channel;
    this.owner = owner;
    this.limit = limit;
    this.separator = separator;
    this.encrypted = encrypted;
  }

  /** Bytes that the other side has not taken. */
  public long waitingBytes() {
    return waitingBytes;
  }

  /** Bytes that the operating system has not taken, counted now; on the event loop alone. */
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
    return unsent.bytes + (backlog == null ? 0 : backlog.readableBytes());
  }

  /** Sums the bytes that a channel holds, without what Netty adds for each write. */
  private static final class UnsentBytes implements ChannelOutboundBuffer.MessageProcessor {
    private long bytes;

    @Override
    public boolean processMessage(Object message) {
      bytes += ((ByteBuf) message).readableBytes();
      return true;
    }
  }

  /**
   * Returns the number of queued bytes that the operating system has taken for certain, as it was
   * at {@link #close} once the queue is closed; on the event loop alone. Bytes that were dropped
   * are never among them.
   */
  public long takenBytes() {
    updateTakenBytes();
    return takenBytes;
  }

  /** Updates the count, unless the channel has dropped its pending writes. */
  private void updateTakenBytes() {
    if (!isClosed() && channel.unsafe().outboundBuffer() != null) {
      takenBytes = sentBytes - stagedBytes() - unsentBytes();
    }
  }

  private long stagedBytes() {
    long bytes = PackedSlice.length(part);
    for (int i = 0; i < moreCount; i++) {
      bytes += PackedSlice.length(more[i]);
    }
    return bytes;
  }

  /** Whether it was {@linkplain #close closed}. */
  public boolean isClosed() {
    return phase == Phase.CLOSED;
  }

  /** Bytes that were queued so far. */
  public long sentBytes() {
    return sentBytes;
  }

  /** Pieces (lines, mostly) that were queued so far. */
  public long sentPieces() {
    return sentPieces;
  }

  /** Notes that this turn has something for the queue; whether that is news. */
  boolean touch() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  /** Adds a part of the turn's buffer. */
  void stage(long added) {
    if (phase != Phase.OPEN) {
      return;
    }
    sentPieces++;
    sentBytes += PackedSlice.length(added);
    if (part == PackedSlice.EMPTY) {
      part = added;
    } else if (moreCount == 0 && adjoins(part, added)) {
      part = PackedSlice.of(PackedSlice.from(part), PackedSlice.to(added));
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

  /** Takes nothing more, and tells the owner once everything is sent. */
  public void finish() {
    if (phase == Phase.OPEN) {
      phase = Phase.FINISHING;
    }
  }

  /** Whether nothing waits but what this turn has for it. */
  public boolean isEmpty() {
    return backlog == null;
  }

  /**
   * Runs a task once nothing waits any more, what this turn has for the queue included; or once it
   * is closed. One task waits at a time.
   */
  public void whenEmpty(Runnable task) {
    whenEmpty = task;
    if (isClosed() || !touched) {
      tellIfEmpty();
    }
  }

  private void tellIfEmpty() {
    Runnable task = whenEmpty;
    if (task != null && backlog == null) {
      whenEmpty = null;
      task.run();
    }
  }

  /** Drops everything. */
  public void close() {
    updateTakenBytes();
    phase = Phase.CLOSED;
    part = PackedSlice.EMPTY;
    moreCount = 0;
    more = NO_PARTS;
    waitingBytes = 0;
    if (backlog != null) {
      backlog.release();
      backlog = null;
    }
    tellIfEmpty();
  }

  /** The turn is over: sends its parts. */
  void flush(@Nullable ByteBuf turn) {
    touched = false;
    if (isClosed()) {
      return;
    }
    if (turn != null && part != PackedSlice.EMPTY) {
      if (backlog == null) {
        send(turn);
      } else {
        keep(turn, backlog);
      }
    }
    tellIfEmpty();
    tellIfFinished();
  }

  private void tellIfFinished() {
    if (phase == Phase.FINISHING && backlog == null) {
      phase = Phase.FINISHED;
      owner.emptied();
    }
  }

  private void send(ByteBuf turn) {
    if (moreCount == 0 && !encrypted) {
      int taken = offer(turn);
      if (taken == PackedSlice.length(part)) {
        part = PackedSlice.EMPTY;
        takenBytes = sentBytes;
        return;
      }
      part = PackedSlice.of(PackedSlice.from(part) + taken, PackedSlice.to(part));
    }
    write(turn, part);
    for (int i = 0; i < moreCount; i++) {
      if (separator.length > 0) {
        write(Unpooled.wrappedBuffer(separator));
      }
      write(turn, more[i]);
    }
    unstage();
    flush();
    watch();
  }

  private void write(ByteBuf turn, long piece) {
    write(turn.retainedSlice(PackedSlice.from(piece), PackedSlice.length(piece)));
  }

  private void write(ByteBuf bytes) {
    while (bytes.readableBytes() > SLICE) {
      writeSlice(bytes.readRetainedSlice(SLICE));
    }
    writeSlice(bytes);
  }

  /** Where nothing is encrypted, past the pipeline, which would cost more than the rest of it. */
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
   * Offers the system the one part that most have, which it mostly takes whole, without Netty's
   * bookkeeping of what waits; returns how many bytes it took. Where that fails, so will the write
   * that follows, and tells why.
   */
  private int offer(ByteBuf turn) {
    if (channel instanceof EpollSocketChannel socket
        && socket.isActive()
        && turn.hasMemoryAddress()) {
      try {
        return ((Socket) socket.fd())
            .sendAddress(turn.memoryAddress(), PackedSlice.from(part), PackedSlice.to(part));
      } catch (IOException broken) {
        owner.failed(broken);
        return 0;
      }
    }
    return 0;
  }

  private void keep(ByteBuf turn, ByteBuf queue) {
    append(turn, queue, part);
    for (int i = 0; i < moreCount; i++) {
      append(turn, queue, more[i]);
    }
    unstage();
    waitingBytes = unsent() + queue.readableBytes();
    if (limit > 0 && waitingBytes > limit) {
      close();
      owner.overflowed();
    }
  }

  private void append(ByteBuf turn, ByteBuf queue, long piece) {
    if (queue.isReadable()) {
      queue.writeBytes(separator);
    }
    queue.writeBytes(turn, PackedSlice.from(piece), PackedSlice.length(piece));
  }

  private void unstage() {
    part = PackedSlice.EMPTY;
    moreCount = 0;
    if (more.length > FEW_PARTS) {
      more = NO_PARTS;
    }
  }

  private long unsent() {
    ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  /** Begins a backlog if the last write was not taken whole. */
  private void watch() {
    updateTakenBytes();
    waitingBytes = unsent();
    if (waitingBytes > 0 && !isClosed()) {
      backlog = channel.alloc().buffer(256);
      awaitDrained();
    }
  }

  /** Past the pipeline, as what encrypts would make a record even of nothing. */
  private void awaitDrained() {
    ChannelPromise taken = channel.newPromise();
    taken.addListener(written -> drained(written.isSuccess()));
    channel.unsafe().write(Unpooled.EMPTY_BUFFER, taken);
    channel.unsafe().flush();
  }

  /** What was written is taken, so the backlog is next. */
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
      watch();
    } else {
      queue.release();
    }
    tellIfEmpty();
    tellIfFinished();
  }
}
