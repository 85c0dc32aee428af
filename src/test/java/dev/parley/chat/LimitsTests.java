package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LimitsTests {

  private static final long KB = 1024;

  @Test
  void pieceOfAReplayIsAsLargeAsSet() {
    assertThat(piece(1024 * KB, 64 * KB)).isEqualTo(64 * KB);
    assertThat(piece(0, 64 * KB)).isEqualTo(64 * KB);
    assertThat(piece(0, 0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void pieceOfAReplayLeavesRoomInTheSendQueue() {
    assertThat(piece(256 * KB, 64 * KB)).isEqualTo(64 * KB);
    assertThat(piece(256 * KB - 4, 64 * KB)).isEqualTo(64 * KB - 1);
    assertThat(piece(16 * KB, 64 * KB)).isEqualTo(4 * KB);
    assertThat(piece(16 * KB, 0)).isEqualTo(4 * KB);
    assertThat(piece(1, 64 * KB)).isEqualTo(1);
  }

  private static long piece(long sendq, long replay) {
    return new SetLimits().sendqBytes(sendq).replayBytes(replay, 0).limits().replayPiece();
  }
}
