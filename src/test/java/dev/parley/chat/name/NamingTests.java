package dev.parley.chat.name;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamingTests {

  @ParameterizedTest
  @ValueSource(strings = {"a", "7", "alice", "guest-3", "a_b-c", "Zoë", "Анна", "山田", "やまだ太郎"})
  void nameIsAccepted(String name) {
    assertThat(Nick.parse(name)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-a",
        "_a",
        "a b",
        "a.b",
        "#a",
        "a\tb",
        "a\u001bb",
        "аlice",
        "a\u202eb",
        "a/b",
        "😀"
      })
  void nameIsRefused(String name) {
    assertThat(Nick.parse(name)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "अमित", "प्रिया", "हिन्दी", "क़ासिम", "রবি", "প্রিয়", "কৃষ্ণ", "ਗੁਰਪ੍ਰੀਤ", "હેતલ", "கவி",
            "ஸ்ரீ", "రాము",
        "ಕೃಷ್ಣ", "ശ്രീജ", "සිංහල", "สุดา", "น้ำ", "กิ่ง", "ນ້ຳ", "བསྒྲུབས", "မြွှာ", "သူဇာ", "សុខ",
            "Nguyễn",
        "Nguye\u0302\u0303n", "Ọlọ́run", "ė́", "g̃uarani", "שָׁלוֹם", "مُحَمَّد", "ދިވެހި", "が",
            "か\u3099", "ᐃᓄᒃ"
      })
  void nameMayHaveTheMarksThatItsScriptNeeds(String name) {
    assertThat(Nick.parse(name)).isNotNull();
    assertThat(RoomName.parse(name)).isNotNull();
    String decomposed = Normalizer.normalize(name, Normalizer.Form.NFD);
    assertThat(Nick.parse(decomposed)).isEqualTo(Nick.parse(name));
    assertThat(RoomName.parse(decomposed)).isEqualTo(RoomName.parse(name));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0301a",
        "\u093F",
        "7\u0301",
        "a-\u0301",
        "a_\u0941", // behind no letter
        "x\u0300\u0301\u0302",
        "e\u0301\u0300\u0323\u0302", // more than alphabets use
        "\u0915\u093C\u093E\u0902\u0903\u0901", // five in a row
        "x\u0301\u0301",
        "\u0E01\u0E35\u0E35", // the same twice
        "bob\u0941",
        "b\u064Bob",
        "अ\u0301",
        "か\u0301",
        "\u0645\u0301", // of another script
        "o\u0338",
        "x\u0335",
        "x\u0305",
        "b\u0347ob",
        "x\u20D7",
        "x\u1AB0", // overlays and the like
        "a\u20DD",
        "a\u0488",
        "a\uFE0F",
        "a\u034F",
        "a\u200D",
        "a\u200Cb", // enclosing, unseen
        "\u1780\u17B4",
        "\u3164",
        "a\u3164",
        "\uFFA0",
        "\uD80D\uDC41",
        "\u115F",
        "a\u2800",
        "a\u00AD", // unseen
        "\u0905\u093E",
        "\u0905\u0945",
        "\u0985\u09BE",
        "\u0D07\u0D57", // pose as another vowel
        "\u0E19\u0E4D\u0E32",
        "\u0E99\u0ECD\u0EB2",
        "\uFB01",
        "\uD835\uDC1B",
        "\uFF42",
        "pаul",
        "कa" // variants, two scripts
      })
  void nameIsRefusedForMarksOrLettersThatItsScriptDoesNotNeed(String name) {
    assertThat(Nick.parse(name)).isNull();
    assertThat(RoomName.parse(name)).isNull();
  }

  @Test
  void marksCountForTheLength() {
    assertThat(Nick.parse("कि".repeat(16))).isNotNull();
    assertThat(Nick.parse("कि".repeat(16) + "क")).isNull();
  }

  @Test
  void variantKeepsLettersWithTheirMarks() {
    assertThat(new Nick("क" + "कि".repeat(15) + "क").variant(2))
        .hasToString("क" + "कि".repeat(14) + "_2");
    assertThat(new Nick("कि".repeat(16)).variant(12)).hasToString("कि".repeat(14) + "_12");
  }

  @Test
  void nameMayBeThirtyTwoLongAndNoLonger() {
    assertThat(Nick.parse("x".repeat(32))).isNotNull();
    assertThat(Nick.parse("x".repeat(33))).isNull();
  }

  @Test
  void roomNameMayBeSixtyFourLongAndNoLongerAndHaveDots() {
    assertThat(RoomName.parse("x".repeat(64))).isNotNull();
    assertThat(RoomName.parse("x".repeat(65))).isNull();
    assertThat(RoomName.parse("#team.ops")).isEqualTo(new RoomName("TEAM.ops"));
  }

  @Test
  void namesAreComparedWithoutCaseAndInOneNormalForm() {
    assertThat(new Nick("Zoë")).isEqualTo(new Nick("zOE\u0308")).hasSameHashCodeAs(new Nick("ZOË"));
  }
}
