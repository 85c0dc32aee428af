package dev.parley.load;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/** What people ask of the lobby's past, each time for another part of it. */
enum Question {

  /** The page of lines after an offset. */
  AFTER("after") {
    @Override
    Asked next(Contents room, RandomGenerator random) {
      long offset = random.nextLong(room.count());
      long last = Math.min(offset + PAGE, room.count());
      return new Asked(
          Asked.Way.LINE,
          "/history after " + offset,
          offsets(offset + 1, last),
          last < room.count());
    }
  },

  /** Some of the newest lines. */
  NEWEST("newest") {
    @Override
    Asked next(Contents room, RandomGenerator random) {
      long first = Math.max(1, room.count() - random.nextLong(PAGE));
      List<Long> offsets = offsets(first, room.count());
      return new Asked(Asked.Way.LINE, "/history " + offsets.size(), offsets, first > 1);
    }
  },

  /** A single line. */
  ONE("one") {
    @Override
    Asked next(Contents room, RandomGenerator random) {
      long offset = random.nextLong(room.count());
      return new Asked(
          Asked.Way.HTTP,
          "/api/v1/rooms/lobby/messages?limit=1&after=" + offset,
          List.of(offset + 1),
          offset + 1 < room.count());
    }
  },

  /** The line that has two words, one of which is in few lines and the other in very many. */
  SEARCH("search") {
    @Override
    Asked next(Contents room, RandomGenerator random) {
      long offset = 1 + random.nextLong(room.count());
      String words = "%05d %09d".formatted(room.sender(offset), room.number(offset));
      return new Asked(Asked.Way.LINE, "/search " + words, List.of(offset), false);
    }
  },

  /** The newest of the lines that have a word, and of many lines one has. */
  COMMON("common") {
    @Override
    Asked next(Contents room, RandomGenerator random) {
      long one = 1 + random.nextLong(room.count());
      List<Long> found =
          LongStream.iterate(room.count(), offset -> offset > 0, offset -> offset - 1)
              .filter(offset -> Message.alike(room.number(offset), room.number(one)))
              .limit(PAGE + 1L)
              .boxed()
              .toList();
      return new Asked(
          Asked.Way.LINE,
          "/search " + room.text(one).substring(Message.HEAD),
          found.subList(0, Math.min(PAGE, found.size())),
          found.size() > PAGE);
    }
  };

  /** How many lines the server shows at a time. */
  static final int PAGE = 100;

  /** What its figures begin with. */
  final String label;

  Question(String label) {
    this.label = label;
  }

  /** Asks for another part, and says what must come of it. */
  abstract Asked next(Contents room, RandomGenerator random);

  private static List<Long> offsets(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }
}
