package dev.parley.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;

/** Does in the chat page what people do. */
final class ChatActions {

  private ChatActions() {}

  /** Gives the name in the form that joins, and waits for the composer. */
  static Page join(Page page, String name) {
    giveName(page, name);
    assertThat(composer(page)).isFocused();
    return page;
  }

  /** Gives the name in the form that joins. */
  static void giveName(Page page, String name) {
    page.getByLabel("Name").fill(name);
    page.keyboard().press("Enter");
  }

  /** Returns where one types. */
  static Locator composer(Page page) {
    return page.locator(".composer textarea");
  }

  /** Returns the button with a name. */
  static Locator button(Page page, String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** Types a text and sends it. */
  static void say(Page page, String text) {
    composer(page).fill(text);
    composer(page).press("Enter");
  }

  /** Returns the stored lines with a text. */
  static Locator line(Page page, String text) {
    return page.locator(".row:not(.pending)", new Page.LocatorOptions().setHasText(text));
  }

  /** Closes the page and what it stores. */
  static void close(Page page) {
    page.context().close();
  }

  /** Returns the offsets of the lines that are shown, in order. */
  static List<String> offsets(Page page) {
    Object keys =
        page.locator(".row[data-key]").evaluateAll("rows => rows.map(row => row.dataset.key)");
    return ((List<?>) keys)
        .stream().map(String::valueOf).filter(key -> !key.contains(".")).toList();
  }
}
