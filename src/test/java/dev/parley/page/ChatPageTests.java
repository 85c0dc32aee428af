package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.parley.page.ChatActions.button;
import static dev.parley.page.ChatActions.close;
import static dev.parley.page.ChatActions.composer;
import static dev.parley.page.ChatActions.giveName;
import static dev.parley.page.ChatActions.line;
import static dev.parley.page.ChatActions.offsets;
import static dev.parley.page.ChatActions.say;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.MouseButton;
import dev.parley.CuttableLink;
import dev.parley.TestClient;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Uses the chat page in a browser, with people in the line protocol on the other side. */
class ChatPageTests extends BrowserTester {

  private static final Pattern OFFSET = Pattern.compile(".*\"offset\":(\\d+),.*");

  ChatPageTests() {
    super(
        "parley.resume.hold=5m",
        "parley.limits.messages-per-second=0",
        "parley.limits.messages-burst=0");
  }

  private String url() {
    return "http://127.0.0.1:" + server.port("web") + "/";
  }

  private Page join(String address, String name) {
    return ChatActions.join(chromium.open(address), name);
  }

  private static void choose(Page page, String how) {
    page.getByRole(AriaRole.RADIO, new Page.GetByRoleOptions().setName(how)).check();
  }

  @Test
  void bothSidesSeeALineAtTheSameOffset() {
    Page page = join(url() + "#both", "carol");
    try (TestClient nc = server.join("nora")) {
      nc.send("/json on").send("/join both").expectUntil(".*\"type\":\"welcome\".*");
      say(page, "several\nlines");
      String heard = lineWith(nc, "several\\nlines");
      nc.send("hello from a terminal");
      String echoed = lineWith(nc, "hello from a terminal");
      assertThat(line(page, "hello from a terminal")).hasAttribute("data-key", offset(echoed));
      assertThat(line(page, "several")).hasAttribute("data-key", offset(heard));
    }
    close(page);
  }

  private static String lineWith(TestClient nc, String text) {
    String line = nc.line();
    while (!line.contains(text)) {
      line = nc.line();
    }
    return line;
  }

  private static String offset(String json) {
    var matcher = OFFSET.matcher(json);
    assertThat(matcher.matches()).as(json).isTrue();
    return matcher.group(1);
  }

  @Test
  void textIsTextWhateverIsInIt() {
    String hostile = "<img src=x onerror=alert(1)><script>alert(2)</script> &lt;b&gt; {{x}}";
    Page page = join(url() + "#hostile", "dora");
    page.onDialog(dialog -> {
      throw new AssertionError("A script ran: " + dialog.message());
    });
    try (TestClient nc = server.join("mallory")) {
      nc.send("/join hostile").send("/topic " + hostile).send(hostile);
      nc.send("javascript:alert(3) http://аррӏе.com/ https://example.org/ok");
      assertThat(page.locator(".row .body", new Page.LocatorOptions().setHasText("{{x}}")).last())
          .hasText(hostile);
      assertThat(page.locator(".title .topic")).hasText(hostile);
      assertThat(page.locator(".host")).hasText("xn--80ak6aa92e.com");
      assertThat(page.locator(".row .body a")).hasCount(2);
      assertThat(page.locator(".row .body a").last())
          .hasAttribute("rel", Pattern.compile("noopener noreferrer.*"));
    }
    close(page);
  }

  @Test
  void cutOffUnderLoadMissesAndDoublesNothing() {
    try (CuttableLink link = new CuttableLink(server.port("web"));
        TestClient nc = server.join("loader")) {
      nc.send("/join load").expectUntil("-- You are loader in #load.*");
      Page page = join("http://127.0.0.1:" + link.port() + "/#load", "erin");
      say(page, "before");
      send(nc, 0, 30);
      assertThat(line(page, "line 29.")).isVisible();
      link.cut();
      assertThat(page.locator(".banner.warn")).containsText("You are offline");
      say(page, "while offline");
      assertThat(page.locator(".pending")).containsText("Will be sent when you are back");
      send(nc, 30, 60);
      link.mend();
      send(nc, 60, 80);
      assertThat(line(page, "line 79.")).isVisible();
      assertThat(line(page, "while offline")).hasCount(1);
      assertThat(page.locator(".banner.warn")).hasCount(0);
      assertThat(page.locator(".pending")).hasCount(0);
      assertThat(offsets(page))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 82).mapToObj(String::valueOf).toList());
      close(page);
    }
  }

  private static void send(TestClient nc, int from, int to) {
    IntStream.range(from, to).forEach(i -> nc.send("line " + i + "."));
  }

  @Test
  void reloadComesBackToTheSamePlace() {
    Page page = join(url() + "#reload", "fay");
    say(page, "before the reload");
    assertThat(line(page, "before the reload")).isVisible();
    page.reload();
    assertThat(line(page, "before the reload")).isVisible();
    assertThat(page.locator(".room-head h1")).hasText("#reload");
    assertThat(page.locator(".self")).containsText("fay");
    close(page);
  }

  @Test
  void keyboardAloneSuffices() {
    Page page = chromium.open(url());
    assertThat(page.getByLabel("Name")).isFocused();
    page.keyboard().type("gwen");
    page.keyboard().press("Enter");
    assertThat(composer(page)).isFocused();
    page.keyboard().press("Control+k");
    assertThat(page.locator("#room-name")).isFocused();
    page.keyboard().type("keys");
    page.keyboard().press("Enter");
    assertThat(page.locator(".room-head h1")).hasText("#keys");
    assertThat(composer(page)).isFocused();
    page.keyboard().type("one");
    page.keyboard().press("Enter");
    page.keyboard().type("two");
    page.keyboard().press("Shift+Enter");
    page.keyboard().type("lines");
    page.keyboard().press("Enter");
    assertThat(line(page, "lines")).isVisible();
    page.keyboard().press("ArrowUp");
    assertThat(composer(page)).hasValue("two\nlines");
    page.keyboard().press("Shift+Tab");
    page.keyboard().press("ArrowUp");
    assertThat(line(page, "lines")).isFocused();
    page.keyboard().press("ArrowUp");
    assertThat(line(page, "one")).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.getByRole(AriaRole.MENU)).isVisible();
    page.keyboard().press("Escape");
    assertThat(line(page, "one")).isFocused();
    page.keyboard().press("Escape");
    assertThat(composer(page)).isFocused();
    page.keyboard().press("Alt+ArrowDown");
    assertThat(page.locator(".room-head h1")).hasText("#lobby");
    close(page);
  }

  @Test
  void errorsStandUnderTheirFields() {
    Page page = chromium.open(url());
    choose(page, "Log in");
    page.getByLabel("Name").fill("nobody");
    page.getByLabel("Password").fill("wrong password");
    page.keyboard().press("Enter");
    assertThat(page.locator("#password-help")).isVisible();
    assertThat(page.getByLabel("Password")).isFocused();
    close(page);
  }

  @Test
  void accountsAreRegisteredAndLoggedInTo() {
    Page page = chromium.open(url());
    choose(page, "Register");
    page.getByLabel("Name").fill("hugo");
    page.getByLabel("Password").fill("correct horse battery");
    page.keyboard().press("Enter");
    assertThat(page.locator(".self")).containsText("Account");
    close(page);
    Page again = chromium.open(url());
    choose(again, "Log in");
    again.getByLabel("Name").fill("hugo");
    again.getByLabel("Password").fill("correct horse battery");
    again.keyboard().press("Enter");
    assertThat(again.locator(".self")).containsText("Account");
    assertThat((String) again.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])"))
        .doesNotContain("correct horse");
    close(again);
  }

  @Test
  void moderatorKicksByMenuAndTheReasonIsShown() {
    Page owner = join(url() + "#court", "ida");
    Page guest = join(url() + "#court", "ivan");
    assertThat(guest.locator(".room-head h1")).hasText("#court");
    assertThat(owner.locator(".members")).containsText("owner");
    owner.locator(".member", new Page.LocatorOptions().setHasText("ivan")).click();
    owner.getByText("Kick ivan…").click();
    owner.getByLabel("Reason").fill("too loud");
    owner
        .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Kick").setExact(true))
        .click();
    assertThat(guest.locator(".gone-bar")).containsText("by ida: too loud");
    close(owner);
    close(guest);
  }

  @Test
  void menusTellOfPeopleAndRooms() {
    Page vera = join(url() + "#gallery", "vera");
    Page viktor = join(url() + "#gallery", "viktor");
    vera.locator(".self").click();
    vera.getByText("Tell something of yourself…").click();
    vera.getByLabel("Text").last().fill("Vera V.");
    button(vera, "Tell").click();
    assertThat(vera.getByText("Vera V.").first()).isVisible();
    viktor.locator(".member", new Page.LocatorOptions().setHasText("vera")).click();
    viktor.getByText("About vera").click();
    assertThat(viktor.getByText("Vera V.").first()).isVisible();
    say(vera, "/describe #gallery url https://example.org");
    viktor.getByLabel("More about this room").click();
    viktor.getByText("About the room").click();
    assertThat(viktor.getByText("https://example.org").first()).isVisible();
    close(vera);
    close(viktor);
  }

  @Test
  void moderatorRemovesALineByItsMenu() {
    Page owner = join(url() + "#annex", "ines");
    Page guest = join(url() + "#annex", "igor");
    assertThat(owner.locator(".members")).containsText("owner");
    say(guest, "my number is 555");
    line(owner, "my number is 555").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
    owner.getByText("Remove this line…").click();
    owner.getByLabel("Reason").fill("phone number");
    button(owner, "Remove").click();
    assertThat(guest.getByText("This line was removed.")).isVisible();
    assertThat(owner.getByText("This line was removed.")).isVisible();
    assertThat(guest.getByText("my number is 555")).hasCount(0);
    close(owner);
    close(guest);
  }

  @Test
  void authorWithAnAccountRemovesItsOwnLineByItsMenu() {
    Page owner = join(url() + "#porch", "ilse");
    assertThat(owner.locator(".members")).containsText("owner");
    Page author = chromium.open(url() + "#porch");
    choose(author, "Register");
    author.getByLabel("Name").fill("isa");
    author.getByLabel("Password").fill("correct horse battery");
    author.keyboard().press("Enter");
    assertThat(author.locator(".self")).containsText("Account");
    say(owner, "a line of another");
    say(author, "wrong window");
    line(author, "a line of another")
        .click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
    assertThat(author.getByText("Copy the text")).isVisible();
    assertThat(author.getByText("Remove this line…")).hasCount(0);
    author.keyboard().press("Escape");
    line(author, "wrong window").click(new Locator.ClickOptions().setButton(MouseButton.RIGHT));
    author.getByText("Remove this line…").click();
    button(author, "Remove").click();
    assertThat(owner.getByText("This line was removed.")).isVisible();
    assertThat(line(owner, "wrong window")).hasCount(0);
    close(owner);
    close(author);
  }

  @Test
  void ownerChangesTheSettingsOfARoom() {
    Page owner = join(url() + "#atrium", "inga");
    Page guest = join(url() + "#atrium", "ingo");
    assertThat(owner.locator(".members")).containsText("owner");
    openSettings(owner);
    owner.getByLabel("Only those with a voice speak").check();
    owner.getByLabel("Seconds between two lines of a person").fill("7");
    Chromium.expectAccessible(owner, "the settings of a room");
    button(owner, "Change").click();
    assertThat(owner.locator(".log")).containsText("moderated on, read-only off");
    assertThat(owner.locator(".log")).containsText("slow-mode 7");
    say(guest, "hello");
    assertThat(guest.getByText("only those with a voice speak there").first()).isVisible();
    openSettings(owner);
    assertThat(owner.getByLabel("Only those with a voice speak")).isChecked();
    assertThat(owner.getByLabel("Seconds between two lines of a person")).hasValue("7");
    close(owner);
    close(guest);
  }

  private static void openSettings(Page page) {
    page.locator(".room-head")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("More"))
        .click();
    page.getByText("Settings…").click();
  }

  @Test
  void historyGoesBackToTheBeginningAndStaysSmall() {
    try (TestClient nc = server.join("scribe")) {
      nc.send("/join long").expectUntil("-- You are scribe in #long.*");
      send(nc, 0, 1500);
      nc.send("/me ends").send("/history 1").expectUntil(".*\\* scribe ends");
      Page page = join(url() + "#long", "jan");
      assertThat(page.locator(".row.emote")).isVisible();
      Locator log = page.locator(".log");
      Locator beginning = page.getByText("This is the beginning of #long.");
      for (int i = 0; i < 300 && beginning.count() == 0; i++) {
        log.evaluate("log => { log.scrollTop = 0; }");
        assertThat(page.locator(".row").count()).isLessThan(500);
        page.waitForFunction(
            "() => document.querySelector('.log').scrollTop > 0 || document.querySelector('.start')");
      }
      assertThat(beginning).isVisible();
      assertThat(line(page, "line 0.")).isVisible();
      page.getByText("Latest").click();
      assertThat(page.locator(".row.emote")).isVisible();
      close(page);
    }
  }

  @Test
  void lineOfALinkIsShownInItsContext() {
    try (TestClient nc = server.join("linker")) {
      nc.send("/join links").expectUntil("-- You are linker in #links.*");
      send(nc, 0, 300);
      nc.send("/history 1").expectUntil(".*line 299\\.");
      Page page = chromium.open(url() + "#links/42");
      giveName(page, "kim");
      Locator target = line(page, "line 41.");
      assertThat(target).isFocused();
      assertThat(target).isInViewport();
      assertThat(target).hasAttribute("data-key", "42");
      close(page);
    }
  }

  @Test
  void unreadLinesAndMentionsAreCounted() {
    Page page = join(url() + "#count", "lea");
    try (TestClient nc = server.join("max")) {
      nc.send("hello everyone").send("lea: are you here?").send("/msg lea alone");
      assertThat(page.locator(".room", new Page.LocatorOptions().setHasText("lobby")))
          .containsText("1 mention, 2 unread lines");
      assertThat(page).hasTitle(Pattern.compile("\\(3\\) #count – parley"));
      page.locator(".room button", new Page.LocatorOptions().setHasText("max")).click();
      assertThat(line(page, "alone")).isVisible();
      say(page, "yes");
      nc.expectUntil("\\[lea -> you] yes");
    }
    close(page);
  }

  @Test
  void screensHaveNothingThatKeepsPeopleOut() {
    Page page = chromium.open(url() + "#access");
    Chromium.expectAccessible(page, "the form that joins");
    ChatActions.join(page, "mia");
    say(page, "see https://example.org/ and #lobby, mia");
    say(page, "/me waves");
    assertThat(page.locator(".row.emote.own")).isVisible();
    Chromium.expectAccessible(page, "the chat");
    composer(page).fill("/");
    assertThat(page.getByRole(AriaRole.LISTBOX)).isVisible();
    Chromium.expectAccessible(page, "the completion");
    composer(page).fill("");
    page.locator(".self").click();
    Chromium.expectAccessible(page, "a menu");
    page.keyboard().press("Escape");
    page.keyboard().press("Control+k");
    Chromium.expectAccessible(page, "the rooms");
    page.keyboard().press("Escape");
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Search")).click();
    Chromium.expectAccessible(page, "the search");
    page.keyboard().press("Escape");
    page.setViewportSize(360, 640);
    Chromium.expectAccessible(page, "the chat on a phone");
    assertThat((Integer) page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
    close(page);
  }
}
