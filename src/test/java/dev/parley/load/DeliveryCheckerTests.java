package dev.parley.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Tests with four members in one room, the first two of whom send unless the test says otherwise.
 */
class DeliveryCheckerTests {

  private final DeliveryChecker checker = new DeliveryChecker(4, 1, 2);

  @Test
  void linesThatComeOnceAndInOrderAreRight() {
    for (int number = 0; number < 3; number++) {
      for (int sender = 0; sender < 2; sender++) {
        for (int receiver = 0; receiver < 4; receiver++) {
          if (receiver != sender) {
            assertThat(checker.received(receiver, sender, number)).isTrue();
          }
        }
      }
    }

    assertThat(checker.faults(0).none()).isTrue();
    assertThat(checker.missing(3, 0, 3)).isZero();
  }

  @Test
  void skippedLineIsLost() {
    checker.received(2, 0, 0);
    checker.received(2, 0, 2);

    assertThat(checker.faults(0).lost()).isEqualTo(1);
  }

  @Test
  void linesThatNeverCameAreLost() {
    checker.received(2, 0, 0);

    assertThat(checker.missing(2, 0, 3)).isEqualTo(2);
    assertThat(checker.faults(2).lost()).isEqualTo(2);
  }

  @Test
  void lineThatComesAgainIsDoubled() {
    checker.received(2, 0, 0);

    assertThat(checker.received(2, 0, 0)).isFalse();
    assertThat(checker.faults(0).doubled()).isEqualTo(1);
  }

  @Test
  void lineThatComesBehindALaterOneIsReordered() {
    checker.received(2, 0, 1);

    assertThat(checker.received(2, 0, 0)).isTrue();
    assertThat(checker.faults(0).reordered()).isEqualTo(1);
    assertThat(checker.faults(0).lost()).isZero();
  }

  @Test
  void differentOrdersAreDetected() {
    checker.received(2, 0, 0);
    checker.received(2, 1, 0);
    checker.received(3, 1, 0);
    checker.received(3, 0, 0);

    assertThat(checker.faults(0).disordered()).isEqualTo(1);
  }

  @Test
  void sendersAreComparedWithTheOrderOfReceivers() {
    DeliveryChecker three = new DeliveryChecker(4, 1, 3);
    three.received(2, 0, 0);
    three.received(2, 1, 0);
    three.received(3, 1, 0);
    three.received(3, 2, 0);
    three.received(3, 0, 0);
    three.received(3, 0, 1);
    three.received(2, 0, 1);

    assertThat(three.faults(0).disordered()).isEqualTo(1);
  }

  @Test
  void sendersMayBeFirst() {
    checker.received(0, 1, 0);
    checker.received(1, 0, 0);
    checker.received(2, 0, 0);
    checker.received(2, 1, 0);
    checker.received(0, 1, 1);
    checker.received(2, 1, 1);

    assertThat(checker.faults(0).none()).isTrue();
  }

  @Test
  void lossDoesNotCountAsAnotherOrder() {
    checker.received(2, 0, 0);
    checker.received(2, 1, 0);
    checker.received(2, 0, 1);
    checker.received(3, 0, 0);
    checker.received(3, 0, 1);

    assertThat(checker.faults(1).disordered()).isZero();
    assertThat(checker.faults(1).lost()).isEqualTo(1);
  }

  @Test
  void membersReceiveOnlyLinesOfOthersInTheRoom() {
    DeliveryChecker rooms = new DeliveryChecker(4, 2, 4);

    assertThat(rooms.canReceive(0, 0, 2)).isTrue();
    assertThat(rooms.canReceive(0, 1, 3)).isFalse();
    assertThat(rooms.canReceive(0, 0, 1)).isFalse();
    assertThat(rooms.canReceive(0, 0, 0)).isFalse();
    assertThat(rooms.canReceive(0, 0, 4)).isFalse();
  }
}
