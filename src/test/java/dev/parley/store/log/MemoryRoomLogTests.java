package dev.parley.store.log;

import dev.parley.chat.history.RoomLog;
import java.time.Clock;

/** Tests that the log in memory keeps to the contract. */
class MemoryRoomLogTests extends RoomLogContract {

  @Override
  RoomLog create(Clock clock) {
    return new MemoryRoomLog(clock, 10_000);
  }
}
