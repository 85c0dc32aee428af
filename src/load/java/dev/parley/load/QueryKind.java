package dev.parley.load;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** A kind of query for old lines of the lobby. Each query asks for another part. */
enum QueryKind {

  /** The page of lines after an offset. */
  AFTER("after") {
    @Override
    HistoryQuery next(RoomContents room, RandomGenerator random) {
      long offset = random.nextLong(room.count());
      long last = Math.min(offset + PAGE, room.count());
      return new HistoryQuery(
          HistoryQuery.Access.LINE,
          "/history after " + offset,
          offsets(offset + 1, last),
          last < room.count());
    }
  },

  /** Some of the newest lines. */
  NEWEST("newest") {
    @Override
    HistoryQuery next(RoomContents room, RandomGenerator random) {
      long first = Math.max(1, room.count() - random.nextLong(PAGE));
      List<Long> offsets = offsets(first, room.count());
      return new HistoryQuery(
          HistoryQuery.Access.LINE, "/history " + offsets.size(), offsets, first > 1);
    }
  },

  /** A single line. */
  ONE("one") {
    @Override
    HistoryQuery next(RoomContents room, RandomGenerator random) {
      long offset = random.nextLong(room.count());
      return new HistoryQuery(
          HistoryQuery.Access.HTTP,
          "/api/v1/rooms/lobby/messages?limit=1&after=" + offset,
          List.of(offset + 1),
          offset + 1 < room.count());
    }
  },

  /** The line that contains two words, a rare and a common one. */
  SEARCH("search") {
    @Override
    HistoryQuery next(RoomContents room, RandomGenerator random) {
      long offset = 1 + random.nextLong(room.count());
      String words = "%05d %09d".formatted(room.sender(offset), room.number(offset));
      return new HistoryQuery(HistoryQuery.Access.LINE, "/search " + words, List.of(offset), false);
    }
  },

  /** The newest of the many lines that contain a word. */
  COMMON("common") {
    @Override
    HistoryQuery next(RoomContents room, RandomGenerator random) {
      long one = 1 + random.nextLong(room.count());
      List<Long> found =
          LongStream.iterate(room.count(), offset -> offset > 0, offset -> offset - 1)
              .filter(offset -> Message.haveSameFiller(room.number(offset), room.number(one)))
              .limit(PAGE + 1L)
              .boxed()
              .toList();
      return new HistoryQuery(
          HistoryQuery.Access.LINE,
          "/search " + room.text(one).substring(Message.MIN_SIZE),
          found.subList(0, Math.min(PAGE, found.size())),
          found.size() > PAGE);
    }
  };

  /** Number of lines that the server shows at a time. */
  static final int PAGE = 100;

  /** Prefix of the figures in reports. */
  final String label;

  QueryKind(String label) {
    this.label = label;
  }

  /** Creates a query for another part, with the expected answer. */
  abstract HistoryQuery next(RoomContents room, RandomGenerator random);

  private static List<Long> offsets(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
