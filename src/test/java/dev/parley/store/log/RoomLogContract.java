package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.SetClock;
import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.RoomLog.Renamed;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the guarantees of every {@link RoomLog}. */
public abstract class RoomLogContract {

  static final RoomName OPS = new RoomName("ops");
  static final RoomName DEV = new RoomName("dev");
  static final RoomName WORKS = new RoomName("works");
  static final RetentionPolicy NONE = new RetentionPolicy(0L, null);

  final SetClock clock = new SetClock();
  RoomLog log;
  LogTester tester;

  /** Creates an empty log. */
  abstract RoomLog create(Clock clock);

  @BeforeEach
  void open() {
    use(create(clock));
    LogTester.open(log, OPS);
    LogTester.open(log, DEV);
  }

  void use(RoomLog opened) {
    log = opened;
    tester = new LogTester(opened, clock);
  }

  @Test
  void offsetsCountFromOneInEachRoom() {
    for (long offset = 1; offset <= 100; offset++) {
      assertThat(tester.say(OPS, "ops " + offset).offset()).isEqualTo(offset);
      assertThat(tester.say(DEV, "dev " + offset).offset()).isEqualTo(offset);
    }
    assertThat(log.position(OPS)).isEqualTo(new Position(LogTester.open(log, OPS).epoch(), 1, 100));
    assertThat(LogTester.open(log, OPS).epoch()).isNotEqualTo(LogTester.open(log, DEV).epoch());
  }

  @Test
  void whatIsReadIsWhatWasAppended() {
    LogEntry said = tester.say(OPS, "several\nlines, žluťoučký 日本語 👩‍👩‍👧 'quoted' \"%_\\");
    assertThat(said.at()).isEqualTo(clock.instant());
    assertThat(said.from()).isEqualTo("alice");
    assertThat(log.entry(OPS, 1)).isEqualTo(said);
    assertThat(log.read(OPS, Query.newest(5))).containsExactly(said);
    assertThat(log.recent(OPS, 5)).containsExactly(said);
  }

  @Test
  void readingStopsAtTheLineByWhichThereAreMoreBytesThanAskedFor() {
    for (int i = 1; i <= 30; i++) {
      tester.say(OPS, "x".repeat(100));
    }
    long size = log.entry(OPS, 1).size();
    Query onwards = Query.after(0, 30);
    assertThat(tester.offsets(OPS, onwards.within(2 * size))).containsExactly(1L, 2L, 3L);
    assertThat(tester.offsets(OPS, onwards.within(2 * size - 1))).containsExactly(1L, 2L);
    assertThat(tester.offsets(OPS, onwards.within(1))).containsExactly(1L);
    Query newest = Query.newest(30);
    assertThat(tester.offsets(OPS, newest.within(2 * size))).containsExactly(28L, 29L, 30L);
    assertThat(newest.within(2 * size).cut(log.read(OPS, newest.within(2 * size))))
        .extracting(LogEntry::offset)
        .containsExactly(29L, 30L);
  }

  @Test
  void namesOfRoomsAreComparedWithoutCase() {
    tester.say(OPS, "hello");
    assertThat(log.recent(new RoomName("OPS"), 1)).hasSize(1);
  }

  @Test
  void answersComeInTheOrderOfTheAppends() {
    List<Long> answers = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(5000);
    for (int i = 0; i < 5000; i++) {
      RetentionPolicy retention = i / 100 % 2 == 0 ? RetentionPolicy.UNLIMITED : NONE;
      log.append(
          OPS,
          new Draft(clock.instant(), LogEntry.Kind.MESSAGE, "alice", "line " + i),
          retention,
          appended -> {
            answers.add(LogTester.stored(appended).entry().offset());
            all.countDown();
          });
    }
    await(all);
    assertThat(answers).containsExactlyElementsOf(upTo(5000));
  }

  @Test
  void followerIsToldEachLineOnceInOrderAndBeforeItsAnswer() {
    List<Long> told = Collections.synchronizedList(new ArrayList<>());
    List<Draft> drafts = Collections.synchronizedList(new ArrayList<>());
    List<Long> answeredUntold = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch all = new CountDownLatch(1000);
    log.follow(
        OPS,
        (entry, draft) -> {
          told.add(entry.offset());
          drafts.add(draft);
        });
    List<Draft> appended = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      RetentionPolicy retention = i / 100 % 2 == 0 ? RetentionPolicy.UNLIMITED : NONE;
      appended.add(new Draft(clock.instant(), LogEntry.Kind.MESSAGE, "alice", "the same"));
      log.append(
          OPS,
          appended.get(i),
          retention,
          answer -> {
            long offset = LogTester.stored(answer).entry().offset();
            if (told.size() < offset) {
              answeredUntold.add(offset);
            }
            all.countDown();
          });
    }
    await(all);
    assertThat(told).containsExactlyElementsOf(upTo(1000));
    assertThat(answeredUntold).isEmpty();
    assertThat(drafts)
        .usingElementComparator((one, other) -> one == other ? 0 : 1)
        .containsExactlyElementsOf(appended);
  }

  @Test
  void followerIsToldLinesFromThePositionOnUntilAnotherFollows() {
    tester.say(OPS, "before");
    List<String> first = new ArrayList<>();
    List<String> second = new ArrayList<>();
    assertThat(log.follow(OPS, (entry, draft) -> first.add(entry.text())).last()).isEqualTo(1);
    tester.say(OPS, "two");
    tester.say(DEV, "elsewhere");
    assertThat(log.follow(OPS, (entry, draft) -> second.add(entry.text())).last()).isEqualTo(2);
    tester.say(OPS, "three");
    assertThat(first).containsExactly("two");
    assertThat(second).containsExactly("three");
  }

  @Test
  void pagesAreReadFromEitherEnd() {
    for (int i = 1; i <= 30; i++) {
      tester.say(OPS, "line " + i);
    }
    assertThat(tester.offsets(OPS, Query.after(0, 3))).containsExactly(1L, 2L, 3L);
    assertThat(tester.offsets(OPS, Query.after(28, 10))).containsExactly(29L, 30L);
    assertThat(tester.offsets(OPS, Query.after(30, 10))).isEmpty();
    assertThat(tester.offsets(OPS, Query.after(Long.MAX_VALUE, 10))).isEmpty();
    assertThat(tester.offsets(OPS, Query.newest(3))).containsExactly(28L, 29L, 30L);
    assertThat(tester.offsets(OPS, range(0, 10, true, 3))).containsExactly(7L, 8L, 9L);
    assertThat(tester.offsets(OPS, range(5, 10, false, 3))).containsExactly(6L, 7L, 8L);
    assertThat(tester.offsets(OPS, range(5, 7, true, 10))).containsExactly(6L);
    assertThat(tester.offsets(OPS, range(7, 8, true, 10))).isEmpty();
    assertThat(tester.offsets(OPS, range(0, 1, true, 10))).isEmpty();
    assertThat(tester.offsets(new RoomName("nowhere"), Query.newest(3))).isEmpty();
  }

  private static Query range(long after, long before, boolean newest, int limit) {
    return new Query(after, before, List.of(), newest, limit);
  }

  @Test
  void wordsAreFoundWholeAndWithoutCase() {
    tester.say(OPS, "Build 812 passed");
    tester.say(OPS, "build 813 failed: NullPointerException");
    tester.say(OPS, "rebuild it");
    tester.say(DEV, "build 812 in another room");
    assertThat(tester.search(OPS, "build")).containsExactly(1L, 2L);
    assertThat(tester.search(OPS, "BUILD failed")).containsExactly(2L);
    assertThat(tester.search(OPS, "failed build build")).containsExactly(2L);
    assertThat(tester.search(OPS, "buil")).isEmpty();
    assertThat(tester.search(OPS, "812")).containsExactly(1L);
    assertThat(tester.search(DEV, "812")).containsExactly(1L);
    assertThat(tester.search(OPS, "another")).isEmpty();
  }

  @Test
  void wordsOfAllScriptsAreFound() {
    tester.say(OPS, "Žluťoučký kůň, naïve");
    tester.say(OPS, "日本語 テスト");
    tester.say(OPS, "Привет, мир! ΣΊΣΥΦΟΣ ﬁne x² 𐐀𐐁 1e5 3.14 10:30 a-b c_d e@f.example");
    assertThat(tester.search(OPS, "žluťoučký KŮŇ")).containsExactly(1L);
    assertThat(tester.search(OPS, "kun")).isEmpty();
    assertThat(tester.search(OPS, "naive")).isEmpty();
    assertThat(tester.search(OPS, "日本語")).containsExactly(2L);
    assertThat(tester.search(OPS, "привет МИР")).containsExactly(3L);
    for (String word : List.of("σίσυφος", "ﬁne", "x²", "𐐩", "1e5", "14", "30", "b", "d", "f")) {
      assertThat(tester.search(OPS, word))
          .as(word)
          .isEqualTo(word.equals("𐐩") ? List.of() : List.of(3L));
    }
    assertThat(tester.search(OPS, "3.14 a-b e@f.example")).containsExactly(3L);
  }

  private void assertFound(String text, String... queries) {
    long offset = tester.say(OPS, text).offset();
    for (String query : queries) {
      assertThat(tester.search(OPS, query)).as("%s in %s", query, text).contains(offset);
    }
  }

  private void assertNotFound(String text, String... queries) {
    long offset = tester.say(OPS, text).offset();
    for (String query : queries) {
      assertThat(tester.search(OPS, query)).as("%s in %s", query, text).doesNotContain(offset);
    }
  }

  @Test
  void anyPartIsFoundWhereWordsAreNotSeparatedBySpaces() {
    assertFound("我们明天下午开会", "开会", "开", "我们", "明天下午", "我们明天下午开会", "下午 我们");
    assertFound("東京タワーに行きました。2024年", "東京", "タワー", "に行き", "行きました 2024");
    assertFound("ｱｲｽｸﾘｰﾑ を食べる", "アイスクリーム", "クリーム", "食べる");
    assertFound("학교에서 만나요", "학교", "에서", "만나");
    assertFound("พรุ่งนี้ประชุมตอนบ่าย", "ประชุม", "พรุ่งนี้", "ตอนบ่าย");
    assertFound("ຂ້ອຍຮັກພາສາລາວ", "ພາສາ");
    assertFound("ខ្ញុំស្រឡាញ់ភាសាខ្មែរ", "ភាសា", "ភាសាខ្មែរ");
    assertFound("𠮷野家で", "𠮷野", "𠮷", "野家");
  }

  @Test
  void partIsFoundOnlyWhereItStandsTogether() {
    assertNotFound("海市蜃楼，上海", "上海市", "上市", "楼上", "海海");
    assertFound("上海市", "上海市");
    assertNotFound("ที่นี่", "ที", "ท");
    assertNotFound("build", "buil", "uild");
  }

  @Test
  void candidatesThatDoNotMatchTakeNoPlaceOfThoseThatDo() {
    for (int i = 1; i <= 60; i++) {
      tester.say(OPS, i % 20 == 0 ? "去上海市" : "海市蜃楼，上海");
    }
    List<String> words = List.of("上海市");
    assertThat(tester.offsets(OPS, new Query(0, Long.MAX_VALUE, words, true, 2)))
        .containsExactly(40L, 60L);
    assertThat(tester.offsets(OPS, new Query(0, Long.MAX_VALUE, words, false, 2)))
        .containsExactly(20L, 40L);
    assertThat(tester.offsets(OPS, new Query(0, Long.MAX_VALUE, words, false, 9)))
        .containsExactly(20L, 40L, 60L);
  }

  @Test
  void formsOfTheSameTextAreEqual() {
    assertFound("cafe\u0301", "caf\u00e9", "CAF\u00c9", "cafe\u0301");
    assertFound("\u00c5ngstr\u00f6m", "A\u030angstro\u0308m", "\u212bngstr\u00f6m");
    assertFound("한글", "한글", "한");
    assertFound("ﬁne ｆｕｌｌ x²", "fine", "full", "x2", "ｆｉｎｅ");
    assertFound("soft\u00adhyphen می\u200cخواهم", "softhyphen", "میخواهم");
    assertNotFound("cafe\u0301", "cafe", "caf");
  }

  @Test
  void caseIsFoldedInAllLanguages() {
    assertFound("İstanbul ISPARTA Diyarbakır", "istanbul", "ISTANBUL", "ısparta", "isparta");
    assertFound("diyarbakır", "DİYARBAKIR", "DIYARBAKIR", "diyarbakir");
    assertFound("Straße GROẞ", "STRASSE", "strasse", "groß", "gross");
    assertFound("ΣΊΣΥΦΟΣ", "σίσυφος", "σίσυφοσ", "Σίσυφος");
    assertFound("ǅungla", "ǆungla", "Ǆungla");
  }

  @Test
  void vowelSignsArePartsOfWords() {
    assertFound("हिन्दी में", "हिन्दी", "में");
    assertNotFound("हिन्दी में", "हनद", "ह", "ह न द", "हिन्द");
    assertNotFound("क ह न द", "हिन्दी");
    assertFound("தமிழ் বাংলা", "தமிழ்", "বাংলা");
    assertFound("क\u093c", "\u0958");
  }

  @Test
  void vowelPointsDoNotMatter() {
    assertFound("مُحَمَّد", "محمد", "مُحَمَّد");
    assertFound("محمد", "مُحَمَّد", "محـمد");
    assertFound("شָלוֹם שָׁלוֹם", "שלום");
    assertFound("أحمد ۲۰۲٤", "احمد", "2024", "٢٠٢٤");
    assertFound("ﷺ ﻣﺤﻤﺪ", "محمد");
    assertNotFound("محمد", "محمود");
  }

  @Test
  void emojiAreFound() {
    assertFound("well done 👍🏽!", "👍", "👍🏿", "done 👍");
    assertFound("👩‍👩‍👧❤️", "👩‍👩‍👧", "👧", "❤", "❤️");
    assertFound("🇩🇪🇨🇿", "🇩🇪", "🇨🇿");
    assertNotFound("🇩🇪🇨🇿", "🇪🇨", "🇩🇿");
    assertNotFound("👍", "👎");
    assertFound("Java™ 5㎏", "java", "kg");
  }

  @Test
  void longLineWithoutSpacesIsFoundByAnyPart() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1365; i++) {
      text.append((char) ('\u4e00' + i * 7));
    }
    assertFound(text.toString(), text.substring(700, 702), text.substring(200, 1200), text + "");
    assertNotFound(text.toString(), text.substring(700, 702) + text.charAt(5));
    assertFound("क" + "\u093f".repeat(1000), "क" + "\u093f".repeat(1000));
    assertFound("ก" + "\u0e34".repeat(1000) + "ข", "ข");
  }

  @Test
  void wordsAreNoQueryLanguage() {
    tester.say(OPS, "either or neither");
    tester.say(OPS, "not and near");
    for (String words : List.of("or", "neither OR")) {
      assertThat(tester.search(OPS, words)).as(words).containsExactly(1L);
    }
    for (String words : List.of("NOT", "and NEAR", "near(not and)", "\"not\" \"and\"", "not'")) {
      assertThat(tester.search(OPS, words)).as(words).containsExactly(2L);
    }
    assertThat(tester.search(OPS, "either* -- ;drop table line")).isEmpty();
    assertThat(tester.search(OPS, "words:either")).isEmpty();
  }

  @Test
  void veryLongWordsAndTextsAreStoredAndFound() {
    String word = "ab".repeat(10_000);
    StringBuilder words = new StringBuilder("first ");
    for (int i = 0; i < 100_000; i++) {
      words.append("word").append(i).append(' ');
    }
    tester.say(OPS, word);
    tester.say(OPS, words.toString());
    tester.say(OPS, "");
    assertThat(tester.search(OPS, word)).containsExactly(1L);
    assertThat(tester.search(OPS, "first word77")).containsExactly(2L);
    assertThat(log.entry(OPS, 2).text()).isEqualTo(words.toString());
    assertThat(log.entry(OPS, 3).text()).isEmpty();
  }

  void sayAsMany() {
    tester.sayAs("alice", OPS, "one build");
    tester.sayAs("Bob_2", OPS, "two build");
    tester.sayAs("bob-2", OPS, "three build");
    tester.sayAs("Žofie", OPS, "four");
    tester.sayAs("my server", OPS, "five");
    tester.sayAs("bob_2", OPS, "six");
    tester.sayAs("bob_2", DEV, "seven");
    tester.sayAs("bob", OPS, "alice bob_2");
  }

  void assertLinesOfEachAreFound() {
    assertThat(tester.by("alice", OPS, "")).containsExactly(1L);
    assertThat(tester.by("BOB_2", OPS, "")).containsExactly(2L, 6L);
    assertThat(tester.by("bob-2", OPS, "")).containsExactly(3L);
    assertThat(tester.by("bob", OPS, "")).containsExactly(7L);
    assertThat(tester.by("žofie", OPS, "")).containsExactly(4L);
    assertThat(tester.by("my", OPS, "")).isEmpty();
    assertThat(tester.by("bob_2", OPS, "BUILD")).containsExactly(2L);
    assertThat(tester.by("alice", OPS, "six")).isEmpty();
    Query ofBob = new Query(0, Long.MAX_VALUE, List.of(), false, 1).by(new Nick("bob_2"));
    assertThat(tester.offsets(OPS, ofBob)).containsExactly(2L);
    assertThat(tester.offsets(OPS, ofBob.between(2, 7))).containsExactly(6L);
  }

  @Test
  void linesAreFoundByTheirSender() {
    sayAsMany();

    assertLinesOfEachAreFound();
    log.redact(OPS, 6);
    assertThat(tester.by("bob_2", OPS, "")).containsExactly(2L);
  }

  @Test
  void searchesAreBoundedAndLimited() {
    for (int i = 1; i <= 20; i++) {
      tester.say(OPS, i % 2 == 0 ? "even" : "odd");
    }
    List<String> even = List.of("even");
    assertThat(tester.offsets(OPS, new Query(0, Long.MAX_VALUE, even, true, 2)))
        .containsExactly(18L, 20L);
    assertThat(tester.offsets(OPS, new Query(0, Long.MAX_VALUE, even, false, 2)))
        .containsExactly(2L, 4L);
    assertThat(tester.offsets(OPS, new Query(4, 10, even, false, 9))).containsExactly(6L, 8L);
    assertThat(tester.offsets(OPS, new Query(4, 10, even, true, 1))).containsExactly(8L);
  }

  @Test
  void redactionTakesTheTextAndLeavesTheOffset() {
    tester.say(OPS, "the password is swordfish");
    tester.say(OPS, "oops");
    LogEntry redacted = log.redact(OPS, 1);
    assertThat(redacted).isEqualTo(log.entry(OPS, 1));
    assertThat(redacted.redacted()).isTrue();
    assertThat(redacted.text()).isEmpty();
    assertThat(redacted.from()).isEqualTo("alice");
    assertThat(tester.offsets(OPS)).containsExactly(1L, 2L);
    assertThat(tester.search(OPS, "swordfish")).isEmpty();
    assertThat(log.recent(OPS, 2).getFirst().text()).isEmpty();
    assertThat(log.redact(OPS, 1)).isEqualTo(redacted);
    assertThat(log.redact(OPS, 3)).isNull();
    assertThat(log.redact(OPS, 0)).isNull();
    assertThat(log.redact(new RoomName("nowhere"), 1)).isNull();
    assertThat(tester.say(OPS, "next").offset()).isEqualTo(3);
  }

  @Test
  void onlySoManyLinesAreKept() {
    RetentionPolicy five = new RetentionPolicy(5L, null);
    for (int i = 1; i <= 12; i++) {
      tester.say(OPS, "line " + i, five);
    }
    assertThat(log.position(OPS)).isEqualTo(new Position(LogTester.open(log, OPS).epoch(), 8, 12));
    assertThat(tester.offsets(OPS)).containsExactly(8L, 9L, 10L, 11L, 12L);
    assertThat(tester.offsets(OPS, Query.after(2, 2))).containsExactly(8L, 9L);
    assertThat(tester.search(OPS, "line")).containsExactly(8L, 9L, 10L, 11L, 12L);
    assertThat(log.entry(OPS, 7)).isNull();
    assertThat(log.redact(OPS, 7)).isNull();
    assertThat(log.recent(OPS, 10)).hasSize(5);
    assertThat(tester.say(OPS, "more", RetentionPolicy.UNLIMITED).offset()).isEqualTo(13);
    assertThat(tester.offsets(OPS)).containsExactly(8L, 9L, 10L, 11L, 12L, 13L);
  }

  @Test
  void linesAreKeptForSomeTime() {
    RetentionPolicy hour = new RetentionPolicy(null, Duration.ofHours(1));
    tester.say(OPS, "old", hour);
    clock.pass(Duration.ofMinutes(40));
    tester.say(OPS, "newer", hour);
    clock.pass(Duration.ofMinutes(40));
    assertThat(log.position(OPS)).isEqualTo(new Position(LogTester.open(log, OPS).epoch(), 2, 2));
    assertThat(tester.texts(OPS, Query.newest(10))).containsExactly("newer");
    assertThat(log.entry(OPS, 1)).isNull();
    assertThat(log.recent(OPS, 10)).hasSize(1);
    assertThat(tester.search(OPS, "old")).isEmpty();
    clock.pass(Duration.ofMinutes(40));
    assertThat(log.position(OPS)).isEqualTo(new Position(LogTester.open(log, OPS).epoch(), 3, 2));
    assertThat(tester.say(OPS, "third", hour).offset()).isEqualTo(3);
    assertThat(tester.offsets(OPS)).containsExactly(3L);
  }

  @Test
  void offsetAtATimeIsThatBehindTheLinesBeforeIt() {
    assertThat(log.offsetAt(OPS, clock.instant())).isEqualTo(1);
    assertThat(log.offsetAt(new RoomName("none"), clock.instant())).isEqualTo(1);
    List<Instant> times = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      times.add(tester.say(OPS, "one").at());
      tester.say(OPS, "at the same time");
      clock.pass(Duration.ofSeconds(1));
    }
    for (int i = 0; i < times.size(); i++) {
      assertThat(log.offsetAt(OPS, times.get(i))).isEqualTo(2 * i + 1);
      assertThat(log.offsetAt(OPS, times.get(i).plusMillis(1))).isEqualTo(2 * i + 3);
    }
    assertThat(log.offsetAt(OPS, Instant.EPOCH)).isEqualTo(1);
    tester.say(OPS, "and only this is kept", new RetentionPolicy(1L, null));
    assertThat(log.offsetAt(OPS, Instant.EPOCH)).isEqualTo(301);
    assertThat(log.offsetAt(OPS, clock.instant().plusSeconds(1))).isEqualTo(302);
  }

  @Test
  void nothingIsKeptWhereNothingIsToBeKept() {
    assertThat(tester.say(OPS, "one", NONE).offset()).isEqualTo(1);
    assertThat(tester.say(OPS, "two", NONE).offset()).isEqualTo(2);
    assertThat(log.position(OPS)).isEqualTo(new Position(LogTester.open(log, OPS).epoch(), 3, 2));
    assertThat(tester.offsets(OPS)).isEmpty();
    assertThat(log.recent(OPS, 5)).isEmpty();
    assertThat(log.entry(OPS, 2)).isNull();
    assertThat(tester.say(OPS, "three").offset()).isEqualTo(3);
    assertThat(tester.offsets(OPS)).containsExactly(3L);
    assertThat(tester.say(OPS, "four", NONE).offset()).isEqualTo(4);
    assertThat(tester.offsets(OPS)).isEmpty();
  }

  @Test
  void roomThatIsDeletedBeginsANewEpoch() {
    tester.say(OPS, "before");
    String epoch = LogTester.open(log, OPS).epoch();
    log.delete(OPS, problem -> {});
    assertThat(log.position(OPS)).isNull();
    assertThat(log.recent(OPS, 1)).isEmpty();
    assertThat(tester.tryToSay(OPS, "nowhere")).isInstanceOf(Appended.Failed.class);
    assertThat(LogTester.open(log, OPS).last()).isZero();
    assertThat(LogTester.open(log, OPS).epoch()).isNotEqualTo(epoch);
    assertThat(tester.say(OPS, "after").offset()).isEqualTo(1);
    assertThat(tester.texts(OPS, Query.newest(10))).containsExactly("after");
    assertThat(tester.search(OPS, "before")).isEmpty();
  }

  @Test
  void roomsCanBeDeletedAndMadeAgainAtOnce() {
    for (int round = 0; round < 200; round++) {
      log.save(room(OPS, "round " + round), problem -> {});
      var _ = tester.send(OPS, LogEntry.Kind.MESSAGE, "hello", RetentionPolicy.UNLIMITED);
      log.delete(OPS, problem -> {});
    }
    LogTester.open(log, OPS);
    assertThat(tester.say(OPS, "at last").offset()).isEqualTo(1);
    assertThat(tester.texts(OPS, Query.newest(10))).containsExactly("at last");
  }

  static Renamed rename(RoomLog log, RoomName room, RoomName to) {
    CompletableFuture<Renamed> renamed = new CompletableFuture<>();
    log.rename(room, to, renamed::complete);
    return renamed.orTimeout(30, TimeUnit.SECONDS).join();
  }

  @Test
  void renamedRoomGoesOnByItsNewNameAlone() {
    List<Long> followed = new ArrayList<>();
    Position before = log.follow(OPS, (entry, draft) -> followed.add(entry.offset()));
    tester.say(OPS, "one");
    CompletableFuture<List<Position>> positions = new CompletableFuture<>();
    log.rename(
        OPS, WORKS, done -> positions.complete(List.of(log.position(OPS), log.position(WORKS))));
    Position then = new Position(before.epoch(), 1, 1);
    assertThat(positions.orTimeout(30, TimeUnit.SECONDS).join()).containsExactly(then, then);

    assertThat(tester.say(WORKS, "two").offset()).isEqualTo(2);

    assertThat(followed).containsExactly(1L, 2L);
    assertThat(log.read(WORKS, Query.after(0, 5)))
        .extracting(LogEntry::text)
        .containsExactly("one", "two");
    assertThat(log.position(OPS)).isNull();
    assertThat(LogTester.open(log, OPS).epoch()).isNotEqualTo(before.epoch());
    assertThat(tester.say(OPS, "another").offset()).isEqualTo(1);
  }

  @Test
  void nameOfAnotherRoomIsNotTaken() {
    tester.say(OPS, "one");
    tester.say(DEV, "one");
    assertThat(rename(log, OPS, DEV)).isEqualTo(new Renamed.Taken());

    assertThat(tester.say(OPS, "two").offset()).isEqualTo(2);
    assertThat(log.position(DEV)).isEqualTo(new Position(LogTester.open(log, DEV).epoch(), 1, 1));
    assertThat(rename(log, new RoomName("nowhere"), WORKS)).isInstanceOf(Renamed.Failed.class);
  }

  @Test
  void caseOfANameCanChange() {
    assertThat(tester.save(new SavedRoom(OPS, "", RoomSettings.AD_HOC, clock.instant()))).isEmpty();
    assertThat(rename(log, OPS, new RoomName("Ops"))).isEqualTo(new Renamed.Done());

    assertThat(tester.say(OPS, "one").offset()).isEqualTo(1);
    assertThat(log.saved())
        .extracting(room -> room.name().value())
        .contains("Ops")
        .doesNotContain("ops");
  }

  @Test
  void savedRoomsAreKnown() {
    SavedRoom ops = room(OPS, "What runs where");
    assertThat(tester.save(ops)).isEmpty();
    assertThat(log.saved()).contains(ops);
    tester.topic(OPS, "Nothing runs");
    tester.save(room(OPS, "of long ago"));
    assertThat(log.saved()).contains(room(OPS, "Nothing runs"));
    log.delete(OPS, problem -> {});
    assertThat(log.saved()).extracting(SavedRoom::name).doesNotContain(OPS);
  }

  SavedRoom room(RoomName name, String topic) {
    RoomSettings settings =
        new RoomSettings(true, true, "key", 7, 3, new RetentionPolicy(9L, Duration.ofDays(2)));
    return new SavedRoom(name, topic, settings, clock.instant());
  }

  @Test
  void severalThreadsAppendToSeveralRooms() throws InterruptedException {
    List<RoomName> rooms = IntStream.range(0, 4).mapToObj(i -> new RoomName("room" + i)).toList();
    List<List<Long>> answers = rooms.stream().map(room -> newList()).toList();
    CountDownLatch all = new CountDownLatch(4 * 2000);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < rooms.size(); i++) {
      RoomName room = rooms.get(i);
      List<Long> answered = answers.get(i);
      LogTester.open(log, room);
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                for (int line = 0; line < 2000; line++) {
                  log.append(
                      room,
                      new Draft(clock.instant(), LogEntry.Kind.MESSAGE, "alice", "line " + line),
                      RetentionPolicy.UNLIMITED,
                      appended -> {
                        answered.add(LogTester.stored(appended).entry().offset());
                        all.countDown();
                      });
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    await(all);
    for (int i = 0; i < rooms.size(); i++) {
      assertThat(answers.get(i)).containsExactlyElementsOf(upTo(2000));
      assertThat(tester.offsets(rooms.get(i))).containsExactlyElementsOf(upTo(2000));
    }
  }

  private static List<Long> newList() {
    return Collections.synchronizedList(new ArrayList<>());
  }

  public static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void workingLogHasNoProblem() {
    tester.say(OPS, "hello");
    assertThat(log.problem()).isNull();
    assertThat(log.describe()).isNotBlank();
  }
}
