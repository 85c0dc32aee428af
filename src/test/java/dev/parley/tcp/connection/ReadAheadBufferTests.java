package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ReadAheadBufferTests {

  private static final int READ = ReadAheadBuffer.READ_COST + 4;

  private final ReadAheadBuffer buffer = new ReadAheadBuffer(2 * READ);

  private static ByteBuf read(String text) {
    return Unpooled.buffer(1024).writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private String poll() {
    ByteBuf oldest = buffer.poll();
    if (oldest == null) {
      return "";
    }
    String text = oldest.toString(StandardCharsets.UTF_8);
    oldest.release();
    return text;
  }

  @Test
  void readsComeBackOneByOneInOrder() {
    buffer.add(read("one"));
    buffer.add(read("two"));
    assertThat(poll()).isEqualTo("one");
    assertThat(poll()).isEqualTo("two");
    assertThat(poll()).isEmpty();
  }

  @Test
  void readsAreCopiedWithoutTheirSpareMemoryAndReleased() {
    ByteBuf read = read("four");
    buffer.add(read);
    assertThat(read.refCnt()).isZero();
    ByteBuf copy = buffer.poll();
    assertThat(copy).isNotNull();
    assertThat(copy.capacity()).isEqualTo(4);
    copy.release();
  }

  @Test
  void itIsFullFromTheLimitOnUntilReadsAreRemoved() {
    buffer.add(read("four"));
    buffer.add(read("for"));
    assertThat(buffer.isFull()).isFalse();
    poll();
    buffer.add(read("fours"));
    assertThat(buffer.isFull()).isTrue();
    poll();
    assertThat(buffer.isFull()).isFalse();
  }

  @Test
  void clearedBufferIsEmpty() {
    buffer.add(read("four"));
    buffer.add(read("four"));
    buffer.clear();
    assertThat(buffer.isFull()).isFalse();
    assertThat(poll()).isEmpty();
  }

  @Test
  void limitOfZeroTurnsItOff() {
    assertThat(new ReadAheadBuffer(0).isOn()).isFalse();
    assertThat(buffer.isOn()).isTrue();
  }
}
